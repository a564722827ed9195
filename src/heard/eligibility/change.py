"""Changes a programme, or the meaning of a code of the force, by two people: nothing else does.

What was decided before stays decided: a change bears on what the gate is asked afterwards.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from heard.eligibility._parallel import NAMES, as_run, require_run
from heard.eligibility._periods import (
    LIVE_FROM,
    look_at_shadow,
    require_closing,
    require_opening,
    require_seen,
    seen_in_shadow,
)
from heard.eligibility._policy import categories
from heard.eligibility._refused import RefusedChange
from heard.eligibility._settable import SETTABLE, changed, current, differing, plain
from heard.eligibility.models import Change, ForceCode, ParallelRun, Period, Programme, Ruling
from heard.events import receive
from heard.journal.write import Actor, write

__all__ = [
    "LIVE_FROM",
    "SETTABLE",
    "RefusedChange",
    "as_period",
    "changed",
    "current",
    "decide",
    "look_at_shadow",
    "propose_closing",
    "propose_code",
    "propose_opening",
    "propose_parallel",
    "propose_values",
    "seen_in_shadow",
]

What = Change.What
DAY = timedelta(days=1)

_UNMAPPED = """
    SELECT touchpoint_id FROM eligibility_screening
    WHERE is_current AND outcome = 'HOLD' AND 'unmapped' = ANY(reasons)
"""


def propose_values(
    programme: Programme, values: Mapping[str, object], *, reason: str, by: Actor, now: datetime
) -> Change:
    """Propose other values for a programme; of those given, the ones that differ. RefusedChange."""
    new = differing(programme, values)
    if not new:
        raise RefusedChange("Nothing would change.")
    changed(programme, new)
    before = current(programme)
    old = {name: before[name] for name in new}
    return _propose(What.VALUES, programme, new, old, reason=reason, by=by, now=now)


def propose_opening(
    period: Period, *, reason: str, by: Actor, now: datetime, override: str = ""
) -> Change:
    """Propose a new period of `period.programme`, which nobody has saved. RefusedChange.

    One that asks people needs enough decisions in shadow that somebody has looked at, or a reason
    why it may go live all the same. A period without a last day ends on the day before it.
    """
    period.opened_because = reason
    require_opening(period, now=now)
    require_seen(period, override)
    names = ("opens_on", "closes_on", "mode", "stage_share")
    values = {name: getattr(period, name) for name in names}
    programme = period.programme
    return _propose(
        What.OPEN, programme, values, {}, reason=reason, by=by, now=now, override=override
    )


def propose_closing(
    period: Period, closes_on: date, *, reason: str, by: Actor, now: datetime
) -> Change:
    """Propose the last day of a period, which must not be over. RefusedChange."""
    require_closing(period, closes_on, now=now)
    values = {"period": period.pk, "closes_on": closes_on}
    before = {"period": period.pk, "closes_on": period.closes_on}
    return _propose(What.CLOSE, period.programme, values, before, reason=reason, by=by, now=now)


def propose_parallel(run: ParallelRun, *, reason: str, by: Actor, now: datetime) -> Change:
    """Propose to ask in two ways side by side, in a run that nobody has saved. RefusedChange.

    The two are the ways of the programme as it stands.
    """
    run.channel, run.other = run.programme.channel, run.programme.fallback_channel
    require_run(run, now=now)
    values = {name: getattr(run, name) for name in NAMES}
    return _propose(What.PARALLEL, run.programme, values, {}, reason=reason, by=by, now=now)


def propose_code(code: str, category: str, *, reason: str, by: Actor, now: datetime) -> Change:
    """Propose which category of ours a code of the force stands for. RefusedChange."""
    if category not in categories():
        raise RefusedChange("Choose one of the categories.", about="category")
    if not code or code in categories():
        raise RefusedChange("This is not a code of the force's own.", about="code")
    standing = ForceCode.objects.filter(pk=code).first()
    before = {"code": code, "category": standing.category if standing else None}
    if before["category"] == category:
        raise RefusedChange("Nothing would change.")
    values = {"code": code, "category": category}
    return _propose(What.CODE, None, values, before, reason=reason, by=by, now=now)


@transaction.atomic
def decide(change: Change, *, approves: bool, why: str, by: Actor, now: datetime) -> Ruling:
    """Approve a change, which applies it at once, or reject it. RefusedChange.

    Refused to whoever proposed it, where it is decided already, and where what it would take the
    place of is not there any more.
    """
    if by.id == change.proposed_by:
        raise RefusedChange("It takes two people: somebody else decides on what you proposed.")
    if change.programme_id:  # whoever decides on the same programme waits
        Programme.objects.select_for_update().get(pk=change.programme_id)
    if Ruling.objects.filter(change=change).exists():
        raise RefusedChange("This was decided already.")
    ruling = Ruling.objects.create(
        change=change,
        approves=approves,
        why=why,
        proposed_by=change.proposed_by,
        decided_by=by.id,
        decided_by_label=by.label,
        decided_at=now,
    )
    subject = f"change:{change.pk}"
    if approves:
        _APPLY[What(change.what)](change, now)
        write("eligibility.approve_change", subject=subject, actor=by, now=now, reason=why)
    else:
        write("eligibility.reject_change", subject=subject, actor=by, now=now, reason=why)
    return ruling


def as_period(change: Change) -> Period:
    """Give the period that a change would open, which nobody has saved."""
    if change.programme is None:
        raise ValueError("A period belongs to a programme.")
    values = change.values
    closes_on = values["closes_on"]
    return Period(
        programme=change.programme,
        opens_on=date.fromisoformat(values["opens_on"]),
        closes_on=date.fromisoformat(closes_on) if closes_on else None,
        mode=values["mode"],
        stage_share=values["stage_share"],
        opened_because=change.reason,
    )


@transaction.atomic
def _propose(  # noqa: PLR0913 - a change has these
    what: Change.What,
    programme: Programme | None,
    values: Mapping[str, object],
    before: Mapping[str, object],
    *,
    reason: str,
    by: Actor,
    now: datetime,
    override: str = "",
) -> Change:
    if not reason.strip():
        raise RefusedChange("Say why.", about="reason")
    change = Change.objects.create(
        programme=programme,
        what=what,
        values=plain(values),
        before=plain(before),
        reason=reason.strip(),
        override=override.strip(),
        proposed_by=by.id,
        proposed_by_label=by.label,
        proposed_at=now,
    )
    write(
        "eligibility.propose_change",
        subject=f"change:{change.pk}",
        actor=by,
        now=now,
        reason=change.reason,
    )
    return change


def _apply_values(change: Change, _now: datetime) -> None:
    programme = _programme(change)
    before = current(programme)
    if {name: before[name] for name in change.before} != change.before:
        raise RefusedChange("The programme was changed since: propose it again.")
    after = changed(programme, change.values)
    new = {name: getattr(after, name) for name in change.values}
    Programme.objects.filter(pk=programme.pk).update(**new)


def _apply_opening(change: Change, now: datetime) -> None:
    period = as_period(change)
    require_opening(period, now=now)
    require_seen(period, change.override)
    open_ended = Period.objects.filter(programme=period.programme, closes_on=None)
    open_ended.filter(opens_on__lt=period.opens_on).update(
        closes_on=period.opens_on - DAY, closes_because=change.reason
    )
    period.save(force_insert=True)


def _apply_closing(change: Change, now: datetime) -> None:
    period = Period.objects.select_for_update().get(pk=change.values["period"])
    if plain({"closes_on": period.closes_on})["closes_on"] != change.before["closes_on"]:
        raise RefusedChange("The period was changed since: propose it again.")
    closes_on = date.fromisoformat(change.values["closes_on"])
    require_closing(period, closes_on, now=now)
    Period.objects.filter(pk=period.pk).update(closes_on=closes_on, closes_because=change.reason)


def _apply_parallel(change: Change, now: datetime) -> None:
    run = as_run(change, _programme(change))
    require_run(run, now=now)
    run.save(force_insert=True)


def _apply_code(change: Change, now: datetime) -> None:
    """Map the code, and ask again about all that waits for a person because of a code."""
    code, category = change.values["code"], change.values["category"]
    ForceCode.objects.update_or_create(code=code, defaults={"category": category})
    with connection.cursor() as cursor:
        cursor.execute(_UNMAPPED)
        held = [touchpoint for (touchpoint,) in cursor.fetchall()]
    receive.make_due(held, now=now)


_APPLY = {
    What.VALUES: _apply_values,
    What.OPEN: _apply_opening,
    What.CLOSE: _apply_closing,
    What.CODE: _apply_code,
    What.PARALLEL: _apply_parallel,
}


def _programme(change: Change) -> Programme:
    return Programme.objects.get(pk=change.programme_id or 0)
