"""What waits for somebody's own hand is told to them, and to nobody who may not do it."""

from datetime import date, timedelta

import pytest

from heard.accounts.models import User
from heard.accounts.scope import Scope
from heard.core.needs import Need, Urgency, What
from heard.improvement import needs
from heard.improvement.commend import consent, decide, nominate, publish, take_back, thank
from heard.improvement.models import CommentReview
from heard.improvement.targets import Of, aim
from heard.improvement.told import review
from tests.improvement.colleagues import KIND, RUDE, a_handler, scored, somebody, wrote
from tests.insight.flow import CALLED, programme

pytestmark = pytest.mark.django_db
WHY = "Stayed on the line for an hour."
WAITS = Need(what=What.COMMENDATIONS, urgency=Urgency.WAITING, since=CALLED)


def test_a_commendation_waits_for_each_hand_in_turn_and_then_for_nobody() -> None:
    mo, ann, bea = a_handler(), somebody("Ann"), somebody("Bea")

    def waits(who: User) -> tuple[Need | None, Need | None, Need | None]:
        hands = {"decides": (True, False), "publishes": (False, True)}
        found = [
            needs.commendations(who, decides=decides, publishes=publishes, now=CALLED)
            for decides, publishes in hands.values()
        ]
        return found[0], found[1], needs.commended(who, now=CALLED)

    number = nominate(mo, WHY, by=ann, now=CALLED).pk
    assert [waits(one) for one in (ann, bea, mo)] == [
        (None, None, None),
        (WAITS, None, None),
        (None, None, None),
    ]
    decide(number, approves=True, why="", by=bea, now=CALLED)
    commended = Need(what=What.COMMENDED, urgency=Urgency.CHANGED, since=CALLED)
    assert (waits(ann), waits(mo)) == ((WAITS, None, None), (None, None, commended))
    assert needs.commended(mo, now=CALLED + needs.NEWS) is None
    thank(number, by=ann, now=CALLED)
    consent(number, shown_as="Mo", by=mo, now=CALLED)
    assert (waits(bea), waits(mo)[2]) == ((None, WAITS, None), None)
    publish(number, "They took time for a frightened caller.", by=bea, now=CALLED)
    assert waits(bea) == (None, None, None)
    take_back(number, by=bea, now=CALLED)
    assert waits(bea) == (None, None, None)


def test_a_comment_that_is_no_praise_waits_until_somebody_decided_on_it() -> None:
    mo, ann = a_handler(), somebody("Ann")
    responses = scored([9] * 15)
    wrote(responses[0], KIND, feeling="+")
    assert needs.comments(ann, now=CALLED) is None
    rude = wrote(responses[1], RUDE, feeling="-")
    found = Need(what=What.COMMENTS, urgency=Urgency.WAITING)
    assert (needs.comments(ann, now=CALLED), needs.comments(mo, now=CALLED)) == (found, None)
    parts = [
        Scope(areas=frozenset({area}), teams=frozenset(), cases=False) for area in ("BE", "CV")
    ]
    assert [needs.comments(ann, within=part, now=CALLED) for part in parts] == [found, None]
    review(rude.pk, shows=False, by=ann, now=CALLED)
    assert CommentReview.objects.count() == 1
    assert needs.comments(ann, now=CALLED) is None


def test_a_target_waits_from_the_day_of_its_meeting_on() -> None:
    of = Of(programme=programme(), question="next_steps", measure="share_8_plus")
    aim(of, per_cent=70, review_on=date(2020, 11, 1), by=somebody("Ann"), now=CALLED)
    assert needs.targets(now=CALLED) is None
    later = CALLED.replace(month=11, day=3)
    found = needs.targets(now=later)
    assert found is not None
    assert (found.what, found.n) == (What.TARGETS, 1)
    assert found.since is not None
    assert later - found.since < timedelta(days=3)
