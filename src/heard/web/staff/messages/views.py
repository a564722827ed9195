"""Messages to members: the list, a form to write, and the page of each with what may be done."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.accounts.wall import of_areas
from heard.clock.read import now
from heard.core.timing import next_open
from heard.membership import attach, audience, threads, write
from heard.membership.dress import Words
from heard.membership.models import Copy, Message, Priority, Stage, Translation
from heard.membership.needs import may_approve
from heard.membership.write import NoMessage, Who
from heard.web.languages import BY_CODE, LANGUAGES
from heard.web.staff.access import Shown, page
from heard.web.staff.messages import words
from heard.web.staff.messages.forms import MessageForm, TranslationForm, WhyForm
from heard.web.staff.messages.who import WRITERS, find, may_see, who
from heard.web.staff.times import moment

SHOWN = 100  # messages in the list
NOT_THERE = Shown(template="staff/messages/not_there.html", status=HTTPStatus.NOT_FOUND)


@page(*WRITERS)
def show_messages(request: HttpRequest) -> Shown:
    """List the newest, those first that wait for whoever looks."""
    by, moment_now = who(request), now()
    newest = Message.objects.order_by("-written_at", "-id")
    found = [one for one in newest[: SHOWN * 5] if may_see(one, by)][:SHOWN]
    waiting = [one for one in found if may_approve(one, by)]
    context = {
        "waiting": waiting,
        "found": [one for one in found if one not in waiting],
        **_said(moment_now),
    }
    return Shown(template="staff/messages/list.html", context=context)


@page(*WRITERS, acts=True)
def write_message(request: HttpRequest) -> Shown:
    """Begin a message."""
    by = who(request)
    form = MessageForm(by, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = write.draft(form.content(), who=by, now=now())
            return Shown(leads_to=reverse("staff:message", args=[made.pk]))
        except NoMessage as refused:
            form.add_error("title", str(refused))
    return _written(form, None)


@page(*WRITERS, acts=True)
def edit_message(request: HttpRequest, *, number: int) -> Shown:
    """Change a message that is being written."""
    by = who(request)
    message = find(number, by)
    if message is None or message.stage != Stage.DRAFT:
        return NOT_THERE
    form = MessageForm(by, request.POST if request.method == "POST" else None, message)
    if form.is_valid():
        try:
            write.edit(message, form.content(), who=by, now=now())
            return Shown(leads_to=reverse("staff:message", args=[number]))
        except NoMessage as refused:
            form.add_error("title", str(refused))
    return _written(form, message)


@page(*WRITERS, acts=True)
def show_message(request: HttpRequest, *, number: int) -> Shown:
    """Show one: whom it reaches, its languages, how far it has come; a form does the next thing."""
    by, moment_now = who(request), now()
    message = find(number, by)
    if message is None:
        return NOT_THERE
    form, problem = WhyForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST":
        try:
            if _do(request, message, form, by):
                return Shown(leads_to=reverse("staff:message", args=[number]))
        except NoMessage as refused:
            problem = str(refused)
            if request.POST.get("do") == "ask":
                write.note_refused(by, Priority(message.priority), now=now())
        message.refresh_from_db()
    context = {
        "message": message,
        "form": form if request.POST.get("do") in ("send_back", "cancel") else WhyForm(),
        "problem": problem,
        "may": _may(message, by),
        "files": attach.of(message),
        "me": by.actor.id,
        "translations": {one.language: one for one in Translation.objects.filter(message=message)},
        "others": [one for one in LANGUAGES if one.code != "en"],
        "reached": _reached(message) if message.stage in _LEFT else None,
        **_said(moment_now),
    }
    if message.stage in (Stage.DRAFT, Stage.ASKED):
        context["seen"] = _preview(message)
    status = HTTPStatus.BAD_REQUEST if problem or request.method == "POST" else HTTPStatus.OK
    about = f"message:{number}"
    template = "staff/messages/message.html"
    return Shown(template=template, context=context, about=about, status=status)


@page(*WRITERS, acts=True)
def translate_message(request: HttpRequest, *, number: int, language: str) -> Shown:
    """Write a message in another language beside the English; once it waits, read it so."""
    by = who(request)
    message = find(number, by)
    if message is None or language not in {*BY_CODE} - {"en"}:
        return NOT_THERE
    there = Translation.objects.filter(message=message, language=language).first()
    if message.stage != Stage.DRAFT:
        return _beside(message, there, by) if request.method != "POST" else NOT_THERE
    first = {"title": there.title, "body": there.body, "by": there.by} if there else {}
    form = TranslationForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        found = form.cleaned_data
        body = found["body"].replace("\r\n", "\n")
        said = Words(language=language, title=found["title"], body=body)
        try:
            write.translate(message, said, by=found["by"], who=by, now=now())
            return Shown(leads_to=reverse("staff:message", args=[number]))
        except NoMessage as refused:
            form.add_error("title", str(refused))
    context = {"message": message, "form": form, "spoken": BY_CODE[language]}
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return Shown(template="staff/messages/translation.html", context=context, status=status)


def _beside(message: Message, there: Translation | None, by: Who) -> Shown:
    """Show a translation that is not changed any more beside the English, for its second reader."""
    if there is None:
        return NOT_THERE
    may_check = (
        message.stage == Stage.ASKED and by.may(message.areas) and there.kept_by != by.actor.id
    )
    context = {"message": message, "there": there, "spoken": BY_CODE[there.language]}
    context["may_check"] = may_check and not there.checked_by
    return Shown(template="staff/messages/beside.html", context=context)


_LEFT = (Stage.READY, Stage.SENT, Stage.CANCELLED)


def _do(request: HttpRequest, message: Message, form: WhyForm, by: Who) -> bool:
    """Do what a form of the page asks for; False where its words are missing. NoMessage."""
    what, at = request.POST.get("do", ""), now()
    plain: Mapping[str, Callable[[], None]] = {
        "ask": lambda: write.ask(message, who=by, now=at),
        "approve": lambda: write.approve(message, who=by, now=at),
        "check": lambda: write.check(message, request.POST.get("language", ""), who=by, now=at),
    }
    if what in plain:
        plain[what]()
        return True
    reasoned = {"send_back": write.send_back, "cancel": write.cancel}
    if what not in reasoned:
        raise NoMessage("Choose what to do.")
    if not form.is_valid():
        return False
    reasoned[what](message, form.cleaned_data["why"], who=by, now=at)
    return True


def _may(message: Message, by: Who) -> Mapping[str, bool]:
    """Tell what whoever looks may do with a message as it stands."""
    own, mine = message.author == by.actor.id, by.may_act(message)
    return {
        "edit": mine and message.stage == Stage.DRAFT,
        "ask": own and message.stage == Stage.DRAFT,
        "approve": may_approve(message, by),
        "send_back": mine and message.stage == Stage.ASKED,
        "check": mine and message.stage in (Stage.DRAFT, Stage.ASKED),
        "cancel": mine and message.stage != Stage.CANCELLED,
    }


def _preview(message: Message) -> words.Seen:
    at = max(now(), message.send_at or now())
    leaves = at if message.priority == Priority.URGENT else next_open(at)
    found = audience.preview(message, leaves=leaves, now=now())
    site, force = settings.SITE_URL, settings.FORCE_NAME
    return words.seen(message, found, site=site, force=force, now=now())


def _reached(message: Message) -> Mapping[str, object]:
    """Say to how many it went, how many it left out, and what they thought of it."""
    with of_areas(None):
        count = Copy.objects.filter(message=message).count()
        useful, not_useful = threads.ratings(message)
    return {
        "copies": words.about(count),
        "left_out": [
            (audience.LEFT_OUT[why], words.about(n)) for why, n in sorted(message.left_out.items())
        ],
        "useful": words.about(useful),
        "not_useful": words.about(not_useful),
    }


def _written(form: MessageForm, message: Message | None) -> Shown:
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    context = {"form": form, "message": message}
    return Shown(template="staff/messages/write.html", context=context, status=status)


def _said(at: object) -> dict[str, object]:
    return {
        "now": at,
        "moment": moment,
        "place": words.place,
        "state": words.state,
        "stages": words.STAGES,
        "about": words.about,
    }
