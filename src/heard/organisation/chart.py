"""Asks how the force was made up on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from heard.organisation.models import Line, Post, Unit


def team_of(person: str, *, on: date) -> str:
    """Give the team that somebody was in on a day; empty where none is known."""
    if not person:
        return ""
    posts = Post.objects.filter(person=person, from_day__lte=on).order_by("-from_day", "-id")
    last = posts.values_list("team__code", flat=True).first()
    return last or ""


def teams_of(areas: Iterable[str], *, on: date) -> frozenset[str]:
    """Give the teams that stood in one of these areas on a day, in a department of it or not."""
    under: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, kind, above in _lines(on):
        under[above].append((code, kind))
    found, left = set[str](), [*areas]
    while left:
        for code, kind in under.pop(left.pop(), []):
            left.append(code)
            found |= {code} if kind == Unit.Kind.TEAM else set()
    return frozenset(found)


def _lines(on: date) -> list[tuple[str, str, str]]:
    """Give each unit, its kind and under which it stood on a day."""
    newest = (
        Line.objects.filter(from_day__lte=on)
        .order_by("unit", "-from_day", "-id")
        .distinct("unit")
        .values_list("unit__code", "unit__kind", "under__code")
    )
    return [(code, kind, above) for code, kind, above in newest if above]
