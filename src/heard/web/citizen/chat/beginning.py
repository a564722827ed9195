"""Before a conversation: what is kept and who reads it, and the consent to that."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from heard.clock import read
from heard.conversations import assistant, converse, hours
from heard.core.timing import LONDON, london_date
from heard.invitations.invite import hash_token
from heard.vault.ring import fingerprint
from heard.web.citizen.chat.visits import (
    COOKIE,
    PLACE,
    address,
    draw,
    find,
    in_frame,
    is_from_us,
    see,
)
from heard.web.languages import current


@require_safe
@cache_control(no_store=True)
def notice(request: HttpRequest) -> HttpResponse:
    """Say what live chat is and what is kept of it, or when it is on."""
    talk = find(request.COOKIES.get(COOKIE, ""), now=read.now())
    # Where abuse was spoken of, nobody else at the device is to learn that there is a conversation.
    return _notice(request, begun=talk is not None and not talk.quick_exit)


@require_safe
@cache_control(no_store=True)
def notice_framed(request: HttpRequest) -> HttpResponseBase:
    return in_frame(request, _notice(request, framed=True))


@require_POST
@cache_control(no_store=True)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a conversation, and keep by a cookie who may come back to it."""
    token = draw()
    answer = _begin(request, token)
    if answer.status_code == HTTPStatus.SEE_OTHER:
        answer.set_cookie(
            COOKIE,
            token,
            path=PLACE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


@csrf_exempt  # whoever has no cookie has nothing that another site could use
@require_POST
@cache_control(no_store=True)
def begin_framed(request: HttpRequest) -> HttpResponseBase:
    """Begin a conversation whose pages have its token in their address."""
    if not is_from_us(request):
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    return in_frame(request, _begin(request, draw(), framed=True))


def _notice(request: HttpRequest, *, wrong: bool = False, **told: bool) -> HttpResponse:
    now = read.now()
    opens = hours.opens_next(now=now)
    at = opens.astimezone(LONDON) if opens else None
    told |= {"wrong": wrong, "is_on": hours.is_on(now=now)}
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    context = {
        "days": settings.CHAT_KEPT.days,
        "opens": date_format(at, "l j E, H:i") if at else "",
        "framed": False,
        **told,
    }
    return render(request, "citizen/chat/notice.html", context, status=status)


def _begin(request: HttpRequest, token: str, *, framed: bool = False) -> HttpResponse:
    now = read.now()
    if not hours.is_on(now=now):
        return _notice(request, framed=framed)
    if request.POST.get("agree") != "yes":
        return _notice(request, framed=framed, wrong=True)
    language, network = current().code, str(request.META.get("REMOTE_ADDR", ""))
    try:
        converse.begin(
            hash_token(token),
            language=language,
            opening=assistant.opening(language),
            with_bot=True,
            now=now,
            network=fingerprint(f"{network} {london_date(now)}", of="network"),
        )
    except converse.TooMany:
        status = HTTPStatus.TOO_MANY_REQUESTS
        return render(request, "citizen/chat/too_many.html", {"framed": framed}, status=status)
    return see(address("talk", token if framed else ""))
