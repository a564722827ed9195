"""Registers the people of a partner's list: kept, approved by somebody else, and asked in parts.

Each of them becomes a member by confirming it themselves, and in no other way.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from heard.core.timing import london_date
from heard.journal.write import Actor, write
from heard.membership.drives import note_use
from heard.membership.enrol import By, Sender, Wish, register
from heard.membership.models import How, PartnerList
from heard.membership.sheets import Sheet
from heard.places import postcodes

WAITS = timedelta(days=7)  # for which a list is kept that nobody approves
SHOWN = 200  # faults that are kept of a list


class NotApproved(ValueError):
    """A list cannot be approved; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Whose list it is, how its people agreed, and the code by which they are counted."""

    partner: str
    proof: str
    source: str = ""


@transaction.atomic
def keep(
    sheet: Sheet[tuple[Wish, date]], consent: Consent, *, by: Actor, now: datetime
) -> PartnerList:
    """Keep a list until somebody else approves it; nobody of it is asked before."""
    people = [
        (wish.email, wish.phone, wish.postcode, wish.language, agreed.isoformat())
        for wish, agreed in sheet.people
    ]
    kept = PartnerList.objects.create(
        partner=consent.partner,
        proof=consent.proof,
        source=consent.source,
        people=json.dumps(people),
        total=len(people),
        left_out=len(sheet.faults),
        faults=[[one.line, one.rule] for one in sheet.faults[:SHOWN]],
        kept_at=now,
        kept_by=by.id,
        kept_by_label=by.label,
    )
    write("membership.keep_list", subject=_name(kept), actor=by, now=now)
    return kept


@transaction.atomic
def approve(number: int, *, by: Actor, now: datetime) -> None:
    """Let the people of a list be asked. NotApproved; PartnerList.DoesNotExist."""
    held = PartnerList.objects.select_for_update().get(pk=number)
    if held.approved_at is not None or held.ended_at is not None:
        raise NotApproved("Somebody has decided on this list already.")
    if held.kept_by == by.id:
        raise NotApproved("Somebody else has to approve what you sent in.")
    held.approved_at, held.approved_by, held.approved_by_label = now, by.id, by.label
    held.save(update_fields=["approved_at", "approved_by", "approved_by_label"])
    write("membership.approve_list", subject=_name(held), actor=by, now=now)


@transaction.atomic
def discard(number: int, *, by: Actor, now: datetime) -> None:
    """Forget the people of a list; who was asked already stays so. PartnerList.DoesNotExist."""
    held = PartnerList.objects.select_for_update().get(pk=number)
    if held.ended_at is None:
        _end(held, now=now)
        write("membership.discard_list", subject=_name(held), actor=by, now=now)


@transaction.atomic
def ask_next(*, site: str, draw: Callable[[int], bytes], now: datetime, limit: int) -> int:
    """Ask the next people of the oldest list that is approved; say how many were gone through.

    A list that nobody approved is forgotten after a week.
    """
    for late in PartnerList.objects.filter(
        ended_at=None, approved_at=None, kept_at__lte=now - WAITS
    ).select_for_update(skip_locked=True):
        _end(late, now=now)
    open_ = PartnerList.objects.filter(ended_at=None, approved_at__isnull=False)
    held = open_.select_for_update(skip_locked=True).order_by("approved_at", "id").first()
    if held is None:
        return 0
    people = json.loads(held.people or "[]")[held.done : held.done + limit]
    who = Actor(id=held.approved_by, label=held.approved_by_label)
    for email, phone, postcode, language, agreed in people:
        wish = Wish(
            email=email, phone=phone, postcode=postcode, language=language, source=held.source
        )
        by = By(how=How.PARTNER, proof=f"{held.partner}: {held.proof} Agreed on {agreed}.")
        register(wish, by=by, who=who, sender=Sender(site=site, draw=draw), now=now)
    note_use(held.source, asked=len(people), now=now)
    held.done += len(people)
    held.save(update_fields=["done"])
    if held.done >= held.total:
        _end(held, now=now)
    return len(people)


def areas(of: PartnerList, *, now: datetime) -> list[str]:
    """Give the area of each person of a list by the edition of the day, empty where it has none."""
    edition = postcodes.edition(on=london_date(now))
    codes = [person[2] for person in json.loads(of.people or "[]")]
    found = postcodes.find_all(codes, by=edition) if edition else {}
    return [found[code].area if code in found else "" for code in codes]


def _end(held: PartnerList, *, now: datetime) -> None:
    held.people, held.ended_at = None, now
    held.save(update_fields=["people", "ended_at"])


def _name(of: PartnerList) -> str:
    return f"members-list:{of.pk}"
