"""Devices that bring forms by ODK Collect: who has one, a new one, and an end to one."""

import secrets

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from markupsafe import Markup

from heard.clock.read import now
from heard.fieldwork import collect, devices
from heard.fieldwork.models import Device
from heard.journal.write import Actor
from heard.web.staff.access import ADMINISTRATOR, Shown, act, page, person
from heard.web.staff.columns import short
from heard.web.staff.field_forms import DeviceForm


@page(ADMINISTRATOR, acts=True)
def show_devices(request: HttpRequest) -> Shown:
    """List the devices; a POST lets in another one, whose secret is shown this once."""
    if request.method != "POST":
        return _shown(DeviceForm())
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return _shown(form)
    made = devices.make(
        form.cleaned_data["person"],
        name=form.cleaned_data["name"],
        by=person(request),
        now=now(),
        draw=secrets.token_bytes,
    )
    server = f"{settings.SITE_URL}{reverse('openrosa:forms', args=[made.secret])}"
    base = server.removesuffix("/formList")
    told = collect.settings(base, project=settings.FORCE_NAME)
    code = segno.make(told, error="l", micro=False)
    context = {
        "made": made,
        "server": base,
        "by_name": f"{settings.SITE_URL}/openrosa",
        "code": Markup(code.svg_inline(scale=4, border=4)),  # noqa: S704 - drawn from squares
    }
    about = f"device:{made.device.username}"
    return Shown(template="staff/device_made.html", context=context, about=about)


@act(ADMINISTRATOR, back="field-devices")
def revoke(_request: HttpRequest, *, by: Actor, number: int) -> Shown | None:
    """Let a device bring nothing any more; one that is not there is not let in anyway."""
    if device := Device.objects.filter(pk=number).first():
        devices.revoke(device, by=by, now=now())
    return None


def _shown(form: DeviceForm) -> Shown:
    context = {"form": form, "devices": devices.listed(), "short": short}
    return Shown(template="staff/devices.html", context=context)
