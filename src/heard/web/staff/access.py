"""Who may open which page for staff; the journal keeps who looked, and who was refused."""

from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.clock.read import now
from heard.insight.facts.read import NoFacts
from heard.journal.write import write

ADMINISTRATOR, ANALYST, VIEWER = User.Role
EVERYBODY = (ADMINISTRATOR, ANALYST, VIEWER)
MENU = (
    ("figures", "Figures"),
    ("contact", "Force Contact"),
    ("response", "Force Response"),
    ("ledger", "Ledger"),
    ("history", "History"),
    ("outbox", "Outbox"),
    ("dead-letters", "Dead letters"),
    ("journal", "Journal"),
)

NOT_YET = HTTPStatus.SERVICE_UNAVAILABLE

View = Callable[..., HttpResponse]


def page(*roles: User.Role, about: Callable[..., str] | None = None) -> Callable[[View], View]:
    """Let people of these roles read a page, and leave nothing behind in the browser.

    A look stands in the journal as `page:<name>`, and what `about` gives of the request after
    it. `about` is asked for what was found and shown only; it must never repeat what was typed.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def reached(request: HttpRequest, **parts: str) -> HttpResponse:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            if request.user.role not in roles:
                _note("web.refused", request, request.user)
                return render(request, "staff/refused.html", status=HTTPStatus.FORBIDDEN)
            try:
                response = view(request, **parts)
            except NoFacts:
                response = render(request, "staff/no_facts.html", status=NOT_YET)
            found = response.status_code == HTTPStatus.OK
            words = about(request, **parts) if about and found else ""
            _note("web.look", request, request.user, words)
            return response

        # Drawings are ten times as long as what is in them. Django pads what it compresses, and
        # gives the token of each form anew, so that its length tells nothing.
        opened = gzip_page(require_safe(cache_control(no_store=True)(reached)))
        vars(opened)["roles"] = frozenset(roles)
        return opened

    return decorate


def menu(request: HttpRequest) -> dict[str, object]:
    """Give templates `menu()`: name and words of each page that this person may open."""
    return {"menu": partial(_menu, request)}


def _menu(request: HttpRequest) -> list[tuple[str, str]]:
    user = request.user
    return [
        (name, label)
        for name, label in MENU
        if isinstance(user, User) and user.role in _roles_of(name)
    ]


def _roles_of(name: str) -> frozenset[str]:
    found: frozenset[str] = vars(resolve(reverse(f"staff:{name}")).func)["roles"]
    return found


def _note(act: str, request: HttpRequest, user: User, about: str = "") -> None:
    name = request.resolver_match.url_name if request.resolver_match else ""
    write(act, subject=f"page:{name} {about}".strip(), actor=actor(user), now=now())
