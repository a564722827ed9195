"""Lets devices in that bring forms by ODK Collect, and shuts them out."""

import secrets
from typing import Annotated

import typer
from django.conf import settings
from django.urls import reverse

from heard.cli.access import Email, person
from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.fieldwork import devices
from heard.fieldwork.models import Device
from heard.journal.write import SYSTEM


def field_key(
    email: Email,
    *,
    device: Annotated[str, typer.Option(help="Which of their devices, like 'Tablet 7'.")],
    revoke: Annotated[bool, typer.Option("--revoke", help="Shut that device out.")] = False,
) -> None:
    """Print the address under which a device brings forms, and its name and password in HTTP."""
    with opened():
        if revoke:
            _shut_out(email, device)
            return
        user = person(email, is_active=True)
        try:
            made = devices.make(
                user, name=device, by=SYSTEM, now=clock.now(), draw=secrets.token_bytes
            )
        except devices.NoDevice as fault:
            raise fail(fault) from None
        home = reverse("openrosa:forms", args=[made.secret]).removesuffix("/formList")
        typer.echo(f"{settings.SITE_URL}{home}")
        typer.echo(f"{settings.SITE_URL}/openrosa {made.device.username} {made.secret}")


def _shut_out(email: str, name: str) -> None:
    user = person(email)
    found = list(Device.objects.filter(user=user, name=" ".join(name.split()), revoked_at=None))
    for one in found:
        devices.revoke(one, by=SYSTEM, now=clock.now())
    if not found:
        raise fail(f"{email} has no device {name} that is let in.")
