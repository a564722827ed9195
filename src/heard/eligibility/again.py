"""Asks the gate about people who were asked already, and are to be written to once more."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from heard.consent import people
from heard.core.reasons import Reason
from heard.core.screening import Outcome, Stop, decide
from heard.core.timing import london_date, next_open
from heard.eligibility._cases import Case, cases
from heard.eligibility._facts import Around, around, facts
from heard.eligibility._policy import policy
from heard.eligibility.models import Programme
from heard.eligibility.programmes import running
from heard.eligibility.screen import subject
from heard.events import receive
from heard.events.models import Touchpoint

_LOOK_AGAIN = timedelta(minutes=10)  # SC-14


def again(asked: Mapping[str, datetime], *, now: datetime, hold: bool) -> Mapping[str, Stop]:
    """Give those of these subjects (see `screen.subject`), asked then, who must not be written to.

    The facts are those of now, the clock is that of then: whether it was fresh and the programme
    ran is not asked twice, but every code, marker and opt-out since counts. The sending window is
    that of now. Nothing is written: the decision to ask has been taken and stands in the ledger.
    With `hold`, touchpoints and people are locked, as in `guard.recheck`.
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
        elif subject(case, programme) != name:
            stops[name] = Stop(reason=Reason.NUMBER_CHANGED)
        else:
            stop = _stop(case, programme, surroundings, then=asked[name], now=now)
            stops |= {name: stop} if stop else {}
    return stops


def _read(pairs: Collection[tuple[str, str]]) -> list[Touchpoint]:
    """Read touchpoints as they are, by kind and key."""
    near = Touchpoint.objects.filter(kind__in={k for k, _ in pairs}, key__in={k for _, k in pairs})
    return receive.with_facts((t for t in near if (t.kind, t.key) in pairs), numbers=False)


def _stop(
    case: Case, programme: Programme, surroundings: Around, *, then: datetime, now: datetime
) -> Stop | None:
    known = facts(case, programme, surroundings, now=now)
    rules = policy(programme, on=london_date(known.happened_at))
    decision = decide(known, rules, now=then)
    if decision.outcome is Outcome.WAIT and Reason.STILL_OPEN in decision.reasons:
        return Stop(reason=Reason.STILL_OPEN, until=now + _LOOK_AGAIN)
    if decision.outcome not in (Outcome.SEND, Outcome.WAIT):
        return Stop(reason=decision.reasons[0])
    opening = next_open(now, rules.window)
    return Stop(reason=Reason.QUIET_HOURS, until=opening) if opening > now else None
