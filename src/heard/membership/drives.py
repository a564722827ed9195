"""Begins sign-up drives, gives them codes and costs, and counts how often a code was used."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Sum

from heard.core.timing import london_date
from heard.journal.write import Actor, write
from heard.membership.bring import SOURCE
from heard.membership.models import (
    Cost,
    Drive,
    DriveCode,
    Goal,
    Member,
    Movement,
    PartnerList,
)

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,14}[a-z0-9]")  # as short as a poster has room for
LONGEST = 366  # days of a drive
MOST_PENCE = 100_000_000
_USED = """
    INSERT INTO membership_codeday (code_id, day, opened, asked)
    SELECT id, %(day)s, %(opened)s, %(asked)s FROM membership_drivecode WHERE code = %(code)s
    ON CONFLICT (code_id, day) DO UPDATE SET
        opened = membership_codeday.opened + excluded.opened,
        asked = membership_codeday.asked + excluded.asked
"""


class NoDrive(ValueError):
    """What cannot be done with a drive; names the field, and says why as a sentence."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who does something with drives: for these areas, or with None for the whole force."""

    actor: Actor
    areas: Collection[str] | None = None

    def may(self, areas: Collection[str]) -> bool:
        """Tell whether all of these areas are theirs; none named is the whole force."""
        return self.areas is None or (bool(areas) and set(areas) <= set(self.areas))


@transaction.atomic
def begin(
    name: str, days: tuple[date, date], goals: Mapping[str, int], *, by: Owner, now: datetime
) -> Drive:
    """Keep a drive from one day to another, with a goal for each of its areas. NoDrive."""
    first, last = days
    if not name.strip():
        raise NoDrive("name", "Give it a name.")
    if not 0 <= (last - first).days < LONGEST:
        raise NoDrive("last", f"Choose a last day within {LONGEST} days from the first.")
    if not goals or min(goals.values()) < 1:
        raise NoDrive("name", "Give a goal of at least one for one area or more.")
    if not by.may(goals):
        raise NoDrive("name", "You run drives in your own areas.")
    made = Drive.objects.create(
        name=name.strip(),
        first=first,
        last=last,
        planned=last,
        made_at=now,
        made_by=by.actor.id,
        made_by_label=by.actor.label,
    )
    Goal.objects.bulk_create(
        Goal(drive=made, area=area, joins=joins) for area, joins in sorted(goals.items())
    )
    write("membership.begin_drive", subject=subject(made), actor=by.actor, now=now)
    return made


@transaction.atomic
def end(drive: Drive, *, by: Owner, now: datetime) -> None:
    """Let a drive end today, before its time; what its codes bring is counted on. NoDrive."""
    held = _held(drive, by)
    if not by.may(areas_of(held)):
        raise NoDrive("do", "It runs in areas of others as well: communications end it.")
    today = london_date(now)
    if not held.first <= today < held.last:
        raise NoDrive("do", "Only a drive that runs is ended.")
    held.last = today
    held.save(update_fields=["last"])
    write("membership.end_drive", subject=subject(held), actor=by.actor, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A code as it is asked for: see `DriveCode`."""

    code: str
    kind: DriveCode.Kind
    name: str
    area: str = ""


@transaction.atomic
def add_code(drive: Drive, wanted: Source, *, by: Owner, now: datetime) -> DriveCode:
    """Give a drive another code. One that somebody used before, for whatever, is refused. NoDrive.

    A code that brought people already would count as its own whom something else had brought.
    """
    held = _held(drive, by)
    area, code = wanted.area, wanted.code
    if not CODE.fullmatch(code):
        raise NoDrive("code", "Code: 2 to 16 small letters, digits and hyphens between them.")
    if not wanted.name.strip():
        raise NoDrive("name", "Say what it is.")
    runs_in = areas_of(held)
    if area and area not in runs_in:
        raise NoDrive("area", "Choose an area in which the drive runs.")
    if not by.may([area] if area else runs_in):
        raise NoDrive("area", "Choose one of your own areas.")
    if is_taken(code):
        raise NoDrive("code", "This code was used before. Choose another one.")
    made = DriveCode.objects.create(
        drive=held,
        code=code,
        kind=wanted.kind,
        name=wanted.name.strip(),
        area=area,
        made_at=now,
        made_by=by.actor.id,
    )
    about = f"{subject(held)} {code}"
    write("membership.add_code", subject=about, actor=by.actor, now=now)
    return made


def is_taken(code: str) -> bool:
    """Tell whether a code means something already, or anybody came by it."""
    return code == SOURCE or any(
        found.exists()
        for found in (
            DriveCode.objects.filter(code=code),
            Movement.objects.filter(kind=Movement.Kind.JOIN, source=code),
            Member.objects.filter(state="pending", source=code),
            PartnerList.objects.filter(source=code),
        )
    )


@transaction.atomic
def add_cost(code: DriveCode, pence: int, *, on: date, what: str, by: Owner, now: datetime) -> Cost:
    """Enter what was paid for a code on a day, or with less than 0 take some back. NoDrive."""
    Drive.objects.select_for_update().get(pk=code.drive_id)
    if not by.may([code.area] if code.area else areas_of(code.drive)):
        raise NoDrive("code", "This is not a code of yours.")
    if not what.strip():
        raise NoDrive("what", "Say what was paid for.")
    if not pence or abs(pence) > MOST_PENCE:
        raise NoDrive("pounds", "Enter an amount, like 120.50.")
    if on > london_date(now):
        raise NoDrive("on", "Enter a day up to today.")
    before = Cost.objects.filter(code=code).aggregate(all=Sum("pence"))["all"] or 0
    if before + pence < 0:
        raise NoDrive("pounds", "No more can be taken back than was entered.")
    made = Cost.objects.create(
        code=code,
        on=on,
        pence=pence,
        what=what.strip(),
        entered_at=now,
        entered_by=by.actor.id,
        entered_by_label=by.actor.label,
    )
    write("membership.add_cost", subject=f"drive-code:{code.code}", actor=by.actor, now=now)
    return made


def note_use(code: str, *, opened: int = 0, asked: int = 0, now: datetime) -> None:
    """Count that the link of a code was opened, or its form sent; of an unknown code nothing.

    It is no part of what sends the link: whether that came about must not be told by it.
    """
    if not CODE.fullmatch(code):
        return
    said: dict[str, str | int | date] = {"code": code, "day": london_date(now)}
    with connection.cursor() as cursor:
        cursor.execute(_USED, said | {"opened": opened, "asked": asked})


def areas_of(drive: Drive) -> list[str]:
    """Give the areas in which a drive runs."""
    return list(Goal.objects.filter(drive=drive).order_by("area").values_list("area", flat=True))


def subject(drive: Drive) -> str:
    """Name a drive in the journal."""
    return f"drive:{drive.pk}"


def _held(drive: Drive, by: Owner) -> Drive:
    """Hold a drive in one of the areas of whom it is to be changed by. NoDrive."""
    held = Drive.objects.select_for_update().get(pk=drive.pk)
    if by.areas is not None and not set(areas_of(held)) & set(by.areas):
        raise NoDrive("do", "This is not a drive of yours.")
    return held
