"""Who may do what with messages: a team for its areas, communications for the whole force."""

from django.http import HttpRequest

from heard.accounts.models import Grant, User
from heard.clock.read import now
from heard.membership.models import Message, Stage
from heard.membership.write import Who
from heard.web.staff.access import (
    ADMINISTRATOR,
    COMMANDER,
    COMMUNICATIONS,
    NEIGHBOURHOOD,
    holds,
    person,
)
from heard.web.staff.seen import PILOT, held

LEADS = (ADMINISTRATOR, COMMUNICATIONS)
READERS = (*LEADS, NEIGHBOURHOOD, COMMANDER)  # of what members reply
WRITERS = (*READERS, PILOT)
_TEAMS = (NEIGHBOURHOOD, COMMANDER)
_TOLD = (Stage.READY, Stage.SENT)


def who(request: HttpRequest) -> Who:
    """Give what whoever looks may do: by the areas for which they hold a role, and no others."""
    areas = areas_of(request)
    if areas is None:
        return Who(actor=person(request), leads=True)
    guest = {area: pilot for area, pilot in held(request).pilots.items() if area not in areas}
    return Who(actor=person(request), areas=areas | guest.keys(), pilots=guest)


def answers(request: HttpRequest) -> Who:
    """Give what whoever looks may do with replies of members, which no pilot opens."""
    return Who(actor=person(request), areas=areas_of(request))


def areas_of(request: HttpRequest) -> frozenset[str] | None:
    """Give the areas for which whoever looks answers to members; None is the whole force."""
    if holds(request, *LEADS):
        return None
    if not isinstance(request.user, User):
        raise TypeError("a page for staff was reached by nobody")
    grants = request.user.held(now=now())
    return frozenset(
        one.unit for one in grants if one.role in _TEAMS and one.level == Grant.Level.AREA
    )


def may_see(one: Message, by: Who) -> bool:
    """Tell whether a message is theirs to see: one for their areas, or for all once approved."""
    if by.areas is None or one.author == by.actor.id:
        return True
    if one.areas:
        return bool(set(one.areas) & set(by.areas))
    return one.stage in _TOLD


def find(number: int, by: Who) -> Message | None:
    """Give a message that they may see; None where there is none, or none of theirs."""
    found = Message.objects.filter(pk=number).first()
    return found if found and may_see(found, by) else None
