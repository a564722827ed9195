"""What is open at the safety desk, by the clock that runs out first."""

from datetime import timedelta

import pytest

from heard.core.needs import Need, Urgency, What
from heard.core.text.triage import Family
from heard.dialogues.clocks import CLOSED_WITHIN, Desk
from heard.dialogues.models import Alert
from heard.dialogues.needs import Queue, alerts, queue
from tests.asked import ask
from tests.dialogues.phone import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def alert(number: int, level: str, *, due: timedelta, **more: object) -> Alert:
    """Raise an alert an hour ago."""
    given = {"families": [Family.LIFE.value], **more}
    return Alert.objects.create(
        invitation=ask(number),
        question_id="comment",
        level=level,
        category="danger",
        body="words",
        raised_at=NOW - HOUR,
        due_at=NOW + due,
        **given,
    )


def test_an_empty_desk_needs_nobody() -> None:
    alert(0, "L3", due=HOUR, families=[Family.PRAISE.value])
    alert(1, "L0", due=HOUR, closed_at=NOW, outcome="nothing")
    assert (queue(), alerts(now=NOW)) == (None, None)
    assert queue(Desk.PRAISE) is not None


def test_one_that_was_seen_has_a_clock_to_be_closed_by() -> None:
    alert(0, "L2", due=-HOUR, seen_at=NOW)
    first = NOW + CLOSED_WITHIN["L2"]
    assert queue() == Queue(n=1, unseen=0, oldest=NOW - HOUR, first=first, is_danger=False)
    assert alerts(now=NOW) == Need(
        what=What.ALERTS, urgency=Urgency.CLOCK, by=first, since=NOW - HOUR
    )


@pytest.mark.parametrize(("level", "due"), [("L0", HOUR), ("L2", -HOUR)])
def test_danger_and_a_clock_that_ran_out_cannot_wait(level: str, due: timedelta) -> None:
    alert(0, level, due=due)
    alert(1, "L2", due=9 * HOUR)
    found = alerts(now=NOW)
    assert found is not None
    assert (found.urgency, found.n, found.by) == (Urgency.DANGER, 2, NOW + due)
