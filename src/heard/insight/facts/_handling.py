"""What the facts say of what the force did: read from the contact, the log, the crime, the letter.

It is read anew whenever facts are written, so that what is put right there reaches the figures.
What is not known is empty.
"""

import json

from heard.core.journeys import VICTIM_UPDATED
from heard.eligibility.categories import themes
from heard.insight.handling import CLOSED, bands, families, outcomes, targets

ROWS = ("con", "inc", "att", "cri", "sent")
JOINS = (
    " LEFT JOIN events_contact con ON con.id = r.contact_id"
    " LEFT JOIN events_incident inc ON inc.id = r.incident_id"
    " LEFT JOIN events_attendance att ON att.incident_id = inc.id"
    " LEFT JOIN events_crime cri ON cri.victim_id = con.id"
    " LEFT JOIN delivery_letter sent ON sent.id = i.letter_id"
)
COLUMNS = (
    *("contact_channel", "handler_type", "grade", "response_time", "time_to_answer", "outcome"),
    *("updates", "delay", "crime"),
)
ALSO = (
    " LEFT JOIN LATERAL (SELECT count(*) AS n FROM events_event"  # noqa: S608 - our own words
    f" WHERE crime_id = cri.crime_id AND type = '{VICTIM_UPDATED}'"
    " AND occurred_at <= coalesce(i.asked_at, r.submitted_at)) AS told ON cri.id IS NOT NULL"
    " LEFT JOIN jsonb_each_text(%(themes)s::jsonb) AS ending(code, theme)"
    " ON ending.code = inc.closing_codes[1]"
)
_TARGET = "(%(targets)s::jsonb ->> inc.grade)::int"


def columns(none_given: str, not_mapped: str) -> str:
    """Give the columns as SQL; the words are the groups of what has no category, or none of ours.

    A target runs from the opening of the log to the first arrival, for the last grade that it had.
    """
    waited = _band("time_to_answer", "con.seconds_to_answer")
    delay = _band("delay", "ceil(extract(epoch FROM sent.claimed_at - r.happened_at) / 60)")
    updates = _band("updates", "told.n")
    arrived = f"att.arrived_at <= inc.created_at + make_interval(mins => {_TARGET})"
    return (
        "coalesce(nullif(con.channel, ''), r.contact_channel) AS contact_channel,"
        " coalesce(con.handler_type, '') AS handler_type, coalesce(inc.grade, '') AS grade,"
        " CASE WHEN coalesce(inc.grade, '') = '' OR inc.created_at IS NULL THEN ''"
        f" WHEN {_TARGET} IS NULL THEN 'no_target' WHEN att.id IS NULL THEN 'not_attended'"
        f" WHEN att.arrived_at IS NULL THEN '' WHEN {arrived} THEN 'met' ELSE 'missed'"
        f" END AS response_time, {waited} AS time_to_answer,"
        " CASE WHEN cri.outcome = '' THEN 'none_yet' WHEN cri.id IS NOT NULL"
        " THEN coalesce(%(outcomes)s::jsonb ->> lower(cri.outcome), 'other')"
        " WHEN inc.id IS NULL THEN '' WHEN inc.is_open THEN 'open'"
        f" ELSE '{CLOSED}' || coalesce(ending.theme, CASE WHEN inc.closing_codes[1] IS NULL"
        f" THEN '{none_given}' ELSE '{not_mapped}' END) END AS outcome,"
        f" {updates} AS updates, {delay} AS delay,"
        " coalesce(%(families)s::jsonb ->> r.incident_code, '') AS crime"
    )


def given() -> dict[str, str]:
    """Give the lists as the statements take them, as JSON."""
    lists = {
        "themes": themes(),
        "targets": targets(),
        "outcomes": outcomes(),
        "families": families(),
    }
    return {name: json.dumps(dict(one)) for name, one in lists.items()}


def _band(cut: str, number: str) -> str:
    """Give the band that a number falls into; nothing known falls into none."""
    *ranges, last = bands()[cut]
    found = " ".join(f"WHEN {number} <= {one.up_to} THEN '{one.code}'" for one in ranges)
    return f"CASE WHEN {number} IS NULL THEN '' {found} ELSE '{last.code}' END"
