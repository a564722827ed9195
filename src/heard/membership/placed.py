"""Members are placed anew when another edition of the postcodes comes into force."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from heard.core.timing import london_date
from heard.membership import ledger
from heard.membership.models import Member, Movement, State
from heard.places import postcodes

REASON = "edition"  # of a move in the ledger: the lines were drawn anew, and nobody moved house
_PLACED = ("area", "ward", "impact_area", "directory", "by_sector")


@transaction.atomic
def place_anew(*, now: datetime, limit: int) -> int:
    """Place members by the edition that is in force, who were not yet; say how many were looked at.

    Whoever an edition does not know stays where they are; by a sector nobody is placed whose
    postcode was known before. Each change of area stands in the ledger
    as of now, so that tables of days before stay as they were.
    """
    edition = postcodes.edition(on=london_date(now))
    if edition is None:
        return 0
    theirs = Member.objects.filter(state__in=(State.PENDING, State.MEMBER), postcode__isnull=False)
    due = theirs.exclude(directory=edition.pk).order_by("pk")
    held = list(due.select_for_update(skip_locked=True)[:limit])
    found = postcodes.find_all([one.postcode or "" for one in held], by=edition)
    places = {one.pk: _better(one, found.get(one.postcode or "")) for one in held}
    ledger.note([*_moves(held, places)], at=now, now=now)
    for one in held:
        place = places[one.pk]
        if place is not None:
            one.area, one.ward, one.impact_area = place.area, place.ward, place.impact_area
            one.by_sector = place.by_sector
        one.directory = edition.pk
    Member.objects.bulk_update(held, _PLACED)
    return len(held)


def _better(one: Member, place: postcodes.Found | None) -> postcodes.Found | None:
    """Give where somebody lies now; None where what is known of them already is better."""
    was_known = one.area != ledger.UNKNOWN and not one.by_sector
    return None if place is not None and place.by_sector and was_known else place


def _moves(
    held: Sequence[Member], places: Mapping[int, postcodes.Found | None]
) -> Iterator[ledger.Line]:
    for one in held:
        place = places[one.pk]
        if place is not None and one.state == State.MEMBER and place.area != one.area:
            yield ledger.Line(
                person=one.key,
                kind=Movement.Kind.MOVE,
                from_area=one.area,
                to_area=place.area,
                reason=REASON,
            )
