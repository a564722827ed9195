"""Whose account answers are about, by the roles that are held for a person's own results."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from heard.accounts.models import Grant, User


def person_of(user: User, *, now: datetime) -> str:
    """Give the code by which answers name somebody; empty where no role of theirs is for one."""
    found = _held(now).filter(user=user).values_list("unit", flat=True)
    return found.last() or ""


def account_of(person: str, *, now: datetime) -> User | None:
    """Give the account that a code leads to: of several the one that it was given to last."""
    found = _held(now).filter(unit=person).last()
    return found.user if found else None


def people(*, now: datetime) -> Mapping[User, str]:
    """Give everybody whose answers are known, with the code of each, by their names."""
    found = {one.user: one.unit for one in _held(now)}
    return dict(sorted(found.items(), key=lambda pair: (pair[0].name, pair[0].pk)))


def _held(now: datetime) -> QuerySet[Grant]:
    """Give the grants that hold for a person's own results, of those who may sign in."""
    held = Grant.objects.filter(level=Grant.Level.PERSON, begins_at__lte=now, user__is_active=True)
    still = held.filter(Q(ends_at=None) | Q(ends_at__gt=now))
    return still.select_related("user").order_by("id")
