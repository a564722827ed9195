"""The conversation itself: its page, what is sent from it, and its end."""

from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext

from heard.conversations import assistant, callbacks, converse, desk, transcript
from heard.conversations.callbacks import NotAsked, Wanted
from heard.conversations.converse import LONGEST, NotSaid, TooFast, TooLong
from heard.conversations.models import Conversation
from heard.core.emails import EmailKind, read_email
from heard.web import talk_stream
from heard.web.citizen.chat import told
from heard.web.citizen.chat.visits import Visit

JSON = "application/json"
State = Conversation.State


def talk(visit: Visit) -> HttpResponse:
    """Show what was said. With `?wait` the page loads itself anew, and has no field to lose."""
    told.note_open(visit)
    return _show(visit)


def say(visit: Visit) -> HttpResponse:
    """Take a message, once by the key that its form has, or say what is wrong with it."""
    post = visit.request.POST
    text = post.get("choice") or post.get("text", "")
    wrong = _wrong(text) or _said(visit, text)
    if visit.request.headers.get("Accept") == JSON:
        if wrong:
            return told.as_json(visit, talk_stream.after(visit.request), problem=wrong)
        return told.as_json(visit, talk_stream.after(visit.request))
    return _show(visit, text=text, problem=wrong) if wrong else visit.go("talk")


def end(visit: Visit) -> HttpResponse:
    """Ask whether it is to end, and end it."""
    if visit.is_post:
        desk.leave(visit.talk.pk, now=visit.now)
        return visit.go("talk")
    return visit.show("end")


def send(visit: Visit) -> HttpResponse:
    """Send what was said by e-mail, where that is safe and nobody else reads it."""
    if not transcript.may_send(visit.talk):
        return visit.go("talk")
    post = visit.request.POST
    email, read = read_email(post.get("email", "")), post.get("alone", "")
    if not visit.is_post:
        return visit.show("transcript", email="", problems={})
    if read == "no":
        return visit.show("transcript_kept")
    problems = {}
    if email.kind in (EmailKind.BAD, EmailKind.ROLE):
        problems["email"] = gettext("Enter an e-mail address of your own, like name@example.com")
    if read != "yes":
        problems["alone"] = gettext("Say whether only you read this e-mail")
    if problems:
        status = HTTPStatus.BAD_REQUEST
        typed = post.get("email", "")
        return visit.show("transcript", email=typed, problems=problems, status=status)
    transcript.send(visit.talk, email=email.address, now=visit.now)
    return visit.show("transcript_sent")


def call_back(visit: Visit) -> HttpResponse:
    """Take in whom to call back instead of letting them wait."""
    if visit.talk.state != State.WAITING or visit.talk.urgency == 0:
        return visit.go("talk")
    post = visit.request.POST
    names = ("number", "safe_times", "ask_for")
    typed = {name: post.get(name, "") for name in names}
    if not visit.is_post:
        return visit.show("call_back", typed=typed, wrong=False)
    try:
        callbacks.ask(visit.talk.pk, Wanted(**typed), now=visit.now)
    except NotAsked:
        return visit.show("call_back", typed=typed, wrong=True, status=HTTPStatus.BAD_REQUEST)
    return visit.go("talk")


def _wrong(text: str) -> str:
    if not text.strip():
        return gettext("Write a message first.")
    return ""


def _said(visit: Visit, text: str) -> str:
    """Take a message, and give what is wrong if it cannot be taken."""
    words, key = text.replace("\r\n", "\n"), _key(visit.request.POST.get("key", ""))
    try:
        converse.hear(visit.talk.pk, words, key=key, assistant=assistant.answer, now=visit.now)
    except TooFast:
        return gettext("Many messages came at once. Wait a minute, then send it again.")
    except TooLong:
        most = {"most": f"{LONGEST:,}"}
        return gettext("A message has at most %(most)s characters. Send it in parts.") % most
    except NotSaid:
        return gettext("It could not be sent: this conversation has ended.")
    return ""


def _key(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        return uuid4()


def _show(visit: Visit, *, text: str = "", problem: str = "") -> HttpResponse:
    said = told.messages(visit.talk)
    return visit.show(
        "talk",
        said=said,
        last=said[-1].position if said else 0,
        waits="wait" in visit.request.GET and visit.talk.state != State.ENDED,
        key=uuid4(),
        text=text,
        problem=problem,
        longest=LONGEST,
        stream=_streams(visit),
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        **told.standing(visit),
    )


def _streams(visit: Visit) -> str:
    """Give where the stream of a conversation is, or nothing where there is none."""
    if not settings.STREAM_URL:
        return ""
    place = urlsplit(settings.STREAM_URL)
    return f"{place.scheme}://{place.netloc}{visit.address('stream')}"
