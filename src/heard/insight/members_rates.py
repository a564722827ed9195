"""How many of those who were drawn for a wave were asked, and how many answered, and who they are.

Whoever did not answer stays in the base. What is not known of somebody is a line of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from heard.accounts.wall import whole
from heard.core.statistics.bases import PEOPLE
from heard.core.statistics.cells import Cell
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.core.statistics.suppression import held_back
from heard.core.timing import london_date
from heard.insight.facts import who
from heard.membership.models import Wave

ALL, AREA, AGE = "all", "area", "age"
_BY = {ALL: "''", AREA: "area", AGE: "age_band"}
_RATES = f"""
    WITH drawn AS MATERIALIZED (
        SELECT s.area, s.channel <> '' AS asked, coalesce(s.answered, EXISTS (
            SELECT FROM invitations_guest AS g JOIN responses_response AS r ON r.guest_id = g.id
            WHERE g.token_hash = s.token_hash AND r.disposition IN ('complete', 'partial')
        )) AS answered, {who.columns("p", at="%(at)s::timestamptz", zone="Europe/London")}
        FROM membership_asked AS s JOIN membership_member AS m ON m.id = s.member_id
        LEFT JOIN equality_profile AS p ON p.apart = m.apart AND p.month < %(month)s
        WHERE s.wave_id = %(wave)s
    )
"""  # noqa: S608 - our own words
_COUNTED = _RATES + " UNION ALL ".join(
    f"SELECT '{by}', {column}, count(*), count(*) FILTER (WHERE asked),"  # noqa: S608
    f" count(*) FILTER (WHERE answered) FROM drawn GROUP BY {column}"
    if by != ALL
    else "SELECT 'all', '', count(*), count(*) FILTER (WHERE asked),"
    " count(*) FILTER (WHERE answered) FROM drawn"
    for by, column in _BY.items()
)
_LEFT_OUT = """
    SELECT left_out, count(*) FROM membership_asked
    WHERE wave_id = %s AND left_out <> '' AND channel = '' GROUP BY left_out
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Of those drawn, how many were asked and how many of these answered.

    Both numbers of answers are None where it is held back who answered.
    """

    code: str
    drawn: int
    asked: int
    answered: int | None
    rate: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The rates of a wave as a whole, by area and by age, and why the others were not asked."""

    all: Rate
    areas: Sequence[Rate]
    ages: Sequence[Rate]
    left_out: Mapping[str, int]


@whole()
def rates(wave: Wave, *, now: datetime, minimum_base: int) -> Rates:
    """Count a wave. Answers of few are held back, and others with them, so that none follows."""
    month = london_date(now).replace(day=1)
    given: dict[str, Any] = {"wave": wave.pk, "at": wave.opens_at, "month": month}
    counted: dict[str, dict[str, tuple[int, int, int]]] = {by: {} for by in _BY}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, given)
        for by, code, drawn, asked, answered in cursor.fetchall():
            counted[by][code] = (drawn, asked, answered)
        cursor.execute(_LEFT_OUT, [wave.pk])
        left_out = dict(cursor.fetchall())
    made = {by: _rates(some, minimum_base=minimum_base) for by, some in counted.items()}
    return Rates(all=made[ALL][0], areas=made[AREA], ages=made[AGE], left_out=left_out)


def _rates(counted: Mapping[str, tuple[int, int, int]], *, minimum_base: int) -> list[Rate]:
    base = PEOPLE.of(max(minimum_base, PEOPLE.answers))
    cells = {
        (code,): Cell(n=asked, counted=answered)
        for code, (_, asked, answered) in counted.items()
        if asked
    }
    held = held_back([cells], base=base)
    return [
        _rate(code, *counts, is_held=(code,) in held, minimum_base=base.answers)
        for code, counts in sorted(counted.items(), key=lambda one: (one[0] == "", one[0]))
    ]


def _rate(
    code: str, drawn: int, asked: int, answered: int, *, is_held: bool, minimum_base: int
) -> Rate:
    return Rate(
        code=code,
        drawn=drawn,
        asked=asked,
        answered=None if is_held else answered,
        rate=None if is_held or not asked else share(answered, asked, minimum_base=minimum_base),
    )
