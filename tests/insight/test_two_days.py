"""What was shown on one day, taken from what is shown later: which rules tell nothing of few.

Figures as they are do tell: a limit, which docs/decisions/0033-yesterday-and-today.md weighs. The
other rules are tried here on what the guard shows; none of them is in use.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

import pytest

from heard.core.statistics.whole_weeks import Unit, Weeks, covered, monday_of, node_of
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut, Slice
from tests.insight.attack import QUESTIONNAIRE, SERIES, Crowd, Ids, Row, crowd, facts_of, least

CUTS: Sequence[Sequence[Cut]] = (
    *((), (Cut.AREA,), (Cut.INCIDENT,), (Cut.TEAM,)),
    *((Cut.AREA, Cut.INCIDENT), (Cut.INCIDENT, Cut.TEAM)),
)
DAYS = [date(2020, 12, 1) + timedelta(days=day) for day in range(2)]
MONTHS = [date(2020, month, 15) for month in (10, 11)]
GRACE = timedelta(days=14)  # after a month, for answers about its last days
Place = tuple[tuple[str, object], ...]
Page = Mapping[Place, Ids]  # whose answers stand behind what is shown of each place
EVERYBODY: Place = ()
NOBODY: Ids = frozenset()


@dataclass(frozen=True, kw_only=True)
class Survey:
    """Who answered a survey, and on which day; `folder` is for their facts."""

    rows: Sequence[Row]
    folder: Path

    def page(self, day: date) -> Page:
        """Give what is shown on the morning of a day; everybody together may move at any time."""
        rows = [row for row in self.rows if row["arrived"] < day]
        return {place: ids for _, place, ids in _shown(rows, self.folder) if place != EVERYBODY}

    def arrivals(self, ids: Ids) -> list[int]:
        """Put people in the order in which their answers came."""
        came = {row["response"]: row["arrived"] for row in self.rows}
        return sorted(ids, key=lambda one: (came[one], one))


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """Let people answer some days after it happened, and one in 25 of them weeks later."""
    random = Random(3)  # noqa: S311 - nothing here is secret
    folder = tmp_path_factory.mktemp("two_days")
    rows = [
        {**row, "arrived": row["day"] + timedelta(days=_lag(random))}
        for row in crowd(folder, people=2_400).rows
        if row["programme"] == "contact"
        if (row["question"], row["question_version"]) == SERIES[0]
    ]
    return Survey(rows=rows, folder=folder)


@pytest.fixture(scope="module")
def days(survey: Survey) -> list[Page]:
    """Give what is shown on two days."""
    return [survey.page(day) for day in DAYS]


@pytest.fixture(scope="module")
def months(survey: Survey) -> list[Page]:
    """Give what is shown in the middle of two months."""
    return [survey.page(day) for day in MONTHS]


def _lag(random: Random) -> int:
    return random.randrange(14, 60) if random.random() < 0.04 else int(random.expovariate(0.4))


def _shown(
    rows: Sequence[Row], folder: Path, cuts: Sequence[Sequence[Cut]] = CUTS, *more: Cut
) -> Iterator[tuple[str, Place, Ids]]:
    """Give what is shown, by `more` besides: of which survey, of which place, and who is there."""
    slugs = sorted({row["programme"] for row in rows})
    pool = [Programme(slug=slug, questionnaire=QUESTIONNAIRE) for slug in slugs]
    many = Crowd(facts=facts_of(rows, folder), rows=rows)
    for by in cuts:
        for one in many.shown(pool, Slice(), (*more, *by)):
            place = {**one.place, "week": one.weeks.first} if Cut.WEEK in by else {**one.place}
            of = str(place.pop("programme", ""))
            who = frozenset(rows[at]["response"] for at in one.ids)
            yield of, tuple(sorted(place.items())), who


def leaks(pages: Sequence[Page]) -> Counter[str]:
    """Take each page from all later ones, and count by kind what tells of few."""
    found = Counter[str]()
    for before, after in combinations(pages, 2):
        for whole, there in after.items():
            for part, were in before.items():
                if {*whole} <= {*part}:
                    few = 0 < len(there - were) < least(dict(part))
                    found["the same place" if whole == part else "one less another"] += few
                    found["some that are not in the whole"] += not were <= there
        came = {place: after[place] - before[place] for place in {*before} & {*after}}
        for whole, parts in _totals(came):
            rest = came[whole].difference(*(came[one] for one in parts))
            found["total less segments"] += 0 < len(rest) < least(dict(whole))
    return +found


def _totals(places: Mapping[Place, Ids]) -> Iterator[tuple[Place, Sequence[Place]]]:
    """Give each whole with its segments by one cut more."""
    segments: dict[tuple[Place, str], list[Place]] = defaultdict(list)
    for place in places:
        for one in place:
            segments[tuple(other for other in place if other != one), one[0]].append(place)
    for (whole, _), parts in segments.items():
        if whole in places:
            yield whole, parts


def test_today_less_yesterday_tells_what_few_said(days: Sequence[Page]) -> None:
    """The limit: whatever changed overnight tells what one or a few said."""
    yesterday, today = days
    changed = [place for place in {*yesterday} & {*today} if yesterday[place] != today[place]]
    assert changed
    assert leaks(days)["the same place"] == len(changed)


def test_months_alone_are_not_enough(months: Sequence[Page]) -> None:
    """Figures that move once a month: of small places few come in a month."""
    assert leaks(months)["the same place"] > 0


def test_nor_are_months_in_which_enough_came_or_none(months: Sequence[Page]) -> None:
    """Place by place: what few said is what all said less what the others did."""
    kept = [months[0]]
    for before, after in pairwise(months):
        new = {place: len(ids - before.get(place, NOBODY)) for place, ids in after.items()}
        kept.append({p: ids for p, ids in after.items() if not 0 < new[p] < least(dict(p))})
    assert leaks(kept)["total less segments"] > 0


def test_nor_are_places_that_move_on_by_whole_bases(survey: Survey, days: Sequence[Page]) -> None:
    """The first ten, twenty or thirty of a place are not among those of what it lies in."""

    def first(place: Place, ids: Ids) -> Ids:
        base = least(dict(place))
        return frozenset(survey.arrivals(ids)[: len(ids) // base * base])

    found = leaks([{place: first(place, ids) for place, ids in page.items()} for page in days])
    assert found["the same place"] == 0
    assert found["some that are not in the whole"] > 0


def test_months_that_stand_apart_as_surveys_do_tell_nothing(survey: Survey) -> None:
    """Of a place those months count in which it is shown, by the answers of that month alone.

    A month is over two weeks after its end; an answer that comes later counts in the month, and in
    the week, in which it came.
    """
    rows = [
        {**row, "programme": _month(week), "week": week}
        for row in survey.rows
        for week in [_counted(row["week"], row["arrived"])]
    ]
    cells: dict[str, dict[Place, Ids]] = defaultdict(dict)
    cuts = [*CUTS, (Cut.WEEK,), (Cut.AREA, Cut.WEEK)]
    for month, place, ids in _shown(rows, survey.folder, cuts, Cut.PROGRAMME):
        cells[month][place] = ids
    pages: list[Page] = [{}]
    for month in sorted(cells):
        new, before = cells[month], pages[-1]
        places = {*new} | {*before}
        pages.append({p: before.get(p, NOBODY) | new.get(p, NOBODY) for p in places})
    assert len(pages) > 12
    assert sum(len(place) > 1 for place in pages[-1]) > 10
    assert leaks(pages) == Counter()


def _month(week: date) -> str:
    """Name the month that a week belongs to."""
    year, _, month = node_of(week, Unit.MONTH)
    return f"{year}-{month:02}"


def _counted(week: date, arrived: date) -> date:
    """Give the week in which an answer counts."""
    ends = covered(Weeks(week, week), Unit.MONTH).to or week
    return week if arrived <= ends + GRACE else monday_of(arrived)
