"""Members are placed anew when another edition of the postcodes comes into force."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from heard.core.timing import london_date
from heard.membership import ledger
from heard.membership.models import Member, Movement, State
from heard.places import postcodes

REASON = "edition"  # of a move in the ledger: the lines were drawn anew, and nobody moved house
_PLACED = ("area", "ward", "impact_area", "directory")


@transaction.atomic
def place_anew(*, now: datetime, limit: int) -> int:
    """Place members by the edition that is in force, who were not yet; say how many were looked at.

    Whoever an edition does not know stays where they are. Each change of area stands in the ledger
    as of now, so that tables of days before stay as they were.
    """
    edition = postcodes.edition(on=london_date(now))
    if edition is None:
        return 0
    theirs = Member.objects.filter(state__in=(State.PENDING, State.MEMBER), postcode__isnull=False)
    due = theirs.exclude(directory=edition.pk).order_by("pk")
    held = list(due.select_for_update(skip_locked=True)[:limit])
    places = postcodes.find_all([one.postcode or "" for one in held], by=edition)
    ledger.note([*_moves(held, places)], at=now, now=now)
    for one in held:
        place = places.get(one.postcode or "")
        if place is not None:
            one.area, one.ward, one.impact_area = place.area, place.ward, place.impact_area
        one.directory = edition.pk
    Member.objects.bulk_update(held, _PLACED)
    return len(held)


def _moves(held: Sequence[Member], places: Mapping[str, postcodes.Found]) -> Iterator[ledger.Line]:
    for one in held:
        place = places.get(one.postcode or "")
        if place is not None and one.state == State.MEMBER and place.area != one.area:
            yield ledger.Line(
                person=one.key,
                kind=Movement.Kind.MOVE,
                from_area=one.area,
                to_area=place.area,
                reason=REASON,
            )
