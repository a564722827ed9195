"""The table of the membership by area at two times, beside the population of 16 and over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from heard.core.statistics import exact
from heard.core.timing import london_date
from heard.membership.ledger import UNKNOWN, as_at
from heard.places.areas import names
from heard.places.population import counts

FORCE = "force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One area, the unknown one, or the force. Shares and changes are per cent, rates per 1,000.

    A rate stands on the newest population that was out at the later time, for both times, and is
    None where there is none; members may be younger than 16, or live elsewhere. `parity` is the
    later rate as a multiple of the force's.
    """

    area: str
    name: str
    before: int
    after: int
    share_before: Decimal | None
    share_after: Decimal | None
    change: int
    change_share: Decimal | None
    force_change_share: Decimal | None
    population: int | None
    rate_before: Decimal | None
    rate_after: Decimal | None
    parity: Decimal | None


def table(before: datetime, after: datetime, *, known: datetime | None = None) -> list[Row]:
    """Give a row an area in the order of the force's areas, the unknown if any, and the force."""
    first, last = as_at(before, known=known), as_at(after, known=known)
    people = counts("area", on=london_date(after)) or {}
    whole = (sum(first.values()), sum(last.values()))
    sizes: dict[str, int] = {area: people[area] for area in names() if area in people}
    complete = len(sizes) == len(names())
    total = sum(sizes.values()) if complete else None
    named = [*names().items()]
    if first.get(UNKNOWN) or last.get(UNKNOWN):
        named.append((UNKNOWN, "Area not known"))
    rows = [
        _row((area, name), (first.get(area, 0), last.get(area, 0)), whole, (sizes.get(area), total))
        for area, name in named
    ]
    return [*rows, _row((FORCE, "Force total"), whole, whole, (total, total))]


def _row(
    of: tuple[str, str],
    counted: tuple[int, int],
    whole: tuple[int, int],
    population: tuple[int | None, int | None],
) -> Row:
    (before, after), (all_before, all_after) = counted, whole
    people, everybody = population
    return Row(
        area=of[0],
        name=of[1],
        before=before,
        after=after,
        share_before=exact.rounded(exact.share(before, all_before)) if all_before else None,
        share_after=exact.rounded(exact.share(after, all_after)) if all_after else None,
        change=after - before,
        change_share=exact.rounded(exact.change(before, after)) if before else None,
        force_change_share=(
            exact.rounded(exact.change(all_before, all_after)) if all_before else None
        ),
        population=people,
        rate_before=exact.rounded(exact.rate(before, people)) if people else None,
        rate_after=exact.rounded(exact.rate(after, people)) if people else None,
        parity=(
            exact.rounded(exact.parity(after, people, all_after, everybody), places=2)
            if people and everybody and all_after
            else None
        ),
    )


def by_area(rows: list[Row]) -> Mapping[str, Row]:
    """Give the rows by the codes of their areas."""
    return {row.area: row for row in rows}
