"""Targets with their review meetings, which say what was decided and when the next one is."""

from dataclasses import replace
from datetime import date

import pytest

from heard.improvement.targets import Held, NoTarget, Of, aim, find, meet, meetings, targets
from tests.improvement.colleagues import somebody
from tests.insight.flow import CALLED, programme

pytestmark = pytest.mark.django_db
NEXT = date(2020, 12, 1)
HELD = Held(
    on=date(2020, 10, 9),
    minutes=" Nobody is told what follows. ",
    decision="train",
    next_on=NEXT,
    per_cent=75,
)


def of(team: str = "FC-A") -> Of:
    return Of(programme=programme(), question="next_steps", measure="share_8_plus", team=team)


def test_a_meeting_is_kept_and_moves_the_target_on() -> None:
    ann = somebody("Ann")
    one = aim(of(), per_cent=70, review_on=date(2020, 11, 1), by=ann, now=CALLED)
    other = aim(of(""), per_cent=60, review_on=date(2020, 11, 15), by=ann, now=CALLED)
    assert targets() == [one, other]
    meet(one.pk, HELD, by=ann, now=CALLED)
    found = find(one.pk)
    assert found is not None
    assert (found.share, found.review_on, targets()[0]) == (0.75, NEXT, other)
    (held,) = meetings(one)
    assert (held.minutes, held.decision) == ("Nobody is told what follows.", "train")


def test_what_makes_no_target_or_meeting_is_refused_with_the_reason() -> None:
    ann = somebody("Ann")
    one = aim(of(), per_cent=70, review_on=NEXT, by=ann, now=CALLED)
    for per_cent, on, why in (
        (0, NEXT, "per cent"),
        (100, NEXT, "per cent"),
        (70, date(2020, 10, 12), "lies ahead"),
        (70, NEXT, "a target for this already"),
    ):
        with pytest.raises(NoTarget, match=why):
            aim(of(), per_cent=per_cent, review_on=on, by=ann, now=CALLED)
    for number, held, why in (
        (0, HELD, "no such target"),
        (one.pk, replace(HELD, minutes=" "), "Write minutes"),
        (one.pk, replace(HELD, decision="x"), "Choose what was decided"),
        (one.pk, replace(HELD, on=date(2020, 10, 13)), "not been held yet"),
        (one.pk, replace(HELD, next_on=HELD.on), "comes after this one"),
        (one.pk, replace(HELD, per_cent=0), "per cent"),
    ):
        with pytest.raises(NoTarget, match=why):
            meet(number, held, by=ann, now=CALLED)
    assert meetings(one) == []
