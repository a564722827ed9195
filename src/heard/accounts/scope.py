"""Which parts of the force somebody may see apart, worked out from the roles that they hold.

The force as a whole may be seen by all who see figures. What lies outside is refused below the
pages, where figures are counted (`insight`), and once more by the database (`wall`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from heard.accounts.models import Grant, User
from heard.core.timing import LONDON
from heard.organisation.chart import teams_of

Level, Role = Grant.Level, User.Role
Parts = frozenset[str] | None  # None is all of them

# For the whole force: who sees single cases of it, who its teams, and who its areas.
CASES = frozenset(
    (
        *(Role.ADMINISTRATOR, Role.ANALYST, Role.POLICY_MANAGER),
        *(Role.HOLD_REVIEWER, Role.DUTY_REVIEWER, Role.REFERENCE_REVIEWER),
        *(Role.CALLER, Role.SUPERVISOR),
    )
)
TEAMS = frozenset((Role.ADMINISTRATOR, Role.ANALYST, Role.TRAINING_LEAD))
AREAS = TEAMS | {
    *(Role.VIEWER, Role.ADVISER, Role.POLICY_MANAGER, Role.COMMUNICATIONS),
    *(Role.CODE_LEAD, Role.CHAT_MANAGER),
}


class OutOfScope(Exception):
    """Somebody asked for a part of the force that is not theirs: which one, by its level."""

    def __init__(self, level: str, unit: str) -> None:
        super().__init__(f"{level} {unit}")
        self.level, self.unit = level, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Areas by their codes, teams and people as answers name them; `cases` are single ones.

    `people` are those whose own results these are: it never is everybody.
    """

    areas: Parts = None
    teams: Parts = None
    people: frozenset[str] = field(default_factory=frozenset)
    cases: bool = True

    def sees(self, level: str, unit: str) -> bool:
        """Tell whether a part of the force may be seen apart from the whole."""
        parts = {Level.AREA: self.areas, Level.TEAM: self.teams, Level.PERSON: self.people}
        mine = parts[Level(level)]
        return mine is None or unit in mine

    def require(self, level: str, unit: str) -> None:
        """Refuse what may not be seen apart. OutOfScope."""
        if not self.sees(level, unit):
            raise OutOfScope(level, unit)


EVERYTHING = Scope()
# What an independent adviser may see: the force and its areas, no team, nobody and no single case.
AGGREGATES = Scope(areas=None, teams=frozenset(), cases=False)
NOTHING = Scope(areas=frozenset(), teams=frozenset(), cases=False)


def scope_of(user: User, *, now: datetime) -> Scope:
    """Give what somebody may see at this instant, by all that they hold together."""
    held = user.held(now=now)
    roles = {one.role for one in held if one.level == Level.FORCE}
    areas, teams = _units(held, Level.AREA), _units(held, Level.TEAM)
    sees_teams = bool(roles & TEAMS)
    if areas and not sees_teams:
        teams |= teams_of(areas, on=now.astimezone(LONDON).date())
    return Scope(
        areas=None if roles & AREAS else areas,
        teams=None if sees_teams else teams,
        people=frozenset(one.unit for one in held if one.level == Level.PERSON),
        cases=bool(roles & CASES),
    )


def _units(held: Iterable[Grant], level: Grant.Level) -> frozenset[str]:
    return frozenset(one.unit for one in held if one.level == level)
