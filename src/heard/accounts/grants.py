"""Gives people roles for a part of the force, and ends them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from heard.accounts.models import Grant, User
from heard.journal.write import Actor, write
from heard.places.areas import names

Level, Role = Grant.Level, User.Role
LEVELS: Mapping[str, tuple[Grant.Level, ...]] = {  # of the roles that are not for the whole force
    Role.COMMANDER: (Level.AREA,),
    Role.NEIGHBOURHOOD: (Level.AREA,),
    Role.TEAM_SUPERVISOR: (Level.TEAM,),
    # Until it is known which results are theirs they see those of the force.
    Role.CONTACT_HANDLER: (Level.PERSON, Level.FORCE),
    Role.OFFICER: (Level.PERSON, Level.FORCE),
    Role.ANALYST: (Level.AREA, Level.TEAM, Level.FORCE),
    Role.REFERENCE_REVIEWER: (Level.AREA, Level.TEAM, Level.FORCE),
}


class NoGrant(ValueError):
    """A role that cannot be given or ended so; the message says why, and never to whom."""


def levels(role: str) -> tuple[Grant.Level, ...]:
    """Give for what a role may be held; the usual first."""
    return LEVELS.get(role, (Level.FORCE,))


def level_of(role: str, unit: str) -> Grant.Level:
    """Give for what a role is held where only a unit is named, or none: an area where it is one."""
    found = levels(role)
    if not unit:
        return found[-1]
    return Level.TEAM if Level.TEAM in found and unit not in names() else found[0]


@transaction.atomic
def give(
    user: User, *, role: str, level: str = "", unit: str = "", by: Actor, now: datetime
) -> Grant:
    """Let `user` hold a role from `now` on; their sessions end. NoGrant."""
    require_another(user, by)
    unit = unit.strip()
    level = level or level_of(role, unit)
    require_sense(role, level, unit)
    held = Grant.objects.filter(user=user, role=role, level=level, unit=unit)
    if held.filter(Q(ends_at=None) | Q(ends_at__gt=now)).exists():
        raise NoGrant("They hold this already.")
    grant = Grant.objects.create(user=user, role=role, level=level, unit=unit, begins_at=now)
    _changed(user)
    write("accounts.give_role", subject=name(user), actor=by, now=now, reason=words(grant))
    return grant


@transaction.atomic
def end(grant: Grant, *, by: Actor, now: datetime) -> None:
    """Let a role hold no longer; the sessions of whoever held it end. NoGrant."""
    require_another(grant.user, by)
    if grant.role == Role.ADMINISTRATOR:
        require_another_administrator(than=grant.user, now=now)
    ended = Grant.objects.filter(pk=grant.pk).filter(Q(ends_at=None) | Q(ends_at__gt=now))
    if not ended.update(ends_at=max(now, grant.begins_at)):
        raise NoGrant("It does not hold any more.")
    _changed(grant.user)
    write("accounts.end_role", subject=name(grant.user), actor=by, now=now, reason=words(grant))


@transaction.atomic
def sign_out_everywhere(user: User, *, by: Actor, now: datetime) -> None:
    """End every session of a person; they may sign in again."""
    _changed(user)
    write("accounts.sign_out", subject=name(user), actor=by, now=now)


def require_another(user: User, by: Actor) -> None:
    """Refuse who would change what they may do themselves. NoGrant."""
    if by.id == name(user):
        raise NoGrant("Nobody changes what they may do themselves.")


def require_another_administrator(*, than: User, now: datetime) -> None:
    """Refuse where nobody else could give roles from now on. Call it in a transaction. NoGrant.

    Of two who end each other at the same moment, the second waits, and sees what the first did.
    """
    held = Grant.objects.select_for_update(of=("self",)).filter(
        role=Role.ADMINISTRATOR, ends_at=None, begins_at__lte=now, user__is_active=True
    )
    if not [one for one in held.order_by("id") if one.user_id != than.pk]:
        raise NoGrant("They are the last administrator: let somebody else be one first.")


def require_sense(role: str, level: str, unit: str) -> None:
    """Refuse a role that is none, or one for what it cannot be held. NoGrant."""
    if role not in Role.values:
        raise NoGrant(f"There is no role {role}.")
    if level not in levels(role):
        wanted = " or ".join(levels(role))
        raise NoGrant(f"The role {role} is for: {wanted}. Say which.")
    if bool(unit) == (level == Level.FORCE):
        raise NoGrant(f"The role {role} is for one {levels(role)[0]}: say which.")
    if level == Level.AREA and unit not in names():
        raise NoGrant(f"There is no area {unit}: it is one of {', '.join(names())}.")


def words(grant: Grant) -> str:
    """Give a grant as the journal keeps it: `commander of area BE`; of a person no name."""
    if grant.level == Level.FORCE:
        return grant.role
    if grant.level == Level.PERSON:
        return f"{grant.role} of a person"
    return f"{grant.role} of {grant.level} {grant.unit}"


def name(user: User) -> str:
    """Give a person as the journal names them."""
    return f"user:{user.pk}"


def _changed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(changes=F("changes") + 1)
    vars(user).pop("grants", None)
