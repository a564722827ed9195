"""The pages and addresses of the officer's app."""

import json
from collections.abc import Callable
from functools import cache, wraps
from hashlib import sha256
from http import HTTPStatus

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_POST, require_safe

from heard.accounts.models import User
from heard.clock.read import now
from heard.fieldwork.badges import badge
from heard.fieldwork.take import LONGEST, State, take
from heard.web.staff.access import ADMINISTRATOR, NEIGHBOURHOOD, OFFICER, Shown, holds, note, page
from heard.web.staff.field import pack as packs
from heard.web.staff.field import registered

ASK = (OFFICER, ADMINISTRATOR)  # who may ask people; the others register them for the community
WHO = (*ASK, NEIGHBOURHOOD)
MOST = 20  # interviews in one post
BUILT = settings.STATIC_ROOT / "built"
SHEETS = ("citizen.css", "citizen.rtl.css")
FILES = ("field-app.js", "field-icon.svg", *SHEETS)
TEMPLATES = settings.BASE / "web" / "templates"
own = ["'self'"]
runs = csp_update({"script-src": own, "connect-src": own, "worker-src": own, "manifest-src": own})
View = Callable[..., HttpResponse]


@runs
@page(*WHO)
def show_app(_request: HttpRequest) -> Shown:
    """Show the frame of the app: the same for everybody, since devices keep it."""
    sheets = {"ltr": static(f"built/{SHEETS[0]}"), "rtl": static(f"built/{SHEETS[1]}")}
    return Shown(template="staff/field.html", context={"sheets": sheets})


def for_the_app(view: Callable[[HttpRequest, User], HttpResponse]) -> View:
    """Let the app of a signed-in officer reach this; others get a status, since nobody reads it."""

    @wraps(view)
    @cache_control(no_store=True)
    def reached(request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            return _refused("Sign in.", HTTPStatus.UNAUTHORIZED)
        if not holds(request, *WHO):
            note("web.refused", request, request.user)
            return _refused("Your role does not include this.", HTTPStatus.FORBIDDEN)
        return view(request, request.user)

    return reached


@require_safe
@for_the_app
def me(request: HttpRequest, user: User) -> HttpResponse:
    """Say who is signed in, what shows it later, what time it is, and what a post has to carry."""
    moment = now().isoformat()
    told = {"name": user.name, "badge": badge(user), "now": moment, "token": get_token(request)}
    return JsonResponse(told)


@require_safe
@gzip_page
@conditional_page
@for_the_app
def pack(request: HttpRequest, user: User) -> HttpResponse:
    """Give what a device takes along."""
    moment = now()
    registers = registered.may_register(user, now=moment)
    answer = JsonResponse(packs.pack(now=moment, asks=holds(request, *ASK), registers=registers))
    answer.headers["ETag"] = f'"{sha256(answer.content).hexdigest()}"'
    return answer


@require_POST
@for_the_app
def submissions(request: HttpRequest, user: User) -> HttpResponse:
    """Take sealed interviews and entries in; each gets an answer of its own."""
    items = _items(request)
    if items is None:
        why = f"Send {{'items': [{{'instance', 'sealed'}}]}} with {MOST} at most."
        return _refused(why, HTTPStatus.BAD_REQUEST)
    asks = holds(request, *ASK)
    told = [_brought(*item, by=user, asks=asks) for item in items]
    return JsonResponse({"items": told})


@runs
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Give the script that keeps the app on the device; it holds nothing of anybody's."""
    files = [reverse("staff:field"), reverse("staff:field-manifest")]
    files += [static(f"built/{name}") for name in FILES]
    head = f"const VERSION = {json.dumps(_version())}, FILES = {json.dumps(files)};\n"
    script = head + (BUILT / "field-worker.js").read_text(encoding="utf-8")
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """Say how the app is called and looks once it is installed."""
    home = reverse("staff:field")
    icon = {"src": static("built/field-icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    told = {
        "id": home,
        "name": f"Heard: {settings.FORCE_NAME}",
        "short_name": "Heard",
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "lang": "en-GB",
        "background_color": "#ffffff",
        "theme_color": "#1b2a4a",
        "icons": [icon],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _brought(instance: str, sealed: str, kind: str, *, by: User, asks: bool) -> dict[str, str]:
    """Take in what a device brings: somebody who was registered, or an interview."""
    if kind == registered.KIND:
        state, why = registered.register(instance, sealed, by=by, now=now())
        return {"instance": instance, "state": state, "why": why}
    if not asks:
        why = "Your role does not include interviews: let an officer sign in, and try again."
        return {"instance": instance, "state": State.REFUSED, "why": why}
    outcome = take(instance, sealed, by=by, now=now())
    return {"instance": instance, "state": outcome.state, "why": outcome.why}


def _items(request: HttpRequest) -> list[tuple[str, str, str]] | None:
    if len(request.body) > MOST * LONGEST:
        return None
    try:
        found = json.loads(request.body)["items"]
        items = [(one["instance"], one["sealed"], one.get("kind", "")) for one in found]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    texts = all(isinstance(text, str) for item in items for text in item)
    return items if texts and len(items) <= MOST else None


def _refused(why: str, status: HTTPStatus) -> HttpResponse:
    return JsonResponse({"why": why}, status=status)


@cache
def _version() -> str:
    """Tell one state of the app from another, by all that a device keeps of it."""
    files = [BUILT / name for name in (*FILES, "field-worker.js")]
    kept = [*files, TEMPLATES / "base.html", TEMPLATES / "staff/field.html"]
    sha = sha256(settings.FORCE_NAME.encode())
    for file in kept:
        sha.update(file.read_bytes())
    return sha.hexdigest()[:16]
