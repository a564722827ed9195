"""Asks the gate again before a letter leaves: in the claim, and once more right before the call."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from heard.consent import people
from heard.core.reasons import Reason
from heard.core.screening import Outcome, Stop
from heard.core.timing import Window, next_open
from heard.eligibility._cases import cases
from heard.eligibility._facts import around
from heard.eligibility._history import add
from heard.eligibility._household import LOOK_BACK
from heard.eligibility._letters import PASSING, judge_letter, parts
from heard.eligibility._policy import blocking_codes, endangering_markers, plain_markers
from heard.eligibility.programmes import running
from heard.events import receive

CLOCKS = timedelta(minutes=1)  # by which the clock of whoever took news in may be before ours

# In one snapshot, and without a lock: is there anything that the claim could not know of? News of
# the touchpoint itself, a newer decision, an objection, a marker, an incident at the same home.
_DENIED = """
    WITH blocking AS MATERIALIZED (
        SELECT %(codes)s::text[] || %(at_risk)s::text[] || ARRAY(
            SELECT code FROM eligibility_forcecode WHERE category = ANY(%(codes)s)) AS codes
    ), asked AS MATERIALIZED (
        SELECT a.subject, t.id, t.due_at, t.happened_at, s.happened_at AS screened_at, s.outcome,
            s.reasons, s.until, c.traces, c.contact_id,
            g.weekday_opens, g.weekday_closes, g.rest_opens, g.rest_closes,
            array_remove(c.traces, c.address) AS person
        FROM unnest(%(subjects)s::text[], %(slugs)s::text[], %(kinds)s::text[], %(keys)s::text[])
            AS a(subject, slug, kind, key)
        LEFT JOIN eligibility_programme g ON g.slug = a.slug
        LEFT JOIN events_touchpoint t ON t.kind = a.kind AND t.key = a.key
        LEFT JOIN eligibility_screening s
            ON s.touchpoint_id = t.id AND s.programme_id = g.id AND s.is_current
        LEFT JOIN LATERAL (
            SELECT * FROM events_contact WHERE id = t.contact_id
            UNION ALL
            (SELECT * FROM events_contact WHERE t.contact_id IS NULL
            AND incident_ids @> ARRAY[t.key] AND ended_at IS NOT NULL AND channel <> 'crime'
            ORDER BY ended_at, contact_id LIMIT 1)
        ) c ON true
    )
    SELECT subject, id IS NULL OR coalesce(due_at <= %(soon)s, false)
            OR happened_at IS DISTINCT FROM screened_at,
        due_at, outcome, reasons, until,
        weekday_opens, weekday_closes, rest_opens, rest_closes,
        EXISTS (SELECT FROM consent_person p
            WHERE p.print = ANY(a.traces) AND p.opted_out_at IS NOT NULL)
        OR EXISTS (SELECT FROM events_contact o CROSS JOIN LATERAL (
                SELECT opted_out_at FROM consent_person
                WHERE print = ANY(array_remove(o.traces, o.address))
            ) p WHERE o.traces && a.person AND p.opted_out_at IS NOT NULL),
        EXISTS (SELECT FROM events_marking m WHERE m.print = ANY(a.traces)
            AND m.marker = ANY(%(markers)s) AND m.marked_at IS NOT NULL
            AND (m.lifted_at IS NULL OR m.lifted_at <= m.marked_at))
        OR EXISTS (SELECT FROM events_contact o
            WHERE o.traces && a.traces AND o.contact_id <> a.contact_id AND o.ended_at > %(since)s
            AND ((o.codes || o.markers) && b.codes OR EXISTS (
                SELECT FROM events_incident i WHERE i.incident_id = ANY(o.incident_ids)
                AND (i.opening_codes || i.closing_codes || i.tags) && b.codes)))
        OR EXISTS (SELECT FROM events_incident i
            WHERE i.address = ANY(a.traces) AND i.address <> ''
            AND (i.created_at IS NULL OR i.created_at > %(since)s)
            AND (i.opening_codes || i.closing_codes || i.tags) && b.codes)
    FROM asked AS a, blocking AS b
"""


def recheck(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the gate again inside the claim of letters, and give those that must not leave.

    Subjects are as `screen.subject` makes them. Touchpoints and people are locked first: a fact or
    an opt-out that was committed is seen, and one that comes now waits until the claim is
    committed. A letter whose person is no longer the caller would reach somebody else: it never
    leaves.
    """
    letters = {name: parts(name) for name in subjects}
    programmes = {p.slug: p for p in running()}
    held = receive.hold_still({(part.kind, part.key) for part in letters.values()})
    asked = {(c.touchpoint.kind, c.touchpoint.key): c for c in cases(held)}
    persons = people.hold_still({p for case in asked.values() for p in case.prints})
    surroundings = around(list(asked.values()), persons=persons, now=now, recheck=True)
    stops: dict[str, Stop] = {}
    decided = []
    for name, part in letters.items():
        if part.programme not in programmes:  # it does not ask by itself, whatever was posted
            stops[name] = Stop(reason=Reason.SPECIALIST)
            continue
        case, programme = asked[part.kind, part.key], programmes[part.programme]
        decision = judge_letter(case, programme, surroundings, names=[name], now=now)
        decided.append((case, programme, decision))
        if decision.outcome is not Outcome.SEND:
            until = decision.until if decision.outcome is Outcome.WAIT else None
            stops[name] = Stop(reason=decision.reasons[0], until=until)
    add(decided, now=now, invited=True)
    return stops


def denied(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Look once more, right before letters are handed over, for what the claim could not know.

    One statement, without a lock. What is news sends the letter back to wait for the gate, which
    decides and explains; only an objection, or a decision that stands already, ends it here.
    """
    letters = {name: parts(name) for name in subjects}
    given: dict[str, Any] = {
        "subjects": list(letters),
        "slugs": [part.programme for part in letters.values()],
        "kinds": [part.kind for part in letters.values()],
        "keys": [part.key for part in letters.values()],
        "soon": now + CLOCKS,
        "since": now - LOOK_BACK,
        "codes": sorted(blocking_codes()),
        "markers": sorted(plain_markers()),
        "at_risk": sorted(endangering_markers()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_DENIED, given)
        rows = cursor.fetchall()
    stops: dict[str, Stop] = {}
    for name, is_news, due_at, outcome, reasons, until, *hours, objected, at_risk in rows:
        if objected:
            stops[name] = Stop(reason=Reason.OPTED_OUT)
        elif outcome is not None and Outcome(outcome) not in PASSING:
            stops[name] = Stop(reason=reasons[0])
        elif is_news or at_risk or outcome is None:
            stops[name] = Stop(reason=Reason.UNSCREENED, until=max(now, due_at or now))
        elif outcome == Outcome.WAIT:
            stops[name] = Stop(reason=reasons[0], until=until)
        elif (opens := _opens(hours, now=now)) > now:
            stops[name] = Stop(reason=Reason.QUIET_HOURS, until=opens)
    return stops


def _opens(hours: Sequence[time], *, now: datetime) -> datetime:
    """Say when a programme with these hours may send next: a slow gateway outlasts its claim's."""
    weekday_opens, weekday_closes, rest_opens, rest_closes = hours
    window = Window(
        weekday_opens=weekday_opens,
        weekday_closes=weekday_closes,
        rest_opens=rest_opens,
        rest_closes=rest_closes,
    )
    return next_open(now, window)
