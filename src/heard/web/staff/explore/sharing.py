"""Drawings that may be seen without signing in: sharing one, all that are shared, and an end."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from heard.accounts.models import User
from heard.clock.read import now
from heard.core.timing import LONDON
from heard.insight.facts.read import facts
from heard.journal.write import Actor
from heard.reports import pictures
from heard.reports.models import Picture
from heard.reports.pictures import SHARERS, NoPicture, View
from heard.web.staff.access import Shown, act, page
from heard.web.staff.charts.captioned import width
from heard.web.staff.columns import short
from heard.web.staff.explore.embedded import as_advisers
from heard.web.staff.explore.look import address, chart
from heard.web.staff.explore.pictured import alternative, pictured
from heard.web.staff.explore.views import NAMES
from heard.web.staff.words import long_day

USUAL = timedelta(days=90)
A_DAY = "Last day: enter a day as year, month and day: 2020-10-09"
NOT_OPEN = (
    "This view cannot be shared: it shows what an independent adviser may not see, or there is no "
    "such drawing."
)


class PictureForm(forms.Form):
    """What it is for, and until when."""

    name = forms.CharField(required=False, label="What it is for: the board's paper of June")
    until = forms.DateField(
        label="The last day on which it is shown",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput,
        error_messages={"required": A_DAY, "invalid": A_DAY},
    )


@page(*SHARERS)
def show_pictures(_request: HttpRequest) -> Shown:
    """List what was shared, by whom and until when."""
    moment = now()
    found = [(one, NAMES.get(one.drawing, ""), _state(one)) for one in pictures.listed()]
    context = {"shared": found, "short": short, "long_day": long_day, "moment": moment}
    return Shown(template="staff/pictures.html", context=context)


@act(*SHARERS, back="pictures")
def revoke(_request: HttpRequest, *, by: Actor, number: int) -> None:
    """Close an address at once, whoever opened it."""
    pictures.revoke(number, by=by, now=now())


@page(*SHARERS, acts=True)
def share_picture(request: HttpRequest) -> Shown:
    """Offer to share one drawing of a view; a POST does so, and shows its address this once."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - a page for staff is opened by nobody else
    drawing = request.GET.get("drawing", "")
    asked = [one for one in request.GET.items() if one[0] != "drawing"]
    looked = as_advisers(urlencode(asked), facts(settings.FACTS))
    found = chart(looked, drawing) if looked else None
    if looked is None or found is None:
        return Shown(template="staff/picture_new.html", context={"problem": NOT_OPEN})
    query = address(looked)
    today = now().astimezone(LONDON).date()
    form = PictureForm(request.POST or None, initial={"until": today + USUAL})
    context: dict[str, object] = {
        "form": form,
        "alternative": alternative(looked, found),
        "title": found.title,
        "back": f"{reverse('staff:explore')}?{query}",
        "longest": pictures.LONGEST.days,
    }
    if request.method == "POST" and form.is_valid():
        view = View(name=form.cleaned_data["name"], drawing=drawing, query=query)
        try:
            shared = _share(view, form.cleaned_data["until"], user)
        except NoPicture as refused:
            form.add_error(None, str(refused))
        else:
            context |= _told(*shared, str(context["alternative"]), width(pictured(looked, found)))
            return Shown(template="staff/picture_made.html", context=context, about=_about(*shared))
    return Shown(template="staff/picture_new.html", context=context)


def _share(view: View, until: date, user: User) -> tuple[Picture, str]:
    return pictures.share(view, until=until, by=user, now=now(), draw=secrets.token_bytes)


def _told(picture: Picture, token: str, words: str, wide: float) -> Mapping[str, object]:
    """Give the addresses of a picture, and what to copy into a page."""
    image, text = (
        f"{settings.SITE_URL}{reverse('staff:picture', args=[token, kind])}"
        for kind in ("png", "txt")
    )
    snippet = format_html(
        '<figure>\n  <img src="{}" alt="{}" width="{}"'
        ' referrerpolicy="no-referrer" loading="lazy">\n'
        '  <figcaption><a href="{}">The same in words</a></figcaption>\n</figure>',
        *(image, words, round(wide), text),
    )
    return {"picture": picture, "image": image, "text": text, "snippet": str(snippet)}


def _about(picture: Picture, _token: str) -> str:
    return f"picture:{picture.pk}"


def _state(picture: Picture) -> str:
    """Say whether an address is open, as of now."""
    if picture.revoked_at is not None:
        return f"Revoked {short(picture.revoked_at)}"
    if picture.ends_at <= now():
        return "Ended"
    if not picture.owner.is_active or not pictures.may_share(picture.owner, now=now()):
        return "Closed: who shared it may not share any more"
    return "Open"
