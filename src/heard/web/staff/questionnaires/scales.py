"""The words of a draft's answer scales in one language, which a second person confirms."""

from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.questionnaires import drafts, queries
from heard.web.staff.access import EVERYBODY, Shown, page, person
from heard.web.staff.questionnaires.editions import NOT_THERE, of_draft
from heard.web.staff.questionnaires.listing import may_write
from heard.web.staff.times import moment


@page(*EVERYBODY, acts=True)
def show_scales(request: HttpRequest, *, draft: int, number: int) -> Shown:
    """Show the words of the scales in one language; a second person says that they are right."""
    found = queries.find_draft(draft)
    statuses = drafts.statuses(found) if found else ()
    if found is None or not 1 <= number <= len(statuses):
        return NOT_THERE
    status = statuses[number - 1]
    refusal = ""
    if request.method == "POST" and may_write(request):
        try:
            drafts.confirm(
                found,
                status.language.name,
                request.POST.get("words", ""),
                by=person(request),
                now=now(),
            )
            return Shown(leads_to=reverse("staff:draft", args=[draft]))
        except drafts.RefusedForm as refused:
            refusal = str(refused)
    edition = of_draft(found)
    context = {
        "edition": edition,
        "status": status,
        "first": statuses[0].language,
        "refusal": refusal,
        "against": drafts.against(found, status.language, by=person(request).id),
        "may_write": may_write(request),
        "moment": moment,
    }
    return Shown(
        template="staff/questionnaires/scales.html",
        context=context,
        about=f"{edition.about} {status.language.code}",
        status=HTTPStatus.BAD_REQUEST if refusal else HTTPStatus.OK,
    )
