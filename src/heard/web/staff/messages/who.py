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

LEADS = (ADMINISTRATOR, COMMUNICATIONS)
WRITERS = (*LEADS, NEIGHBOURHOOD, COMMANDER)
_TEAMS = (NEIGHBOURHOOD, COMMANDER)
_TOLD = (Stage.READY, Stage.SENT)


def who(request: HttpRequest) -> Who:
    """Give what whoever looks may do: by the areas for which they hold a role, and no others."""
    if holds(request, *LEADS):
        return Who(actor=person(request), leads=True)
    if not isinstance(request.user, User):
        raise TypeError("a page for staff was reached by nobody")
    held = request.user.held(now=now())
    areas = {one.unit for one in held if one.role in _TEAMS and one.level == Grant.Level.AREA}
    return Who(actor=person(request), areas=frozenset(areas))


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
