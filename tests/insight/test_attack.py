"""Ten thousand subtractions of figures that are shown: none tells what fewer than ten said."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from heard.core.statistics.guard import Guard
from heard.core.statistics.whole_weeks import ALWAYS, Weeks
from heard.eligibility.models import Programme
from heard.insight import tables
from heard.insight.cuts import COLUMNS, Cut, Slice
from tests.insight.attack import BASE, FIRST, PROGRAMMES, Crowd, Ids, crowd

PAIRS = 10_000
WEEK = timedelta(weeks=1)
CUTS = {
    "area": Cut.AREA,
    "incident": Cut.INCIDENT,
    "weekday": Cut.WEEKDAY,
    "hour": Cut.BLOCK,
    "came_by": Cut.CAME_BY,
}
# What is asked for together; any three of a cut and its filters.
TOGETHER = (("area", "incident"), ("area", "weekday"), ("came_by", "area"), ("hour", "weekday"))
UNDATED = (("area", "incident", "weekday"), ("incident", "hour"), ("came_by", "incident"))
VALUES: Mapping[str, Sequence[Any]] = {
    "area": ["BE", "BW", "CV", "WV", "DY", "SH", ""],
    "incident": ["Crime", "Transport", "Welfare", "Other"],
    "weekday": [*range(1, 8)],
    "hour": [*range(24)],
    "came_by": ["", "poster", "link"],
}


@dataclass
class Found:
    """How many subtractions were made, and those that tell of few."""

    tried: Counter[str] = field(default_factory=Counter)
    leaks: list[tuple[str, int, object]] = field(default_factory=list)

    def tell(self, crowd: Crowd, kind: str, ids: Ids, told: tuple[int, int], about: object) -> None:
        """Take down what was worked out: it must be true, and of nobody or of enough."""
        assert crowd.counted(ids) == told, (kind, about)
        self.tried[kind] += 1
        if 0 < len(ids) < BASE:
            self.leaks.append((kind, len(ids), about))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Crowd:
    return crowd(tmp_path_factory.mktemp("attack"))


def less(one: tuple[int, int], *others: tuple[int, int]) -> tuple[int, int]:
    return one[0] - sum(n for n, _ in others), one[1] - sum(counted for _, counted in others)


def some_query(random: Random) -> tuple[dict[str, Any], dict[str, Any], Sequence[Cut]]:
    """Give filters, days and cuts by chance."""
    days = some_weeks(random)
    names = random.choice(TOGETHER if days else TOGETHER + UNDATED)
    filters = {name: random.choice(VALUES[name]) for name in names if random.random() < 0.6}
    by = [CUTS[name] for name in names if name not in filters]
    if not days and random.random() < 0.15:
        filters["undoubted"] = True
    return filters, days, by


def some_weeks(random: Random) -> dict[str, Any]:
    if random.random() < 0.3:
        return {}
    from_ = FIRST + timedelta(days=random.choice([0, 26, 59, 180, 300]))
    return {"from_": from_, "to": from_ + timedelta(days=random.choice([6, 30, 91]))}


def alike(filters: Mapping[str, Any], pool: Sequence[Programme]) -> dict[str, Any]:
    found = {name: value for name, value in filters.items() if name != "undoubted"}
    found |= {"doubted": False} if filters.get("undoubted") else {}
    return found | ({"programme": pool[0].slug} if len(pool) == 1 else {})


@dataclass(frozen=True)
class Asked:
    """A query that was answered, with who really stands behind the answer."""

    filters: Mapping[str, Any]
    weeks: Weeks
    ids: Ids
    told: tuple[int, int]


def ask(
    many: Crowd, pool: Sequence[Programme], filters: Mapping[str, Any], days: Mapping[str, Any]
) -> Asked | None:
    where = Slice(**filters, **days)
    told = many.shown(pool, where).get(())
    if told is None:
        return None
    weeks = many.weeks(pool, where) if days else ALWAYS
    return Asked(filters, weeks, many.of(alike(filters, pool), weeks), told)


def lies_in(one: Asked, other: Asked) -> bool:
    """Tell from what was asked alone that one lies in the other."""
    edges = [
        other.weeks.first is None
        or (one.weeks.first is not None and one.weeks.first >= other.weeks.first),
        other.weeks.last is None
        or (one.weeks.last is not None and one.weeks.last <= other.weeks.last),
    ]
    return all(edges) and other.filters.items() <= one.filters.items()


def attack(many: Crowd, pairs: int, found: Found) -> None:
    """Make subtractions by chance, in all the ways there are, until so many are made."""
    random = Random(5)  # noqa: S311 - nothing here is secret
    while found.tried.total() < pairs:
        pool = random.choice([PROGRAMMES, PROGRAMMES[:1], PROGRAMMES[1:]])
        filters, days, by = some_query(random)
        for kind, ids, told in [
            *by_filters(many, pool, filters, days, random),
            *by_days(many, pool, filters, days, random),
            *by_programmes(many, filters, days),
            *by_cuts(many, pool, filters, days, by),
        ]:
            found.tell(many, kind, ids, told, (filters, days))


Told = tuple[str, Ids, tuple[int, int]]


def by_filters(
    many: Crowd,
    pool: Sequence[Programme],
    filters: Mapping[str, Any],
    days: Mapping[str, Any],
    random: Random,
) -> Iterator[Told]:
    """Leave filters out, one or several, and count who is in none of two of them."""
    narrow = ask(many, pool, filters, days)
    wide = {
        name: ask(many, pool, {k: v for k, v in filters.items() if k != name}, days)
        for name in filters
    }
    for one in wide.values():
        if narrow and one and lies_in(narrow, one):
            yield "filter minus one", one.ids - narrow.ids, less(one.told, narrow.told)
    if len(filters) > 1:
        first, second = random.sample([*filters], 2)
        rest = {k: v for k, v in filters.items() if k not in {first, second}}
        whole, one, other = ask(many, pool, rest, days), wide[first], wide[second]
        if (
            narrow
            and whole
            and one
            and other
            and {w.weeks for w in (whole, one, other)} == {narrow.weeks}
        ):
            told = less(whole.told, one.told, less(other.told, narrow.told))
            yield "neither of two", whole.ids - one.ids - other.ids, told


def by_days(
    many: Crowd,
    pool: Sequence[Programme],
    filters: Mapping[str, Any],
    days: Mapping[str, Any],
    random: Random,
) -> Iterator[Told]:
    """Move the ends by a day, a week or a month, and put stretches together."""
    if not days:
        return
    one = ask(many, pool, filters, days)
    step = timedelta(days=random.choice([1, 7, 28]))
    moved = [
        ask(many, pool, filters, dict(days) | {"to": days["to"] + step}),
        ask(many, pool, filters, dict(days) | {"from_": days["from_"] - step}),
        ask(many, pool, filters, {}),
        ask(many, pool, dict([*filters.items()][:1]), dict(days) | {"to": days["to"] + step}),
    ]
    for other in moved:
        if one and other and lies_in(one, other):
            yield "days moved", other.ids - one.ids, less(other.told, one.told)
    weeks = many.shown(pool, Slice(**filters, **days), [Cut.WEEK])
    if one and weeks:
        within = {one[0]: told for one, told in weeks.items() if isinstance(one[0], date)}
        parts = [many.of(alike(filters, pool), Weeks(one_of, one_of)) for one_of in within]
        yield "whole minus weeks", one.ids.difference(*parts), less(one.told, *within.values())
        first = next(iter(within))
        yield "whole minus a week", one.ids - parts[0], less(one.told, within[first])


def by_programmes(
    many: Crowd, filters: Mapping[str, Any], days: Mapping[str, Any]
) -> Iterator[Told]:
    """Take one survey off both."""
    both, one, other = (
        ask(many, pool, filters, days) for pool in (PROGRAMMES, PROGRAMMES[:1], PROGRAMMES[1:])
    )
    for part in (one, other):
        if both and part and part.weeks == both.weeks:
            yield "both minus one", both.ids - part.ids, less(both.told, part.told)


def by_cuts(
    many: Crowd,
    pool: Sequence[Programme],
    filters: Mapping[str, Any],
    days: Mapping[str, Any],
    by: Sequence[Cut],
) -> Iterator[Told]:
    """Take the segments that are shown off their total, in tables by one, two and three cuts."""
    if not by:
        return
    where = Slice(**filters, **days)
    weeks = many.weeks(pool, where, by) if days else ALWAYS
    exact = replace(where, from_=weeks.from_, to=weeks.to)
    cells = many.shown(pool, exact, by)
    for at in range(len(by)):
        fewer = [*by[:at], *by[at + 1 :]]
        if days and fewer and many.weeks(pool, exact, fewer) != weeks:
            continue
        totals = many.shown(pool, exact, fewer)
        for line, total in totals.items():
            parts = {s: told for s, told in cells.items() if (*s[:at], *s[at + 1 :]) == line}
            here = alike(filters, pool) | dict(
                zip((COLUMNS[one] for one in fewer), line, strict=True)
            )
            ids = many.of(here, weeks).difference(
                *(many.of(here | {COLUMNS[by[at]]: segment[at]}, weeks) for segment in parts)
            )
            yield f"total minus {len(by)} cuts", ids, less(total, *parts.values())


def test_ten_thousand_subtractions_tell_nothing_of_few(many: Crowd) -> None:
    found = Found()
    attack(many, PAIRS, found)
    assert found.leaks == []
    assert found.tried.total() >= PAIRS
    assert {kind for kind, n in found.tried.items() if n > 50} >= {
        *("filter minus one", "days moved", "whole minus weeks", "both minus one"),
        *("total minus 1 cuts", "total minus 2 cuts", "total minus 3 cuts"),
    }


def test_with_a_minimum_base_alone_the_same_attack_finds_few(
    many: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attack is worth something: it finds what a base alone lets through."""

    class Unguarded(Guard):
        def shows(self, place: Mapping[str, Any], weeks: Weeks = ALWAYS) -> bool:
            (table, *_), columns = self._given, self._columns
            n = sum(
                cell.n
                for (week, values), cell in table.items()
                if week is None or week in weeks
                if all(place.get(c, v) == v for c, v in zip(columns, values, strict=True))
            )
            return n == 0 or n >= BASE

    monkeypatch.setattr(tables, "Guard", Unguarded)
    found = Found()
    attack(replace(many, facts=replace(many.facts, kept={}), seen={}), 300, found)
    assert {kind for kind, _, _ in found.leaks} >= {"filter minus one", "days moved"}


def test_who_answered_is_not_worked_out_from_totals(many: Crowd) -> None:
    """Neither how many they were nor that all of them said the same."""
    for by in ([Cut.SEX], [Cut.AGE], [Cut.SEX, Cut.AREA], [Cut.SEX, Cut.AGE, Cut.AREA]):
        for at, _ in enumerate(by):
            fewer = [*by[:at], *by[at + 1 :]]
            cells, totals = (many.shown(PROGRAMMES[:1], Slice(), cuts) for cuts in (by, fewer))
            for line, total in totals.items():
                parts = [told for s, told in cells.items() if (*s[:at], *s[at + 1 :]) == line]
                n, counted = less(total, *parts)
                assert n == 0 or (n >= BASE and 0 < counted < n), (by, line)
            assert all(n >= BASE and 0 < counted < n for n, counted in cells.values())
