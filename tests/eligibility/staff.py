"""Two administrators, and changes that both of them want."""

from datetime import UTC, datetime

from heard.eligibility import change
from heard.eligibility.models import Change, Period, Programme
from heard.journal.write import Actor
from tests.make import NOON

ANN = Actor(id="user:1", label="Ann Lee")
BEN = Actor(id="user:2", label="Ben Roe")
WINTER = datetime(2020, 12, 1, 12, tzinfo=UTC)  # no programme runs on this day


def programme(slug: str = "sms_contact") -> Programme:
    return Programme.objects.get(slug=slug)


def proposed(slug: str = "sms_contact", *, now: datetime = NOON, **values: object) -> Change:
    return change.propose_values(programme(slug), values, reason="Better so", by=ANN, now=now)


def approve(found: Change, *, now: datetime = NOON) -> None:
    change.decide(found, approves=True, why="", by=BEN, now=now)


def opened(
    slug: str,
    *,
    now: datetime,
    mode: str = Period.Mode.SHADOW,
    share: float = 1.0,
    override: str = "",
    days: int | None = None,
) -> Change:
    """Propose a period from today on, for so many days or without an end."""
    today = now.date()
    period = Period(
        programme=programme(slug),
        opens_on=today,
        closes_on=None if days is None else today.fromordinal(today.toordinal() + days),
        mode=mode,
        stage_share=share,
    )
    return change.propose_opening(period, reason="Let us see", by=ANN, now=now, override=override)
