"""What one person asked to publish; an administrator who did not ask decides."""

from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.eligibility.asked_by_text import objections
from heard.questionnaires import queries, release
from heard.questionnaires.rights import APPROVERS
from heard.web.staff.access import EVERYBODY, Shown, holds, page, person
from heard.web.staff.questionnaires.changed import changed
from heard.web.staff.questionnaires.editions import NOT_THERE, of_draft
from heard.web.staff.questionnaires.forms import RulingForm
from heard.web.staff.times import moment


@page(*EVERYBODY, acts=True)
def show_release(request: HttpRequest, *, number: int) -> Shown:
    found = queries.find_release(number)
    if found is None:
        return NOT_THERE
    asked, decision = found
    may_decide = holds(request, *APPROVERS)
    form = RulingForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if may_decide and form.is_valid():
        try:
            release.decide(
                asked,
                approves=form.cleaned_data["decision"] == "approve",
                why=form.cleaned_data["why"],
                objects=objections,
                by=person(request),
                now=now(),
            )
            return Shown(leads_to=reverse("staff:release", args=[number]))
        except release.RefusedForm as refusal:
            refusals = str(refusal).splitlines()
    edition = of_draft(asked.manuscript)
    context = {
        "edition": edition,
        "release": asked,
        "decision": decision,
        "own": asked.asked_by == person(request).id,
        "may_decide": may_decide,
        "against": release.against(asked, now=now()),
        "refusals": refusals,
        "moment": moment,
        **changed(asked.source, asked.languages),
    }
    return Shown(
        template="staff/questionnaires/release.html",
        context=context,
        about=f"release:{asked.pk}",
        status=HTTPStatus.BAD_REQUEST if refusals else HTTPStatus.OK,
    )
