"""What was written about somebody and is no praise: another person looks before they see it."""

from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.improvement.told import NotReviewed, review, waiting
from heard.web.staff.access import PART_ANALYST, Shown, page
from heard.web.staff.learning.roles import READERS, user_of
from heard.web.staff.seen import words_scope
from heard.web.staff.themes.words import FEELINGS


@page(*READERS, PART_ANALYST, acts=True)
def show_reviews(request: HttpRequest) -> Shown:
    """Show the comments that wait, not about whom they are; a form decides on one of them."""
    problem = ""
    if request.method == "POST":
        number = request.POST.get("number", "")
        try:
            review(
                int(number) if number.isdecimal() else 0,
                shows=request.POST.get("does") == "show",
                by=user_of(request),
                now=now(),
                within=words_scope(request, *READERS),
            )
        except NotReviewed as refused:
            problem = str(refused)
        else:
            return Shown(leads_to=reverse("staff:comment-reviews"))
    context = {
        "found": waiting(user_of(request), now=now(), within=words_scope(request, *READERS)),
        "feelings": FEELINGS,
        "problem": problem,
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return Shown(template="staff/learning/reviews.html", context=context, status=status)
