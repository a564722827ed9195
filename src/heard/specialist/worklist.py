"""Lists who may be called now, and of everybody else why not. No number is read here."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from heard.core.safe_calls import (
    Check,
    Risk,
    SafeTime,
    Standing,
    Told,
    Trigger,
    Why,
    against,
)
from heard.core.timing import london_date
from heard.eligibility import specialist
from heard.specialist.consents import SEALED
from heard.specialist.models import Call, Consent, DayCheck
from heard.specialist.programme import programme, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A consent that stands, its touchpoint, how it stands, and what keeps a caller from it now."""

    consent: Consent
    standing: Standing
    against: tuple[Why, ...]


def work_list(*, now: datetime) -> list[Listed]:
    """Give every consent that is not over: who may be called now first, then whose time ends."""
    standing = Consent.objects.filter(over_at=None, expires_at__gt=now)
    found = _listed(standing.values_list("pk", flat=True), now=now)
    return sorted(found, key=lambda one: (bool(one.against), one.consent.expires_at))


def listed(consent: int, *, now: datetime) -> Listed | None:
    """Give one consent, over or not; None where there is no such one."""
    found = _listed([consent], now=now)
    return found[0] if found else None


def _listed(ids: Collection[int], *, now: datetime) -> list[Listed]:
    rows = Consent.objects.filter(pk__in=ids).select_related("touchpoint").defer(*SEALED)
    consents = list(rows.order_by("pk"))
    passes = _passes(consents, now=now)
    checks = _checks(consents, today=london_date(now))
    calls = _calls(consents)
    written = words() is not None
    found = []
    for consent in consents:
        standing = Standing(
            over=consent.over_at is not None,
            expires_at=consent.expires_at,
            times=safe_times(consent),
            gate=consent.pk in passes,
            words=written,
            check=checks.get(consent.pk),
            tried_on=tuple(call.day for call in calls[consent.pk] if call.ended_at),
            in_call=any(call.ended_at is None for call in calls[consent.pk]),
        )
        found.append(Listed(consent=consent, standing=standing, against=against(standing, now=now)))
    return found


def safe_times(consent: Consent) -> tuple[SafeTime, ...]:
    """Read the hours of a consent."""
    return tuple(
        SafeTime(
            weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes)
        )
        for weekday, opens, closes in consent.hours
    )


def _passes(consents: Sequence[Consent], *, now: datetime) -> set[int]:
    """Ask the gate about all of them, and about the number of each."""
    numbers = {consent.touchpoint_id: consent.number_print for consent in consents}
    found = specialist.look(list(numbers), programme(), now=now, numbers=numbers)
    allowed = {one.touchpoint.id for one in found if one.may_be_offered}
    return {consent.pk for consent in consents if consent.touchpoint_id in allowed}


def _checks(consents: Sequence[Consent], *, today: date) -> dict[int, Check]:
    rows = DayCheck.objects.filter(consent__in=[c.pk for c in consents], day=today)
    return {
        row.consent_id: Check(
            risk=Risk(row.risk),
            trial=Told(row.trial),
            marac=Told(row.marac),
            advocate_agrees=row.advocate_agrees,
            trigger=Trigger(row.trigger),
        )
        for row in rows.order_by("pk")
    }


def _calls(consents: Sequence[Consent]) -> Mapping[int, list[Call]]:
    found: dict[int, list[Call]] = defaultdict(list)
    rows = Call.objects.filter(consent__in=[c.pk for c in consents]).defer("answers")
    for call in rows.order_by("pk"):
        found[call.consent_id].append(call)
    return found
