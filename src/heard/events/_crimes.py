"""Keeps crimes equal to the sum of their events; their victims are contacts like callers."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import connection

from heard import bulk
from heard.core.journeys import VICTIM, CrimeSum, Told, fold_crime
from heard.events._told import all_told, ask
from heard.events.models import Crime, Touchpoint

_CRIME = ("recorded_at", "investigated_at", "updated_at", "outcome", "filed_at")
_LOCK = """
    SELECT crime_id, id FROM events_crime WHERE crime_id = ANY(%s)
    ORDER BY crime_id FOR NO KEY UPDATE
"""
_VICTIMS = "SELECT contact_id, id FROM events_contact WHERE contact_id = ANY(%s)"
_JOIN = """
    UPDATE events_crime AS c SET victim_id = v.id FROM events_contact AS v
    WHERE c.crime_id = ANY(%s) AND v.contact_id = '{VICTIM}' || c.crime_id AND c.victim_id IS NULL
""".replace("{VICTIM}", VICTIM)
_KINDS = {
    Touchpoint.Kind.RECORDED: "recorded_at",
    Touchpoint.Kind.INVESTIGATION: "investigated_at",
    Touchpoint.Kind.FILED: "filed_at",
}


def sum_crimes(told: Mapping[str, list[Told]]) -> dict[str, CrimeSum]:
    """Lock these crimes in the order of their ids and sum them up."""
    rows = [{"crime_id": name, "outcome": ""} for name in sorted(told)]
    new = {name for (name,) in bulk.insert(Crime, rows, key=["crime_id"], returning=["crime_id"])}
    known = told.keys() - new
    ask(_LOCK, known)
    sums = {
        name: fold_crime(found) for name, found in {**told, **all_told("crime_id", known)}.items()
    }
    changed = [
        {"crime_id": name} | {field: getattr(total, field) for field in _CRIME}
        for name, total in sorted(sums.items())
    ]
    bulk.insert(Crime, changed, key=["crime_id"], update=_CRIME)
    return sums


def touchpoints(crimes: Mapping[str, CrimeSum], *, now: datetime) -> Iterable[dict[str, object]]:
    """Join crimes to their victims, and give a touchpoint for each thing that has happened.

    One whose victim nobody has told of yet is not asked about: it comes with the victim.
    """
    if not crimes:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, [list(crimes)])
    victims = dict(ask(_VICTIMS, [f"{VICTIM}{name}" for name in crimes]))
    return list(_touchpoints(crimes, victims, now=now))


def _touchpoints(
    crimes: Mapping[str, CrimeSum], victims: Mapping[str, int], *, now: datetime
) -> Iterator[dict[str, object]]:
    for name, total in sorted(crimes.items()):
        key = f"{VICTIM}{name}"
        for kind, field in _KINDS.items():
            if key in victims and (happened_at := getattr(total, field)) is not None:
                yield {
                    "kind": kind,
                    "key": key,
                    "contact_id": victims[key],
                    "happened_at": happened_at,
                    "due_at": str(now),
                }
