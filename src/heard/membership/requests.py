"""Keeps what people ask for on a page, so that the page takes as long for every address.

Whether an address is a member's decides what is written and sent, and so how long that takes. So a
page only writes down what was typed, and the worker goes through it a moment later.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from heard.journal import aside
from heard.membership import told
from heard.membership.addresses import prove
from heard.membership.enrol import HOUR, THEMSELVES, By, Sender, Wish, ask, checked, network_print
from heard.membership.models import Access, Channel, Member, Request, State

AT_ONCE = 500  # in one pass of the worker's
SURGE = 500  # people who are asked to confirm within an hour, of which communications is told


def keep(wish: Wish, *, by: By = THEMSELVES, sender: Sender, now: datetime) -> None:
    """Keep what somebody wants until it is gone through. BadWish."""
    said = {
        "wish": asdict(checked(wish)),
        "by": asdict(by),
        "sender": _kept(sender, now=now),
    }
    Request.objects.create(told=json.dumps(said), due_at=now)


def keep_address(member: Member, *, to: tuple[Channel, str], sender: Sender, now: datetime) -> None:
    """Keep another address that a member wants to use until it is gone through."""
    said = {
        "member": member.pk,
        "to": to,
        "sender": _kept(sender, now=now),
    }
    Request.objects.create(told=json.dumps(said), due_at=now)


def go_through(
    now: datetime, *, limit: int = AT_ONCE, draw: Callable[[int], bytes] = secrets.token_bytes
) -> int:
    """Send their links to those who asked, one after the other; say how many were gone through."""
    done = 0
    while done < limit and _next(draw, now=now):
        done += 1
    if done:
        _watch(now=now)
    return done


@transaction.atomic
def set_aside(*, now: datetime, fault: str) -> bool:
    """Try what is next and failed later; drop it after the third time, since it names people."""
    found = _due(now=now).select_for_update(skip_locked=True).first()
    if found is None:
        return False
    due = aside.note(f"request:{found.pk}", fault=fault, now=now)
    if due is None:
        found.delete()
    else:
        found.due_at = due
        found.save(update_fields=["due_at"])
    return True


def _kept(sender: Sender, *, now: datetime) -> dict[str, str]:
    """Give what is kept of where a link was asked for: of the network a print, as ever."""
    return {"site": sender.site, "network": network_print(sender.network, now=now)}


@transaction.atomic
def _next(draw: Callable[[int], bytes], *, now: datetime) -> bool:
    found = _due(now=now).select_for_update(skip_locked=True).first()
    if found is None:
        return False
    said = json.loads(found.told)
    sender = Sender(**said["sender"], draw=draw)
    if "to" in said:
        _prove(said["member"], said["to"], sender, now=now)
    else:
        ask(Wish(**said["wish"]), by=By(**said["by"]), sender=sender, now=now)
    found.delete()
    return True


def _prove(number: int, to: tuple[str, str], sender: Sender, *, now: datetime) -> None:
    """Send a link to another address of a member, if they are one still."""
    way, address = to
    if member := Member.objects.filter(pk=number, state=State.MEMBER).first():
        prove(member, to=(Channel(way), address), sender=sender, now=now)


def _due(*, now: datetime) -> QuerySet[Request]:
    return Request.objects.filter(due_at__lte=now).order_by("due_at", "id")


def _watch(*, now: datetime) -> None:
    """Tell communications when more people are asked to confirm than a drive brings."""
    lately = Access.objects.filter(purpose=Access.Purpose.CONFIRM, sent_at__gt=now - HOUR)
    if lately.count() >= SURGE:
        told.of_surge(SURGE, now=now)
