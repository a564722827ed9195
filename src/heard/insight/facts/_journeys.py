"""Which journey an answer belongs to: one incident from the first call to the survey weeks later.

A journey is named by 16 hexadecimal digits that say nothing by themselves: the fingerprint of the
log by the keys of this installation. The log is that of the visit, or the first that the call or
the victim of the crime names, and of linked logs the master; a call about no log has no journey.
"""

import pyarrow as pa

ZONE = "Europe/London"

# From the log up to its masters, in any number of steps. Of several that have no master of their
# own the first by its name stands for the journey; where links run in a ring, the first of all.
# Few logs have a master, and only for those is anything climbed: the planner takes a climb for a
# thousand rows, and would read all logs for each answer.
JOURNEY = """
 LEFT JOIN events_touchpoint cause ON cause.id = i.touchpoint_id
 LEFT JOIN events_contact caller ON caller.id = cause.contact_id
 CROSS JOIN LATERAL (SELECT CASE cause.kind
    WHEN 'attendance' THEN cause.key ELSE caller.incident_ids[1] END AS name) AS named
 LEFT JOIN events_incident log ON log.incident_id = named.name
 LEFT JOIN LATERAL (
    WITH RECURSIVE up(name) AS (
        SELECT log.incident_id WHERE cardinality(log.master_ids) > 0
        UNION SELECT unnest(n.master_ids) FROM up JOIN events_incident n ON n.incident_id = up.name
    )
    SELECT up.name, min(n.created_at) OVER () AS began
    FROM up LEFT JOIN events_incident n ON n.incident_id = up.name
    ORDER BY coalesce(cardinality(n.master_ids), 0) > 0, up.name LIMIT 1
 ) AS master ON true
 CROSS JOIN LATERAL (SELECT coalesce(master.name, named.name) AS name,
    coalesce(master.began, log.created_at, r.happened_at) AS began) AS journey"""
JOURNEY_COLUMNS = (
    " coalesce(journey.name, '') AS journey, CASE WHEN journey.name IS NOT NULL THEN"
    f" date_trunc('month', journey.began AT TIME ZONE '{ZONE}')::date END AS began,"
)
JOURNEY_TYPES = {"journey": pa.string(), "began": pa.date32()}

# The months with answers about logs that were linked to others since, however far down.
MOVED = """
    WITH RECURSIVE moved(name) AS (
        SELECT incident_id FROM events_incident
        WHERE NOT master_ids = '{}' AND age(xmin) <= age(%(horizon)s::xid)
        UNION SELECT n.incident_id FROM moved
        JOIN events_incident n ON n.master_ids && ARRAY[moved.name]
    ), touched AS (
        SELECT t.id FROM moved JOIN events_touchpoint t
        ON t.kind = 'attendance' AND t.key = moved.name
        UNION SELECT t.id FROM moved
        JOIN events_contact c ON c.incident_ids && ARRAY[moved.name]
        JOIN events_touchpoint t ON t.contact_id = c.id
    )
    SELECT DISTINCT to_char(r.happened_at AT TIME ZONE 'Europe/London', 'YYYY-MM') FROM touched
    JOIN invitations_invitation i ON i.touchpoint_id = touched.id
    JOIN responses_response r ON r.invitation_id = i.id
"""
