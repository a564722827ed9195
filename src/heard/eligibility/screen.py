"""Decides for every touchpoint of every programme whether its person may be asked, and why not."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from heard.consent import people
from heard.core.journeys import CHAT
from heard.core.reasons import Reason
from heard.core.screening import Decision, Outcome
from heard.core.timing import london_date
from heard.eligibility._cases import Case, cases
from heard.eligibility._facts import around
from heard.eligibility._history import add, due_again, judge, let_through
from heard.eligibility._letters import PASSING, claimed, judge_letter, subject
from heard.eligibility.models import Programme, Screening
from heard.eligibility.programmes import running
from heard.events import receive
from heard.journal import aside

__all__ = [
    "Case",
    "cases",
    "claim_sendable",
    "claim_withdrawn",
    "overtaken",
    "screen",
    "set_aside",
    "settle",
    "subject",
    "take_quota",
]

_CLAIM = """
    SELECT s.id, s.touchpoint_id, s.programme_id, s.channel
    FROM eligibility_screening AS s JOIN events_touchpoint AS t ON t.id = s.touchpoint_id
    WHERE s.due_at <= %(now)s AND s.outcome = 'SEND' AND t.happened_at IS NOT NULL
    AND (t.due_at IS NULL OR t.due_at > %(now)s)
    AND s.programme_id IN (SELECT id FROM eligibility_programme WHERE route = %(route)s)
    ORDER BY s.due_at, s.id LIMIT %(limit)s FOR NO KEY UPDATE OF s, t SKIP LOCKED
"""
_CLAIM_WITHDRAWN = """
    SELECT * FROM eligibility_screening WHERE due_at <= %s AND outcome <> 'SEND'
    ORDER BY due_at, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
"""
_SETTLE = "UPDATE eligibility_screening SET due_at = NULL, invited_at = %s WHERE id = ANY(%s)"
_TAKE_QUOTA = """
    INSERT INTO eligibility_quota AS q (programme_id, day, asked) VALUES (%(programme)s, %(day)s, 1)
    ON CONFLICT (programme_id, day) DO UPDATE SET asked = q.asked + 1 WHERE q.asked < %(most)s
    RETURNING q.asked
"""

Route = Programme.Route
ENDED = timedelta(days=31)  # so long after its last day a programme still says that it was over


@transaction.atomic
def screen(*, now: datetime, limit: int) -> int:
    """Screen what is due, at most `limit` touchpoints, and say how many there were.

    A touchpoint that was let through once is looked at for one thing only: whether its person
    must not be asked after all. Before its letter is claimed, the guard asks everything again;
    while it is claimed, and may still be kept back, that is done here.
    """
    touchpoints = receive.claim_due(now=now, limit=limit)
    if not touchpoints:
        return 0
    asked = cases(touchpoints)
    surroundings = around(
        asked, persons=people.standing({p for case in asked for p in case.prints}), now=now
    )
    through = let_through(touchpoints)
    in_hand = claimed() if through else {}
    decided, withdrawn = [], []
    for programme in running(Route.POPUP):
        for case in asked:
            if not _concerns(programme, case):
                continue
            touchpoint = case.touchpoint
            decision = judge(case, programme, surroundings, now=now)
            names = in_hand.get((programme.slug, touchpoint.kind, touchpoint.key))
            if (touchpoint.id, programme.id) not in through:
                decided.append((case, programme, decision))
                continue
            if decision.outcome is not Outcome.BLOCK and names:
                decision = judge_letter(case, programme, surroundings, names=names, now=now)
            if decision.outcome is Outcome.BLOCK or (names and decision.outcome not in PASSING):
                withdrawn.append((case, programme, decision))
    add(decided, now=now)
    add(withdrawn, now=now, withdrawn=True)
    receive.settle(touchpoints, due=due_again(decided))
    return len(touchpoints)


def claim_sendable(
    *, now: datetime, limit: int, route: Route = Route.AUTOMATIC
) -> list[tuple[Screening, Case]]:
    """Lock screenings that said SEND and were not acted on yet, inside the caller's transaction.

    Their touchpoints are locked too, and where one is to be screened again that goes first.
    """
    screenings = list(Screening.objects.raw(_CLAIM, {"now": now, "limit": limit, "route": route}))
    if not screenings:
        return []
    touchpoints = receive.read_locked([s.touchpoint_id for s in screenings])
    by_touchpoint = {c.touchpoint.id: c for c in cases(touchpoints)}
    programmes = {p.id: p for p in running(route)}
    for screening in screenings:
        screening.programme = programmes[screening.programme_id]
        screening.channel = screening.channel or screening.programme.channel
    return [(s, by_touchpoint[s.touchpoint_id]) for s in screenings]


def claim_withdrawn(*, now: datetime, limit: int) -> list[Screening]:
    """Lock screenings that say that somebody must not be asked who was let through before."""
    return list(Screening.objects.raw(_CLAIM_WITHDRAWN, [now, limit]))


@transaction.atomic
def set_aside(*, now: datetime, fault: str) -> bool:
    """Set the screening that is to be acted on first aside, since that failed; say if one was."""
    due = Screening.objects.filter(due_at__lte=now, outcome=Outcome.SEND).order_by("due_at", "id")
    first = due.select_for_update(skip_locked=True, no_key=True).first()
    if first is None:
        return False
    first.due_at = aside.note(f"screening:{first.pk}", fault=fault, now=now)
    first.save(update_fields=["due_at"])
    return True


def take_quota(programme: Programme, *, now: datetime) -> bool:
    """Take one of as many askings as the programme may make today; of two that try, one gets it."""
    if programme.daily_most is None:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE_QUOTA,
            {"programme": programme.id, "day": london_date(now), "most": programme.daily_most},
        )
        return cursor.fetchone() is not None


def settle(screenings: Iterable[Screening], *, now: datetime) -> None:
    """End the claim of these: they have been acted on."""
    ids = [s.id for s in screenings]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [now, ids])


def overtaken(losers: Sequence[tuple[Screening, Case]], *, now: datetime) -> None:
    """Write the newer screening of those that something came between: an asking, an objection.

    The gate says what it was; where it sees nothing, it was somebody else's asking that is not
    committed yet.
    """
    asked = [case for _, case in losers]
    persons = people.standing({p for case in asked for p in case.prints})
    surroundings = around(asked, persons=persons, now=now)
    decided = []
    for screening, case in losers:
        decision = judge(case, screening.programme, surroundings, now=now)
        if decision.outcome is Outcome.SEND:
            decision = Decision(outcome=Outcome.SKIP, reasons=(Reason.ASKED_RECENTLY,))
        decided.append((case, screening.programme, decision))
    add(decided, now=now)


def _concerns(programme: Programme, case: Case) -> bool:
    """Say whether a programme has anything to say of a touchpoint: its stage, not long over.

    A window can be opened at the end of Heard's own chats alone.
    """
    if programme.route == Route.POPUP and not case.touchpoint.key.startswith(CHAT):
        return False
    happened_at = case.touchpoint.happened_at
    if case.touchpoint.kind != programme.stage or happened_at is None:
        return case.touchpoint.kind == programme.stage
    since = london_date(happened_at) - ENDED
    return any(p.closes_on is None or p.closes_on >= since for p in programme.periods)
