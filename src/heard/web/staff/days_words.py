"""Says which days the figures of a page are about."""

from collections.abc import Mapping

from heard.core.statistics.whole_weeks import ALWAYS, Unit
from heard.insight.cuts import Slice
from heard.insight.tables import Dates
from heard.web.staff.words import long_day

UNITS: Mapping[Unit, str] = {Unit.MONTH: "months", Unit.QUARTER: "quarters", Unit.YEAR: "years"}


def counted(dates: Dates, where: Slice) -> str:
    """Say which days are counted, where days were asked for, and why they may be more."""
    if where.from_ is None and where.to is None:
        return ""
    weeks, unit = dates.weeks, dates.unit
    if weeks == ALWAYS:
        return "All days are counted: in shorter times too few answered to say what they said."
    days = " ".join(
        f"{word} {long_day(day)}" for word, day in (("from", weeks.from_), ("to", weeks.to)) if day
    )
    if unit is Unit.WEEK:
        return f"Whole weeks are counted: {days}."
    return (
        f"Whole {UNITS[unit]} are counted, {days}: in some shorter times too few answered. "
        "A week belongs to where its Thursday is."
    )
