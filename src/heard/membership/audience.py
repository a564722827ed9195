"""Who gets a message: the members it is for, and what keeps some of them from getting it now.

One statement says so for the preview and for the broadcast, so that the two cannot differ. What
changes until a letter leaves is asked once more by its guard, in the same words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from heard.accounts.wall import whole
from heard.core.timing import LONDON, london_date
from heard.membership.marked import STANDS
from heard.membership.models import Channel, Message, Priority

A_DAY, A_WEEK = 2, 7  # messages that whoever wants each of them gets at most
WEEK = timedelta(days=7)
AFTER_SURVEY = timedelta(days=2)  # after being asked to a survey, without anything routine
WAYS = (Channel.EMAIL, Channel.SMS)

# Why a member gets none, for a person to read.
LEFT_OUT: Mapping[str, str] = {
    "objected": "They want nothing from us, or the address is not theirs",
    "paused": "They have paused",
    "less": "They want less than this",
    "asked": "They were asked to a survey within two days, and this is routine",
    "unreachable": "Nothing that we send arrives",
    "enough": "They have had as many as they want, or as we send at most",
}
# `m` is a member, `ep` and `pp` what is known of their e-mail address and of their number.
KNOWN = """
    LEFT JOIN consent_person AS ep ON ep.print = m.email_print
    LEFT JOIN consent_person AS pp ON pp.print = m.phone_print
"""
_EMAIL = """('email' = ANY (m.channels) AND m.email_print <> ''
    AND (ep.bad_until IS NULL OR ep.bad_until <= %(now)s))"""
_SMS = f"""('sms' = ANY (m.channels) AND m.phone_print <> ''
    AND (pp.bad_until IS NULL OR pp.bad_until <= %(now)s)
    AND NOT {STANDS.format(print="m.phone_print")})"""
# What keeps anybody from being written to, then what they want, and then whether it arrives.
_NEVER = """
    WHEN ep.opted_out_of = 'everything' OR pp.opted_out_of = 'everything'
        OR ep.wrong_number_at IS NOT NULL OR pp.wrong_number_at IS NOT NULL THEN 'objected'
    WHEN m.paused_until > %(now)s THEN 'paused'
"""
_NO_WAY = f"WHEN m.bounced_at IS NOT NULL OR NOT ({_EMAIL} OR {_SMS}) THEN 'unreachable'"
STANDING = f"""{_NEVER}
    WHEN m.frequency = 'surveys' OR (m.frequency = 'urgent' AND {{priority}} <> 'urgent')
        THEN 'less'
    WHEN {{priority}} = 'routine' AND (EXISTS (
        SELECT FROM invitations_invitation AS i
        WHERE i.person_print IN (m.email_print, m.phone_print) AND i.person_print <> ''
            AND i.asked_at > %(asked)s
    ) OR EXISTS (
        SELECT FROM membership_asked AS s WHERE s.member_id = m.id
            AND greatest(s.at, s.reminded_at) > %(asked)s
    )) THEN 'asked'
    {_NO_WAY}
"""  # noqa: S608 - our own names
# The same for a survey. Whoever wants no surveys gets none by this door either, and nobody on
# whose number or address a marker stands is asked anything.
SURVEYED = f"""{_NEVER}
    WHEN ep.opted_out_at IS NOT NULL OR pp.opted_out_at IS NOT NULL THEN 'objected'
    WHEN m.frequency = 'urgent' THEN 'less'
    WHEN {STANDS.format(print="m.email_print")} OR {STANDS.format(print="m.phone_print")}
        THEN 'unreachable'
    {_NO_WAY}
"""
# Whether somebody has had, with messages and surveys together, as many as they want.
_ENOUGH = f"""(
    SELECT count(*) FILTER (WHERE had.at >= %(day)s) >=
            CASE m.frequency WHEN 'daily' THEN 1 WHEN 'weekly' THEN 1 ELSE {A_DAY} END
        OR count(*) >= CASE m.frequency WHEN 'weekly' THEN 1 ELSE {A_WEEK} END
    FROM (
        SELECT c.at FROM membership_copy AS c
        WHERE c.member_id = m.id AND c.at > %(week)s AND c.message_id <> %(message)s
        UNION ALL SELECT s.at FROM membership_asked AS s
        WHERE s.member_id = m.id AND s.at > %(week)s
        UNION ALL SELECT s.reminded_at FROM membership_asked AS s
        WHERE s.member_id = m.id AND s.reminded_at > %(week)s
    ) AS had
)"""  # noqa: S608 - our own names
# An urgent one goes by text where it can, since that is read at once; any other by e-mail.
_FATE = f"""
    CASE {STANDING.format(priority="%(priority)s")}
    WHEN %(priority)s <> 'urgent' AND {_ENOUGH} THEN 'enough'
    WHEN {_SMS} AND (%(priority)s = 'urgent' OR NOT {_EMAIL}) THEN 'sms'
    ELSE 'email' END
"""
_FOR = """
    m.state = 'member'
    AND (cardinality(%(areas)s::text[]) = 0 OR m.area = ANY (%(areas)s))
    AND (cardinality(%(wards)s::text[]) = 0 OR m.ward = ANY (%(wards)s))
    AND (%(impact_area)s = '' OR m.impact_area = %(impact_area)s)
    AND (cardinality(%(interests)s::text[]) = 0 OR cardinality(m.interests) = 0
        OR m.interests && %(interests)s)
"""
_NEXT = f"""
    SELECT m.id, {_FATE} FROM membership_member AS m {KNOWN}
    WHERE {_FOR} AND m.id > %(after)s ORDER BY m.id LIMIT %(limit)s
"""  # noqa: S608 - our own names
_COUNT = f"""
    SELECT m.language, {_FATE} AS fate, count(*) FROM membership_member AS m {KNOWN}
    WHERE {_FOR} GROUP BY m.language, fate
"""  # noqa: S608 - our own names
_SURVEY = f"""
    SELECT m.id, CASE {SURVEYED} WHEN {_ENOUGH} THEN 'enough' WHEN {_EMAIL} THEN 'email'
        ELSE 'sms' END
    FROM membership_member AS m {KNOWN} WHERE m.state = 'member' AND m.id = ANY (%(members)s)
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """How many members a message is for: who gets it, by language and channel, and who does not.

    `left_out` is by the codes of LEFT_OUT.
    """

    reached: Mapping[tuple[str, Channel], int]
    left_out: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many get it."""
        return sum(self.reached.values())

    def by(self, channel: Channel) -> int:
        """Give how many get it by a channel."""
        return sum(count for (_, way), count in self.reached.items() if way == channel)

    @property
    def languages(self) -> Mapping[str, int]:
        """Give how many get it by language, the most first."""
        found: dict[str, int] = {}
        for (language, _), count in self.reached.items():
            found[language] = found.get(language, 0) + count
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def following(
    message: Message, *, after: int, limit: int, leaves: datetime, now: datetime
) -> Sequence[tuple[int, str]]:
    """Give the next members it is for, in order of their ids: a channel, or why they get none."""
    with connection.cursor() as cursor:
        bounds = {"after": after, "limit": limit}
        cursor.execute(_NEXT, _given(message, leaves=leaves, now=now) | bounds)
        return [(number, fate) for number, fate in cursor.fetchall()]


def for_survey(members: Sequence[int], *, leaves: datetime, now: datetime) -> Mapping[int, str]:
    """Give by which channel these members are asked to a survey, or why they are not.

    By e-mail where they have that. Whoever is no member any more is not there.
    """
    given: dict[str, Any] = {"members": [*members], "message": 0, "now": now, **_caps(leaves)}
    with connection.cursor() as cursor:
        cursor.execute(_SURVEY, given)
        return dict(cursor.fetchall())


def preview(message: Message, *, leaves: datetime, now: datetime) -> Audience:
    """Count who would get it if it left at `leaves`, by all that is known now."""
    with whole(), connection.cursor() as cursor:
        cursor.execute(_COUNT, _given(message, leaves=leaves, now=now))
        rows = cursor.fetchall()
    left_out: dict[str, int] = {}
    reached: dict[tuple[str, Channel], int] = {}
    for language, fate, count in rows:
        if fate in LEFT_OUT:
            left_out[fate] = left_out.get(fate, 0) + count
        else:
            reached[language, Channel(fate)] = count
    return Audience(reached=reached, left_out=left_out)


def midnight(day: date) -> datetime:
    """Give the instant at which a day begins in London."""
    return datetime.combine(day, time(), LONDON)


def _given(message: Message, *, leaves: datetime, now: datetime) -> dict[str, Any]:
    return {
        "message": message.pk or 0,
        "priority": Priority(message.priority).value,
        "areas": list(message.areas),
        "wards": list(message.wards),
        "impact_area": message.impact_area,
        "interests": [str(one) for one in message.interests],
        "asked": now - AFTER_SURVEY,
        "now": now,
        **_caps(leaves),
    }


def _caps(leaves: datetime) -> dict[str, datetime]:
    return {"day": midnight(london_date(leaves)), "week": leaves - WEEK}
