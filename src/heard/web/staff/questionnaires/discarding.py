"""A draft is thrown away, after a page that asks whether and why."""

from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.questionnaires import discard, queries
from heard.questionnaires.rights import WRITERS
from heard.web.staff.access import Shown, page, person
from heard.web.staff.questionnaires.editions import NOT_THERE, of_draft
from heard.web.staff.questionnaires.forms import DiscardForm
from heard.web.staff.times import moment


@page(*WRITERS, acts=True)
def show_discard(request: HttpRequest, *, draft: int) -> Shown:
    """Say what throwing a draft away means, and do it where it is sent with a reason."""
    found = queries.find_draft(draft)
    if found is None:
        return NOT_THERE
    form = DiscardForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if form.is_valid():
        try:
            discard.discard(
                found, reason=form.cleaned_data["reason"], by=person(request), now=now()
            )
            return Shown(leads_to=reverse("staff:draft", args=[draft]))
        except discard.RefusedForm as refusal:
            refusals = [str(refusal)]
    edition = of_draft(found)
    context = {
        "edition": edition,
        "draft": found,
        "waits": [one for one in queries.waiting() if one.manuscript_id == found.pk],
        "against": discard.against(found),
        "form": form,
        "refusals": refusals,
        "moment": moment,
    }
    return Shown(
        template="staff/questionnaires/discard.html",
        context=context,
        about=edition.about,
        status=HTTPStatus.BAD_REQUEST if refusals or form.errors else HTTPStatus.OK,
    )
