"""A run in two ways says what the way of asking does, and a new series is held against it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from heard.core.screening import Outcome
from heard.core.statistics.mode_effect import Drawn, arm, explained, step, turned
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import Finding
from heard.eligibility.models import ParallelRun, Programme, Screening
from heard.insight import measure
from heard.insight.cuts import Slice
from heard.insight.mode_effects import all_new_series, effects
from heard.insight.survey import View, survey
from tests.insight.flow import CALLED, DAY, answer, known, programme, screen

pytestmark = pytest.mark.django_db

BEGAN = date(2020, 10, 12)
MARCH = datetime(2021, 3, 1, 12, tzinfo=UTC)
GOOD, BAD = 9, 2


@pytest.fixture
def run() -> ParallelRun:
    Programme.objects.filter(slug="sms_contact").update(fallback_channel="email")
    return ParallelRun.objects.create(
        programme=programme(),
        channel="sms",
        other="email",
        share=0.25,
        opens_on=BEGAN,
        closes_on=BEGAN + 6 * DAY,
        why="E-mail is to come",
    )


def said(
    number: int,
    happy: int,
    *,
    by: str = "sms",
    run: ParallelRun | None = None,
    at: datetime = CALLED,
    chance: float = 1.0,
) -> None:
    """Let so many answer, of whom some are happy, asked in a way that a run has drawn, or none."""
    for nth in range(number):
        response = answer(programme(), {"treatment": GOOD if nth < happy else BAD}, at=at)
        assert response.invitation is not None
        old = Screening.objects.get(touchpoint=response.invitation.touchpoint_id)
        Screening.objects.filter(pk=old.pk).update(is_current=False)
        Screening.objects.create(
            touchpoint_id=response.invitation.touchpoint_id,
            programme=programme(),
            outcome=Outcome.SEND,
            reasons=[],
            policy="p1",
            channel=by,
            parallel_run=run,
            probability=chance,
            decided_at=old.decided_at,
            happened_at=old.happened_at,
        )


def breaks(settings: Settings, folder: Path, *lines: str) -> None:
    settings.SERIES_BREAKS = folder / "breaks.csv"
    settings.SERIES_BREAKS.write_text(
        "\n".join(["at,programme,why,words,channel", *lines, ""]), encoding="utf-8"
    )


def test_a_run_has_both_arms_the_step_and_who_is_outside_of_it(run: ParallelRun) -> None:
    said(12, 9, run=run)
    said(10, 4, by="email", run=run)
    said(3, 3)
    screen(programme(), Outcome.SEND)
    screen(programme(), Outcome.BLOCK, "sensitive")
    (found,) = effects(known(), minimum_base=10)
    assert (found.run, found.usual, found.other, found.outside) == (run, 12, 10, 4)
    (one,) = found.found
    usual, other = share(9, 12, minimum_base=10), share(4, 10, minimum_base=10)
    assert (one.item.question, one.measure) == ("treatment", "share_8_plus")
    assert (one.usual, one.other) == (usual, other)
    assert one.step == step(other, usual, minimum_base=10)


def test_an_arm_of_few_is_not_shown_and_says_nothing(run: ParallelRun) -> None:
    said(12, 9, run=run)
    (one,) = effects(known(), minimum_base=10)[0].found
    assert one.usual.shown
    assert not one.other.shown
    assert one.step.finding is Finding.TOO_SMALL


def test_answers_are_weighted_by_the_chance_of_being_asked_so(run: ParallelRun) -> None:
    said(8, 8, run=run)
    said(8, 2, run=run, chance=0.5)
    (one,) = effects(known(), minimum_base=10, of="sms_contact")[0].found
    drawn = [Drawn(n=8, counted=8, probability=0.75), Drawn(n=8, counted=2, probability=0.375)]
    assert one.usual == arm(drawn, minimum_base=10)
    assert effects(known(), minimum_base=10, of="sms_attendance") == []


def test_the_other_way_is_in_no_other_figure(run: ParallelRun) -> None:
    said(12, 9, run=run)
    said(10, 0, by="email", run=run)
    (treatment, *_) = measure.cut(known(), [programme()], minimum_base=10)
    assert (treatment.estimate.n, treatment.estimate.value) == (12, 0.75)


def test_a_new_series_is_explained_by_the_step_and_what_is_left_is_judged(
    run: ParallelRun, settings: Settings, tmp_path: Path
) -> None:
    said(20, 15, run=run)
    said(20, 10, by="email", run=run)
    said(20, 9, by="email", at=MARCH)
    breaks(settings, tmp_path, "2021-02-01,sms_contact,mode,By e-mail since.,email")
    facts = known()
    (one,) = all_new_series(facts, minimum_base=10)
    old, new = share(15, 20, minimum_base=10), share(9, 20, minimum_base=10)
    assert (one.old.estimate, one.new.estimate, one.run) == (old, new, run)
    mode = step(share(10, 20, minimum_base=10), old, minimum_base=10)
    assert one.parts == explained(new, old, mode, minimum_base=10)
    on_page = survey(facts, [programme()], View(where=Slice()), minimum_base=10).new_series
    assert [(each.at, each.old, each.new) for each in on_page] == [(one.at, one.old, one.new)]
    assert on_page[0].parts is not None
    assert on_page[0].parts.left.difference == pytest.approx(-0.05)


def test_the_way_back_is_explained_by_the_same_step(
    run: ParallelRun, settings: Settings, tmp_path: Path
) -> None:
    said(20, 15, run=run)
    said(20, 10, by="email", run=run)
    said(10, 5, at=MARCH)
    breaks(settings, tmp_path, "2021-02-01,,mode,By text again.,sms")
    (one,) = all_new_series(known(), minimum_base=10)
    mode = step(share(10, 20, minimum_base=10), share(15, 20, minimum_base=10), minimum_base=10)
    assert one.parts is not None
    assert one.parts.step == turned(mode)


@pytest.mark.parametrize(
    "line",
    [
        "2021-02-01,sms_contact,mode,By e-mail since.,",
        "2021-02-01,sms_contact,mode,By post since.,post",
    ],
)
def test_what_no_run_has_measured_is_not_explained(
    run: ParallelRun, settings: Settings, tmp_path: Path, line: str
) -> None:
    said(12, 9, run=run)
    said(12, 3, by="email", at=MARCH)
    breaks(settings, tmp_path, line)
    (one,) = all_new_series(known(), minimum_base=10)
    assert (one.run, one.parts) == (None, None)


def test_a_run_that_began_later_and_a_break_of_the_system_explain_nothing(
    run: ParallelRun, settings: Settings, tmp_path: Path
) -> None:
    said(12, 9, run=run)
    said(12, 3, by="email", at=MARCH)
    breaks(
        settings,
        tmp_path,
        "2020-10-01,,mode,By e-mail since.,email",
        "2021-02-01,,system,Another system.,",
    )
    assert all_new_series(known(), minimum_base=10) == []
    later = tmp_path / "later"
    later.mkdir()
    breaks(settings, later, "2020-10-12,,mode,By e-mail since.,email")
    said(12, 9, at=datetime(2020, 10, 2, tzinfo=UTC))
    (one,) = [each for each in all_new_series(known(), minimum_base=10) if each.old.estimate.n]
    assert one.run is None


def test_several_programmes_together_are_not_explained(
    run: ParallelRun, settings: Settings, tmp_path: Path
) -> None:
    said(12, 9, run=run)
    said(12, 3, by="email", at=MARCH)
    breaks(settings, tmp_path, "2021-02-01,,mode,By e-mail since.,email")
    pool = [programme(), programme("sms_attendance")]
    (one,) = survey(known(), pool, View(where=Slice()), minimum_base=10).new_series
    assert one.parts is None


def test_without_a_break_there_is_no_new_series() -> None:
    assert all_new_series(known(), minimum_base=10) == []
