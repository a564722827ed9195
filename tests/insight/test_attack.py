"""Ten thousand subtractions of figures that are shown: none tells what fewer than ten said."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

import numpy as np
import pytest

from heard.core.statistics.cells import Codes, Mask
from heard.core.statistics.guard import Columns, Guard
from heard.core.statistics.whole_weeks import ALWAYS, Weeks
from heard.insight import guarded, tables
from heard.insight.cuts import COLUMNS, Cut, Slice
from tests.insight.attack import BASE, FIRST, PROGRAMMES, Crowd, Shown, crowd, least

PAIRS = 10_000
POOLS = (PROGRAMMES, PROGRAMMES[:1], PROGRAMMES[1:])
DATED: Mapping[Sequence[Cut], int] = {  # in every so many-th stretch
    (): 1,
    (Cut.AREA,): 1,
    (Cut.AREA, Cut.INCIDENT): 1,
    (Cut.AREA, Cut.WEEKDAY): 3,
    (Cut.TEAM,): 20,
    (Cut.WARD,): 20,
}
UNDATED: Sequence[Sequence[Cut]] = (
    (Cut.AREA, Cut.INCIDENT, Cut.WEEKDAY),
    (Cut.INCIDENT, Cut.BLOCK, Cut.HOUR),
    (Cut.AREA, Cut.CAME_BY),
    (Cut.AREA, Cut.WARD, Cut.INCIDENT),
    (Cut.AREA, Cut.TEAM, Cut.INCIDENT),
    (Cut.TEAM, Cut.WARD),
)
TEAMS, WARDS = (Cut.TEAM, Cut.INCIDENT), (Cut.WARD, Cut.INCIDENT)
Told = tuple[int, int]
Leak = tuple[str, int, object]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Crowd:
    return crowd(tmp_path_factory.mktemp("attack"))


def stretches() -> Iterator[Slice]:
    """Give stretches of days next to each other, in each other, and across each other."""
    for first, last in combinations((0, 1, 3, 4, 6, 8, 12, 13, 20, 25, 39, 40, 45, 51, 59), 2):
        from_ = FIRST + timedelta(weeks=first)
        yield Slice(from_=from_, to=FIRST + timedelta(weeks=last, days=-1))
    yield Slice(to=date(2021, 1, 3))
    for week in (3, 12, 13, 26):
        yield Slice(from_=FIRST + timedelta(weeks=week))
        yield Slice(to=FIRST + timedelta(weeks=week, days=6))


def answers(many: Crowd) -> Iterator[Shown]:
    """Ask for everything, filters and cuts alike, and give all that is shown."""
    for pool in POOLS:
        for by, step in DATED.items():
            yield from many.shown(pool, Slice(), by)
            yield from many.shown(pool, Slice(), (*by[:1], Cut.WEEK))
            for where in [*stretches()][::step]:
                yield from many.shown(pool, where, by)
        for by in UNDATED:
            for size in range(1, len(by) + 1):
                for some in combinations(by, size):
                    yield from many.shown(pool, Slice(), some)
                    yield from many.shown(pool, Slice(undoubted=True), some)
        yield from many.shown(pool, Slice(area="BE", incident="Crime"), ())
        yield from many.shown(pool, Slice(hour=17), (Cut.INCIDENT,))


def lies_in(one: Shown, other: Shown) -> bool:
    """Tell from what was asked alone that one lies in the other."""
    a, b = one.weeks, other.weeks
    return (
        other.place.items() <= one.place.items()
        and (b.first is None or (a.first is not None and a.first >= b.first))
        and (b.last is None or (a.last is not None and a.last <= b.last))
    )


def less(one: Told, *others: Told) -> Told:
    return one[0] - sum(n for n, _ in others), one[1] - sum(counted for _, counted in others)


def few(many: Crowd, kind: str, whole: Shown, parts: Sequence[Shown]) -> Leak | None:
    """Subtract parts, which have nobody in common; it must be true, and of nobody or enough."""
    ids = whole.ids.difference(*(part.ids for part in parts))
    assert many.counted(ids) == less(whole.told, *(part.told for part in parts))
    about = (whole.place, whole.weeks, [(part.place, part.weeks) for part in parts])
    base = least({column for part in (whole, *parts) for column in part.place})
    return (kind, len(ids), about) if 0 < len(ids) < base else None


def pairs(shown: Sequence[Shown]) -> list[tuple[Shown, Shown]]:
    """Give all pairs one of which lies in the other."""
    return [(b, a) for a in shown for b in shown if a is not b and lies_in(a, b)]


def totals(shown: Sequence[Shown]) -> Iterator[tuple[Shown, list[Shown]]]:
    """Give each total with the segments of it that are shown, by one cut more; weeks are one."""
    by_rest: dict[object, list[tuple[Shown, str]]] = defaultdict(list)
    for one in {(tuple(sorted(o.place.items())), o.weeks): o for o in shown}.values():
        for column in one.place:
            rest = tuple(sorted((k, v) for k, v in one.place.items() if k != column))
            by_rest[rest, one.weeks, column].append((one, column))
    for whole in shown:
        for column in ("programme", *COLUMNS.values()):
            key = tuple(sorted(whole.place.items())), whole.weeks, column
            if key in by_rest and column not in whole.place:
                yield whole, [one for one, _ in by_rest[key]]
    for whole in shown:
        alike = [o for o in shown if o.place == whole.place and o.weeks.first == o.weeks.last]
        inside = {o.weeks: o for o in alike if o is not whole and lies_in(o, whole)}
        if inside:
            yield whole, [*inside.values()]


def nested(shown: Sequence[Shown]) -> Iterator[tuple[Shown, list[Shown]]]:
    """Give each total by area with the teams that are shown and work nowhere else.

    And with all that is shown of its teams, in the area or everywhere.
    """
    found = {(o.key, o.weeks): o for o in shown}
    teams = {str(one.place["team"]) for one in shown if "team" in one.place}
    for whole in shown:
        if "area" not in whole.place or "team" in whole.place:
            continue
        everywhere, here = {}, {}
        for team in sorted(teams):
            place = {**whole.place, "team": team}
            if one := found.get((tuple(sorted(place.items())), whole.weeks)):
                here[team] = one
            del place["area"]
            one = found.get((tuple(sorted(place.items())), whole.weeks))
            if one and one.ids and one.ids <= whole.ids:
                everywhere[team] = one
        for parts in (everywhere, here | everywhere):
            if parts:
                yield whole, [*parts.values()]


def neither(shown: Sequence[Shown]) -> Iterator[tuple[Shown, Shown, Shown, Shown]]:
    """Give a whole, two groups of it, and those who are in both."""
    found = {(tuple(sorted(o.place.items())), o.weeks): o for o in shown}
    for both in found.values():
        for one, other in combinations(sorted(both.place), 2):
            without = [
                tuple(sorted((k, v) for k, v in both.place.items() if k not in out))
                for out in ({one, other}, {one}, {other})
            ]
            three = [found.get((place, both.weeks)) for place in without]
            if all(three):
                yield (*[t for t in three if t], both)  # type: ignore[misc]


def attack(many: Crowd, most: int) -> tuple[Counter[str], list[Leak]]:
    """Make subtractions, of the pairs so many by chance; give how many of each kind, and leaks."""
    shown = [*{(o.key, o.weeks): o for o in answers(many)}.values()]
    random = Random(5)  # noqa: S311 - nothing here is secret
    found = pairs(shown)
    tried, leaks = Counter[str](), list[Leak | None]()
    for whole, part in random.sample(found, min(most, len(found))):
        tried["one less another"] += 1
        leaks.append(few(many, "one less another", whole, [part]))
    for whole, parts in totals(shown):
        tried["total less segments"] += 1
        leaks.append(few(many, "total less segments", whole, parts))
    for whole, parts in nested(shown):
        tried["area less its teams"] += 1
        leaks.append(few(many, "area less its teams", whole, parts))
    for whole, one, other, both in neither(shown):
        tried["neither of two"] += 1
        ids = whole.ids - one.ids - other.ids
        assert many.counted(ids) == less(whole.told, one.told, less(other.told, both.told))
        leaks.append(("neither", len(ids), both.place) if 0 < len(ids) < BASE else None)
    return tried, [leak for leak in leaks if leak]


def test_ten_thousand_subtractions_tell_nothing_of_few(many: Crowd) -> None:
    tried, leaks = attack(many, PAIRS)
    assert leaks == []
    assert tried["one less another"] == PAIRS
    assert tried.pop("area less its teams") > 30
    assert min(tried.values()) > 200, tried


def test_with_a_minimum_base_alone_the_same_attack_finds_few(
    many: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attack is worth something: it finds what a base alone lets through."""

    class Unguarded(Guard):
        def shown(self, columns: Columns, codes: Codes, weeks: Weeks = ALWAYS) -> Mask:
            cells = self._cells.by((0, *(1 + self._columns.index(one) for one in columns)))
            is_in = np.array([week is None or week in weeks for week in cells.values[0]])
            mine = is_in[cells.codes[0]]
            n = [
                cells.n[0, mine & (cells.codes[1:] == place[:, None]).all(axis=0)].sum()
                for place in codes.T
            ]
            return np.isin(n, range(1, BASE), invert=True)

    monkeypatch.setattr(tables, "Guard", Unguarded)
    monkeypatch.setattr(f"{__name__}.DATED", {(): 1, (Cut.AREA,): 1})
    monkeypatch.setattr(f"{__name__}.POOLS", POOLS[:1])
    _, leaks = attack(replace(many, facts=replace(many.facts, kept={})), 3_000)
    assert {kind for kind, _, _ in leaks} >= {
        "one less another",
        "total less segments",
        "area less its teams",
    }


def test_an_area_less_its_teams_would_tell_if_its_totals_were_not_looked_at(
    many: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "ACROSS", {})
    monkeypatch.setattr(f"{__name__}.DATED", {})
    monkeypatch.setattr(f"{__name__}.UNDATED", [(Cut.AREA, Cut.TEAM, Cut.INCIDENT)])
    monkeypatch.setattr(f"{__name__}.POOLS", POOLS[2:])
    _, leaks = attack(replace(many, facts=replace(many.facts, kept={})), 100)
    assert {kind for kind, _, _ in leaks} == {"area less its teams"}


def test_a_team_is_shown_on_15_answers_about_5_of_its_people_and_a_ward_on_30(
    many: Crowd,
) -> None:
    """Of two teams with enough answers only three people were answered about."""
    for by in ([Cut.TEAM], [Cut.TEAM, Cut.AREA], [Cut.TEAM, Cut.INCIDENT], [Cut.WARD]):
        for one in many.shown(PROGRAMMES, Slice(), by):
            people = {many.rows[at]["person"] for at in one.ids}
            assert len(one.ids) >= least(one.place), one.place
            assert len(people) >= 5 or not one.place.get("team", ""), one.place
    teams = {one.place["team"] for one in many.shown(PROGRAMMES, Slice(), [Cut.TEAM])}
    assert {"FC-A", "BE-RA"} <= teams
    assert not {"FC-C", "WV-RB"} & teams


def test_a_filter_shows_what_the_segment_of_a_cut_shows(many: Crowd) -> None:
    for where in (Slice(), next(stretches())):
        cells = {o.place["area"]: o.told for o in many.shown(PROGRAMMES[:1], where, [Cut.AREA])}
        for area in ("BE", "CV", "DY", "SH"):
            (*alone,) = many.shown(PROGRAMMES[:1], replace(where, area=area), ())
            assert [o.told for o in alone] == [cells[area] for _ in "1" if area in cells]
    teams = {o.place["team"]: o.told for o in many.shown(PROGRAMMES, Slice(), [Cut.TEAM])}
    for team in ("FC-A", "FC-C", "BE-RA", "SH-RA"):
        (*alone,) = many.shown(PROGRAMMES, Slice(team=team), ())
        assert [o.told for o in alone] == [teams[team] for _ in "1" if team in teams]


def test_who_answered_is_not_worked_out_from_totals(many: Crowd) -> None:
    """Neither how many they were nor that all of them said the same."""
    for by in ([Cut.SEX], [Cut.AGE], [Cut.SEX, Cut.AREA], [Cut.SEX, Cut.AGE, Cut.AREA]):
        cells = [*many.shown(PROGRAMMES[:1], Slice(), by)]
        assert all(n >= BASE and 0 < counted < n for n, counted in (one.told for one in cells))
        for at, cut in enumerate(by):
            for whole in many.shown(PROGRAMMES[:1], Slice(), [*by[:at], *by[at + 1 :]]):
                parts = [one for one in cells if whole.place.items() <= one.place.items()]
                n, counted = less(whole.told, *(one.told for one in parts))
                assert n == 0 or (n >= BASE and 0 < counted < n), (by, cut, whole.place)


@pytest.mark.parametrize(
    "cut", [(), (Cut.AREA,), (Cut.AREA, Cut.INCIDENT), (Cut.WEEKDAY, Cut.HOUR), TEAMS, WARDS]
)
def test_years_and_months_decide_as_their_weeks_do(
    many: Crowd, cut: Sequence[Cut], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a table has all its weeks, or puts together those that no dates tell apart."""
    found = []
    for few in (-1, 99):
        monkeypatch.setattr(guarded, "FEW", few)
        facts = replace(many.facts, kept={})
        found.append(
            [
                guarded.guarded(facts, pool, by=cut, where=where, minimum_base=BASE, exact=exact)
                for pool in POOLS[:2]
                for where in [*stretches()][::30]
                for exact in (True, False)
            ]
        )
    assert found[0] == found[1]
    assert {one.held for asked in found[0] for one in asked} == {True, False}
