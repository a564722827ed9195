"""The addresses of SCIM 2.0: users, groups, and what of the standard is taken."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from ninja.errors import HttpError

from heard.accounts.keys import check_key
from heard.accounts.models import FeedKey
from heard.clock.read import now
from heard.journal.write import Actor
from heard.web.feeds.reading import NotJson, is_storable, read_body
from heard.web.feeds.scim import groups, users
from heard.web.feeds.scim.messages import MOST, Attributes, Refused, listed, wanted

TYPE = "application/scim+json"
CONFIG = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
Door = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A kind of resource: its module, and how one of it is shown."""

    verbs: Any
    shown: Callable[[Any], dict[str, Any]]


USERS = Resource(verbs=users, shown=users.shown)
GROUPS = Resource(verbs=groups, shown=lambda team: groups.shown(team, now=now()))


def for_directories(view: Callable[..., HttpResponse]) -> Door:
    """Let in whoever holds a key of this kind; tell what is refused as SCIM has it."""

    @csrf_exempt
    @cache_control(no_store=True)
    @wraps(view)
    def reached(request: HttpRequest, **parts: Any) -> HttpResponse:  # noqa: ANN401 - of an address
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        source = check_key(key.strip(), kind=FeedKey.Kind.SCIM, now=now()) if key else None
        if kind.lower() != "bearer" or source is None:
            refused = Refused("A key of a feed is needed.", kind="", status=HTTPStatus.UNAUTHORIZED)
            return _told(refused.message(), refused.status)
        try:
            with transaction.atomic():
                return view(request, by=Actor(id=f"feed:scim:{source}", label=source), **parts)
        except Refused as error:
            return _told(error.message(), error.status)
        except (NotJson, HttpError) as error:
            status = HTTPStatus(getattr(error, "status_code", HTTPStatus.BAD_REQUEST))
            refused = Refused(str(error), kind="invalidSyntax", status=status)
            return _told(refused.message(), status)

    return reached


@require_safe
@for_directories
def config(_request: HttpRequest, *, by: Actor) -> HttpResponse:  # noqa: ARG001 - who is let in
    """Say what of the standard is taken."""
    no = {"supported": False}
    told = {
        "schemas": [CONFIG],
        "patch": {"supported": True},
        "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MOST},
        **dict.fromkeys(("changePassword", "sort", "etag"), no),
        "authenticationSchemes": [
            {"type": "oauthbearertoken", "name": "A key of a feed", "description": "Of kind scim"}
        ],
    }
    return _told(told)


def many(resource: Resource) -> Door:
    """Give the view that lists resources of a kind, and adds one."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @for_directories
    def view(request: HttpRequest, *, by: Actor) -> HttpResponse:
        if request.method == "POST":
            added = resource.verbs.add(_body(request), by=by, now=now())
            return _told(resource.shown(added), HTTPStatus.CREATED)
        found = resource.verbs.everybody()
        if asked := wanted(request.GET.get("filter", ""), [*resource.verbs.FILTERS]):
            found = resource.verbs.narrowed(found, *asked)
        start, count = _number(request, "startIndex", 1), _number(request, "count", MOST)
        first = max(start, 1) - 1
        rows = found[first : first + min(max(count, 0), MOST)]
        told = listed([resource.shown(one) for one in rows], start=first + 1, total=found.count())
        return _told(told)

    return view


def one(resource: Resource) -> Door:
    """Give the view that shows, writes anew, changes or removes one resource of a kind."""

    @require_http_methods(["GET", "HEAD", "PUT", "PATCH", "DELETE"])
    @for_directories
    def view(request: HttpRequest, *, number: int, by: Actor) -> HttpResponse:
        found = resource.verbs.everybody().filter(pk=number).first()
        if found is None:
            raise Refused("It is not there.", kind="", status=HTTPStatus.NOT_FOUND)
        if request.method == "DELETE":
            resource.verbs.remove(found, by=by, now=now())
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        if request.method == "PUT":
            resource.verbs.put(found, _body(request), by=by, now=now())
        elif request.method == "PATCH":
            resource.verbs.patch(found, _body(request), by=by, now=now())
        return _told(resource.shown(found))

    return view


def _body(request: HttpRequest) -> Attributes:
    body = read_body(request, types=(TYPE, "application/json"))
    if not isinstance(body, dict) or not is_storable(body):
        raise Refused("The body is one object of SCIM.", kind="invalidSyntax")
    return body


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    given = request.GET.get(name, "")
    if not given:
        return otherwise
    if not (given.isascii() and given.lstrip("-").isdecimal() and len(given) < MOST // 10):
        raise Refused(f"{name}: a whole number.")
    return int(given)


def _told(told: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return JsonResponse(told, status=status, content_type=TYPE)
