"""Saves views of figures under a name, shares them with colleagues by role, and removes them."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.journal.write import write
from heard.reports.models import Report

LONGEST_NAME = 100
LONGEST_QUERY = 2_000
MOST = 200  # of one person


class NoReport(Exception):
    """A report cannot be saved or changed as asked; the message says why."""


@transaction.atomic
def save(name: str, query: str, *, by: User, now: datetime) -> Report:
    """Save a view. One of the same name of the same person is replaced, and shared as before.

    NoReport. The journal keeps the number, since a name may hold anything.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NoReport(f"Give the report a name of at most {LONGEST_NAME} characters.")
    if len(query) > LONGEST_QUERY:
        raise NoReport(f"A view has an address of at most {LONGEST_QUERY:,} characters.")
    own = Report.objects.filter(owner=by)
    if own.exclude(name=name).count() >= MOST:
        raise NoReport(f"Nobody keeps more than {MOST} reports: remove one first.")
    saved, _ = own.update_or_create(owner=by, name=name, defaults={"query": query, "saved_at": now})
    write("reports.save", subject=_name(saved), actor=actor(by), now=now)
    return saved


@transaction.atomic
def share(number: int, roles: Collection[str], *, by: User, now: datetime) -> None:
    """Show a report of one's own to all who have one of these roles; to nobody else without any.

    NoReport.
    """
    if unknown := {*roles} - {*User.Role.values}:
        raise NoReport(f"There is no role {', '.join(sorted(unknown))}.")
    found = _own(number, by)
    found.roles = sorted({*roles})
    found.save(update_fields=["roles"])
    reason = ", ".join(found.roles)
    write("reports.share", subject=_name(found), actor=actor(by), now=now, reason=reason)


@transaction.atomic
def remove(number: int, *, by: User, now: datetime) -> None:
    """Remove a report of one's own. NoReport."""
    found = _own(number, by)
    write("reports.remove", subject=_name(found), actor=actor(by), now=now)
    found.delete()


def reports_of(user: User) -> list[Report]:
    """Give a person's own reports, by name."""
    return list(Report.objects.filter(owner=user).order_by("name", "id"))


def shared_with(user: User, roles: Collection[str]) -> list[Report]:
    """Give what others share with somebody who has these roles, by name."""
    found = Report.objects.filter(Q(roles__overlap=[*roles]), owner__is_active=True)
    return list(found.exclude(owner=user).select_related("owner").order_by("name", "id"))


def _own(number: int, by: User) -> Report:
    found = Report.objects.select_for_update().filter(id=number, owner=by).first()
    if found is None:
        raise NoReport("You have no such report.")
    return found


def _name(report: Report) -> str:
    return f"report:{report.pk}"
