"""Managers say of drawn messages what each is, and see what that tells of triggers."""

from http import HTTPStatus

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.accounts.wall import of_areas
from heard.clock.read import now
from heard.conversations import review
from heard.conversations.models import Sampled
from heard.conversations.review import NotDrawn
from heard.web.staff.access import ADMINISTRATOR, ANALYST, CHAT_MANAGER, Shown, page
from heard.web.staff.words import row

TEMPLATE = "staff/chat_review.html"
NONE = "none"


class DrawForm(forms.Form):
    """Which month, and by which seed."""

    month = forms.DateField(
        input_formats=["%Y-%m"],
        error_messages=dict.fromkeys(
            ("required", "invalid"), "Month: enter year and month, like 2020-10"
        ),
    )
    seed = forms.CharField(
        max_length=40, error_messages={"required": "Seed: enter a word or a number of your own"}
    )


class JudgeForm(forms.Form):
    """What a message is."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    category = forms.ChoiceField(
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "What it is: choose one of the list"
        ),
    )

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        named = [(one, one.capitalize()) for one in review.categories()]
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as it is written above
        field.choices = [(NONE, "Nothing that cannot wait"), *named]


@page(ADMINISTRATOR, ANALYST, CHAT_MANAGER, acts=True)
def show_chat_review(request: HttpRequest) -> Shown:
    """Draw, judge, and show what was judged so far."""
    with of_areas(None):
        if request.method != "POST":
            return _shown(request, DrawForm(), JudgeForm())
        if "seed" in request.POST:
            return _draw(request, DrawForm(request.POST))
        return _judge(request, JudgeForm(request.POST))


def _draw(request: HttpRequest, form: DrawForm) -> Shown:
    if form.is_valid():
        given = form.cleaned_data
        try:
            review.draw(given["month"], seed=given["seed"], by=actor(_user(request)), now=now())
        except NotDrawn as refused:
            form.add_error("month", f"Month: {refused}")
        else:
            return Shown(leads_to=reverse("staff:chat-review"))
    return _shown(request, form, JudgeForm())


def _judge(request: HttpRequest, form: JudgeForm) -> Shown:
    if form.is_valid():
        user, category = _user(request), form.cleaned_data["category"]
        said = "" if category == NONE else category
        try:
            number = form.cleaned_data["number"]
            review.judge(number, said, user=user, by=actor(user), now=now())
        except Sampled.DoesNotExist:
            form.add_error("category", "What it is: this message was not drawn")
        else:
            return Shown(leads_to=reverse("staff:chat-review"))
    return _shown(request, DrawForm(), form)


def _shown(request: HttpRequest, drawing: DrawForm, judging: JudgeForm) -> Shown:
    following = review.next_for(_user(request))
    form = judging if judging.is_bound else drawing
    found = review.results(minimum_base=settings.MINIMUM_BASE)
    return Shown(
        template=TEMPLATE,
        context={
            "form": form,
            "drawing": drawing,
            "judging": judging,
            "next": following,
            "said": review.words(following) if following else "",
            "found": found,
            "precision": [row(one.category.capitalize(), one.precision) for one in found.found],
            "recall": [row(one.category.capitalize(), one.recall) for one in found.found],
            "agreement": row("Two reviewers", found.agreement),
        },
        about=f"message={following.pk}" if following else "",
        status=HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK,
    )


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the page lets nobody else in
    return request.user
