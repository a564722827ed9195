"""What a programme in shadow would have sent, by day and area, and why not the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from heard.eligibility.change import LIVE_FROM, seen_in_shadow
from heard.eligibility.models import Programme

_IN_SHADOW = """
    s.programme_id = %(programme)s AND s.is_current AND EXISTS (
        SELECT FROM eligibility_period p WHERE p.programme_id = s.programme_id
        AND p.mode = 'shadow' AND (s.decided_at AT TIME ZONE 'Europe/London')::date
            BETWEEN p.opens_on AND coalesce(p.closes_on, 'infinity'::date)
    )
"""
_NOTED = """
    SELECT {cut}, count(*), sum(w.fragments) FROM invitations_shadow w
    LEFT JOIN eligibility_screening s ON s.touchpoint_id = w.touchpoint_id
        AND s.programme_id = w.programme_id AND s.is_current
    WHERE w.programme_id = %(programme)s GROUP BY 1 ORDER BY 1
"""
_DAY = _NOTED.format(cut="(w.noted_at AT TIME ZONE 'Europe/London')::date")
_AREA = _NOTED.format(cut="coalesce(s.area, '')")
_OTHERS = f"""
    SELECT s.reasons[1], count(*) FROM eligibility_screening s
    WHERE {_IN_SHADOW} AND s.outcome <> 'SEND' GROUP BY 1 ORDER BY 2 DESC, 1
"""  # noqa: S608 - our own words
_DECISIONS = f"SELECT count(*) FROM eligibility_screening s WHERE {_IN_SHADOW}"  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Would:
    """What would have gone out on a day or in an area: messages, and what is paid for."""

    cut: date | str
    messages: int
    fragments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InShadow:
    """All that a programme decided in shadow: `seen` of `decisions` were looked at by somebody."""

    decisions: int
    seen: int
    needed: int
    by_day: Sequence[Would]
    by_area: Sequence[Would]
    others: Mapping[str, int]


def in_shadow(programme: Programme) -> InShadow:
    """Give what the programme did in its shadow periods, in as many queries for all as for one."""
    return InShadow(
        decisions=_rows(_DECISIONS, programme)[0][0],
        seen=seen_in_shadow(programme),
        needed=LIVE_FROM,
        by_day=[Would(cut=c, messages=n, fragments=f) for c, n, f in _rows(_DAY, programme)],
        by_area=[Would(cut=c, messages=n, fragments=f) for c, n, f in _rows(_AREA, programme)],
        others=dict(_rows(_OTHERS, programme)),
    )


def _rows(statement: str, programme: Programme) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"programme": programme.pk})
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
