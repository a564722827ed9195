"""When a programme may begin to run, and when it may stop."""

from datetime import date, datetime

from django.db import connection

from heard.core.timing import london_date
from heard.eligibility._refused import RefusedChange
from heard.eligibility.asked_by_text import require_carried
from heard.eligibility.models import Period, Programme
from heard.journal.write import Actor, write

LIVE_FROM = 1_000  # so many decisions in shadow are looked at before a programme goes live

_SEEN = """
    SELECT count(*) FROM eligibility_screening s
    WHERE s.programme_id = %(programme)s AND s.is_current AND s.decided_at <= (
        SELECT max(at) FROM journal_entry WHERE act = %(act)s AND subject = %(subject)s
    ) AND EXISTS (
        SELECT FROM eligibility_period p WHERE p.programme_id = s.programme_id
        AND p.mode = 'shadow' AND (s.decided_at AT TIME ZONE 'Europe/London')::date
            BETWEEN p.opens_on AND coalesce(p.closes_on, 'infinity'::date)
    )
"""


def look_at_shadow(programme: Programme, *, by: Actor, now: datetime) -> None:
    """Keep that somebody looked at what the programme would have done in shadow until now."""
    write("eligibility.look_at_shadow", subject=f"programme:{programme.slug}", actor=by, now=now)


def seen_in_shadow(programme: Programme) -> int:
    """Count the standing decisions that the programme made in shadow and somebody looked at."""
    subject = f"programme:{programme.slug}"
    given: dict[str, int | str] = {
        "programme": programme.pk,
        "act": "eligibility.look_at_shadow",
        "subject": subject,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, given)
        found: int = cursor.fetchone()[0]
    return found


def require_opening(period: Period, *, now: datetime) -> None:
    """Refuse a period that has begun, ends before it begins, or meets another one.

    Nor does one begin for a programme whose questionnaire a text cannot carry, if it asks by text.
    """
    require_carried(period.programme)
    if period.opens_on < london_date(now):
        raise RefusedChange("A period cannot begin in the past.", about="opens_on")
    if period.closes_on and period.closes_on < period.opens_on:
        raise RefusedChange("A period cannot end before it begins.", about="closes_on")
    if not 0 < period.stage_share <= 1:
        raise RefusedChange("The share lies between 0 and 1.", about="stage_share")
    for other in Period.objects.filter(programme=period.programme):
        follows = other.closes_on is None and other.opens_on < period.opens_on
        apart = other.closes_on is not None and other.closes_on < period.opens_on
        before = period.closes_on is not None and period.closes_on < other.opens_on
        if not (follows or apart or before):
            raise RefusedChange("It would meet another period.", about="opens_on")


def require_seen(period: Period, override: str) -> None:
    goes_live = period.mode != Period.Mode.SHADOW
    if goes_live and not override.strip() and seen_in_shadow(period.programme) < LIVE_FROM:
        raise RefusedChange(
            f"To go live, somebody must have looked at {LIVE_FROM:,} decisions in shadow,"
            " or say why it may go live without.",
            about="override",
        )


def require_closing(period: Period, closes_on: date, *, now: datetime) -> None:
    today = london_date(now)
    if closes_on < today:
        raise RefusedChange("A period cannot end in the past.", about="closes_on")
    if closes_on < period.opens_on:
        raise RefusedChange("A period cannot end before it begins.", about="closes_on")
    if period.closes_on is not None and period.closes_on < today:
        raise RefusedChange("This period is over: open a new one.", about="closes_on")
    if period.closes_on is not None and closes_on > period.closes_on:
        raise RefusedChange("A longer time is a new period.", about="closes_on")
