"""Weighted figures stand beside the unweighted, where the chance of every answer is known."""

from dataclasses import astuple, replace
from datetime import datetime
from typing import Any

import pytest

from heard.core.screening import Outcome
from heard.core.statistics.proportions import share, wilson
from heard.core.statistics.weighted import Frame
from heard.core.statistics.weights import diagnose
from heard.eligibility.models import Screening
from heard.insight.cuts import Cut, TooFine
from heard.insight.weighted import BY_CHANCE, Beside, as_objects, weighted_figures
from heard.questionnaires.models import Version
from heard.responses.models import Answer, Response
from tests.insight.flow import CALLED, DAY, Disposition, answer, known, programme
from tests.insight.impact import answered
from tests.open_ways import way_in

pytestmark = pytest.mark.django_db
POOLED = "sms_contact+sms_attendance"


def drawn(value: int, chance: float, of: str = "sms_contact", **given: Any) -> Response:  # noqa: ANN401
    """Let somebody answer who had been drawn with this chance."""
    response = answer(programme(of), {"treatment": value}, **given)
    _decide(response, chance)
    return response


def _decide(
    response: Response,
    chance: float,
    *,
    outcome: Outcome = Outcome.SEND,
    at: datetime = CALLED,
) -> None:
    """Decide once more about what somebody answered; nothing that was decided can be changed."""
    assert response.invitation is not None
    Screening.objects.create(
        touchpoint=response.invitation.touchpoint,
        programme=response.invitation.programme,
        outcome=outcome,
        reasons=[],
        probability=chance,
        decided_at=at,
        is_current=False,
        policy="p1",
    )


def _by_telephone(value: int) -> None:
    """Let somebody answer who had no invitation."""
    version = Version.objects.filter(questionnaire=programme().questionnaire).latest("number")
    response = Response.objects.create(
        programme=programme(),
        version=version,
        disposition="complete",
        language="en",
        mode="telephone",
        started_at=CALLED,
        submitted_at=CALLED,
        happened_at=CALLED,
    )
    Answer.objects.create(
        response=response, question_id="treatment", version=2, scale_id="N10", value=value
    )


def beside(of: str = "sms_contact", *by: Cut, minimum_base: int = 1) -> list[Beside]:
    return [
        one
        for one in weighted_figures(known(), minimum_base=minimum_base, by=by)
        if (one.figure.programme, one.figure.question) == (of, "treatment")
    ]


def test_whoever_was_drawn_less_often_stands_for_more() -> None:
    for value, chance in ((9, 1.0), (9, 1.0), (2, 0.25), (8, 0.5)):
        drawn(value, chance)
    drawn(9, 0.01, disposition=Disposition.BREAK_OFF)
    (one,) = beside()
    found, cost = one.weighted, diagnose([1, 1, 4, 2])
    assert found.unweighted == one.figure.estimate == share(3, 4, minimum_base=1)
    assert found.weighted is not None
    assert found.diagnostics is not None
    assert (found.weighted.value, found.weighted.n) == (0.5, 4)
    assert (found.weighted.low, found.weighted.high) == pytest.approx(
        wilson(cost.n_effective / 2, cost.n_effective)
    )
    assert astuple(found.diagnostics) == pytest.approx(astuple(cost))
    assert (found.frame, found.steps) == (Frame.SAMPLE, (BY_CHANCE,))


def test_programmes_that_drew_differently_are_pooled_by_weight() -> None:
    drawn(9, 1.0)
    drawn(2, 0.25, of="sms_attendance")
    (one,) = beside(POOLED)
    assert one.weighted.weighted is not None
    assert (one.figure.estimate.value, one.weighted.weighted.value) == (0.5, 0.2)


def test_each_segment_has_its_own_weights() -> None:
    for value, chance, area in ((9, 1.0, "BE"), (2, 0.5, "BE"), (9, 0.5, "WV")):
        drawn(value, chance, area=area)
    found = {one.figure.segment: one.weighted.weighted for one in beside("sms_contact", Cut.AREA)}
    assert {place: made and made.value for place, made in found.items()} == {
        ("BE",): pytest.approx(1 / 3),
        ("WV",): 1.0,
    }


def test_the_chance_is_the_one_that_was_decided_by() -> None:
    response = drawn(9, 0.25)
    _decide(response, 0.125, at=CALLED - DAY)
    _decide(response, 0.5, at=CALLED + DAY)
    _decide(response, 0.75, outcome=Outcome.BLOCK)
    drawn(2, 1.0)
    (one,) = beside()
    assert one.weighted.weighted is not None
    assert one.weighted.weighted.value == 0.8


def test_what_is_hidden_unweighted_has_no_value_weighted() -> None:
    for _ in range(9):
        drawn(9, 0.5)
    (one,) = beside(minimum_base=10)
    assert (one.weighted.weighted, one.weighted.diagnostics) == (
        replace(share(9, 9, minimum_base=10), method="Wilson 95%, weighted"),
        None,
    )


@pytest.mark.parametrize(("few", "is_weighted"), [(1, False), (9, False), (10, True)])
def test_what_few_said_who_share_a_weight_cannot_be_worked_out(
    *, few: int, is_weighted: bool
) -> None:
    for _ in range(20):
        drawn(9, 1.0)
    for _ in range(few):
        drawn(2, 0.5)
    (one,) = beside(minimum_base=10)
    assert one.figure.estimate.shown
    assert (one.weighted.weighted is not None) == is_weighted
    assert one.weighted.why_not == ("" if is_weighted else "fewer than 10 answers share a weight")


def test_without_a_chance_for_every_answer_there_is_no_weighted_figure() -> None:
    assert [one.weighted.why_not for one in beside()] == ["no answers"]
    drawn(9, 0.5)
    _by_telephone(9)
    (one,) = beside()
    assert (one.weighted.weighted, one.weighted.why_not) == (
        None,
        "of 1 answers nobody knows the chance",
    )


def test_an_open_survey_is_labelled_as_opt_in() -> None:
    answered(way_in(impact_area="larkfield"), 12)
    found = [
        one.weighted
        for one in weighted_figures(known(), minimum_base=10, measure="safe")
        if one.figure.estimate.n
    ]
    assert {(one.frame, one.weighted, one.why_not) for one in found} == {
        (Frame.OPT_IN, None, "nobody was drawn")
    }
    assert found[0].label.startswith("unweighted; opt-in: of those who chose to answer")


@pytest.mark.parametrize("cut", [Cut.AGE, Cut.SEX, Cut.ETHNIC_GROUP, Cut.DISABILITY])
def test_what_could_tell_of_few_is_not_weighted(cut: Cut) -> None:
    with pytest.raises(TooFine, match="are not cut by age, ethnic group, disability or sex"):
        weighted_figures(known(), minimum_base=1, by=[Cut.AREA, cut])


def test_programs_get_both_figures_in_one_object() -> None:
    for value, chance in ((9, 1.0), (2, 0.25)):
        drawn(value, chance)
    (found,) = as_objects(beside())
    assert (found["value"], found["n"]) == (0.5, 2)
    weighted = found["weighted"]
    assert isinstance(weighted, dict)
    assert {name: weighted[name] for name in ("value", "frame", "steps", "method", "why_not")} == {
        "value": 0.2,
        "frame": "sample",
        "steps": [BY_CHANCE],
        "method": "Wilson 95%, weighted",
        "why_not": None,
    }
    assert weighted["diagnostics"]["n_effective"] == pytest.approx(25 / 17)
    (hidden,) = as_objects(beside(minimum_base=3))
    assert isinstance(hidden["weighted"], dict)
    assert (hidden["weighted"]["value"], hidden["weighted"]["why_not"]) == (
        None,
        "fewer than 3 answers",
    )
