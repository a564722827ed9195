"""A draft is written: from a workbook, or in its tables on the page."""

from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.questionnaires import discard, drafts, queries
from heard.questionnaires.models import Manuscript
from heard.questionnaires.rights import WRITERS
from heard.web.staff.access import Shown, page, person
from heard.web.staff.questionnaires.editions import NOT_THERE
from heard.web.staff.questionnaires.forms import SourceForm

TEMPLATE = "staff/questionnaires/write.html"


@page(*WRITERS, acts=True)
def begin(request: HttpRequest) -> Shown:
    """Begin a draft; one that goes on from a version has its tables to start with."""
    return _written(request, before=_from(request.GET.get("from", "")), follows=None)


@page(*WRITERS, acts=True)
def edit(request: HttpRequest, *, draft: int) -> Shown:
    """Save a draft again, unless somebody else has done so since this saving of it."""
    found = queries.find_draft(draft)
    if found is None:
        return NOT_THERE
    return _written(request, before=found.source, follows=found)


def _written(request: HttpRequest, *, before: str, follows: Manuscript | None) -> Shown:
    """Keep what was sent and lead to it; else show it again, with what is wrong."""
    form = SourceForm(request, before=before)
    refusals: list[str] = []
    if form.is_valid():
        content = form.cleaned_data["content"]
        try:
            saved = drafts.save(content, by=person(request), now=now(), follows=follows)
            return Shown(leads_to=reverse("staff:draft", args=[saved.pk]))
        except drafts.RefusedForm as refusal:
            refusals = str(refusal).splitlines()
    else:
        refusals = [str(error) for errors in form.errors.values() for error in errors]
    sent = request.method == "POST"
    newest = queries.newest(follows) if follows else None
    context = {
        "source": form.data.get("source", before) if sent else before,
        "refusals": refusals if sent else [],
        "draft": follows,
        "newest": newest if newest != follows else None,
        "discarded": discard.find(follows) if follows else None,
    }
    return Shown(
        template=TEMPLATE,
        context=context,
        about=f"draft {follows.pk}" if follows else "",
        status=HTTPStatus.BAD_REQUEST if sent else HTTPStatus.OK,
    )


def _from(named: str) -> str:
    """Give the tables of the version that is named as `pilot/3`, or none."""
    slug, _, number = named.partition("/")
    is_number = number.isascii() and number.isdecimal() and len(number) <= 5  # noqa: PLR2004 - digits
    version = queries.find_version(slug, int(number)) if is_number else None
    return version.source if version else ""
