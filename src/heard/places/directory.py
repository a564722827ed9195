"""Takes in an edition of a directory of postcodes: all of it or nothing, in a stream."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import TextIO

from django.db import connection, transaction

from heard.journal.write import SYSTEM, write
from heard.places.models import Directory
from heard.places.placing import Place, Rules
from heard.places.postcode_file import BadDirectory, Fault, Row, rows
from heard.places.postcodes import sector

AT_ONCE = 10_000  # lines that are held at a time
MOST_FAULTS, MOST_SHARE = 100, 0.01  # of the lines: more of both, and nothing is taken in
TOLD = 20  # faults that are told one by one

_COPY = """
    COPY places_postcode (directory_id, code, area, ward, impact_area, outside, ended_on) FROM STDIN
"""
LEAST = 10  # postcodes in use; of a sector with fewer nobody knows what the next one is near
_SECTORS = r"""
    INSERT INTO places_postcode (directory_id, code, area, ward, impact_area, outside, ended_on)
    SELECT directory_id, left(code, -2), min(area), '', '', false, NULL FROM places_postcode
    WHERE directory_id = %s AND ended_on IS NULL AND code ~ '[0-9][A-Z]{2}$'
    GROUP BY directory_id, left(code, -2)
    HAVING count(*) >= %s AND bool_and(area <> '' AND NOT outside) AND min(area) = max(area)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The name of an edition and of its file, its first day, and with whose leave it is used."""

    name: str
    file: str
    valid_from: date
    credit: str = ""


@dataclass(slots=True, kw_only=True)
class Taken:
    """How many lines a file has and what became of them; of the faults the first ones in words.

    `unclear` are in a district of the force, in none of its areas. `sectors` lie in one area whole.
    """

    lines: int = 0
    inside: int = 0
    outside: int = 0
    unclear: int = 0
    sectors: int = 0
    bad: int = 0
    faults: list[Fault] = field(default_factory=list)

    def blame(self, fault: Fault) -> None:
        """Count a line that breaks a rule. BadDirectory once there are too many."""
        self.bad += 1
        if len(self.faults) < TOLD:
            self.faults.append(fault)
        if self.bad > MOST_FAULTS and self.bad > self.lines * MOST_SHARE:
            first = self.faults[0]
            raise BadDirectory(
                f"{self.bad} of the first {self.lines:,} lines break a rule, which are too many; "
                f"the first is line {first.line}: {first.rule} Nothing was taken in."
            )

    def count(self, place: Place) -> None:
        self.outside += place.outside
        self.inside += not place.outside
        self.unclear += not place.outside and not place.area


def load(
    file: TextIO,
    *,
    rules: Rules,
    of: Edition,
    named: Mapping[str, str],
    progress: Callable[[int], None],
    now: datetime,
) -> Taken:
    """Keep an edition, in force from a day on; those before stay for the days before. BadDirectory.

    Every postcode of the force's districts is kept. Of the others only that they are outside: by
    their sector, where none of it is in the force. A sector of which all postcodes in use lie in
    one area is kept besides, for those of it that the edition does not know. The file is read
    twice, and of it are held AT_ONCE lines and the postcodes that are kept.
    """
    if Directory.objects.filter(name=of.name).exists():
        raise BadDirectory(f"The edition {of.name} is kept already: it never changes.")
    found = rows(file, named=named, name=of.file)
    own = {sector(row.code) for row in found if isinstance(row, Row) and rules.has(row)}
    if not own:
        raise BadDirectory(f"{of.file}: no postcode lies in a district of the force.")
    file.seek(0)
    keeping = _Keeping(rules=rules, own=own, taken=Taken(), progress=progress)
    with transaction.atomic(), connection.cursor() as cursor:
        made = Directory.objects.create(
            name=of.name,
            valid_from=of.valid_from,
            loaded_at=now,
            source=of.file,
            credit=of.credit,
        )
        with cursor.copy(_COPY) as copy:
            for cells in keeping.kept(rows(file, named=named, name=of.file)):
                copy.write_row((made.pk, *cells))
        cursor.execute(_SECTORS, [made.pk, LEAST])
        keeping.taken.sectors = cursor.rowcount
        write("places.postcodes", subject=f"directory:{made.pk}", actor=SYSTEM, now=now)
    return keeping.taken


@dataclass(slots=True, kw_only=True)
class _Keeping:
    """Goes through a file, and gives what is kept of it; `own` are sectors with ours among them."""

    rules: Rules
    own: AbstractSet[str]
    taken: Taken
    progress: Callable[[int], None]
    _seen: set[str] = field(default_factory=set)

    def kept(self, found: Iterator[Row | Fault]) -> Iterator[tuple[object, ...]]:
        while part := list(islice(found, AT_ONCE)):
            sound = [one for one in part if isinstance(one, Row)]
            self.taken.lines += len(part)
            for fault in (one for one in part if isinstance(one, Fault)):
                self.taken.blame(fault)
            for row, place in zip(sound, self.rules.place(sound), strict=True):
                yield from self._row(row, place)
            self.progress(len(part))

    def _row(self, row: Row, place: Place) -> Iterator[tuple[object, ...]]:
        of = sector(row.code)
        if of not in self.own:
            if of not in self._seen:
                self._seen.add(of)
                yield of, "", "", "", True, None
        elif row.code in self._seen:
            self.taken.blame(Fault(row.line, f"{row.code} stands in a line before."))
            return
        else:
            self._seen.add(row.code)
            yield row.code, place.area, place.ward, place.impact_area, place.outside, row.ended_on
        self.taken.count(place)
