"""What somebody may see, and the facts that pages for staff are made of, opened in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest

from heard.accounts.models import User
from heard.accounts.scope import EVERYTHING, NOTHING, Scope, scope_of
from heard.clock.read import now
from heard.insight.facts import scoped
from heard.insight.facts.read import Facts, facts
from heard.membership import pilots
from heard.web.staff.ahead import LOOKED
from heard.web.staff.filters import NOT_GIVEN

# Who uses the community of an area by a pilot. It is nothing that is granted.
PILOT = "pilot"
NAMED = ("area", "impact_area", "team")  # in an address, whether a part of it or a filter


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The roles that whoever asks holds at this moment, and what they may see by them.

    `pilots` are the areas whose community they use by a pilot, each with its number.
    """

    roles: frozenset[str]
    scope: Scope
    pilots: Mapping[str, int]


NOBODY = Held(roles=frozenset(), scope=NOTHING, pilots={})


def held(request: HttpRequest) -> Held:
    """Give what whoever asks holds; it is looked up once a request."""
    if not isinstance(request.user, User):
        return NOBODY
    kept = vars(request)
    if "held" not in kept:
        moment = now()
        roles, mine = request.user.roles(now=moment), scope_of(request.user, now=moment)
        areas = pilots.open_to(request.user, now=moment)
        roles |= {PILOT} if areas else set()
        kept["held"] = Held(roles=roles, scope=mine, pilots=areas)
    found: Held = kept["held"]
    return found


def scope(request: HttpRequest) -> Scope:
    """Give which parts of the force somebody may see apart; nobody may see any."""
    return held(request).scope


def words_scope(request: HttpRequest, *readers: str) -> Scope:
    """Give whose words somebody may read: all as one of `readers`; else of their parts alone."""
    if not held(request).roles.isdisjoint(readers):
        return EVERYTHING
    return replace(scope(request), cases=False)


def require_address(request: HttpRequest, parts: Mapping[str, object]) -> None:
    """Refuse an address that names a part of the force that is not theirs. OutOfScope."""
    named = {**request.GET.dict(), **parts}
    asked = {name: str(named[name]) for name in NAMED if named.get(name)}
    given = {name: "" if word == NOT_GIVEN else word for name, word in asked.items()}
    scoped.require_place(scope(request), given)


def facts_for(request: HttpRequest) -> Facts:
    """Open the facts for whoever asks, with as much of them as they may see. NoFacts."""
    LOOKED.set()
    return facts(settings.FACTS).within(scope(request))
