"""Reads since when touchpoints are held, and what somebody decided who looked at them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from heard.core.reasons import Reason
from heard.core.screening import Review

_SINCE = """
    SELECT touchpoint_id, programme_id, min(decided_at) FROM eligibility_screening
    WHERE touchpoint_id = ANY(%s) AND outcome = 'HOLD' GROUP BY 1, 2
"""
_LAST = """
    SELECT DISTINCT ON (touchpoint_id, programme_id)
        touchpoint_id, programme_id, lets_pass, passes, seen
    FROM eligibility_review WHERE touchpoint_id = ANY(%s)
    ORDER BY touchpoint_id, programme_id, id DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Since when a touchpoint has been held, and what was decided by whom looked at which facts."""

    since: datetime | None = None
    lets_pass: bool | None = None
    passes: frozenset[Reason] = frozenset()
    seen: str = ""

    def review(self, digest: Callable[[], str]) -> Review | None:
        """Give the decision as it counts: a refusal for good, a pass for the facts seen only."""
        if self.lets_pass is None:
            return None
        passes = self.passes if self.lets_pass and self.seen == digest() else frozenset[Reason]()
        return Review(passes=passes, refuses=not self.lets_pass)


def held(touchpoints: Collection[int]) -> dict[tuple[int, int], Held]:
    """Read it for these touchpoints, by touchpoint and programme."""
    found: dict[tuple[int, int], Held] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [list(touchpoints)])
        since = {(touchpoint, programme): at for touchpoint, programme, at in cursor.fetchall()}
        if not since:
            return found
        cursor.execute(_LAST, [list(touchpoints)])
        last = {row[:2]: row[2:] for row in cursor.fetchall()}
    for key, at in since.items():
        lets_pass, passes, seen = last.get(key, (None, (), ""))
        reasons = frozenset(Reason(code) for code in passes)
        found[key] = Held(since=at, lets_pass=lets_pass, passes=reasons, seen=seen)
    return found
