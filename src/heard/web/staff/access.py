"""Who may open which page for staff; the journal keeps who looked, and who was refused."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial, wraps
from http import HTTPStatus
from time import monotonic

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.accounts.models import PartRole, User
from heard.accounts.people import actor
from heard.accounts.scope import OutOfScope
from heard.accounts.wall import within
from heard.clock.read import now
from heard.insight.facts.read import NoFacts
from heard.journal.write import Actor, write
from heard.places.areas import names
from heard.web.downloads import handed_out
from heard.web.staff.limits import BY_ITSELF
from heard.web.staff.seen import held, require_address, scope

ADMINISTRATOR, ANALYST, VIEWER = User.Role.ADMINISTRATOR, User.Role.ANALYST, User.Role.VIEWER
CALLER, SUPERVISOR, OFFICER = User.Role.CALLER, User.Role.SUPERVISOR, User.Role.OFFICER
CONTACT_HANDLER, TEAM_SUPERVISOR = User.Role.CONTACT_HANDLER, User.Role.TEAM_SUPERVISOR
COMMANDER, ADVISER = User.Role.COMMANDER, User.Role.ADVISER
POLICY_MANAGER, COMMUNICATIONS = User.Role.POLICY_MANAGER, User.Role.COMMUNICATIONS
AUDITOR, HOLD_REVIEWER = User.Role.AUDITOR, User.Role.HOLD_REVIEWER
DUTY_REVIEWER, CODE_LEAD = User.Role.DUTY_REVIEWER, User.Role.CODE_LEAD
TRAINING_LEAD, REFERENCE_REVIEWER = User.Role.TRAINING_LEAD, User.Role.REFERENCE_REVIEWER
NEIGHBOURHOOD, CHAT_MANAGER = User.Role.NEIGHBOURHOOD, User.Role.CHAT_MANAGER
# Who is so for a part of the force alone: they open the pages that go by a scope, no other.
PART_ANALYST, PART_REVIEWER = PartRole.ANALYST, PartRole.REVIEWER
# Who reads how surveys are made, and the ways in.
EVERYBODY = (ADMINISTRATOR, ANALYST, VIEWER, POLICY_MANAGER, COMMUNICATIONS)
# Who sees figures: those of the whole force, and of parts of it as far as their scope goes.
FIGURES = (
    *EVERYBODY,
    *(COMMANDER, TEAM_SUPERVISOR, CONTACT_HANDLER, OFFICER),
    *(ADVISER, CODE_LEAD, TRAINING_LEAD, PART_ANALYST, CHAT_MANAGER),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What is handed out instead of a page; with a `name` it is kept, else it is shown."""

    content: bytes
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows, and what it is about, in the words that the journal keeps.

    `about` may hold what was found and chosen from a list; it must never repeat what was typed.
    After an act `leads_to` is the address of the page to go on to. A page speaks English unless
    `language` says otherwise; where there is a `file`, that is all.
    """

    template: str = ""
    context: Mapping[str, object] = field(default_factory=dict)
    about: str = ""
    status: HTTPStatus = HTTPStatus.OK
    leads_to: str = ""
    language: str = ""
    file: File | None = None


AGAIN = 600.0  # seconds in which an open page's asking for the same is no other look
MOST_LOOKS = 10_000  # that a process remembers
_LOOKED: dict[tuple[int, str, str], float] = {}
REFUSED = Shown(template="staff/refused.html", status=HTTPStatus.FORBIDDEN)
NO_FACTS = Shown(template="staff/no_facts.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
View = Callable[..., HttpResponse]


def page(*roles: str, acts: bool = False) -> Callable[[Callable[..., Shown]], View]:
    """Let people of these roles read a page, and leave nothing behind in the browser.

    A look stands in the journal as `page:<name>`, and after it what the page was about. A page
    that `acts` takes what a form of it sends, too; what comes of that its own verb journals.
    What lies outside of what somebody may see (`Scope`) is refused, whoever may open the page.
    """

    def decorate(view: Callable[..., Shown]) -> View:
        @wraps(view)
        def reached(request: HttpRequest, **parts: str) -> HttpResponse:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            if not holds(request, *roles):
                note("web.refused", request, request.user)
                return render(request, "staff/refused.html", status=HTTPStatus.FORBIDDEN)
            with within(scope(request)):
                return _answer(request, request.user, partial(view, request, **parts), parts)

        # Drawings are ten times as long as what is in them. Django pads what it compresses, and
        # gives the token of each form anew, so that its length tells nothing.
        methods = require_http_methods(["GET", "HEAD", "POST"]) if acts else require_safe
        opened = gzip_page(methods(cache_control(no_store=True)(reached)))
        vars(opened)["roles"] = frozenset(roles)
        return opened

    return decorate


def act(*roles: str, back: str) -> Callable[[Callable[..., Shown | None]], View]:
    """Let people of these roles do something by a form that stands on the page `back`.

    The verb that is called journals the act. Done, it leads back; a view that gives something to
    show has done nothing, and shows why.
    """

    def decorate(view: Callable[..., Shown | None]) -> View:
        @wraps(view)
        def reached(request: HttpRequest, **parts: str) -> HttpResponse:
            if not isinstance(request.user, User):
                return redirect_to_login(reverse(f"staff:{back}"))
            if not holds(request, *roles):
                note("web.refused", request, request.user)
                return render(request, "staff/refused.html", status=HTTPStatus.FORBIDDEN)
            shown = view(request, by=actor(request.user), **parts)
            if shown is None:
                return HttpResponseRedirect(reverse(f"staff:{back}"), status=HTTPStatus.SEE_OTHER)
            return render(request, shown.template, dict(shown.context), status=shown.status)

        return require_POST(cache_control(no_store=True)(reached))

    return decorate


def _answer(
    request: HttpRequest, user: User, view: Callable[[], Shown], parts: Mapping[str, str]
) -> HttpResponse:
    try:
        require_address(request, parts)
        shown = view()
    except NoFacts:
        shown = NO_FACTS
    except OutOfScope as outside:
        note("web.refused", request, user)
        return render(
            request,
            "staff/not_yours.html",
            {"outside": outside, "scope": scope(request), "areas": names()},
            status=HTTPStatus.FORBIDDEN,
        )
    else:
        if not shown.leads_to and not _is_again(request, user, shown.about):
            note("web.look", request, user, shown.about)
    if shown.leads_to:
        return HttpResponseRedirect(shown.leads_to, status=HTTPStatus.SEE_OTHER)
    if shown.file is not None and shown.file.name:
        return handed_out(shown.file.content, kind=shown.file.kind, name=shown.file.name)
    if shown.file is not None:
        return HttpResponse(shown.file.content, content_type=shown.file.kind)
    with translation.override(shown.language) if shown.language else nullcontext():
        return render(request, shown.template, dict(shown.context), status=shown.status)


def _is_again(request: HttpRequest, user: User, about: str) -> bool:
    """Tell whether an open page asks by itself for what was looked at just now.

    Every few seconds it would bury the journal. Of what an open page asks for, each thing stands
    there once in `AGAIN` all the same, so that nobody looks at anything without an entry.
    """
    if BY_ITSELF not in request.headers:
        return False
    looked, at = (user.pk, request.path, about), monotonic()
    is_again = at - _LOOKED.get(looked, -AGAIN) < AGAIN
    if not is_again:
        if len(_LOOKED) >= MOST_LOOKS:
            _LOOKED.clear()
        _LOOKED[looked] = at
    return is_again


def person(request: HttpRequest) -> Actor:
    """Give who looks at a page of staff, as the journal names them."""
    if not isinstance(request.user, User):
        raise TypeError("a page for staff was reached by nobody")
    return actor(request.user)


def holds(request: HttpRequest, *roles: str) -> bool:
    """Tell whether somebody holds one of these roles now, for whatever part of the force."""
    return not held(request).roles.isdisjoint(roles)


def first_page(user: object) -> str:
    """Name the page that somebody sees first: what needs them, or the app to ask with."""
    roles = user.roles(now=now()) if isinstance(user, User) else frozenset()
    return "staff:field" if roles == {OFFICER} else "staff:start"


def note(act: str, request: HttpRequest, user: User, about: str = "") -> None:
    """Enter in the journal that somebody looked at a page, or was refused it."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    write(act, subject=f"page:{name} {about}".strip(), actor=actor(user), now=now())
