"""What members reply to messages: the list of what waits, and the thread with an answer."""

from http import HTTPStatus

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from heard.accounts.wall import of_areas
from heard.clock.read import now
from heard.membership import threads
from heard.membership.broadcast import ours
from heard.membership.models import Copy, Reply
from heard.membership.threads import NoReply
from heard.membership.write import Who
from heard.places.areas import names
from heard.web.staff.access import Shown, page
from heard.web.staff.messages.forms import AnswerForm
from heard.web.staff.messages.who import READERS, answers
from heard.web.staff.times import moment

SHOWN = 100
NOT_THERE = Shown(template="staff/messages/not_there.html", status=HTTPStatus.NOT_FOUND)


@page(*READERS)
def show_replies(request: HttpRequest) -> Shown:
    """List what waits for an answer, the oldest first, and what was said last."""
    by = answers(request)
    with of_areas(by.areas):
        theirs = _theirs(by).select_related("message")
        waiting = list(theirs.filter(waits_since__isnull=False).order_by("waits_since")[:SHOWN])
        said = Reply.objects.filter(copy=OuterRef("pk"))
        settled = theirs.filter(Exists(said), waits_since=None)
        done = list(settled.order_by("-id")[:SHOWN])
    context = {"waiting": waiting, "done": done, "areas": names(), "moment": moment}
    return Shown(template="staff/messages/replies.html", context=context)


@page(*READERS, acts=True)
def show_thread(request: HttpRequest, *, number: int) -> Shown:
    """Show what a member and the team wrote; a form answers, or says that no answer is needed."""
    by = answers(request)
    with of_areas(by.areas):
        copy = _theirs(by).select_related("message").filter(pk=number).first()
        said = Reply.objects.filter(copy=copy).order_by("at", "id")
        if copy is None or not said.exists():
            return NOT_THERE
        settling = request.POST.get("do") == "settle"
        form = AnswerForm(request.POST if request.method == "POST" and not settling else None)
        if settling:
            threads.settle(copy, by=by.actor, now=now())
            return Shown(leads_to=reverse("staff:message-replies"))
        if form.is_valid() and _answered(copy, form, by):
            return Shown(leads_to=reverse("staff:message-thread", args=[number]))
        lines = list(said)
    context = {"copy": copy, "said": lines, "form": form, "areas": names(), "moment": moment}
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    template, about = "staff/messages/thread.html", f"copy:{number}"
    return Shown(template=template, context=context, about=about, status=status)


def _theirs(by: Who) -> QuerySet[Copy]:
    every = Copy.objects.all()
    return every if by.areas is None else every.filter(area__in=by.areas)


def _answered(copy: Copy, form: AnswerForm, by: Who) -> bool:
    """Send an answer; False where it cannot be, and the form says why."""
    try:
        threads.answer(
            copy, form.cleaned_data["words"], by=by.actor, sending=ours(bytes), now=now()
        )
    except NoReply as refused:
        form.add_error("words", str(refused))
        return False
    return True
