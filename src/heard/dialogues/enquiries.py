"""Answers whether we wrote to a number: to that number alone, or to staff who have its caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from heard.consent import people
from heard.consent.models import Person
from heard.core.timing import london_date, next_open
from heard.delivery.post import Draft, post
from heard.dialogues._letters import CHECKED, RECENT
from heard.dialogues._texts import worded
from heard.dialogues.models import Enquiry
from heard.invitations.models import Invitation
from heard.vault.ring import fingerprint_phone, ring

# How often may be asked in a day about one number, and in an hour from one address. Behind an
# address may be a whole household, or a library.
MOST_A_NUMBER, MOST_AN_ADDRESS = 3, 20
_HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text of ours: by which programme, when it was posted and handed over, what became of it."""

    programme: str
    posted_at: datetime
    claimed_at: datetime | None
    state: str
    kind: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """What staff may know of a number: the texts to it, newest first, and what its owner said."""

    print: str
    written: Sequence[Written]
    person: Person | None


def ask(e164: str, *, address: str, now: datetime) -> None:
    """Take in the question whether we wrote to this number, from this network address.

    It does the same for every number, and nothing of what it does can be told from outside; what
    is asked too often is dropped without a word.
    """
    print_ = fingerprint_phone(e164)
    asker = ring().fingerprint(address, purpose="address")
    about = Enquiry.objects.filter(print=print_, asked_at__gt=now - DAY).count()
    from_there = Enquiry.objects.filter(asker=asker, asked_at__gt=now - _HOUR).count()
    if about < MOST_A_NUMBER and from_there < MOST_AN_ADDRESS:
        Enquiry.objects.create(number=e164, print=print_, asker=asker, asked_at=now, due_at=now)


@transaction.atomic
def answer(*, now: datetime, limit: int, force: str) -> int:
    """Answer at most `limit` questions by a text to the number itself, if we wrote to it lately.

    Nothing goes to any other number, nor twice in a week to one. Says how many were dealt with.
    """
    due = Enquiry.objects.filter(due_at__lte=now).order_by("due_at", "id")
    claimed = list(due.select_for_update(skip_locked=True)[:limit])
    for enquiry in claimed:
        last = _asked(enquiry.print, now=now).order_by("-asked_at", "-id").first()
        if last is not None:
            _write(last, enquiry.number or "", force=force, now=now)
    Enquiry.objects.filter(pk__in=[e.pk for e in claimed]).update(due_at=None, number=None)
    return len(claimed)


def forget(*, now: datetime) -> int:
    """Delete what no limit counts any more; say how much."""
    return Enquiry.objects.filter(asked_at__lte=now - DAY, due_at=None).delete()[0]


def look_up(e164: str, *, now: datetime) -> LookUp:
    """Tell staff which surveys we sent to a number in the last 30 days."""
    print_ = fingerprint_phone(e164)
    asked = _asked(print_, now=now).select_related("programme", "letter", "touchpoint")
    return LookUp(
        print=print_,
        written=[
            Written(
                programme=invitation.programme.name,
                posted_at=invitation.letter.posted_at,
                claimed_at=invitation.letter.claimed_at,
                state=invitation.letter.state,
                kind=invitation.touchpoint.kind,
                key=invitation.touchpoint.key,
            )
            for invitation in asked.order_by("-asked_at", "-id")
            if invitation.letter is not None
        ],
        person=people.standing([print_]).get(print_),
    )


def _asked(print_: str, *, now: datetime) -> QuerySet[Invitation]:
    written = Invitation.objects.exclude(letter=None)
    return written.filter(person_print=print_, asked_at__gt=now - RECENT)


def _write(last: Invitation, e164: str, *, force: str, now: datetime) -> None:
    letter = last.letter
    if letter is None or letter.claimed_at is None:
        return
    opening = next_open(now)
    year, week, _ = london_date(now).isocalendar()
    draft = Draft(
        subject=f"{last.pk}/{year}-{week}",
        channel=letter.channel,
        address=e164,
        body=worded("checked", force=force),
        not_before=opening,
        expires_at=opening + DAY,
    )
    post(CHECKED, [draft], now=now)
