"""Forms from the field that could not be taken: why, what was said, and another try."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest

from heard.clock.read import now
from heard.core.text.redact import redact
from heard.fieldwork import again, attachments, rejected
from heard.fieldwork.models import Submission
from heard.fieldwork.receive import Unacceptable
from heard.fieldwork.submit import NoXml
from heard.insight.rejected import rejected as list_of
from heard.web.staff.access import ADMINISTRATOR, Shown, page, person
from heard.web.staff.columns import short
from heard.web.staff.forms import ListForm
from heard.web.staff.times import moment

VIA = dict(Submission.Via.choices)


@page(ADMINISTRATOR)
def show_rejected(request: HttpRequest) -> Shown:
    """List them without their answers."""
    form = ListForm(request.GET.dict())
    form.is_valid()
    kept = settings.REJECTED_KEPT
    context = {
        "form": form,
        "found": list_of(before=form.before),
        "short": short,
        "via": VIA,
        "kept": kept,
        "soon": rejected.going_soon(now=now(), kept=kept),
        "week": now() + rejected.WARNED - kept,
    }
    return Shown(template="staff/field_rejected.html", context=context)


@page(ADMINISTRATOR, acts=True)
def show_one(request: HttpRequest, *, number: int) -> Shown:
    """Show the answers of one; a POST tries to take it as things stand now."""
    found = rejected.find(number)
    if found is None:
        return Shown(template="staff/no_rejected.html", status=HTTPStatus.NOT_FOUND)
    said, about = "", f"rejected:{found.pk}"
    if request.method == "POST":
        try:
            again.take_again(found, by=person(request), now=now())
        except (Unacceptable, NoXml) as fault:
            said = str(fault)
        found.refresh_from_db()
    context = {
        "found": found,
        "said": said,
        "who": rejected.brought_by(found),
        "answers": rejected.told(found),
        "redact": redact,
        "files": attachments.names(found.instance),
        "is_taken": rejected.is_taken(found),
        "via": VIA,
        "moment": moment,
        "goes_at": found.received_at + settings.REJECTED_KEPT,
    }
    return Shown(template="staff/field_rejected_one.html", context=context, about=about)
