"""What somebody is told of by e-mail when it changes: chosen here, ended here or by the letter."""

from http import HTTPStatus

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heard.accounts.models import User
from heard.clock.read import now
from heard.places.areas import names
from heard.subscriptions import weekly
from heard.subscriptions.models import Pace
from heard.subscriptions.responsible import responsible
from heard.subscriptions.subscribe import (
    NotYours,
    change_pace,
    end,
    end_all,
    often,
    subscribe,
    subscriptions,
)
from heard.subscriptions.topics import MINE, OWN, TOPICS, Followed, may
from heard.web.staff.access import FIGURES, Shown, page

ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058
NOT_YOURS = "Choose what you may see: victims are told of for the whole force only"


class SubscriptionForm(forms.Form):
    """Which series, for the whole force or for an area."""

    topic = forms.ChoiceField(
        choices=[(slug, one.name) for slug, one in TOPICS.items()],
        error_messages={"required": "Choose what to be told of"},
    )
    area = forms.ChoiceField(
        required=False, choices=lambda: [("", "The whole force"), *names().items()]
    )


@page(*FIGURES, acts=True)
def show_subscriptions(request: HttpRequest) -> Shown:
    """Show what somebody is told of; a POST adds to it or ends one."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("a page for staff was reached by nobody")
    form = SubscriptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _acted(user, form, request):
        return Shown(leads_to=reverse("staff:subscriptions"))
    return Shown(
        template="staff/subscriptions.html",
        context={
            "page": "subscriptions",
            "form": form,
            "mine": [
                (one, TOPICS[one.topic].name, names().get(one.area, "The whole force"))
                for one in subscriptions(user)
            ],
            "by_role": [_words(one) for one in responsible(user, now=now())],
            "often": often(user),
            "paces": Pace.Often.choices,
            "topics": [
                (slug, topic.name)
                for slug, topic in TOPICS.items()
                if may(user, Followed(topic=slug), now=now())
            ],
            "areas": {
                code: name
                for code, name in names().items()
                if may(user, Followed(topic="contact", area=code), now=now())
            },
            "can_send": weekly.EMAIL in settings.CHANNELS,
        },
        status=HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK,
    )


def _words(one: Followed) -> tuple[str, str]:
    """Give the name of a series, and for what part of the force it is."""
    if one.topic == OWN:
        return MINE.name, "You alone"
    return TOPICS[one.topic].name, one.team or names().get(one.area, "The whole force")


def _acted(user: User, form: SubscriptionForm, request: HttpRequest) -> bool:
    """Do what a form of the page asks for; tell whether it was done."""
    if (number := request.POST.get("end", "")).isdecimal():
        end(user, int(number), now=now())
        return True
    if (chosen := request.POST.get("often")) in Pace.Often.values:
        change_pace(user, Pace.Often(chosen), now=now())
        return True
    if not form.is_valid():
        return False
    try:
        subscribe(user, form.cleaned_data["topic"], form.cleaned_data["area"], now=now())
    except NotYours:
        form.add_error("area", NOT_YOURS)
        return False
    return True


@csrf_exempt  # a mail program has no cookie; whoever has the link may end what it came with
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End all that a person is told of, by a link in a letter. A GET, as scanners make, asks."""
    user = weekly.whose(token)
    if user is None:
        return render(request, "staff/not_stopped.html", status=HTTPStatus.NOT_FOUND)
    name, word = ONE_CLICK
    is_done = request.method == "POST" and request.POST.get(name) == word
    if is_done:
        end_all(user, now=now())
    wrong = request.method == "POST" and not is_done
    return render(
        request,
        "staff/stopped.html",
        {"is_done": is_done, "token": token, "one_click": ONE_CLICK},
        status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK,
    )
