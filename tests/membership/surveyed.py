"""A wave of the survey of members that two people set up, and what comes of it."""

from datetime import UTC, date, datetime

from heard.delivery.models import Letter
from heard.invitations import answer
from heard.journal.write import Actor
from heard.membership import waves
from heard.membership.asking import ask_next
from heard.membership.models import Asked, Wave
from heard.responses import record
from heard.responses.models import Response
from tests.membership.asked import NOW
from tests.membership.told import SENDING

ANN, BEN = Actor(id="user:1", label="Ann"), Actor(id="user:2", label="Ben")
QUARTER = date(2020, 10, 1)
OPENS = datetime(2020, 11, 2, 10, tzinfo=UTC)  # a Monday
SAYS = {
    "good_job": 2,
    "confidence": 1,
    "reliable": 2,
    "respect": 1,
    "fair": 4,
    "understand": 2,
    "concerns": 5,
}


def plan(**changes: object) -> waves.Plan:
    return waves.Plan(**({"quarter": QUARTER, "opens_at": OPENS} | changes))  # type: ignore[arg-type]


def approved(**changes: object) -> Wave:
    """Give a wave that asks from its time on."""
    wave = waves.set_up(plan(**changes), by=ANN, now=NOW)
    waves.approve(wave, by=BEN, now=NOW)
    wave.refresh_from_db()
    return wave


def asked(*, at: datetime = OPENS, limit: int = 500) -> int:
    """Go through all that is due; give how many members were looked at."""
    done, found = 0, limit
    while found >= limit:
        found = ask_next(now=at, limit=limit, sending=SENDING)
        done += found
    return done


def letters(kind: str = "wave") -> list[str]:
    """Give the subjects of the letters of a kind, in the order of the members."""
    found = Letter.objects.filter(kind=kind)
    return sorted(found.values_list("subject", flat=True))


def answers(row: Asked, *, at: datetime = OPENS, **says: int) -> Response:
    """Let a member answer by the link in their letter."""
    guest = answer.find(str(row.token), now=at)
    assert guest is not None
    record.start(guest, now=at)
    for key, value in (SAYS | says).items():
        record.save(guest, key, value, now=at)
    return record.submit(guest, now=at, language="en", mode="web")
