"""Takes the organisation in from a CSV file, whole or not at all, and never twice.

Columns: `kind` (force, department, area, team or person), `code`, `name`, `under` and `from`, the
first day as year-month-day. A unit stands under another one; a person, who has no name here, is in
a team. What is `under` nothing from a day on has ended, or left; only the force has always none.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from heard.journal.write import Actor, write
from heard.organisation.models import Line, Post, Unit
from heard.places.areas import names

COLUMNS = ("kind", "code", "name", "under", "from")
PERSON = "person"
KINDS = (*Unit.Kind.values, PERSON)
MOST = 200  # characters of a code or name
ABOVE: Mapping[str, tuple[str, ...]] = {  # under what each kind may stand
    Unit.Kind.FORCE: (),
    Unit.Kind.DEPARTMENT: (Unit.Kind.FORCE, Unit.Kind.AREA, Unit.Kind.DEPARTMENT),
    Unit.Kind.AREA: (Unit.Kind.FORCE,),
    Unit.Kind.TEAM: (Unit.Kind.FORCE, Unit.Kind.AREA, Unit.Kind.DEPARTMENT),
    PERSON: (Unit.Kind.TEAM,),
}


class BadOrganisation(ValueError):
    """A file that cannot be taken in; each line of the message names a line and a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the file, read."""

    line: int
    kind: str
    code: str
    name: str
    under: str
    from_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How many units, lines between them and posts were new; `known` stood there already."""

    units: int
    lines: int
    posts: int
    known: int


def load(path: Path, *, dry: bool, by: Actor, now: datetime) -> Loaded:
    """Take a file in; `dry`, only say what of it would be. BadOrganisation: nothing is taken."""
    rows = read(path)
    with transaction.atomic():
        done = _Taking()
        for row in rows:
            done.take(row)
        if done.faults:
            raise BadOrganisation("\n".join(done.faults))
        loaded = Loaded(units=done.units, lines=done.lines, posts=done.posts, known=done.known)
        if not dry and loaded != replace(loaded, units=0, lines=0, posts=0):
            reason = f"{loaded.units} units, {loaded.lines} lines, {loaded.posts} posts"
            write("organisation.load", subject="organisation", actor=by, now=now, reason=reason)
        transaction.set_rollback(dry)
    return loaded


def read(path: Path) -> list[Row]:
    """Read a file. BadOrganisation with every fault of its form."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadOrganisation(f"{path}: cannot be read as text in UTF-8.") from None
    found = csv.DictReader(text.splitlines())
    if missing := [name for name in COLUMNS if name not in (found.fieldnames or ())]:
        raise BadOrganisation(f"line 1: there is no column {', '.join(missing)}.")
    rows, faults = [], []
    for said in found:
        given = {name: (said[name] or "").strip() for name in COLUMNS}
        if wrong := [*_wrong(given)]:
            faults += [f"line {found.line_num}, {fault}" for fault in wrong]
            continue
        from_day = date.fromisoformat(given.pop("from"))
        rows.append(Row(line=found.line_num, from_day=from_day, **given))
    if faults:
        raise BadOrganisation("\n".join(faults))
    return rows


def _wrong(given: Mapping[str, str]) -> Iterator[str]:
    kind, code = given["kind"], given["code"]
    if kind not in KINDS:
        yield f"kind: {kind!r} is none of {', '.join(KINDS)}."
    if not code or max(map(len, given.values())) > MOST:
        yield f"code: enter one, and nothing longer than {MOST} characters."
    if kind == Unit.Kind.AREA and code not in names():
        yield f"code: {code!r} is no area of this force: {', '.join(names())}."
    if kind == PERSON and given["name"]:
        yield "name: no name of a member of staff is kept."
    try:
        date.fromisoformat(given["from"])
    except ValueError:
        yield f"from: {given['from']!r} is no day as year-month-day."


class _Taking:
    """Takes rows one after the other, and notes what is wrong with them."""

    def __init__(self) -> None:
        self.known_units = {unit.code: unit for unit in Unit.objects.order_by("id")}
        self.units = self.lines = self.posts = self.known = 0
        self.faults: list[str] = []

    def take(self, row: Row) -> None:
        above = self.known_units.get(row.under)
        if fault := self._fault(row, above):
            self.faults.append(f"line {row.line}, {fault}")
        elif row.kind == PERSON:
            self._post(row, above)
        else:
            self._line(row, above)

    def _fault(self, row: Row, above: Unit | None) -> str:
        wanted = ABOVE[row.kind]
        if row.under and above is None:
            return f"under: there is no unit {row.under!r} before this line."
        if above is not None and above.kind not in wanted:
            stands = " or ".join(wanted) or "nothing"
            return f"under: a {row.kind} stands under {stands}, and {row.under} is a {above.kind}."
        known = self.known_units.get(row.code)
        if row.kind != PERSON and known is not None and known.kind != row.kind:
            return f"kind: {row.code} is a {known.kind} already."
        return ""

    def _line(self, row: Row, above: Unit | None) -> None:
        unit = self.known_units.get(row.code)
        if unit is None:
            unit = Unit.objects.create(kind=row.kind, code=row.code, name=row.name or row.code)
            self.known_units[row.code] = unit
            self.units += 1
        stands = Line.objects.filter(unit=unit, from_day=row.from_day).order_by("id").last()
        if self._is_known(row, stands is not None, stands.under if stands else None, above):
            return
        Line.objects.create(unit=unit, under=above, from_day=row.from_day)
        self.lines += 1

    def _post(self, row: Row, team: Unit | None) -> None:
        stands = Post.objects.filter(person=row.code, from_day=row.from_day).order_by("id").last()
        if self._is_known(row, stands is not None, stands.team if stands else None, team):
            return
        Post.objects.create(person=row.code, team=team, from_day=row.from_day)
        self.posts += 1

    def _is_known(self, row: Row, there: bool, was: Unit | None, now: Unit | None) -> bool:  # noqa: FBT001
        """Tell whether that stands there; what stands there otherwise is never overwritten."""
        if there and was == now:
            self.known += 1
        elif there:
            stands = was.code if was else "nothing"
            self.faults.append(
                f"line {row.line}, under: {row.code} is under {stands} from {row.from_day} on, and"
                " a move is not overwritten: give a move from another day."
            )
        return there
