"""The table of the membership, and who came and went, as rows of a file."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from heard.insight.members import NOTHING, total
from heard.membership.ledger import Flow
from heard.membership.table import FORCE, Row
from heard.web.sheets import Cell

CAVEAT = "Members registered themselves: they are no sample of the public."
COLUMNS = (
    *("area", "name", "from", "to", "members_from", "members_to", "share_from", "share_to"),
    *("change", "change_percent", "force_change_percent", "population_16_plus"),
    *("per_1000_from", "per_1000_to", "parity", "joined", "moved_in", "left", "moved_out", "net"),
    *("redrawn_in", "redrawn_out", "as_of", "caveat"),
)


def lines(
    rows: Sequence[Row], flows: Mapping[str, Flow], *, days: tuple[date, date], as_of: datetime
) -> list[Sequence[Cell]]:
    """Give a row an area and one for the force, shares and changes in per cent."""
    return [_line(row, _flow(row, flows), days, as_of) for row in rows]


def _line(row: Row, flow: Flow, days: tuple[date, date], as_of: datetime) -> Sequence[Cell]:
    cells = (
        *(row.area, row.name, *days, row.before, row.after, row.share_before, row.share_after),
        *(row.change, row.change_share, row.force_change_share, row.population),
        *(row.rate_before, row.rate_after, row.parity),
        *(flow.joined, flow.moved_in, flow.left, flow.moved_out, flow.net),
        *(flow.redrawn_in, flow.redrawn_out, as_of.isoformat(), CAVEAT),
    )
    return [float(cell) if isinstance(cell, Decimal) else cell for cell in cells]


def _flow(row: Row, flows: Mapping[str, Flow]) -> Flow:
    return total(flows.values()) if row.area == FORCE else flows.get(row.area, NOTHING)
