"""The files of a message: put to it while it is written, and fetched by whoever may see it."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.core.attached.kinds import Kind
from heard.membership import attach
from heard.membership.attach import LARGEST, MOST
from heard.membership.models import Message, Stage
from heard.membership.write import NoMessage, Who
from heard.web.staff.access import File, Shown, page
from heard.web.staff.messages.forms import FileForm
from heard.web.staff.messages.who import WRITERS, find, who

NOT_THERE = Shown(template="staff/messages/not_there.html", status=HTTPStatus.NOT_FOUND)


@page(*WRITERS, acts=True)
def show_files(request: HttpRequest, *, number: int) -> Shown:
    """Show the files of a message that is being written; a form adds one, another removes one."""
    by = who(request)
    message = find(number, by)
    if message is None or message.stage != Stage.DRAFT or not by.may(message.areas):
        return NOT_THERE
    again = Shown(leads_to=reverse("staff:message-files", args=[number]))
    removed = request.POST.get("remove", "")
    if removed in {str(position) for position in range(1, MOST + 1)}:
        attach.remove(message, int(removed), who=by, now=now())
        return again
    form = FileForm(request)
    if form.is_valid() and _added(message, form, by):
        return again
    context = {"message": message, "form": form, "files": attach.of(message), "most": MOST}
    context["largest"] = f"{LARGEST // 1_000_000} MB"
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return Shown(template="staff/messages/files.html", context=context, status=status)


@page(*WRITERS)
def fetch_file(request: HttpRequest, *, number: int, position: int) -> Shown:
    """Hand out one of them, whatever has become of its message."""
    message = find(number, who(request))
    found = attach.one(message, position) if message else None
    if found is None:
        return NOT_THERE
    file = File(content=bytes(found.content), kind=Kind(found.kind).media_type, name=found.name)
    return Shown(file=file, about=f"message:{number} {position}")


def _added(message: Message, form: FileForm, by: Who) -> bool:
    """Take a file in; False where it breaks a rule, and the form says which."""
    scanner, given = settings.SCANNER, form.given()
    try:
        attach.add(message, given, who=by, scanner=scanner, now=now())
    except NoMessage as refused:
        form.add_error("file", str(refused))
        return False
    return True
