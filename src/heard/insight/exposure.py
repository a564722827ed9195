"""How many people replied about each team: what thanks are held against, so that they are fair."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from heard.core.statistics.bases import STAFF
from heard.insight.facts.read import Facts

if TYPE_CHECKING:
    from ibis.expr.types import Table

OTHERS = ""  # the teams that are too small to stand alone, together


def replies_by_team(facts: Facts) -> Mapping[str, int]:
    """Give how many replied about each team, those about too few replies or people together.

    It says nothing of what they answered. Replies about no team are not among them, nor are those
    about teams that whoever looks may not see.
    """
    found = Counter[str]()
    for row in (one for one in facts.ask(_by_team) if facts.sees(["team"], [one["team"]])):
        is_enough = row["n"] >= STAFF.answers and row["people"] >= STAFF.people
        found[row["team"] if is_enough else OTHERS] += row["n"]
    return {team: found[team] for team in sorted(found)}


def _by_team(facts: Facts) -> "Table":
    said = facts.responses
    said = said.filter(said.team != "")
    return said.group_by("team").aggregate(
        n=said.response.nunique(), people=said.person.nunique(where=said.person != "")
    )
