"""Gives devices of staff the secret by which they may bring forms, and knows them by it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import md5

from django.db import transaction

from heard.accounts.models import User
from heard.core.timing import london_date
from heard.fieldwork.models import Device, Refusal
from heard.invitations.invite import hash_token, new_token
from heard.journal.write import Actor, write
from heard.vault.ring import fingerprint

REALM = "Heard"  # part of each digest that is kept: another name would shut out every device
WINDOW = timedelta(minutes=10)
MOST = 30  # requests with a wrong secret from one network within the window
LONGEST = 60  # characters of a name


class NoDevice(Exception):
    """A device cannot be let in as it was asked for; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new device and its secret, which is shown once and then known to nobody here."""

    device: Device
    secret: str


@transaction.atomic
def make(user: User, *, name: str, by: Actor, now: datetime, draw: Callable[[int], bytes]) -> Made:
    """Let a device of a member of staff bring forms. NoDevice."""
    name = " ".join(name.split())
    if not user.is_active:
        raise NoDevice(f"{user.name} may not sign in.")
    if not 1 <= len(name) <= LONGEST:
        raise NoDevice(f"Say which device it is in at most {LONGEST} characters.")
    username, secret = f"device-{draw(5).hex()}", new_token(draw)
    device = Device.objects.create(
        user=user,
        name=name,
        username=username,
        token_hash=hash_token(secret),
        digest=digest_of(username, secret),
        made_at=now,
    )
    write("fieldwork.make_device", subject=f"device:{username}", actor=by, now=now)
    return Made(device=device, secret=secret)


@transaction.atomic
def revoke(device: Device, *, by: Actor, now: datetime) -> None:
    """Let a device bring nothing any more; what it has brought stays."""
    if Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now):
        subject = f"device:{device.username}"
        write("fieldwork.revoke_device", subject=subject, actor=by, now=now)


def by_secret(secret: str) -> Device | None:
    """Give the device that was given this secret, and may use it."""
    return _admitted(token_hash=hash_token(secret))


def by_username(username: str) -> Device | None:
    """Give the device of this name in HTTP authentication; nothing is proven by that yet."""
    return _admitted(username=username)


def listed() -> list[Device]:
    """Give all devices, the newest first."""
    return list(Device.objects.select_related("user").order_by("-made_at", "-id"))


def digest_of(username: str, secret: str) -> str:
    """Give the HA1 of RFC 2617, from which an answer to a challenge is checked."""
    told = f"{username}:{REALM}:{secret}".encode()
    return md5(told, usedforsecurity=False).hexdigest()


@transaction.atomic
def is_flood(address: str, *, now: datetime) -> bool:
    """Note a request with a wrong secret; tell whether too many came from there lately.

    A secret has 128 bits, so nobody guesses one: this only keeps a flood out of the table and
    tells its sender to wait. A device with a good secret is let in all the same, since one that
    was set up wrongly must not shut out the others of its station.
    """
    network = fingerprint(f"{address} {london_date(now)}", of="network")
    forget_refusals(now=now)
    if Refusal.objects.filter(network=network).count() >= MOST:
        return True
    Refusal.objects.create(network=network, at=now)
    return False


def forget_refusals(*, now: datetime) -> int:
    """Forget from what network wrong secrets came, once nothing follows; say of how many."""
    forgotten, _ = Refusal.objects.filter(at__lte=now - WINDOW).delete()
    return forgotten


def _admitted(**key: object) -> Device | None:
    found = Device.objects.select_related("user").filter(
        revoked_at=None, user__is_active=True, **key
    )
    return found.first()
