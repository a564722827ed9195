"""Judges the last weeks once more by a policy that is only proposed, and changes nothing.

From the facts at hand: late codes, objections and markers count as they stand now. The caps are
those of the programme itself, from the first of these days on.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from heard.consent import people
from heard.core.reasons import Reason
from heard.core.screening import Decision, Outcome
from heard.core.timing import london_date
from heard.eligibility._cases import Case, cases
from heard.eligibility._facts import Around, around
from heard.eligibility._history import judge
from heard.eligibility._settable import changed
from heard.eligibility.change import as_period
from heard.eligibility.models import Change, Period, Programme
from heard.events import receive
from heard.events.models import Touchpoint

LOOK_BACK = timedelta(days=28)
MOST = 2_000  # touchpoints that are judged, which takes about two seconds
BATCH = 500
ROUNDS = 8  # waits after each other, of which none takes longer than it is fresh


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many would be asked, held and not asked, and the reasons of those that would not be."""

    asked: int
    held: int
    skipped: int
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What became of `n` touchpoints by the policy as it is, and what by the one proposed.

    Where there were more, every so many-th of the `total` is judged: a limit a day is scaled down
    with them, but people who came twice are met less often than they would be.
    """

    n: int
    total: int
    before: Tally
    after: Tally


@dataclass(slots=True, kw_only=True)
class _Run:
    """One policy at work: whom it has asked, and how many on a day."""

    programme: Programme
    every: int = 1  # one in so many is judged
    decided: list[tuple[datetime, Case, Decision]] = field(default_factory=list)

    def judge(self, found: Sequence[Case], surroundings: Around) -> None:
        for case in found:
            self.decided.append(self._judged(case, surroundings))

    def _judged(self, case: Case, surroundings: Around) -> tuple[datetime, Case, Decision]:
        happened_at = case.touchpoint.happened_at
        if happened_at is None:
            raise ValueError("what has not happened is not judged")
        at = happened_at + self.programme.delay
        decision = Decision(outcome=Outcome.SKIP, reasons=(Reason.STALE,))
        for _ in range(ROUNDS):
            decision = judge(case, self.programme, surroundings, now=at)
            if decision.outcome is not Outcome.WAIT or decision.until is None:
                break
            at = decision.until
        return at, case, decision

    def tally(self) -> Tally:
        """Count in the order in which they would have been asked, since the caps go by it."""
        asked, held, reasons = 0, 0, Counter[str]()
        free: dict[str, datetime] = {}
        days = Counter[date]()
        for at, case, decision in sorted(self.decided, key=lambda one: one[0]):
            reason = decision.reasons[0] if decision.reasons else None
            if decision.outcome is Outcome.SEND:
                reason = self._capped(at, case, free, days)
            if decision.outcome is Outcome.HOLD:
                held += 1
            elif reason is None:
                asked += 1
            if reason is not None:
                reasons[reason] += 1
        skipped = len(self.decided) - asked - held
        return Tally(asked=asked, held=held, skipped=skipped, reasons=dict(reasons.most_common()))

    def _capped(
        self, at: datetime, case: Case, free: dict[str, datetime], days: Counter[date]
    ) -> Reason | None:
        """Say what would keep this person from being asked; else ask them."""
        most, day = self.programme.daily_most, london_date(at)
        if any(free.get(print_, at) > at for print_ in case.prints):
            return Reason.ASKED_RECENTLY
        if most is not None and days[day] >= -(-most // self.every):
            return Reason.OVER_QUOTA
        days[day] += 1
        free.update(dict.fromkeys(case.prints, at + self.programme.cap))
        return None


def effect(change: Change, *, now: datetime) -> Effect | None:
    """Say what a change would have done to the last 28 days; None for what asks by no event.

    A parallel run changes by which way people are asked, and not who is: None, too. Other values
    are compared as if the programme had run on all of these days, a new period with what there
    was, and the end of one with nobody being asked.
    """
    programme = change.programme
    if programme is None or programme.route != Programme.Route.AUTOMATIC or not programme.stage:
        return None
    if change.what == Change.What.PARALLEL:
        return None
    before, after = _runs(change, programme, now=now)
    total = 0
    for stage in {before.programme.stage, after.programme.stage}:
        ids = _happened(stage, now=now)
        every = max(1, -(-len(ids) // MOST))
        total = len(ids) if stage == after.programme.stage else total
        for found in _batches(ids[::every]):
            surroundings = _around(found, now=now)
            for run in (before, after):
                if run.programme.stage == stage:
                    run.every = every
                    run.judge(found, surroundings)
    return Effect(n=len(after.decided), total=total, before=before.tally(), after=after.tally())


def _runs(change: Change, programme: Programme, *, now: datetime) -> tuple[_Run, _Run]:
    if change.what == Change.What.OPEN:
        always = _always(as_period(change).stage_share)
        return _Run(programme=programme), _Run(programme=_run(programme, always))
    if change.what == Change.What.CLOSE:
        return _Run(programme=programme), _Run(programme=_run(programme))
    always = _always(_share(programme.periods, london_date(now)))
    return (
        _Run(programme=_run(programme, always)),
        _Run(programme=_run(changed(programme, change.values), always)),
    )


def _run(programme: Programme, *periods: Period) -> Programme:
    """Give the programme as if it ran in these periods, and in no other."""
    as_if = copy(programme)
    as_if.periods = list(periods)
    return as_if


def _always(share: float) -> Period:
    return Period(opens_on=date.min, closes_on=None, stage_share=share)


def _share(periods: Sequence[Period], today: date) -> float:
    """Give the share of the period that runs today, or else of the last one."""
    running = [period for period in periods if period.holds(today)] or periods[-1:]
    return running[0].stage_share if running else 1.0


def _happened(stage: str, *, now: datetime) -> list[int]:
    """Give the touchpoints of the last weeks in the order in which they happened."""
    found = Touchpoint.objects.filter(
        kind=stage, happened_at__gt=now - LOOK_BACK, happened_at__lte=now
    )
    return list(found.order_by("happened_at", "id").values_list("id", flat=True))


def _batches(ids: Sequence[int]) -> Iterator[list[Case]]:
    for start in range(0, len(ids), BATCH):
        rows = Touchpoint.objects.filter(id__in=ids[start : start + BATCH])
        yield cases(receive.with_facts(rows, numbers=False))


def _around(found: Sequence[Case], *, now: datetime) -> Around:
    """Give what surrounds them, without the caps that the real asking took and without holds."""
    persons = people.standing({p for case in found for p in case.prints})
    return replace(around(found, persons=persons, now=now, recheck=True), held={})
