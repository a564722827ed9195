"""A crowd with sparse corners, and everything that may be asked about it, without a database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from heard.core.statistics.whole_weeks import ALWAYS, Weeks, weeks_of
from heard.eligibility.models import Programme
from heard.insight.cuts import COLUMNS, FILTERS, Cut, Slice
from heard.insight.facts._datasets import DATASETS, RESPONSES
from heard.insight.facts.engines import Source, opened
from heard.insight.facts.read import Facts
from heard.insight.guarded import guarded
from heard.insight.tables import BASES
from heard.questionnaires.models import Questionnaire

FIRST = date(2020, 1, 6)
WEEKS = 60
BASE = 10
QUESTIONNAIRE = Questionnaire(slug="after_contact")
PROGRAMMES = [
    Programme(slug=slug, questionnaire=QUESTIONNAIRE) for slug in ("contact", "attendance")
]
SERIES = (("treatment", 1), ("outcome", 1), ("outcome", 2))
Row = Mapping[str, Any]
Ids = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What was shown of a place in some weeks, with who really is there."""

    place: Mapping[str, Any]
    weeks: Weeks
    told: tuple[int, int]
    ids: Ids

    @property
    def key(self) -> tuple[object, ...]:
        return tuple(sorted(self.place.items()))


@dataclass(kw_only=True)
class Crowd:
    """Everybody's answers, and the facts that have them."""

    facts: Facts
    rows: Sequence[Row]

    def shown(
        self, pool: Sequence[Programme], where: Slice, by: Sequence[Cut] = ()
    ) -> Iterator[Shown]:
        """Give what is shown: of each segment who is in it, how many they are, how many count.

        Two versions of a question are told apart, so one question stands for all.
        """
        place = {name: getattr(where, name) for name in FILTERS}
        place = {name: value for name, value in place.items() if value is not None}
        place |= {"doubted": False} if where.undoubted else {}
        place |= {"programme": pool[0].slug} if len(pool) == 1 else {}
        found = guarded(self.facts, pool, by=by, where=where, minimum_base=BASE, exact=True)
        for one in found:
            if (one.question, one.version) != SERIES[0] or one.held:
                continue
            within = dict(zip((COLUMNS[cut] for cut in by), one.segment, strict=True))
            week = within.pop("week", None)
            weeks = Weeks(week, week) if isinstance(week, date) else weeks_of(where.from_, where.to)
            yield Shown(
                place=place | within,
                weeks=weeks,
                told=(one.n, one.counted),
                ids=self.of(place | within, weeks),
            )

    def of(
        self, alike: Mapping[str, Any], weeks: Weeks, series: tuple[str, int] = SERIES[0]
    ) -> Ids:
        """Give who really is in a place."""
        asked = {"question": series[0], "question_version": series[1], **alike}
        found = frozenset.intersection(*(self.index[one] for one in asked.items()))
        return (
            found
            if weeks == ALWAYS
            else frozenset(at for at in found if self.rows[at]["week"] in weeks)
        )

    @cached_property
    def index(self) -> Mapping[tuple[str, Any], Ids]:
        """Give who has which value, column by column."""
        found: dict[tuple[str, Any], set[int]] = defaultdict(set)
        for at, row in enumerate(self.rows):
            for one in row.items():
                found[one].add(at)
        return defaultdict(frozenset, {one: frozenset(ids) for one, ids in found.items()})

    def counted(self, ids: Iterable[int]) -> tuple[int, int]:
        """Count as the measure does."""
        found = [self.rows[at]["value"] >= 8 for at in ids]
        return len(found), sum(found)


def crowd(folder: Path, people: int = 1_500, *, until: int = WEEKS) -> Crowd:
    """Let so many answer in the first weeks, few of them from some corners."""
    random = Random(12)  # noqa: S311 - nothing here is secret
    rows = [row for one in range(people) for row in _answers(one, random)]
    rows = [row for row in rows if row["week"] < FIRST + timedelta(weeks=until)]
    return Crowd(facts=facts_of(rows, folder), rows=rows)


def least(columns: Iterable[str]) -> int:
    """Give how many must stand behind a figure by these, or what it is taken from."""
    return max((BASES[one].answers for one in columns if one in BASES), default=BASE)


def _worked(area: str, programme: str, random: Random) -> dict[str, str]:
    """Give the ward, the team and whom of it an answer is about.

    Calls are taken for all areas. Units of an area go elsewhere at times; some teams are of three.
    """
    ward = f"{area}-{random.choices('123', [6, 3, 0.4])[0]}" if area else ""
    if programme == "contact":
        team = f"FC-{random.choices('ABC', [6, 5, 0.6])[0]}"
    else:
        home = area if random.random() < 0.97 else random.choice(["BE", "CV"])
        team = f"{home}-R{random.choices('ABC', [4, 3, 0.4])[0]}"
    known = team if random.random() < 0.98 else ""
    of = 3 if team in {"WV-RB", "FC-C"} else 9
    return {"ward": ward, "team": known, "person": f"{team}{random.randrange(of)}" if known else ""}


def _answers(person: int, random: Random) -> list[Row]:
    def any_of(choices: Mapping[Any, float]) -> Any:  # noqa: ANN401
        return random.choices([*choices], [*choices.values()])[0]

    week = FIRST + timedelta(weeks=random.randrange(WEEKS))
    weekday = any_of({1: 5, 2: 5, 3: 5, 4: 5, 5: 6, 6: 1, 7: 0.5})
    hour = min(23, int(random.triangular(0, 24, 17)))
    day = week + timedelta(days=weekday - 1)
    shared = {
        "questionnaire": QUESTIONNAIRE.slug,
        "response": person,
        "programme": any_of({"contact": 7, "attendance": 3}),
        "scale": "N10",
        "disposition": "complete",
        "area": any_of({"BE": 9, "BW": 8, "CV": 6, "WV": 4, "DY": 1, "SH": 0.3, "": 0.1}),
        "incident": any_of({"Crime": 12, "Transport": 6, "Welfare": 3, "Other": 0.4}),
        "came_by": any_of({"": 12, "poster": 5, "link": 0.5}),
        "doubt": any_of({"": 40, "twice": 1}),
        "week": week,
        "weekday": weekday,
        "hour": hour,
        "block": hour - hour % 3,
        "day": day,
        "sex": any_of({"female": 10, "male": 9, "skip": 0.6, "": 3}),
        "age_band": any_of({"16-24": 3, "25-34": 5, "35-44": 5, "75+": 0.4, "": 4}),
        "doubted": False,
    }
    shared["doubted"] = shared["doubt"] != ""
    # By chance of its own, so that all else stays as it is.
    shared |= _worked(shared["area"], shared["programme"], Random(f"worked for {person}"))  # noqa: S311
    version = 1 if week < FIRST + timedelta(weeks=31) else 2
    return [
        {**shared, "question": q, "question_version": v, "value": random.randrange(11)}
        for q, v in (("treatment", 1), ("outcome", version))
        if q == "treatment" or random.random() < 0.9
    ]


def facts_of(rows: Sequence[Row], folder: Path) -> Facts:
    zero: dict[pa.DataType, Any] = {
        pa.bool_(): False,
        pa.string(): "",
        pa.int16(): 1,
        pa.int64(): 0,
        pa.float64(): None,
    }
    columns = {
        name: [row.get(name, zero.get(RESPONSES.schema.field(name).type)) for row in rows]
        for name in RESPONSES.schema.names
    }
    file = folder / "responses.parquet"
    pq.write_table(pa.table(columns, schema=RESPONSES.schema), file)
    engine, tables = opened(
        [
            Source(name=one.name, schema=one.schema, files=[file] if one is RESPONSES else [])
            for one in DATASETS
        ]
    )
    return Facts(as_of=datetime(2021, 3, 1, tzinfo=UTC), engine=engine, cubes={}, **tables)
