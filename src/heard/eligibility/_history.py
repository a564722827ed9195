"""Judges cases and keeps the history of screenings: nothing is changed, only followed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection

from heard import bulk
from heard.core.reasons import Reason
from heard.core.screening import Decision, Outcome, decide
from heard.core.timing import london_date
from heard.eligibility._cases import Case
from heard.eligibility._facts import Around, facts
from heard.eligibility._parallel import draw, is_unreached, run_of
from heard.eligibility._policy import policy, version
from heard.eligibility.models import Programme, Screening
from heard.events.models import Touchpoint

_THROUGH = """
    SELECT touchpoint_id, programme_id FROM eligibility_screening
    WHERE touchpoint_id = ANY(%s) AND invited_at IS NOT NULL
"""
_CURRENT = """
    SELECT touchpoint_id, programme_id, id, outcome, reasons, until, channel, parallel_run_id,
        probability, policy, happened_at, area, incident_code
    FROM eligibility_screening WHERE touchpoint_id = ANY(%s) AND is_current
"""
_OVERTAKE = """
    UPDATE eligibility_screening SET is_current = false, due_at = NULL WHERE id = ANY(%s)
"""


def judge(case: Case, programme: Programme, around: Around, *, now: datetime) -> Decision:
    """Decide by the programme's channel, or by the other where the first reaches nobody.

    In a parallel run the lot says by which, where the gate says the same of both.
    """
    happened_at = case.touchpoint.happened_at
    if happened_at is None:
        return Decision(outcome=Outcome.SKIP, reasons=(Reason.WITHDRAWN,))
    if programme.route == Programme.Route.POPUP and not (
        case.contact and case.contact.handler_type
    ):
        return Decision(outcome=Outcome.SKIP, reasons=(Reason.NOBODY_MET,))
    day = london_date(happened_at)

    def by(channel: str) -> Decision:
        rules = policy(programme, on=day, channel=channel)
        known = facts(case, programme, around, now=now, channel=channel)
        return replace(decide(known, rules, now=now), channel=channel)

    if (run := run_of(programme, day)) is not None:
        drawn = draw(run, by(run.channel), by(run.other), key=case.touchpoint.key)
        if drawn is not None:
            return drawn
    unreached: list[Decision] = []
    for channel in programme.channels:
        decision = by(channel)
        if not is_unreached(decision):
            return decision
        unreached.append(decision)
    reasons = dict.fromkeys(reason for decision in unreached for reason in decision.reasons)
    return replace(unreached[0], reasons=tuple(reasons))


def let_through(touchpoints: Collection[Touchpoint]) -> set[tuple[int, int]]:
    """Which of these were let through before: the ids of touchpoint and programme."""
    with connection.cursor() as cursor:
        cursor.execute(_THROUGH, [[t.id for t in touchpoints]])
        return set(cursor.fetchall())


def add(
    decided: Sequence[tuple[Case, Programme, Decision]],
    *,
    now: datetime,
    invited: bool = False,
    withdrawn: bool = False,
) -> None:
    """Add a screening wherever the decision is another one than the current one.

    `invited` says that they were let through before; `withdrawn` that somebody was asked who
    must not be, so that the next stage has to take it back. The caller holds the touchpoints:
    nobody else adds a screening to them meanwhile.
    """
    if not decided:
        return
    current = _current({case.touchpoint.id for case, _, _ in decided})
    versions = {p.id: version(p) for p in {p.id: p for _, p, _ in decided}.values()}
    old, new = [], []
    for case, programme, decision in decided:
        after = _row(case, decision, versions[programme.id])
        before = current.get((case.touchpoint.id, programme.id))
        if before is not None and before[1:] == tuple(after.values()):
            continue
        old += [before[0]] if before else []
        due = withdrawn or (decision.outcome is Outcome.SEND and not invited)
        new.append(
            {
                "touchpoint_id": case.touchpoint.id,
                "programme_id": programme.id,
                **after,
                "decided_at": now,
                "is_current": True,
                "due_at": now if due else None,
                "invited_at": now if invited or withdrawn else None,
            }
        )
    if old:
        with connection.cursor() as cursor:
            cursor.execute(_OVERTAKE, [old])
    bulk.insert(Screening, new)


def _current(touchpoints: Collection[int]) -> dict[tuple[int, int], tuple[Any, ...]]:
    """By touchpoint and programme, the current screening: its id, and what `_row` gives."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, [list(touchpoints)])
        return {row[:2]: row[2:] for row in cursor.fetchall()}


def _row(case: Case, decision: Decision, policy_version: str) -> dict[str, object]:
    return {
        "outcome": decision.outcome.value,
        "reasons": [reason.value for reason in decision.reasons],
        "until": decision.until,
        "channel": decision.channel,
        "parallel_run_id": decision.run,
        "probability": decision.probability,
        "policy": policy_version,
        "happened_at": case.touchpoint.happened_at,
        "area": case.area,
        "incident_code": case.incident_code,
    }


def due_again(
    decided: Sequence[tuple[Case, Programme, Decision]],
) -> dict[int, datetime]:
    """When each touchpoint comes up again: at the end of its earliest wait."""
    waits: dict[int, list[datetime]] = defaultdict(list)
    for case, _, decision in decided:
        if decision.until is not None:
            waits[case.touchpoint.id].append(decision.until)
    return {touchpoint: min(untils) for touchpoint, untils in waits.items()}
