"""Records what a person agreed to at a safe contact, and ends it when they no longer do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from heard.core.addresses import PhoneKind, read_phone
from heard.core.safe_calls import SafeTime
from heard.core.timing import LONDON, london_date
from heard.journal.write import Actor, write
from heard.specialist.exclude import NotOffered
from heard.specialist.models import Consent, Part
from heard.specialist.offers import hold, offer
from heard.specialist.programme import programme
from heard.vault.ring import fingerprint_phone

LONGEST = 500  # characters of what is written in own words
CALLABLE = frozenset({PhoneKind.UK_MOBILE, PhoneKind.LANDLINE, PhoneKind.OTHER})
RECENT = timedelta(days=28)  # how old a consent may be when it is recorded
SEALED = ("number", "ask_for", "safe_times", "safe_words", "cover_story")


class BadConsent(ValueError):
    """What was told is not enough to call by; the message says what is missing, as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What the person agreed to, as whoever asked them tells it.

    `times` are the safe ones, `safe_times` the same in the person's words; `safe_words` are what
    is said when it is not safe, and `cover_story` who the caller is to anybody else.
    """

    taken_on: date
    taken_by: str
    taken_as: Part
    number: str = field(repr=False)
    ask_for: str = field(repr=False)
    times: Sequence[SafeTime]
    safe_times: str = field(repr=False)
    safe_words: str = field(repr=False)
    cover_story: str = field(repr=False)


@transaction.atomic
def record(touchpoint: int, agreed: Agreed, *, by: Actor, now: datetime) -> Consent:
    """Keep a consent until the programme's time is over. NotOffered, BadConsent.

    It was given before and to somebody the person knows: never to the caller. Whoever was called
    within the cap of the programme is not asked for it again.
    """
    of = programme()
    number = _checked(agreed, now=now)
    hold(touchpoint)
    candidate = offer(touchpoint, now=now)
    if candidate is None:
        raise NotOffered
    print_ = fingerprint_phone(number)
    same = Q(prints__overlap=[*candidate.prints, print_]) | Q(number_print=print_)
    recent = Q(over_at=None) | Q(over_at__gt=now - of.cap)
    if Consent.objects.filter(same & recent).exists():
        raise NotOffered
    consent = Consent.objects.create(
        touchpoint=candidate.touchpoint,
        programme=of,
        prints=list(candidate.prints),
        taken_on=agreed.taken_on,
        taken_by=agreed.taken_by.strip(),
        taken_as=agreed.taken_as,
        recorded_at=now,
        recorded_by=by.label,
        expires_at=datetime.combine(agreed.taken_on, time(), LONDON) + of.fresh_for,
        hours=[[t.weekday, f"{t.opens:%H:%M}", f"{t.closes:%H:%M}"] for t in agreed.times],
        number=number,
        number_print=print_,
        ask_for=agreed.ask_for.strip(),
        safe_times=agreed.safe_times.strip(),
        safe_words=agreed.safe_words.strip(),
        cover_story=agreed.cover_story.strip(),
    )
    subject = f"consent:{consent.pk}"
    write("specialist.consent", subject=subject, actor=by, now=now, reason=agreed.taken_as)
    return consent


@transaction.atomic
def withdraw(consent: int, *, because: str, by: Actor, now: datetime) -> bool:
    """End a consent at once, and say whether it still stood. A call that goes on is not hidden."""
    standing = Consent.objects.filter(pk=consent, over_at=None)
    if not standing.update(over_at=now, over_because=because):
        return False
    subject = f"consent:{consent}"
    write("specialist.withdraw", subject=subject, actor=by, now=now, reason=because)
    return True


def _checked(agreed: Agreed, *, now: datetime) -> str:
    """Give the number as it is dialled. BadConsent for the first thing that is wrong."""
    today = london_date(now)
    if not today - RECENT <= agreed.taken_on <= today:
        raise BadConsent(f"The day of the consent is today, or in the last {RECENT.days} days.")
    if not agreed.times:
        raise BadConsent("Give at least one safe time.")
    own_words = (
        *(agreed.taken_by, agreed.ask_for),
        *(agreed.safe_times, agreed.safe_words, agreed.cover_story),
    )
    if not all(0 < len(text.strip()) <= LONGEST for text in own_words):
        raise BadConsent(f"Fill in everything, each in at most {LONGEST} characters.")
    phone = read_phone(agreed.number)
    if phone.kind not in CALLABLE:
        raise BadConsent("Enter a telephone number in the United Kingdom.")
    return phone.e164
