"""Accounts for every touchpoint of a programme: what was decided, why, and what came of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import connection

from heard.core.screening import Outcome
from heard.delivery.models import State
from heard.eligibility.models import Programme
from heard.insight.cuts import COLUMNS, EVERYTHING, Cut, Segment, Slice, segment
from heard.insight.facts.read import Facts
from heard.insight.queries import programmes
from heard.responses.models import Response

if TYPE_CHECKING:
    from ibis.expr.types import Table

Disposition = Response.Disposition

_WAITING = """
    SELECT p.slug, count(*)
    FROM events_touchpoint t JOIN eligibility_programme p
    ON p.stage = t.kind AND (
        p.route = 'automatic' OR p.route = 'popup' AND starts_with(t.key, 'chat:')
    ) AND EXISTS (
        SELECT FROM eligibility_period r
        WHERE r.programme_id = p.id AND (r.closes_on IS NULL OR r.closes_on >= t.happened_at::date)
    )
    WHERE t.due_at IS NOT NULL AND t.happened_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM eligibility_screening s WHERE s.touchpoint_id = t.id AND s.programme_id = p.id
    )
    GROUP BY p.slug
"""

# The network has had these; a technical failure never left, and of `unknown` nobody knows.
HANDED_OVER = (
    State.SENDING,
    State.PENDING,
    State.SENT,
    State.DELIVERED,
    State.PERMANENT_FAILURE,
    State.TEMPORARY_FAILURE,
)


class Reached(StrEnum):
    """How far a touchpoint came on its way to an answer, in order."""

    SCREENED = "screened"
    MAY_BE_ASKED = "may_be_asked"
    POSTED = "posted"
    SENT = "sent"
    DELIVERED = "delivered"
    OPENED = "opened"
    COMPLETED = "completed"


STEPS = tuple(Reached)
NO_REASON = {Reached.MAY_BE_ASKED: "not_posted_yet", Reached.DELIVERED: "not_opened"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How many came this far, how many fewer than the step before, and for which reasons.

    The reasons add up to the loss: codes of the gate, states of a letter, `not_opened`, or how
    the survey was left.
    """

    name: Reached
    n: int
    lost: int
    why: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fate:
    """Touchpoints of one segment alike in all that decides how far they came; `n` of them.

    `state` is that of the letter, None where none was posted; `stopped` why it was cancelled.
    """

    outcome: str
    reason: str
    state: str | None
    stopped: str | None
    opened: bool | None
    disposition: str | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of the touchpoints of one programme, all of them or those of one segment.

    `events` counts those with a decision; the five `outcomes` add up to it. `reasons` has the
    code that decided each one that was not sent to. `letters` counts by state.
    """

    id: str
    name: str
    segment: Segment
    events: int
    outcomes: Mapping[str, int]
    reasons: Mapping[str, int]
    letters: Mapping[str, int]
    opened: int
    completed: int
    steps: Sequence[Step]


def accounts(facts: Facts, *, by: Sequence[Cut] = (), where: Slice = EVERYTHING) -> list[Account]:
    """Give the account of every programme, in the order in which they were defined.

    With `by`, one for each segment that has a touchpoint, in the order of the segments.
    """
    fates: dict[str, dict[Segment, list[_Fate]]] = defaultdict(lambda: {} if by else {(): []})
    for row in facts.ask(_fates, by=tuple(by), where=where):
        fate = _Fate(**{field.name: row[field.name] for field in fields(_Fate)})
        fates[row["programme"]].setdefault(segment(row, by), []).append(fate)
    return [
        _account(programme, place, alike)
        for programme in programmes(Programme.Route.POPUP)
        if not where.programmes or programme.slug in where.programmes
        for place, alike in sorted(fates[programme.slug].items())
        if facts.sees([COLUMNS[cut] for cut in by], place, where)
    ]


def waiting() -> Counter[str]:
    """Count the touchpoints that happened and wait for their first decision, by programme."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return Counter(dict(cursor.fetchall()))


def as_object(account: Account) -> dict[str, object]:
    """Give an account as JSON has it."""
    return asdict(account)


def _fates(facts: Facts, *, by: Sequence[Cut], where: Slice) -> "Table":
    """Count touchpoints by all that decides how far they came."""
    decided, letters = where.of(facts.screenings), facts.letters
    fates = decided.left_join(letters, ["programme", "touchpoint"])
    return fates.group_by(
        "programme",
        *(field.name for field in fields(_Fate) if field.name != "n"),
        *(COLUMNS[cut] for cut in by),
    ).aggregate(n=fates.count())


def _account(programme: Programme, place: Segment, fates: Sequence[_Fate]) -> Account:
    return Account(
        id=programme.slug,
        name=programme.name,
        segment=place,
        events=sum(fate.n for fate in fates),
        outcomes={o.value: 0 for o in Outcome} | _tally(fates, lambda fate: fate.outcome),
        reasons=_tally(fates, lambda fate: fate.reason),
        letters=_tally(fates, lambda fate: fate.state),
        opened=sum(fate.n for fate in fates if fate.opened),
        completed=sum(fate.n for fate in fates if fate.disposition == Disposition.COMPLETE),
        steps=_steps(fates),
    )


def _steps(fates: Sequence[_Fate]) -> list[Step]:
    """Say how many came to each step: whoever came further came there too."""
    last = {step: [fate for fate in fates if _reached(fate) is step] for step in STEPS}
    came = [sum(fate.n for step in STEPS[i:] for fate in last[step]) for i in range(len(STEPS))]
    return [
        Step(
            name=step,
            n=came[i],
            lost=came[i - 1] - came[i] if i else 0,
            why=_tally(last[STEPS[i - 1]], _why) if i else {},
        )
        for i, step in enumerate(STEPS)
    ]


def _reached(fate: _Fate) -> Reached:
    """Say which step was the last that these touchpoints came to."""
    if fate.state is None:
        return Reached.MAY_BE_ASKED if fate.outcome == Outcome.SEND else Reached.SCREENED
    if fate.disposition == Disposition.COMPLETE:
        return Reached.COMPLETED
    if fate.opened:
        return Reached.OPENED
    if fate.state == State.DELIVERED:
        return Reached.DELIVERED
    return Reached.SENT if fate.state in HANDED_OVER else Reached.POSTED


def _why(fate: _Fate) -> str:
    """Say in a code why these came no further."""
    match _reached(fate):
        case Reached.SCREENED:
            return fate.reason or fate.outcome
        case Reached.POSTED | Reached.SENT:
            return fate.stopped or fate.state or ""
        case Reached.OPENED:
            return fate.disposition or "not_finished"
        case step:
            return NO_REASON[step]


def _tally(fates: Iterable[_Fate], key: Callable[[_Fate], str | None]) -> dict[str, int]:
    """Count touchpoints by a code, the most frequent first; what has none is left out."""
    counts = Counter[str]()
    for fate in fates:
        if code := key(fate):
            counts[code] += fate.n
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
