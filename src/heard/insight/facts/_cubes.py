"""Sums of the answers by what is asked for most, so that a page need not count every row.

They are additive: a month that was written anew has its parts made anew, and a total is the sum of
the parts of all months.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import duckdb
import pyarrow as pa

from heard.insight.facts._datasets import RESPONSES
from heard.insight.facts._files import free, write
from heard.insight.facts.sheets import ON_THEM, SHEETS
from heard.insight.measures import ANSWERED, MEASURES
from heard.questionnaires.scales import scales

# Whose answers they are, and of which scale.
_ITEM = ("programme", "questionnaire", "question", "question_version", "scale")
_SHEET = ("programme", "questionnaire", "version")
_SUMS = ("n", *MEASURES)
_WHO = ("age_band", "ethnic_group", "disabled", "sex")
_DAYS = ("day", "week", "weekday")
MONTH = "month"  # a column of sums alone: the first day of the local month


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """Sums of the answers by some of their columns, and by the item that was answered.

    What was said in the other way of a parallel run is not among them. A row has `n`, the answers
    in the base of their scale, a sum for each measure by its name, and the `first` and `last` local
    day. A total has no times; a part is of one month. Sums `of_people` count who answered instead.
    """

    name: str
    by: tuple[str, ...]
    is_total: bool = False
    of_people: bool = False

    @property
    def folder(self) -> str:
        return f"responses_{self.name}"

    @property
    def keys(self) -> tuple[str, ...]:
        return (*(_SHEET if self.of_people else _ITEM), *self.by)

    @property
    def sums(self) -> tuple[str, ...]:
        return ("n",) if self.of_people else _SUMS

    @property
    def schema(self) -> pa.Schema:
        responses = RESPONSES.schema.append(pa.field(MONTH, pa.date32()))
        types = dict(zip(responses.names, responses.types, strict=True))
        types |= dict.fromkeys(ON_THEM, pa.string())
        known = {name: types[name] for name in self.keys}
        sums = dict.fromkeys(self.sums, pa.int64())
        return pa.schema(known | sums | dict.fromkeys(("first", "last"), pa.date32()))


PARTS = (
    Cube(name="hours", by=("area", "incident", "stage", MONTH, "hour")),
    Cube(
        name="days",
        by=("area", "incident", "stage", MONTH, *_DAYS, "impact_area", "came_by", "doubt", "mode"),
    ),
    Cube(name="grid", by=("area", "stage", MONTH, "week", "weekday", "hour")),
    Cube(name="who_where", by=("area", "stage", *_WHO)),
    Cube(name="who_what", by=("incident", "stage", *_WHO)),
    Cube(name="teams", by=("area", "incident", "stage", "contact_channel", "team", "person")),
    Cube(name="sheets", by=("area", "incident", "stage", "week", *ON_THEM), of_people=True),
)
TOTALS: Mapping[str, Cube] = MappingProxyType(
    {
        part.name: Cube(
            name=f"{part.name}_total",
            by=tuple(name for name in part.by if name not in (MONTH, "week")),
            is_total=True,
            of_people=part.of_people,
        )
        for part in PARTS
        if "day" not in part.by
    }
)


def fitting(needed: Collection[str]) -> Cube | None:
    """Give the first cube that has all these columns of the answers, totals before parts.

    None where rows are to be counted.
    """
    every = (*TOTALS.values(), *PARTS)
    return next((cube for cube in every if {*cube.keys} >= {*needed}), None)


def parts(responses: Path, folder: Path) -> dict[str, str]:
    """Sum up the file of one month; give the files of its parts by name, below the folder."""
    place = f"{responses.parent.name}/{responses.name}"
    named = {name for part in PARTS for name in part.keys} - {MONTH, *ON_THEM}
    said = (
        f"SELECT {', '.join(sorted(named))}, response, date_trunc('month', day) AS {MONTH},"  # noqa: S608 - our own words
        " 1 AS n, day AS first, day AS last,"
        f" {', '.join(f'{_counts(measure)} AS {measure}' for measure in MEASURES)}"
        f" FROM answers WHERE disposition IN ({_words(ANSWERED)}) AND {_in_base()}"
        " AND NOT other_way"
    )
    with duckdb.connect() as engine:
        engine.read_parquet(str(responses), hive_partitioning=False).create_view("answers")
        engine.execute(f"CREATE TABLE said AS {said}")
        engine.execute(SHEETS)
        return {
            part.name: _write(part, engine, folder, folder / part.folder / place) for part in PARTS
        }


def totals(months: Iterable[Mapping[str, str]], folder: Path, *, horizon: int) -> dict[str, str]:
    """Add up the parts of all months; give the files of the totals by the names of the parts."""
    every = [*months]
    written: dict[str, str] = {}
    if not every:
        return written
    with duckdb.connect() as engine:
        for part, total in TOTALS.items():
            files = [str(folder / month[part]) for month in every]
            engine.read_parquet(files, hive_partitioning=False).create_view("said", replace=True)
            written[part] = _write(total, engine, folder, free(folder / total.folder, horizon))
    return written


def _write(cube: Cube, engine: duckdb.DuckDBPyConnection, folder: Path, path: Path) -> str:
    """Write what is `said` there, summed up by the keys of a cube, and give the file."""
    keys = ", ".join(cube.keys)
    sums = ", ".join(f"sum({one}) AS {one}" for one in cube.sums)
    source = "sheets" if cube.of_people and not cube.is_total else "said"
    found = engine.execute(
        f"SELECT {keys}, {sums}, min(first) AS first, max(last) AS last FROM {source}"  # noqa: S608
        f" GROUP BY {keys} ORDER BY {keys}"
    )
    write(found.to_arrow_table().cast(cube.schema), path)
    return path.relative_to(folder).as_posix()


def _in_base() -> str:
    bases = {one.scale: sorted(scales()[one.scale].base) for one in MEASURES.values()}
    each = (f"scale = '{name}' AND value IN ({_words(base)})" for name, base in bases.items())
    return f"({' OR '.join(each)})"


def _counts(name: str) -> str:
    measure = MEASURES[name]
    codes = sorted(measure.codes(scales()[measure.scale]))
    return f"CASE WHEN scale = '{measure.scale}' AND value IN ({_words(codes)}) THEN 1 ELSE 0 END"


def _words(values: Iterable[object]) -> str:
    return ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in values)
