"""The questions that are put to the rows of conversations, as SQL."""

from heard.core import journeys

# Who dealt with it, as `conversations.told` tells it.
_HANDLER = (
    "CASE WHEN c.taken_at IS NULL AND c.ending <> 'answered' THEN ''"
    " WHEN c.taken_at IS NULL THEN CASE WHEN c.met_bot THEN 'bot' ELSE '' END"
    " WHEN c.met_bot THEN 'bot_then_human' ELSE 'human' END"
)
_DAY = "(c.ended_at AT TIME ZONE 'Europe/London')::date"
MONTHS = f"""
    SELECT date_trunc('month', {_DAY})::date AS month, {_HANDLER} AS handler, count(*) AS n,
        count(*) FILTER (WHERE c.met_bot) AS offered,
        count(*) FILTER (WHERE c.ending = 'abandoned') AS abandoned,
        count(*) FILTER (WHERE c.ending = 'silent') AS silent,
        count(*) FILTER (WHERE c.taken_at IS NOT NULL OR c.ending IN ('abandoned', 'call_back'))
            AS queued
    FROM conversations_conversation c WHERE c.state = 'ended' GROUP BY 1, 2
"""  # noqa: S608 - our own words
AGAIN = f"""
    SELECT date_trunc('month', {_DAY})::date AS month, count(*) AS known,
        count(*) FILTER (WHERE {_HANDLER} = 'bot') AS bot,
        count(*) FILTER (WHERE {_HANDLER} = 'bot' AND NOT EXISTS (
            SELECT FROM events_contact k WHERE k.traces @> ARRAY[c.person_print]
            AND k.contact_id <> 'chat:' || c.id
            AND k.ended_at > c.ended_at AND k.ended_at <= c.ended_at + interval '24 hours'
        )) AS stayed_away
    FROM conversations_conversation c
    WHERE c.state = 'ended' AND c.met_bot AND c.person_print <> '' GROUP BY 1
"""  # noqa: S608
WAITED = f"""
    SELECT count(c.waited), percentile_cont(0.5) WITHIN GROUP (ORDER BY c.waited),
        percentile_cont(0.9) WITHIN GROUP (ORDER BY c.waited), count(c.answered_at),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.answered_at - c.taken_at)
            + c.waited) FILTER (WHERE c.answered_at IS NOT NULL),
        percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM c.answered_at - c.taken_at)
            + c.waited) FILTER (WHERE c.answered_at IS NOT NULL)
    FROM conversations_conversation c
    WHERE c.state = 'ended' AND c.taken_at IS NOT NULL AND c.waited IS NOT NULL
    AND {_DAY} >= %(first)s AND {_DAY} < %(after)s
"""  # noqa: S608
TOPICS = f"""
    SELECT c.topic, count(*) FROM conversations_conversation c
    WHERE c.state = 'ended' AND c.met_bot AND {_DAY} >= %(first)s AND {_DAY} <= %(last)s
    GROUP BY 1 ORDER BY 2 DESC, 1
"""  # noqa: S608
ASKED = """
    SELECT coalesce(k.handler_type, ''), count(*),
        count(*) FILTER (WHERE r.disposition = 'complete')
    FROM invitations_invitation i
    JOIN eligibility_programme p ON p.id = i.programme_id AND p.slug = %(programme)s
    JOIN events_touchpoint t ON t.id = i.touchpoint_id
    JOIN events_contact k ON k.id = t.contact_id AND k.channel = %(channel)s
    LEFT JOIN responses_response r ON r.invitation_id = i.id
    WHERE (t.happened_at AT TIME ZONE 'Europe/London')::date >= %(first)s
    AND (t.happened_at AT TIME ZONE 'Europe/London')::date < %(after)s GROUP BY 1
"""
SAID = """
    SELECT k.handler_type, a.question_id, a.version, a.scale_id, a.value, count(*)
    FROM responses_answer a JOIN responses_response r ON r.id = a.response_id
    JOIN invitations_invitation i ON i.id = r.invitation_id
    JOIN eligibility_programme p ON p.id = i.programme_id AND p.slug = %(programme)s
    JOIN events_contact k ON k.id = r.contact_id
    WHERE r.disposition = 'complete'
    AND (r.happened_at AT TIME ZONE 'Europe/London')::date >= %(first)s
    AND (r.happened_at AT TIME ZONE 'Europe/London')::date < %(after)s GROUP BY 1, 2, 3, 4, 5
"""
REDIRECTED = f"""
    SELECT data ->> 'menu', data ->> 'destination', count(*) FROM events_event
    WHERE type = '{journeys.REDIRECTED}'
    AND (occurred_at AT TIME ZONE 'Europe/London')::date >= %(first)s
    AND (occurred_at AT TIME ZONE 'Europe/London')::date < %(after)s
    GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""  # noqa: S608
