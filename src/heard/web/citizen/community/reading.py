"""Reading a message: anybody by its number, and a member by their link, who may reply and rate it.

A link is passed on with its message, so that nothing of what was written by it is shown.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from heard.clock.read import now
from heard.core.attached.kinds import Kind
from heard.core.timing import LONDON
from heard.membership import attach, threads
from heard.membership.broadcast import words_of
from heard.membership.models import Copy, Message, Stage
from heard.membership.threads import LONGEST, NoReply, TooMany
from heard.web.citizen.community.visits import closed
from heard.web.downloads import handed_out
from heard.web.languages import BY_CODE, current

DONE = ("written", "rated")
MINUTE = 60  # seconds for which a file may be kept by whoever carries it: it can be taken back


@require_safe
def public(request: HttpRequest, number: int) -> HttpResponse:
    """Show a message that is for anybody, once it leaves and until it is cancelled."""
    found = _told(number)
    if found is None:
        return closed(request)
    return render(request, "citizen/community/message.html", _shown(found))


@require_safe
@cache_control(public=True, max_age=MINUTE)
def public_file(request: HttpRequest, number: int, position: int) -> HttpResponse:
    """Hand out a file of a message that is for anybody, as long as its page is there."""
    found = _told(number)
    return _file(request, found, position)


@require_safe
@cache_control(no_store=True)
def my_file(request: HttpRequest, token: str, position: int) -> HttpResponse:
    """Hand out a file of a message to whoever has the link of a copy."""
    copy = threads.find(token)
    return _file(request, copy.message if copy else None, position)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show a message to whoever has the link of a copy; a POST rates it or replies."""
    copy = threads.find(token)
    if copy is None:
        return closed(request)
    wrong, done = "", request.GET.get("done", "")
    if request.method == "POST":
        wrong = _taken(request, copy)
        if not wrong:
            response = redirect("citizen:community-message-mine", token)
            response["Location"] += f"?done={'rated' if 'useful' in request.POST else 'written'}"
            return response
    context = _shown(copy.message) | {
        "token": token,
        "wrong": wrong,
        "typed": request.POST.get("words", ""),
        "done": done if done in DONE else "",
    }
    status = 400 if wrong else 200
    return render(request, "citizen/community/message.html", context, status=status)


def _taken(request: HttpRequest, copy: Copy) -> str:
    """Take in a rating or a reply; say what is wrong with it, if anything."""
    useful = request.POST.get("useful")
    if useful in ("yes", "no"):
        threads.rate(copy, useful=useful == "yes")
        return ""
    try:
        threads.reply(copy, request.POST.get("words", ""), now=now())
    except TooMany:
        return gettext("That is as much as can be written here. To tell us more call 101")
    except NoReply:
        return gettext("Write a reply of at most %(number)s characters") % {
            "number": f"{LONGEST:,}"
        }
    return ""


def _shown(message: Message) -> dict[str, object]:
    known, reads = words_of(message), current().code
    found = known.get(reads, known["en"])
    spoken = BY_CODE[found.language]
    at = message.send_at or message.approved_at or message.written_at
    return {
        "words": found,
        "tag": spoken.tag,
        "side": spoken.direction,
        "missing": found.language != reads,
        "day": date_format(at.astimezone(LONDON), "j E Y"),
        "files": attach.of(message),
        "number": message.pk,
    }


def _told(number: int) -> Message | None:
    """Give a message that is for anybody, if it leaves or has left, and was not cancelled."""
    found = Message.objects.filter(pk=number, is_public=True).first()
    is_told = found is not None and (
        found.stage == Stage.SENT
        or (found.stage == Stage.READY and found.due_at is not None and found.due_at <= now())
    )
    return found if is_told else None


def _file(request: HttpRequest, message: Message | None, position: int) -> HttpResponse:
    found = attach.one(message, position) if message else None
    if found is None:
        return closed(request)
    kind = Kind(found.kind).media_type
    return handed_out(bytes(found.content), kind=kind, name=found.name)
