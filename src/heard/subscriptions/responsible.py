"""What somebody is there for, and so told of each week without having asked for it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from heard.accounts.models import Grant, User
from heard.core.statistics.editions import BATCH
from heard.insight.measures import ANSWERED
from heard.insight.queries import surveyed
from heard.responses.models import Response
from heard.subscriptions.topics import OWN, REPLIES, ROLES, TOPICS, Change, Followed

Level, Role = Grant.Level, User.Role
# Who holds one of these is there for a part of the force, or for their own work.
OF_PARTS = frozenset(
    (Role.COMMANDER, Role.TEAM_SUPERVISOR, Role.OFFICER, Role.CONTACT_HANDLER, "part_analyst")
)


def everybody(*, now: datetime) -> set[int]:
    """Give the keys of those who may sign in and hold a role with figures at this instant."""
    held = Grant.objects.filter(role__in=ROLES, begins_at__lte=now, user__is_active=True)
    still = held.filter(Q(ends_at=None) | Q(ends_at__gt=now))
    return set(still.values_list("user", flat=True))


def responsible(user: User, *, now: datetime) -> list[Followed]:
    """Give the series of what somebody is there for: own work, teams, areas, or the force."""
    held = [one for one in user.held(now=now) if one.as_role in ROLES]
    found = [Followed(topic=OWN)] if any(one.level == Level.PERSON for one in held) else []
    for one in held:
        for topic, known in TOPICS.items():
            if one.level == Level.TEAM and known.has_areas:
                found.append(Followed(topic=topic, team=one.unit))
            if one.level == Level.AREA and known.has_areas:
                found.append(Followed(topic=topic, area=one.unit))
            if one.level == Level.FORCE and one.as_role not in OF_PARTS:
                found.append(Followed(topic=topic))
    return list(dict.fromkeys(found))


def own_replies(people: frozenset[str]) -> Sequence[Change]:
    """Say that fifteen replies more are there about somebody, which *My work* stands on now.

    It moves on by whole fifteens, as that page does, so that a letter tells of no single reply.
    """
    asked = [programme.pk for programme in surveyed()]
    of = Q(programme__in=asked) | Q(invitation__programme__in=asked)
    n = Response.objects.filter(of, person__in=people, disposition__in=ANSWERED).count()
    if n < BATCH:
        return []
    return [Change(topic=OWN, area="", question="", kind=REPLIES, says=str(n // BATCH))]
