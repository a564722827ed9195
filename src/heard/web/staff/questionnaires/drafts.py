"""One draft: what is wrong with it, what it changes, how far its languages are."""

from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.eligibility.asked_by_text import objections
from heard.questionnaires import discard, drafts, queries, release
from heard.questionnaires.models import Manuscript
from heard.web.staff.access import EVERYBODY, Shown, page, person
from heard.web.staff.questionnaires.changed import changed
from heard.web.staff.questionnaires.editions import NOT_THERE, of_draft
from heard.web.staff.questionnaires.forms import ReleaseForm
from heard.web.staff.questionnaires.listing import may_write
from heard.web.staff.times import moment

STATES = {
    drafts.State.DRAFT: ("Draft: words are missing", "yellow"),
    drafts.State.COMPLETE: ("Complete: its scales wait for a second reader", "light-blue"),
    drafts.State.READ: ("Ready: its scales were read", "green"),
    drafts.State.PUBLISHED: ("Published", "blue"),
}


@page(*EVERYBODY, acts=True)
def show_draft(request: HttpRequest, *, draft: int) -> Shown:
    """Show one saving of a draft; whoever may write asks by the form to publish it."""
    found = queries.find_draft(draft)
    if found is None:
        return NOT_THERE
    asks = request.method == "POST" and may_write(request)
    form = ReleaseForm(request, sent=asks)
    refusals: list[str] = []
    if asks and form.is_valid():
        try:
            asked = release.ask(
                found,
                valid_from=form.valid_from(),
                reason=form.cleaned_data["reason"],
                objects=objections,
                by=person(request),
                now=now(),
            )
            return Shown(leads_to=reverse("staff:release", args=[asked.pk]))
        except release.RefusedForm as refusal:
            refusals = str(refusal).splitlines()
    status = HTTPStatus.BAD_REQUEST if refusals or form.errors else HTTPStatus.OK
    return _page(request, found, form, refusals, status)


def _page(
    request: HttpRequest,
    found: Manuscript,
    form: ReleaseForm,
    refusals: list[str],
    status: HTTPStatus,
) -> Shown:
    edition, statuses = of_draft(found), drafts.statuses(found)
    ready = [status.language.name for status in statuses if status.is_ready]
    context = {
        "edition": edition,
        "draft": found,
        "found": edition.examined,
        "statuses": statuses,
        "ready": [name or "English" for name in ready],
        "left_out": [s.language.name or "English" for s in statuses if not s.is_ready],
        "first_ready": statuses[0].is_ready,
        "states": STATES,
        "newest": None if discard.is_newest(found) else queries.newest(found),
        "discarded": discard.find(found),
        "releases": queries.releases_of(found),
        "is_out": any(s.state is drafts.State.PUBLISHED for s in statuses),
        "waits": any(one.manuscript_id == found.pk for one in queries.waiting()),
        "form": form,
        "refusals": refusals,
        "may_write": may_write(request),
        "moment": moment,
        **changed(found.source, edition.kept),
    }
    return Shown(
        template="staff/questionnaires/draft.html",
        context=context,
        about=edition.about,
        status=status,
    )
