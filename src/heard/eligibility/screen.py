"""Decides for every touchpoint of every programme whether its person may be asked, and why not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from heard.consent import people
from heard.core.reasons import Reason
from heard.core.screening import Decision, Outcome, Stop
from heard.eligibility._facts import Case, cases
from heard.eligibility._history import add, due_again, judge, let_through
from heard.eligibility.models import Programme, Screening
from heard.events import receive

__all__ = [
    "Case",
    "claim_sendable",
    "denied",
    "overtaken",
    "recheck",
    "screen",
    "settle",
    "subject",
]

_CLAIM = """
    SELECT s.id, s.touchpoint_id, s.programme_id
    FROM eligibility_screening AS s JOIN events_touchpoint AS t ON t.id = s.touchpoint_id
    WHERE s.due_at <= %(now)s AND t.happened_at IS NOT NULL
    AND (t.due_at IS NULL OR t.due_at > %(now)s)
    ORDER BY s.due_at, s.id LIMIT %(limit)s FOR NO KEY UPDATE OF s, t SKIP LOCKED
"""
# Of each subject: is it to be screened again, what was last decided, and did its person object?
_DENIED = """
    SELECT asked.subject, t.id IS NULL OR t.due_at <= %s, s.outcome, s.reasons, s.until,
        EXISTS (
            SELECT FROM consent_person AS p WHERE p.opted_out_at IS NOT NULL
            AND p.print ~>=~ asked.print AND p.print ~<~ (asked.print || 'g')
        )
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS asked(subject, slug, kind, print, key)
    LEFT JOIN eligibility_programme AS g ON g.slug = asked.slug
    LEFT JOIN events_touchpoint AS t ON t.kind = asked.kind AND t.key = asked.key
    LEFT JOIN eligibility_screening AS s
        ON s.touchpoint_id = t.id AND s.programme_id = g.id AND s.is_current
"""
_SETTLE = "UPDATE eligibility_screening SET due_at = NULL, invited_at = %s WHERE id = ANY(%s)"

PASSING = (Outcome.SEND, Outcome.WAIT)  # what leaves a letter alive, now or later


@transaction.atomic
def screen(*, now: datetime, limit: int) -> int:
    """Screen what is due, at most `limit` touchpoints, and say how many there were.

    A touchpoint that was let through once is not asked again here: until its letter is claimed,
    `recheck` does that.
    """
    touchpoints = receive.claim_due(now=now, limit=limit)
    if not touchpoints:
        return 0
    asked = cases(touchpoints)
    persons = people.standing({c.contact.phone_print for c in asked if c.contact})
    through = let_through(touchpoints)
    decided = [
        (case, programme, judge(case, programme, persons, now=now))
        for programme in Programme.objects.order_by("id")
        for case in asked
        if case.touchpoint.kind == programme.stage
        and (case.touchpoint.id, programme.id) not in through
    ]
    add(decided, now=now)
    receive.settle(touchpoints, due=due_again(decided))
    return len(touchpoints)


def recheck(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the gate again inside the claim of letters, and give those that must not leave.

    Subjects are as `subject` makes them. Touchpoints and people are locked first: a fact or an
    opt-out that was committed is seen, and one that comes now waits until the claim is committed.
    A letter whose person is no longer the caller would reach somebody else: it never leaves.
    """
    parts = {s: s.split("/", 3) for s in subjects}
    programmes = {p.slug: p for p in Programme.objects.all()}
    held = receive.hold_still((kind, key) for _, kind, _, key in parts.values())
    by_key = {(c.touchpoint.kind, c.touchpoint.key): c for c in cases(held)}
    persons = people.hold_still({c.contact.phone_print for c in by_key.values() if c.contact})
    stops: dict[str, Stop] = {}
    decided = []
    for subject_, (slug, kind, _, key) in parts.items():
        case, programme = by_key[kind, key], programmes[slug]
        decision = judge(case, programme, persons, now=now, recheck=True)
        if decision.outcome in PASSING and subject(case, programme) != subject_:
            decision = Decision(outcome=Outcome.SKIP, reasons=(Reason.NUMBER_CHANGED,))
        decided.append((case, programme, decision))
        if decision.outcome is not Outcome.SEND:
            stops[subject_] = Stop(reason=decision.reasons[0], until=decision.until)
    add(decided, now=now, invited=True)
    return stops


def denied(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Look again right before the call, in one statement that locks nothing.

    A touchpoint that something was told about is to be screened first: its letter waits for that.
    """
    columns = zip(*((s, *s.split("/", 3)) for s in subjects), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_DENIED, [now, *map(list, columns)])
        rows = cursor.fetchall()
    stops: dict[str, Stop] = {}
    for subject_, is_due, outcome, reasons, until, objected in rows:
        if objected:
            stops[subject_] = Stop(reason=Reason.OPTED_OUT)
        elif is_due or outcome is None:
            stops[subject_] = Stop(reason="screened-again", until=now)
        elif outcome != Outcome.SEND:
            stops[subject_] = Stop(reason=reasons[0], until=until)
    return stops


def subject(case: Case, programme: Programme) -> str:
    """The name by which a letter's guard knows what was screened, and whom it is for.

    Of the person's print it holds as much as tells one person from another.
    """
    touchpoint, print_ = case.touchpoint, case.contact.phone_print[:16] if case.contact else ""
    return f"{programme.slug}/{touchpoint.kind}/{print_}/{touchpoint.key}"


def claim_sendable(*, now: datetime, limit: int) -> list[tuple[Screening, Case]]:
    """Lock screenings that said SEND and were not acted on yet, inside the caller's transaction.

    Their touchpoints are locked too, and where one is to be screened again that goes first.
    """
    screenings = list(Screening.objects.raw(_CLAIM, {"now": now, "limit": limit}))
    if not screenings:
        return []
    touchpoints = receive.read_locked([s.touchpoint_id for s in screenings])
    by_touchpoint = {c.touchpoint.id: c for c in cases(touchpoints)}
    programmes = {p.id: p for p in Programme.objects.select_related("questionnaire")}
    for screening in screenings:
        screening.programme = programmes[screening.programme_id]
    return [(s, by_touchpoint[s.touchpoint_id]) for s in screenings]


def settle(screenings: Iterable[Screening], *, now: datetime) -> None:
    """End the claim of these: they have been acted on."""
    ids = [s.id for s in screenings]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [now, ids])


def overtaken(losers: Sequence[tuple[Screening, Case]], *, now: datetime) -> None:
    """Write the newer screening of those whose person was asked, or objected, in between."""
    asked = Decision(outcome=Outcome.SKIP, reasons=(Reason.ASKED_RECENTLY,))
    objected = Decision(outcome=Outcome.BLOCK, reasons=(Reason.OPTED_OUT,))
    persons = people.standing({case.contact.phone_print for _, case in losers if case.contact})
    gone = {print_ for print_, person in persons.items() if person.opted_out_at is not None}
    decided = [
        (
            case,
            s.programme,
            objected if case.contact and case.contact.phone_print in gone else asked,
        )
        for s, case in losers
    ]
    add(decided, now=now)
