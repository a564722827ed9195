"""OpenRosa for devices of staff: what may be asked, the forms, and what was filled in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from hashlib import md5
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heard import wake
from heard.clock.read import now
from heard.fieldwork import devices, forms
from heard.fieldwork.attachments import File
from heard.fieldwork.models import Device
from heard.fieldwork.receive import Unacceptable
from heard.fieldwork.submit import NoXml, Sent, submit
from heard.web.feeds.openrosa import answers, challenge, parts
from heard.web.gates import gates

View = Callable[..., HttpResponse]
SHUT = "This device is not known here, or it was shut out. Ask an administrator for a new code."
FLOOD = "Too many requests with a wrong code came from your network. Wait ten minutes."


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """The device that was let in, and the address under which it finds everything."""

    device: Device
    base: str


def _for_devices(*methods: str) -> Callable[[View], View]:
    """Let in whom a token in the address names, or who proves a secret by HTTP authentication."""

    def decorate(view: View) -> View:
        @wraps(view)
        def reached(request: HttpRequest, token: str = "", **words: str) -> HttpResponse:
            try:
                device = _device(request, token)
            except challenge.Wrong as wrong:
                return _refuse(request, token, stale=wrong.stale)
            return view(request, Inside(device=device, base=_base(token)), **words)

        return csrf_exempt(require_http_methods(methods)(reached))

    return decorate


@_for_devices("GET", "HEAD")
def form_list(request: HttpRequest, inside: Inside) -> HttpResponse:
    offered = forms.offered(now=now())
    if "listAllVersions" in request.GET:
        offered = [one for form in offered for one in forms.earlier(form)]
    if wanted := request.GET.get("formID"):
        offered = [one for one in offered if forms.form_id(one.collector) == wanted]
    is_verbose = request.GET.get("verbose") == "true"
    last = forms.last_questions(gates(), now=now())
    return answers.form_list(
        _entry(one, forms.xform(one, last), inside.base, is_verbose=is_verbose) for one in offered
    )


@_for_devices("GET", "HEAD")
def form(_request: HttpRequest, _inside: Inside, *, form: str, version: str) -> HttpResponse:
    try:
        found = forms.to_download(form, version, now=now())
    except forms.Unknown as unknown:
        return answers.say(unknown.why, HTTPStatus.NOT_FOUND)
    return answers.form(forms.xform(found, forms.last_questions(gates(), now=now())))


@_for_devices("GET", "HEAD")
def manifest(_request: HttpRequest, _inside: Inside, *, form: str, version: str) -> HttpResponse:
    try:
        forms.to_download(form, version, now=now())
    except forms.Unknown as unknown:
        return answers.say(unknown.why, HTTPStatus.NOT_FOUND)
    return answers.manifest()


@_for_devices("HEAD", "POST")
def submission(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Take a form: 201 once it is here, also again; 202 while files of it are to follow."""
    if request.method == "HEAD":
        asked = request.META["QUERY_STRING"]
        here = {"Location": f"{inside.base}submission{'?' if asked else ''}{asked}"}
        return answers.marked(HttpResponse(status=HTTPStatus.NO_CONTENT, headers=here))
    try:
        posted = parts.read(request)
        told = _sent(request, inside.device, posted.xml, posted.files)
        receipt = submit(told, now=now())
    except parts.NotRead as fault:
        return answers.say(str(fault), fault.status)
    except NoXml as fault:
        return answers.say(str(fault), HTTPStatus.BAD_REQUEST)
    except forms.Unknown as unknown:
        return answers.say(unknown.why, HTTPStatus.NOT_FOUND)
    except Unacceptable as fault:
        return answers.say(fault.why, HTTPStatus.BAD_REQUEST)
    wake.ring()
    message = "It was here already, and nothing changed." if receipt.known else "It is here."
    return answers.say(message, HTTPStatus.CREATED if posted.is_whole else HTTPStatus.ACCEPTED)


def _sent(request: HttpRequest, device: Device, xml: bytes, files: tuple[File, ...]) -> Sent:
    """Say who sends it; what a device calls itself is a hint, and proves nothing."""
    called = request.GET.get("deviceID", "")
    return Sent(
        xml=xml,
        files=files,
        interviewer=device.user,
        device=called if called.isprintable() and called else device.name,
    )


def _entry(
    offered: forms.Offered, xform: bytes, base: str, *, is_verbose: bool
) -> Mapping[str, str]:
    name = forms.form_id(offered.collector)
    here = f"{base}forms/{name}/{offered.version.number}"
    entry = {
        "formID": name,
        "name": offered.title,
        "version": str(offered.version.number),
        "hash": f"md5:{md5(xform, usedforsecurity=False).hexdigest()}",
        "downloadUrl": here,
        "manifestUrl": f"{here}/manifest",
    }
    words = {"descriptionText": offered.collector.programme.name} if is_verbose else {}
    return entry | words


def _base(token: str) -> str:
    """Give the address under which a device finds everything, with its token if it has one."""
    home = reverse("openrosa:forms", args=[token] if token else [])
    return f"{settings.SITE_URL}{home.removesuffix('formList')}"


def _device(request: HttpRequest, token: str) -> Device:
    if not token:
        return challenge.prove(request, now=now())
    if (device := devices.by_secret(token)) is None:
        raise challenge.Wrong
    return device


def _refuse(request: HttpRequest, token: str, *, stale: bool) -> HttpResponse:
    """Say no, and ask for a proof; a client's first request without one is no attempt."""
    tried = bool(token) or ("Authorization" in request.headers and not stale)
    if tried and devices.is_flood(request.META.get("REMOTE_ADDR", ""), now=now()):
        wait = {"Retry-After": str(int(devices.WINDOW.total_seconds()))}
        return answers.say(FLOOD, HTTPStatus.TOO_MANY_REQUESTS, wait)
    if token:
        return answers.say(SHUT, HTTPStatus.FORBIDDEN)
    asked = challenge.challenge(now=now(), stale=stale, is_secure=request.is_secure())
    return answers.say(SHUT, HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": asked})
