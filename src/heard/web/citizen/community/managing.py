"""What a member sees and changes by a link that was sent to them."""

import json
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from heard.clock.read import now
from heard.core.timing import LONDON
from heard.equality import give
from heard.membership import addresses, change, enrol, kept, requests
from heard.membership.change import Wants
from heard.membership.enrol import BadWish
from heard.membership.models import Access, Channel, Frequency, Interest, Member
from heard.web.citizen.community.forms import (
    CHANNELS,
    FREQUENCIES,
    INTERESTS,
    AddressForm,
    PauseForm,
    PlaceForm,
    PreferForm,
)
from heard.web.citizen.community.joining import ask_about, sender
from heard.web.citizen.community.visits import Visit, by_link, closed
from heard.web.languages import BY_CODE

DONE = ("preferred", "moved", "paused", "resumed", "sent")


@by_link
def manage(visit: Visit) -> HttpResponse:
    """Show all that is kept, and where it is changed."""
    one, done = visit.member, visit.request.GET.get("done", "")
    until = one.paused_until if one.paused_until and one.paused_until > visit.now else None
    return visit.show(
        "manage",
        interests=[name for value, name in INTERESTS if value in one.interests],
        frequency=dict(FREQUENCIES)[Frequency(one.frequency)],
        channels=[name for value, name in CHANNELS if value in one.channels],
        spoken=BY_CODE.get(one.language, BY_CODE["en"]),
        paused=date_format(until.astimezone(LONDON), "j E Y") if until else "",
        done=done if done in DONE else "",
        is_asked=one.apart is None or not give.is_given(one.apart),
    )


@by_link
def about(visit: Visit) -> HttpResponse:
    """Go to the equality questions; whoever only looks stays where they are."""
    if not visit.is_post:
        return redirect("citizen:community-manage", visit.token)
    return ask_about(visit.member, now=visit.now)


@by_link
def prefer(visit: Visit) -> HttpResponse:
    """Change what is sent, how, in which language and how often."""
    one = visit.member
    first = {
        "interests": one.interests,
        "frequency": one.frequency,
        "channels": one.channels,
        "language": one.language,
    }
    form = PreferForm(visit.request.POST if visit.is_post else None, initial=first)
    has = {Channel.EMAIL: one.email_print, Channel.SMS: one.phone_print}
    if form.is_valid():
        found = form.cleaned_data
        wants = Wants(
            language=found["language"],
            interests=[Interest(each) for each in found["interests"]],
            channels=[Channel(each) for each in found["channels"]],
            frequency=Frequency(found["frequency"]),
        )
        try:
            change.prefer(one, wants, now=visit.now)
        except BadWish:
            form.add_error("channels", form.fields["channels"].error_messages["required"])
        else:
            return visit.done("preferred")
    ways = [(value, name) for value, name in CHANNELS if has[value]]
    return visit.show("prefer", form=form, ways=ways)


@by_link
def move(visit: Visit) -> HttpResponse:
    """Take in where a member lives now."""
    first = {"postcode": visit.member.postcode or ""}
    form = PlaceForm(visit.request.POST if visit.is_post else None, initial=first)
    if form.is_valid():
        change.move(visit.member, form.cleaned_data["postcode"], now=visit.now)
        return visit.done("moved")
    return visit.show("move", form=form)


@by_link
def pause(visit: Visit) -> HttpResponse:
    """Pause, or go on."""
    if visit.is_post and "resume" in visit.request.POST:
        change.resume(visit.member, now=visit.now)
        return visit.done("resumed")
    form = PauseForm(visit.request.POST if visit.is_post else None)
    if form.is_valid():
        length = timedelta(days=int(form.cleaned_data["days"]))
        change.pause(visit.member, length, now=visit.now)
        return visit.done("paused")
    return visit.show("pause", form=form)


@by_link
def address(visit: Visit) -> HttpResponse:
    """Send a link to another address, by which it is proven before it is used."""
    form = AddressForm(visit.request.POST if visit.is_post else None)
    if form.is_valid():
        email, phone = form.cleaned_data["email"], form.cleaned_data["phone"]
        to = (Channel.EMAIL, email) if email else (Channel.SMS, phone)
        requests.keep_address(visit.member, to=to, sender=sender(visit.request), now=visit.now)
        return visit.done("sent")
    return visit.show("address", form=form)


@by_link
def download(visit: Visit) -> HttpResponse:
    """Give all that is kept of a member, to be read by machines."""
    text = json.dumps(kept.of(visit.member), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="what-we-keep.json"'}
    return HttpResponse(text, content_type="application/json", headers=headers)


@by_link
def leave(visit: Visit) -> HttpResponse:
    """Leave, and be forgotten in a month, or at once."""
    if not visit.is_post:
        return visit.show("leave")
    if visit.request.POST.get("erase") == "yes":
        change.erase(visit.member, now=visit.now)
    else:
        change.leave(visit.member, now=visit.now)
    return redirect("citizen:community-left")


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def use_address(request: HttpRequest, token: str) -> HttpResponse:
    """Use another address once its owner presses the button behind the link that was sent to it.

    Where it is another membership's, they say whether the two are made one.
    """
    moment = now()
    found = enrol.find(token, now=moment)
    if found is None or found.purpose != Access.Purpose.CHANGE:
        return closed(request)
    context: dict[str, object] = {"token": token, "twice": False}
    if request.method == "POST":
        merge = request.POST.get("merge") == "yes"
        try:
            proven = addresses.use(found, merge=merge, now=moment)
        except Member.DoesNotExist:
            return closed(request)
        if not proven.twice:
            return redirect("citizen:community-changed")
        context["twice"] = True
    return render(request, "citizen/community/change.html", context)
