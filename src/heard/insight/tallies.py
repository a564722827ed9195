"""Counts of answers as arrays: quick to narrow down, and to add up by any of their columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from heard.core.statistics.cells import Codes, Groups, Mask, Numbers, coded, grouped
from heard.core.statistics.people import People
from heard.core.statistics.whole_weeks import ALWAYS, Weeks
from heard.insight.cuts import Segment

WEEK, TEAM = "week", "team"
Series = tuple[str, int]  # a question and its version
_EPOCH = date(1970, 1, 1).toordinal()
_MONDAY, _DAYS = date(1970, 1, 1).weekday(), 7  # days of a week, and those before the first one


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many answered in a segment, and how many each measure counts.

    `first` and `last` are the local days of the first and the last of what was answered about.
    """

    segment: Segment
    n: int
    counted: Mapping[str, int]
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """Rows of counts: of each version of a question, how many answered in each place.

    `values` and `codes` tell by column which value a row has, the first of them in the order in
    which they are written; `series_of` is the place of its series among `series`. `n` are numbers
    of answers, `counted` those that each measure counts. Days are counted from 1 January 1970.
    `people` are those that answers about a team are about, by row, where rows are by team.
    """

    values: Mapping[str, tuple[Any, ...]]
    codes: Mapping[str, Codes]
    series: Sequence[Series]
    series_of: Numbers
    n: Numbers
    counted: Mapping[str, Numbers]
    first: Numbers
    last: Numbers
    people: People | None = None

    @classmethod
    def of(cls, rows: pa.Table, columns: Sequence[str], measures: Sequence[str]) -> "Tally":
        """Give rows of counts by these columns as arrays; with the week, where they have it."""
        named = sorted({*columns, *({WEEK} & {*rows.column_names})})
        known = {name: _coded(rows[name]) for name in named}
        (questions, question), (versions, version) = (
            _coded(rows[name]) for name in ("question", "question_version")
        )
        series = grouped((questions, versions), np.array([question, version]))
        return cls(
            values={name: values for name, (values, _) in known.items()},
            codes={name: codes for name, (_, codes) in known.items()},
            series=[(questions[question[at]], versions[version[at]]) for at in series.one.tolist()],
            series_of=series.of,
            n=_numbers(rows["n"]),
            counted={name: _numbers(rows[name]) for name in measures},
            first=_numbers(rows["first"].cast(pa.int32())),
            last=_numbers(rows["last"].cast(pa.int32())),
            people=_people(rows),
        )

    def rows(self, where: Mapping[str, Any], weeks: Weeks = ALWAYS) -> Numbers:
        """Give the rows of places, and of weeks."""
        found = np.ones(len(self.n), dtype=bool)
        for name, value in where.items():
            found &= self._has(name, [one == value for one in self.values[name]])
        if weeks != ALWAYS:
            found &= self._has(WEEK, [one in weeks for one in self.values[WEEK]])
        return np.flatnonzero(found)

    def _has(self, column: str, wanted: Sequence[bool]) -> Mask:
        found: Mask = np.array(wanted, dtype=bool)[self.codes[column]]
        return found

    def codes_of(self, columns: Sequence[str], rows: Numbers) -> Codes:
        """Give a line of codes for each column."""
        found = [self.codes[one][rows] for one in columns]
        return np.array(found, dtype=np.int64).reshape(len(columns), len(rows))

    def length(self, rows: Numbers) -> int:
        """Give how many weeks there are from the first answer of rows to the last."""
        if not len(rows):
            return 0
        first, last = int(self.first[rows].min()), int(self.last[rows].max())
        return (last + _MONDAY) // _DAYS - (first + _MONDAY) // _DAYS + 1

    def groups(self, columns: Sequence[str], rows: Numbers) -> Groups:
        """Put together the rows that are alike in some columns."""
        return grouped([self.values[one] for one in columns], self.codes_of(columns, rows))

    def summed(self, columns: Sequence[str], rows: Numbers, groups: Groups) -> list[Sum]:
        """Add up rows by groups that are alike in these columns."""
        first, last = self.first[rows[groups.one]], self.last[rows[groups.one]]
        np.minimum.at(first, groups.of, self.first[rows])
        np.maximum.at(last, groups.of, self.last[rows])
        n = groups.sums(self.n[rows]).tolist()
        counted = {name: groups.sums(of[rows]).tolist() for name, of in self.counted.items()}
        named = [
            [self.values[one][code] for code in self.codes[one][rows[groups.one]].tolist()]
            for one in columns
        ]
        return [
            Sum(
                segment=tuple(values[at] for values in named),
                n=n[at],
                counted={name: of[at] for name, of in counted.items()},
                first=date.fromordinal(_EPOCH + int(first[at])),
                last=date.fromordinal(_EPOCH + int(last[at])),
            )
            for at in range(len(groups))
        ]


def _coded(column: pa.ChunkedArray) -> tuple[tuple[Any, ...], Codes]:
    """Give the values of a column in the order in which they are written, and the codes of rows."""
    found = column.combine_chunks().dictionary_encode(null_encoding="encode")
    values, codes = coded(found.dictionary.to_pylist())
    return values, codes[found.indices.to_numpy()]


def _people(rows: pa.Table) -> People | None:
    """Give whom rows are about; of no team that is known it does not matter."""
    if "people" not in rows.column_names:
        return None
    has_team = pc.not_equal(rows[TEAM], "").combine_chunks().to_numpy(zero_copy_only=False)
    if not has_team.any():
        return None
    lists = rows["people"].combine_chunks()
    place = pc.list_parent_indices(lists).to_numpy()
    mine = has_team[place]
    found = lists.flatten().filter(pa.array(mine)).dictionary_encode()
    names, codes = coded(found.dictionary.to_pylist())
    return People.at_places(
        names, place[mine], codes[found.indices.to_numpy()], of_any=np.flatnonzero(~has_team)
    )


def _numbers(column: pa.ChunkedArray) -> Numbers:
    found: Numbers = column.to_numpy().astype(np.int64)
    return found
