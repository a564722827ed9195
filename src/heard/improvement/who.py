"""Whose account answers are about: the code that events have for a member of staff."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.improvement.models import StaffNumber
from heard.journal.write import write

LONGEST = 100  # characters of a code, as the feed takes it


class NotGiven(Exception):
    """A code cannot be given; the message says why."""


@transaction.atomic
def give(user: User, person: str, *, by: User, now: datetime) -> StaffNumber:
    """Let an account be that of a person in the events, from now on; what it was before ends.

    NotGiven where somebody would give it to themselves, where it is another's, or no code.
    """
    person = person.strip()
    if not 1 <= len(person) <= LONGEST:
        raise NotGiven(f"Write the code as the events have it, in at most {LONGEST} characters.")
    if user == by:
        raise NotGiven("Another administrator has to give you your own code.")
    StaffNumber.objects.filter(user=user, ended_at=None).update(ended_at=now)
    try:
        with transaction.atomic():
            made = StaffNumber.objects.create(user=user, person=person, given_by=by, at=now)
    except IntegrityError:
        raise NotGiven("Another account has this code. End that first.") from None
    write("improvement.give_number", subject=f"user:{user.pk}", actor=actor(by), now=now)
    return made


@transaction.atomic
def end(number: int, *, by: User, now: datetime) -> None:
    """Let an account be nobody's in the events any more; one that is over stays as it is."""
    found = StaffNumber.objects.filter(pk=number, ended_at=None).first()
    if found is None:
        return
    StaffNumber.objects.filter(pk=number).update(ended_at=now)
    write("improvement.end_number", subject=f"user:{found.user_id}", actor=actor(by), now=now)


def person_of(user: User) -> str:
    """Give the code of an account that holds now; empty where it has none."""
    found = StaffNumber.objects.filter(user=user, ended_at=None).values_list("person", flat=True)
    return found.first() or ""


def account_of(person: str) -> User | None:
    """Give the account that a code leads to now, if its person may sign in."""
    held = StaffNumber.objects.filter(person=person, ended_at=None, user__is_active=True)
    found = held.select_related("user").first()
    return found.user if found else None


def linked() -> Sequence[StaffNumber]:
    """Give all that holds now, by the names of the people."""
    held = StaffNumber.objects.filter(ended_at=None)
    return list(held.select_related("user", "given_by").order_by("user__name", "pk"))
