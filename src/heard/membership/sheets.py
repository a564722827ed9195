"""Reads lists of people to be registered, each line sound or named with the rule that it breaks.

What a line holds is repeated in no message: who sees the faults need not see the people.
"""

import csv
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Generic, TypeVar

from heard.consent import people
from heard.consent.models import Scope
from heard.core.timing import LONDON, london_date
from heard.membership.bring import Former
from heard.membership.enrol import BadWish, Wish, checked, is_member
from heard.membership.letters import print_of
from heard.membership.models import Channel
from heard.places import postcodes
from heard.places.areas import names

MOST = 5_000  # people of one partner's list
OLDEST = timedelta(days=183)  # of consent that was given to somebody else
PARTNER = ("email", "phone", "postcode", "language", "agreed_on")
FORMER = ("email", "phone", "postcode", "language", "area", "joined_on", "left_on")
_T = TypeVar("_T")


class BadSheet(ValueError):
    """A list cannot be read at all; the message says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is left out, and the rule that it breaks."""

    line: int
    rule: str


@dataclass(slots=True)
class Sheet(Generic[_T]):
    """The people of a list, and the lines of which there are none."""

    people: list[_T] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def partner(text: str, *, languages: Collection[str], now: datetime) -> Sheet[tuple[Wish, date]]:
    """Read whom a partner registers, and on which day each agreed. BadSheet."""

    def read(cells: Mapping[str, str]) -> tuple[Wish, date]:
        wish = _wish(cells, languages)
        agreed = _day(cells, "agreed_on")
        today = london_date(now)
        if agreed is None or agreed > today:
            raise BadWish("agreed_on", "agreed_on: the day on which they agreed, until today.")
        if agreed < today - OLDEST:
            said = f"agreed_on: more than {OLDEST.days} days ago, so they have to be asked anew."
            raise BadWish("agreed_on", said)
        return wish, agreed

    found = _read(text, PARTNER, read, by=lambda one: _prints(one[0].email, one[0].phone))
    if len(found.people) > MOST:
        raise BadSheet(f"The list has more than {MOST:,} people: send it in parts.")
    return found


def former(text: str, *, languages: Collection[str], now: datetime) -> Sheet[Former]:
    """Read the members of the system before, with the days on which they joined and left. BadSheet.

    `area` may be empty where there is a postcode: then it is that of the edition in force, or is
    not known. Who is a member here already, or wants nothing from us, is left out.
    """
    edition = postcodes.edition(on=london_date(now))

    def read(cells: Mapping[str, str]) -> Former:
        joined, left = _day(cells, "joined_on"), _day(cells, "left_on")
        if joined is None or joined > london_date(now):
            raise BadWish("joined_on", "joined_on: the day on which they joined, until today.")
        if left is not None and not joined <= left <= london_date(now):
            raise BadWish("left_on", "left_on: a day between joining and today, or nothing.")
        if cells["area"] and cells["area"] not in names():
            raise BadWish("area", f"area: is none of {', '.join(names())}.")
        code = postcodes.spelt(cells["postcode"])
        place = postcodes.find_all([code], by=edition).get(code) if edition and code else None
        area = cells["area"] or (place.area if place else "")
        if left is not None:
            return Former(areas=[(_noon(joined), area)], left_at=_noon(left))
        wish = _wish(cells, languages)
        return Former(
            areas=[(_noon(joined), area)],
            email=wish.email,
            phone=wish.phone,
            postcode=wish.postcode,
            language=wish.language,
        )

    return _read(text, FORMER, read, by=lambda one: _new(_prints(one.email, one.phone)))


def _read(
    text: str,
    columns: Sequence[str],
    read: Callable[[Mapping[str, str]], _T],
    *,
    by: Callable[[_T], str],
) -> Sheet[_T]:
    """Read each line, and leave out whoever stood in one before. `by` gives somebody's print."""
    found: Sheet[_T] = Sheet()
    lines: dict[str, int] = {}
    for line, cells in _cells(text, columns):
        try:
            one = read(cells)
            print_ = by(one)
        except BadWish as fault:
            found.faults.append(Fault(line, str(fault)))
            continue
        if print_ and lines.setdefault(print_, line) != line:
            found.faults.append(Fault(line, f"Stands in line {lines[print_]}, too."))
            continue
        found.people.append(one)
    return found


def _cells(text: str, columns: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    rows = csv.DictReader(text.splitlines())
    try:
        head = [name.strip().lower() for name in rows.fieldnames or ()]
        if lacking := [name for name in columns if name not in head]:
            raise BadSheet(f"Line 1: has no column {', '.join(lacking)}.")
        rows.fieldnames = head
        for row in rows:
            yield rows.line_num, {name: (row[name] or "").strip() for name in columns}
    except csv.Error as error:
        raise BadSheet(f"Line {rows.line_num + 1}: is no line of a CSV.") from error


def _wish(cells: Mapping[str, str], languages: Collection[str]) -> Wish:
    language = cells["language"].lower() or "en"
    if language not in languages:
        raise BadWish("language", f"language: is none of {', '.join(languages)}.")
    wish = Wish(
        email=cells["email"], phone=cells["phone"], postcode=cells["postcode"], language=language
    )
    return checked(wish)


def _day(cells: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(cells[name]) if cells[name] else None
    except ValueError:
        raise BadWish(name, f"{name}: is no day like 2020-11-30.") from None


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=LONDON).astimezone(UTC)


def _prints(email: str, phone: str) -> str:
    way, address = (Channel.EMAIL, email) if email else (Channel.SMS, phone)
    return print_of(way, address) if address else ""


def _new(print_: str) -> str:
    """Give a print back, unless it is a member's, or of somebody who wants nothing. BadWish."""
    person = people.standing([print_]).get(print_)
    if person is not None and (
        person.opted_out_of == Scope.EVERYTHING or person.wrong_number_at is not None
    ):
        raise BadWish("email", "Wants nothing from us, or is no address of theirs.")
    if print_ and is_member(print_) is not None:
        raise BadWish("email", "Is a member already, and stays as they are here.")
    return print_
