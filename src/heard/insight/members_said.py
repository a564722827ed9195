"""What members say of themselves, for the whole force alone, beside what the population is.

Only what was said before this month is counted, so that nobody who has just joined is seen coming.
Who left is not there any more. Not recorded and prefer not to say are told apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection, transaction

from heard.accounts.wall import whole
from heard.core.statistics import parity
from heard.core.statistics.bases import PEOPLE, SMALL_GROUPS, Base
from heard.core.statistics.cells import Cell
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.few import FEW, without_few
from heard.core.statistics.gaps import Gap, from_population, together
from heard.core.statistics.proportions import share
from heard.core.statistics.r_indicators import Cell as People
from heard.core.statistics.r_indicators import Indicators, Place, r_indicators
from heard.core.statistics.suppression import held_back
from heard.core.timing import london_date
from heard.equality.form import GENDERS, SKIP
from heard.insight.facts import who
from heard.membership.models import State
from heard.places.population import Population, counts, parts, population

GENDER, AGE = "gender", "age"
NOT_RECORDED = ""
_ROUNDED = 0.01  # by which shares of a whole population may miss one
OUTSIDE = (SKIP, who.YOUNGEST)  # who is in no group of the population of 16 and over
# By what members are counted, and on how many a group is shown; a gender is by `few` instead.
BASES = {
    "ethnic_group": PEOPLE,
    AGE: PEOPLE,
    "disability": PEOPLE,
    "orientation": SMALL_GROUPS,
    "religion": SMALL_GROUPS,
}
_COLUMNS = {
    GENDER: "gender_group",
    "ethnic_group": "ethnic_group",
    AGE: "age_band",
    "disability": "disabled",
    "orientation": "orientation",
    "religion": "religion",
}
_SAID = f"""
    WITH said AS MATERIALIZED (
        SELECT p.gender_group, p.orientation, p.religion,
            {who.columns("p", at="%(now)s::timestamptz", zone="Europe/London")}
        FROM membership_member m JOIN equality_profile p ON p.apart = m.apart
        WHERE m.state = %(state)s AND p.month < %(month)s
    )
"""  # noqa: S608 - our own words
_COUNTED = _SAID + " UNION ALL ".join(
    f"SELECT '{by}', {column}, count(*) FROM said GROUP BY {column}"  # noqa: S608
    for by, column in _COLUMNS.items()
)
_MEMBERS = "SELECT count(*) FROM membership_member WHERE state = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One group: how many, its share of those recorded, and its index against the population.

    `n` is None where it is held back. A share counts those who prefer not to say, an index does
    not. `missing` is how many more would make it as large a part as it is of the population.
    """

    code: str
    n: int | None
    share: Estimate | None
    population: float | None
    index: Estimate | None
    gap: Gap | None
    missing: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Members by one thing. `recorded` and `not_recorded` come to all `members`.

    Both are None where it is held back how many did not say. `base` is the fewest that are shown.
    `indicators` has R of the population by this, as if whoever said it were those who answered;
    None where a group is held back, or not all of the population is known by it.
    """

    by: str
    lines: Sequence[Line]
    members: int
    recorded: int | None
    not_recorded: int | None
    population: Population | None
    base: int
    indicators: Indicators | None


@whole()
def said(*, now: datetime, minimum_base: int) -> list[Groups]:
    """Give members by gender first, and then by everything else that they say of themselves."""
    today = london_date(now)
    members, counted = _counted(today, now)
    bases = {by: base.of(max(minimum_base, base.answers)) for by, base in BASES.items()}
    counted[GENDER] = {code: counted[GENDER].get(code, 0) for code in (*GENDERS, SKIP)}
    found = [_groups(GENDER, counted[GENDER], members, today=today, base=None)]
    found += [
        _groups(by, counted[by], members, today=today, base=base) for by, base in bases.items()
    ]
    return _judged(found)


def _counted(today: date, now: datetime) -> tuple[int, dict[str, dict[str, int]]]:
    """Count members, and by each thing those who said something of it."""
    found: dict[str, dict[str, int]] = {by: {} for by in _COLUMNS}
    asked: dict[str, datetime | date | str] = {
        "now": now,
        "state": State.MEMBER,
        "month": today.replace(day=1),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        # Where statistics lag behind many new rows, a loop over both tables would take minutes.
        cursor.execute("SET LOCAL enable_nestloop TO off")
        cursor.execute(_COUNTED, asked)
        for by, code, n in cursor.fetchall():
            if code:
                found[by][code] = n
        cursor.execute("SET LOCAL enable_nestloop TO on")
        cursor.execute(_MEMBERS, [State.MEMBER])
        (members,) = cursor.fetchone()
    return members, found


def _groups(
    by: str, counted: Mapping[str, int], members: int, *, today: date, base: Base | None
) -> Groups:
    people = population(by, on=today)
    shares = people.shares if people else {}
    recorded: int | None = sum(counted.values())
    held = _held({**counted, NOT_RECORDED: members - sum(counted.values())}, base)
    if NOT_RECORDED in held:
        recorded = None
    known = None  # whose group is one of the population's
    if recorded is not None and not held & {*OUTSIDE}:
        known = recorded - sum(counted.get(code, 0) for code in OUTSIDE)
    least = base.answers if base else FEW
    lines = [
        _line(
            code,
            None if held & places else sum(counted.get(one, 0) for one in places),
            (recorded, known),
            shares.get(code),
            least=least,
        )
        for code, places in _places(counted, shares)
    ]
    return Groups(
        by=by,
        lines=lines,
        members=members,
        recorded=recorded,
        not_recorded=None if recorded is None else members - recorded,
        population=people,
        base=least,
        indicators=_indicators(by, lines, today, least=least),
    )


def _indicators(by: str, lines: Sequence[Line], today: date, *, least: int) -> Indicators | None:
    residents = sum((counts("area", on=today) or {}).values())
    known = [(one, one.population) for one in lines if one.population is not None]
    if abs(sum(part for _, part in known) - 1) > _ROUNDED or len(known) < len(("one", "another")):
        return None
    cells: dict[Place, People] = {}
    for one, part in known:
        people = round(part * residents)
        if one.n is None or one.n > people:
            return None
        cells[one.code,] = People(n=people, replied=one.n)
    return r_indicators(cells, (by,), minimum_base=least)


def _held(counted: Mapping[str, int], base: Base | None) -> frozenset[str]:
    """Give the groups that are held back, so that none can be worked out from all the others.

    Without a base the rule is that for counts of people, of whom nothing else is told.
    """
    if base is None:
        *shown, _ = without_few([*([n] for n in counted.values()), [sum(counted.values())]])
        return frozenset(code for code, (n,) in zip(counted, shown, strict=True) if n is None)
    cells = {(code,): Cell(n=n, counted=n // 2) for code, n in counted.items() if n}
    return frozenset(code for (code,) in held_back([cells], base=base))


def _places(
    counted: Mapping[str, int], shares: Mapping[str, float]
) -> list[tuple[str, frozenset[str]]]:
    """Give the groups with the codes in each: those that the population puts together are one."""
    found = {code: frozenset(parts(code)) for code in shares}
    together_ = frozenset[str]().union(*found.values())
    found |= {code: frozenset({code}) for code in counted if code not in together_}
    if {*counted} >= {*GENDERS}:
        return [*found.items()]
    return sorted(found.items(), key=lambda one: (one[0] == SKIP, one[0] != who.YOUNGEST, one[0]))


def _line(
    code: str,
    n: int | None,
    of: tuple[int | None, int | None],
    people: float | None,
    *,
    least: int,
) -> Line:
    recorded, known = of
    part = share(n, recorded, minimum_base=least) if n is not None and recorded else None
    if n is None or people is None or not known:
        return Line(
            code=code, n=n, share=part, population=people, index=None, gap=None, missing=None
        )
    return Line(
        code=code,
        n=n,
        share=part,
        population=people,
        index=parity.index(n, known, people, minimum_base=least),
        gap=from_population(replied=n, replies=known, population=people),
        missing=parity.missing(n, known, people),
    )


def _judged(made: Sequence[Groups]) -> list[Groups]:
    """Judge all gaps of these together, so that chance alone adds few to what is called real."""
    anew = iter(together([line.gap for one in made for line in one.lines]))
    return [
        replace(one, lines=[replace(line, gap=next(anew)) for line in one.lines]) for one in made
    ]
