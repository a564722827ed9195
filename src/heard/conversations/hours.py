"""When live chat is on, by the hours that a manager set; nothing of them is remembered."""

from datetime import date, datetime

from django.db import transaction

from heard.conversations.models import Closure, OpeningHours
from heard.core.chat import hours as pure
from heard.core.chat.hours import ALWAYS, BadHours, Hours, Week
from heard.core.timing import london_date
from heard.journal.write import Actor, write

__all__ = ["BadHours", "Week", "close_day", "hours", "is_on", "open_day", "opens_next", "set_hours"]


def hours() -> Hours:
    """Give all hours that are known, the newest day first, and before them those of always."""
    kept = OpeningHours.objects.order_by("-valid_from", "-id")
    weeks = (_week(one) for one in kept)
    return Hours(
        weeks=(*weeks, ALWAYS), closures=frozenset(Closure.objects.values_list("day", flat=True))
    )


def is_on(*, now: datetime) -> bool:
    """Tell whether a conversation may begin; one that has begun goes on to its end."""
    return pure.is_on(hours(), now)


def opens_next(*, now: datetime) -> datetime | None:
    """Give when one may begin next, in UTC: now, where it is on; None where it never is."""
    return pure.opens_next(hours(), now)


@transaction.atomic
def set_hours(week: Week, *, by: Actor, now: datetime) -> None:
    """Set the hours from a day on, today at the earliest. BadHours."""
    if week.valid_from < london_date(now):
        raise BadHours("Hours change from today on at the earliest.")
    OpeningHours.objects.create(
        valid_from=week.valid_from,
        days=[list(day) if day else None for day in week.days],
        on_bank_holidays=week.on_bank_holidays,
        set_by_label=by.label,
        set_at=now,
    )
    subject = f"hours:{week.valid_from}"
    write("conversations.set_hours", subject=subject, actor=by, now=now)


@transaction.atomic
def close_day(day: date, why: str, *, by: Actor, now: datetime) -> None:
    """Close live chat for a day, today at the earliest. BadHours."""
    if day < london_date(now):
        raise BadHours("A day that is over cannot be closed.")
    given = {"why": why, "set_by_label": by.label, "set_at": now}
    Closure.objects.update_or_create(day=day, defaults=given)
    write("conversations.close_day", subject=f"hours:{day}", actor=by, now=now)


@transaction.atomic
def open_day(day: date, *, by: Actor, now: datetime) -> None:
    """Take back that a day is closed, if it is."""
    if Closure.objects.filter(day=day).delete()[0]:
        write("conversations.open_day", subject=f"hours:{day}", actor=by, now=now)


def _week(one: OpeningHours) -> Week:
    return Week(
        valid_from=one.valid_from,
        days=tuple((day[0], day[1]) if day else None for day in one.days),
        on_bank_holidays=one.on_bank_holidays,
    )
