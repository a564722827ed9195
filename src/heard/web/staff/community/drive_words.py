"""Puts what drives brought into the words and digits of their pages and of their file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.pace import FEW, Course, Pace
from heard.insight.drives import KEPT, Brought, Others, Way
from heard.membership.models import Drive, DriveCode
from heard.places.areas import names
from heard.web.sheets import Cell
from heard.web.staff.members.words import NONE, Cells

HELD = "Not shown"
PACES: Mapping[Pace, str] = {
    Pace.NOT_BEGUN: "Not begun",
    Pace.TOO_FEW: "Too few to say",
    Pace.BEHIND: "Behind",
    Pace.ON_COURSE: "On course",
    Pace.AHEAD: "Ahead",
    Pace.REACHED: "Reached",
    Pace.MISSED: "Missed",
}
NO_COST, FEW_JOINED = "No cost entered", f"Fewer than {FEW}"
COLUMNS = (
    *("drive", "first", "last", "code", "kind", "name", "area", "opened", "asked", "joined"),
    *("kept_30_percent", "kept_90_percent", "cost_pounds", "cost_per_join", "cost_per_kept_90"),
    *("as_at", "caveat"),
)
CAVEAT = f"An empty cell is held back or too few: fewer than {FEW}. No cost is an empty cost."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A code as the page of its drive shows it."""

    code: DriveCode
    where: str
    cells: Sequence[str]


def way(one: Way) -> Cells:
    """Say how far a goal is, with what should be there by now."""
    return Cells(
        name=names().get(one.area, one.area),
        cells=(
            f"{one.goal:,}",
            count(one.joined),
            expected(one.course),
            PACES[one.course.pace],
            count(one.everybody),
        ),
    )


def line(one: Brought) -> Line:
    """Say what a code brought, how many stayed, and what each cost."""
    kept = [stays(one.kept[days]) for days in KEPT]
    each = (pounds(one.per_join, one), pounds(one.per_kept, one))
    cost = NO_COST if one.pence is None else f"£{Decimal(one.pence) / 100:,.2f}"
    told = (f"{one.opened:,}", f"{one.asked:,}", count(one.joined), *kept, cost, *each)
    return Line(code=one.code, where=place(one.code), cells=told)


def place(code: DriveCode) -> str:
    return names().get(code.area, "All areas of the drive")


def count(n: int | None) -> str:
    return HELD if n is None else f"{n:,}"


def expected(found: Course) -> str:
    return f"{found.expected:,.0f}"


def stays(found: Estimate) -> str:
    return NONE if found.value is None else f"{100 * found.value:.0f}% of {found.n:,}"


def pounds(each: Decimal | None, of: Brought) -> str:
    """Give what each cost, or why that is not told."""
    if each is not None:
        return f"£{each:,.2f}"
    if of.pence is None:
        return NO_COST
    return HELD if of.joined is None else FEW_JOINED


def days(drive: Drive) -> str:
    return f"{drive.first:%-d %B %Y} to {drive.last:%-d %B %Y}"


def state(drive: Drive, on: date) -> str:
    """Say whether a drive runs on a day."""
    if on < drive.first:
        return "Not begun"
    left = (drive.last - on).days
    if left < 0:
        return "Over"
    return "Last day" if not left else f"Runs, {left} {'day' if left == 1 else 'days'} left"


def others(found: Others) -> list[Cells]:
    """Say by which kind of code people joined; few are not told apart from none."""
    told = (
        ("Codes of drives", found.drives),
        ("Other codes", found.others),
        ("No code", found.none),
        ("Taken over from the system before", found.former),
    )
    return [
        Cells(name=said, cells=[f"{n:,}" if n >= FEW else f"Fewer than {FEW}"]) for said, n in told
    ]


def cells(drive: Drive, one: Brought, as_at: date) -> Sequence[Cell]:
    """Give a code as a row of the file."""
    code, kept = one.code, [_percent(one.kept[days]) for days in KEPT]
    cost = None if one.pence is None else one.pence / 100
    each = [None if of is None else float(of) for of in (one.per_join, one.per_kept)]
    return (
        *(drive.name, drive.first, drive.last, code.code, code.kind, code.name, code.area),
        *(one.opened, one.asked, one.joined, *kept, cost, *each, as_at, CAVEAT),
    )


def _percent(found: Estimate) -> float | None:
    return None if found.value is None else round(100 * found.value, 1)
