"""What of the facts somebody may see: what they narrow down to, and the segments of a cut."""

from collections.abc import Mapping, Sequence
from typing import Any

from heard.accounts.models import Grant
from heard.accounts.scope import OutOfScope, Scope
from heard.places.impact_areas import impact_areas

Level = Grant.Level
LEVELS: Mapping[str, Level] = {  # of what a column of the facts names one
    "area": Level.AREA,
    "impact_area": Level.AREA,
    "ward": Level.AREA,
    "team": Level.TEAM,
    "person": Level.PERSON,
}


def require(scope: Scope, where: object) -> None:
    """Refuse a slice of facts that is narrowed down to what lies outside. OutOfScope."""
    given = {name: getattr(where, name, None) for name in LEVELS}
    require_place(scope, {name: value for name, value in given.items() if value is not None})


def require_place(scope: Scope, place: Mapping[str, object]) -> None:
    """Refuse one value of each of these columns where it lies outside. OutOfScope."""
    for column, value in place.items():
        if not _sees(scope, column, value, place):
            raise OutOfScope(LEVELS[column], str(value))


def sees(
    scope: Scope, columns: Sequence[str], segment: Sequence[object], where: object = None
) -> bool:
    """Tell whether one segment may be seen, of a cut by these columns of a slice of facts."""
    place: dict[str, Any] = {"area": getattr(where, "area", None)}
    place |= dict(zip(columns, segment, strict=True))
    return all(_sees(scope, name, place[name], place) for name in columns if name in LEVELS)


def _sees(scope: Scope, column: str, value: object, place: Mapping[str, object]) -> bool:
    if column == "impact_area":
        found = impact_areas().get(str(value))
        value = found.area if found else ""
    if column == "ward":
        value = place.get("area") or ""  # wards lie in areas, and no list says in which
    return scope.sees(LEVELS[column], str(value))
