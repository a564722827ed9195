"""Those who answered stand for all of their class who could be asked."""

from collections.abc import Sequence

import pytest

from heard.core.screening import Outcome
from heard.core.statistics.weighted import Weighted
from heard.insight.cuts import Cut, TooFine
from heard.insight.weighted import BY_CHANCE, as_objects, weighted_figures
from heard.responses.models import Answer, Response
from tests.insight.flow import CALLED, answer, invite, known, programme, screen

pytestmark = pytest.mark.django_db
BY_AREA = (BY_CHANCE, "non-response by area")


def _weighted(*classes: Cut, by: Sequence[Cut] = ()) -> list[Weighted]:
    return [
        one.weighted
        for one in weighted_figures(known(), minimum_base=1, by=by, classes=classes)
        if (one.figure.programme, one.figure.question) == ("sms_contact", "treatment")
    ]


def _answered(area: str, value: int, times: int) -> None:
    for _ in range(times):
        answer(programme(), {"treatment": value}, area=area)


def test_a_class_that_answered_less_counts_for_more() -> None:
    _answered("BE", 9, 30)
    _answered("WV", 2, 30)
    for _ in range(40):
        invite(programme(), area="WV")
    for _ in range(20):
        screen(programme(), Outcome.SEND, area="WV")  # may be asked, and was not written to yet
    screen(programme(), Outcome.BLOCK, area="WV")
    (found,) = _weighted(Cut.AREA)
    assert found.weighted is not None
    # All 30 of BE say 9. Of 90 of WV a third answered: each stands for three.
    assert found.unweighted.value == 0.5
    assert found.weighted.value == pytest.approx(0.25)
    assert (found.steps, found.log) == (BY_AREA, ())
    assert found.diagnostics is not None
    assert (found.diagnostics.smallest, found.diagnostics.largest) == pytest.approx((0.5, 1.5))
    assert found.diagnostics.n_effective == pytest.approx(120**2 / (30 + 30 * 9))


def test_it_stays_with_the_class_in_every_segment() -> None:
    _answered("BE", 9, 30)
    _answered("WV", 2, 30)
    for _ in range(30):
        invite(programme(), area="WV")
    assert [one.weighted and one.weighted.value for one in _weighted(Cut.AREA, by=[Cut.AREA])] == [
        1.0,
        0.0,
    ]
    (week,) = _weighted(Cut.AREA, by=[Cut.WEEK])
    assert week.weighted is not None
    assert week.weighted.value == pytest.approx(1 / 3)


def test_classes_of_few_are_joined_and_said_to_be() -> None:
    _answered("BE", 9, 30)
    _answered("", 2, 3)
    (found,) = _weighted(Cut.AREA)
    assert found.weighted is not None
    assert found.weighted.value == found.unweighted.value
    assert found.log == ("sms_contact, area: not known has 3 answers and joined BE",)
    beside = weighted_figures(known(), minimum_base=1, classes=[Cut.AREA])
    logs = [one["weighted"] for one in as_objects(beside)]
    assert any(isinstance(one, dict) and one["log"] == [*found.log] for one in logs)


def test_several_cuts_make_one_class() -> None:
    _answered("BE", 9, 30)
    (found,) = _weighted(Cut.AREA, Cut.BLOCK)
    assert found.steps == (BY_CHANCE, "non-response by area by block")
    assert found.log == ()


def test_an_answer_of_a_class_that_the_ledger_does_not_know_weighs_nothing() -> None:
    _answered("WV", 2, 30)
    response = Response.objects.create(
        invitation=invite(programme(), opened=True, area="WV"),
        disposition="complete",
        language="en",
        mode="web",
        started_at=CALLED,
        submitted_at=CALLED,
        happened_at=CALLED,
        area="BE",
    )
    Answer.objects.create(
        response=response, question_id="treatment", version=2, scale_id="N10", value=9
    )
    (found,) = _weighted(Cut.AREA)
    assert (found.weighted, found.why_not) == (None, "area: 'BE' is not in the frame: WV")


@pytest.mark.parametrize("cut", [Cut.AGE, Cut.CAME_BY, Cut.IMPACT_AREA])
def test_classes_that_are_not_known_of_everybody_are_refused(cut: Cut) -> None:
    with pytest.raises(TooFine, match=f"Of those who did not answer, {cut} is not known"):
        weighted_figures(known(), minimum_base=1, classes=[cut])
