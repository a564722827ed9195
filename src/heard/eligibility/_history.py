"""Judges cases and keeps the history of screenings: nothing is changed, only followed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from heard import bulk
from heard.consent.models import Person
from heard.core.reasons import Reason
from heard.core.screening import Decision, Outcome, decide
from heard.eligibility._facts import Case, facts
from heard.eligibility._policy import policy, version
from heard.eligibility.models import Programme, Screening


def judge(
    case: Case,
    programme: Programme,
    persons: Mapping[str, Person],
    *,
    now: datetime,
    recheck: bool = False,
) -> Decision:
    if case.touchpoint.happened_at is None:
        return Decision(outcome=Outcome.SKIP, reasons=(Reason.WITHDRAWN,))
    person = persons.get(case.contact.phone_print) if case.contact else None
    known = facts(case, programme, person=person, now=now, recheck=recheck)
    return decide(known, policy(programme), now=now)


def not_yet_through(found: list[Case], programme: Programme) -> list[Case]:
    """Leave out what was let through before."""
    through = set(
        Screening.objects.filter(
            programme=programme,
            touchpoint__in=[c.touchpoint for c in found],
            invited_at__isnull=False,
        ).values_list("touchpoint_id", flat=True)
    )
    return [c for c in found if c.touchpoint.id not in through]


def add(
    decided: Sequence[tuple[Case, Programme, Decision]], *, now: datetime, invited: bool = False
) -> None:
    """Add a screening wherever the decision is another one than the current one.

    The caller holds the touchpoints: nobody else adds a screening to them meanwhile.
    """
    current = {
        (s.touchpoint_id, s.programme_id): s
        for s in Screening.objects.filter(
            touchpoint__in=[c.touchpoint for c, _, _ in decided], is_current=True
        )
    }
    versions = {p.id: version(p) for p in {p.id: p for _, p, _ in decided}.values()}
    old, new = [], []
    for case, programme, decision in decided:
        before = current.get((case.touchpoint.id, programme.id))
        after = _row(case, programme, decision, versions[programme.id], now=now)
        if before is not None and _same(before, after):
            continue
        if invited:
            after.due_at, after.invited_at = None, now
        old += [before.id] if before else []
        new.append(after)
    Screening.objects.filter(id__in=old).update(is_current=False, due_at=None)
    bulk.put(new)


def _row(
    case: Case,
    programme: Programme,
    decision: Decision,
    policy_version: str,
    *,
    now: datetime,
) -> Screening:
    return Screening(
        touchpoint=case.touchpoint,
        programme=programme,
        outcome=decision.outcome,
        reasons=list(decision.reasons),
        until=decision.until,
        policy=policy_version,
        decided_at=now,
        happened_at=case.touchpoint.happened_at,
        area=case.area,
        incident_code=case.incident_code,
        due_at=now if decision.outcome is Outcome.SEND else None,
    )


def _same(before: Screening, after: Screening) -> bool:
    fields = ("outcome", "reasons", "until", "policy", "happened_at", "area", "incident_code")
    return all(getattr(before, f) == getattr(after, f) for f in fields)


def due_again(
    decided: Sequence[tuple[Case, Programme, Decision]],
) -> dict[int, datetime]:
    """When each touchpoint comes up again: at the end of its earliest wait."""
    waits: dict[int, list[datetime]] = defaultdict(list)
    for case, _, decision in decided:
        if decision.until is not None:
            waits[case.touchpoint.id].append(decision.until)
    return {touchpoint: min(untils) for touchpoint, untils in waits.items()}
