"""Asks the gate about people who were asked already, and are to be written to once more."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from heard.consent import people
from heard.core.reasons import Reason
from heard.core.screening import Facts, Outcome, Stop, decide
from heard.core.timing import london_date, next_open
from heard.eligibility._cases import cases
from heard.eligibility._facts import around, facts
from heard.eligibility._policy import policy
from heard.eligibility.models import Programme
from heard.eligibility.programmes import running
from heard.eligibility.screen import subject
from heard.events import receive
from heard.events.models import Touchpoint

_LOOK_AGAIN = timedelta(minutes=10)  # SC-14


def again(
    asked: Mapping[str, datetime], *, now: datetime, hold: bool, reminders: int = 0
) -> Mapping[str, Stop]:
    """Give those of these subjects (see `screen.subject`), asked then, who must not be written to.

    The facts are those of now, the clock is that of then: whether it was fresh and the programme
    ran is not asked twice, but every code, marker and opt-out since counts. The sending window is
    that of now. Nothing is written: the decision to ask has been taken and stands in the ledger.
    `reminders` is how many there would be with this one. With `hold`, touchpoints and people are
    locked, as in `guard.recheck`.
    """
    parts = {s: s.split("/", 3) for s in asked}
    programmes = {p.slug: p for p in running()}
    pairs = {(kind, key) for _, kind, _, key in parts.values()}
    touchpoints = receive.hold_still(pairs) if hold else _read(pairs)
    by_key = {(c.touchpoint.kind, c.touchpoint.key): c for c in cases(touchpoints)}
    prints = {p for case in by_key.values() for p in case.prints}
    persons = people.hold_still(prints) if hold else people.standing(prints)
    surroundings = around(list(by_key.values()), persons=persons, now=now, recheck=True)
    stops: dict[str, Stop] = {}
    for name, (slug, kind, _, key) in parts.items():
        case, programme = by_key[kind, key], programmes[slug]
        if case.touchpoint.happened_at is None:
            stops[name] = Stop(reason=Reason.WITHDRAWN)
            continue
        channels = [c for c in programme.channels if subject(case, programme, c) == name]
        if not channels:
            stops[name] = Stop(reason=Reason.NUMBER_CHANGED)
            continue
        known = facts(
            case, programme, surroundings, now=now, channel=channels[0], reminders=reminders
        )
        if stop := _stop(known, programme, channels[0], then=asked[name], now=now):
            stops[name] = stop
    return stops


def _read(pairs: Collection[tuple[str, str]]) -> list[Touchpoint]:
    """Read touchpoints as they are, by kind and key."""
    near = Touchpoint.objects.filter(kind__in={k for k, _ in pairs}, key__in={k for _, k in pairs})
    return receive.with_facts((t for t in near if (t.kind, t.key) in pairs), numbers=False)


def _stop(
    known: Facts, programme: Programme, channel: str, *, then: datetime, now: datetime
) -> Stop | None:
    rules = policy(programme, on=london_date(known.happened_at), channel=channel)
    decision = decide(known, rules, now=then)
    if decision.outcome is Outcome.WAIT and Reason.STILL_OPEN in decision.reasons:
        return Stop(reason=Reason.STILL_OPEN, until=now + _LOOK_AGAIN)
    if decision.outcome not in (Outcome.SEND, Outcome.WAIT):
        return Stop(reason=decision.reasons[0])
    opening = next_open(now, rules.window)
    return Stop(reason=Reason.QUIET_HOURS, until=opening) if opening > now else None
