"""What a page of a conversation shows, and what it is told while it is open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from math import ceil

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from heard.clock import read
from heard.conversations import converse, desk, transcript, waits
from heard.conversations.models import Conversation, Message
from heard.web import talk_stream
from heard.web.broadcast import talk as topic
from heard.web.citizen.chat.visits import COOKIE, Visit, find
from heard.web.languages import BY_CODE, ENGLISH
from heard.web.talk_stream import Event

State = Conversation.State
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SIGN = MINUTE  # between two notes that a page is open


def events(visit: Visit, after: int) -> Sequence[Event]:
    """Give what is new after a position: each message, and how the conversation stands."""
    talk = visit.talk
    return [
        *(
            Event(name="said", data={"html": _html("message", {"one": one})}, position=one.position)
            for one in messages(talk, after)
        ),
        Event(name="state", data=_state(visit)),
    ]


def messages(talk: Conversation, after: int = 0) -> Sequence[Message]:
    """Give the messages after a position, in their order."""
    found = Message.objects.filter(conversation=talk, position__gt=after)
    return list(found.order_by("position"))


def standing(visit: Visit) -> dict[str, object]:
    """Give how a conversation stands: who is next, for how long one waits, what may be chosen."""
    talk = visit.talk
    told: dict[str, object] = {
        "talk": talk,
        "visit": visit,
        "ended": talk.state == State.ENDED,
        "options": _options(talk),
    }
    if talk.state == State.WAITING:
        place = desk.place(talk)
        told |= {
            "before": place - 1,
            "wait": in_words(waits.expected(place, now=visit.now)),
            "is_long": talk.urgency > 0 and waits.is_long(talk, place, now=visit.now),
        }
    elif talk.state == State.ENDED:
        told["may_send"] = transcript.may_send(talk)
    return told


def in_words(wait: timedelta | None) -> str:
    """Say how long it takes, in whole minutes and never less than one."""
    if wait is None:
        return gettext("We cannot say how long it takes.")
    if wait > HOUR:
        return gettext("It may take more than an hour.")
    minutes = max(1, ceil(wait / MINUTE))
    return gettext("It may take about %(minutes)s min.") % {"minutes": minutes}


@require_safe
def stream(request: HttpRequest, token: str = "") -> HttpResponseBase:
    """Tell an open page what is new. Only the process for streams may keep an answer open."""
    if not talk_stream.can_stream(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    holds = token or request.COOKIES.get(COOKIE, "")
    found = talk_stream.by_a_reader(lambda: find(holds, now=read.now()))
    if found is None:
        return talk_stream.open_to_us(HttpResponse(status=HTTPStatus.NOT_FOUND))
    visit = Visit(request=request, talk=found, now=found.heard_at, token=token)
    after = talk_stream.after(request)
    return talk_stream.answer(partial(again, visit), of=[topic(found.pk)], after=after)


def again(visit: Visit, after: int) -> Sequence[Event]:
    """Give what is new since somebody came, in their language."""
    talk = Conversation.objects.get(pk=visit.talk.pk)
    now = replace(visit, talk=talk, now=read.now())
    note_open(now)
    with translation.override(BY_CODE.get(talk.language, ENGLISH).tag.lower()):
        return events(now, after)


def news(visit: Visit) -> HttpResponse:
    """Give the same once, for a page that has no stream just now."""
    return as_json(visit, talk_stream.after(visit.request))


def as_json(visit: Visit, after: int, **more: object) -> HttpResponse:
    """Give what is new after a position as one answer."""
    told = [{"name": one.name, **one.data} for one in again(visit, after)]
    return JsonResponse({"events": told, **more})


def note_open(visit: Visit) -> None:
    """Note that the page is open, once a minute."""
    seen = visit.talk.seen_at
    if seen is None or visit.now - seen >= SIGN:
        converse.note_open(visit.talk.pk, now=visit.now)


def _state(visit: Visit) -> dict[str, object]:
    told = standing(visit)
    return {
        "html": _html("state", told),
        "ended": told["ended"],
        "exit": visit.talk.quick_exit,
    }


def _options(talk: Conversation) -> Sequence[str]:
    """Give what may be chosen to answer what was said last."""
    if talk.state == State.ENDED:
        return ()
    last = Message.objects.filter(conversation=talk).order_by("-position").first()
    return last.options if last else ()


def _html(template: str, told: dict[str, object]) -> str:
    return render_to_string(f"citizen/chat/{template}.html", told)
