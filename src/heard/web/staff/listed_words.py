"""Puts cuts that are too long for a drawing into a table alone, and says what it leaves out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heard.core.statistics.bases import STAFF, WARD
from heard.core.statistics.estimate import TOO_SHORT, Estimate
from heard.insight.cuts import Cut
from heard.web.staff.filters import CUTS
from heard.web.staff.survey_words import Cutting, places, short
from heard.web.staff.words import Row, row

PAIR = ("rows", "columns")  # of a map; more cuts than that are a table
LONG = frozenset((Cut.WARD, Cut.TEAM))  # of which there are too many for a drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A table that has no drawing: a line for each segment, below what there is to know of it."""

    id: str
    title: str
    first: str
    lines: Sequence[Row]
    notes: Sequence[str]


def is_listed(by: Sequence[Cut]) -> bool:
    """Tell whether a cut is given as a table alone."""
    return len(by) > len(PAIR) or bool(LONG & {*by})


def listed(survey: Cutting, by: Sequence[Cut]) -> Listed:
    """Give the cut as a table, a line for each that somebody answered in.

    Of wards and teams those that are held back have none: there may be very many.
    """
    *others, last = [CUTS[cut] for cut in by]
    is_long = bool(LONG & {*by})
    found = [f for f in survey.cut if f.estimate.shown or not is_long]
    return Listed(
        id="cut",
        title=f"{short(survey.chosen)} by {', '.join(others)}{' and ' if others else ''}{last}",
        first=", ".join([*others, last]).capitalize(),
        lines=[row(places(by, f.segment), f.estimate) for f in found],
        notes=[*_notes(by, [f.estimate for f in survey.cut])] if is_long else [],
    )


def _notes(by: Sequence[Cut], found: Sequence[Estimate]) -> Iterator[str]:
    if Cut.WARD in by:
        yield f"A ward is shown over 12 months or more, on {WARD.answers} answers or more."
    if Cut.TEAM in by:
        yield (
            f"A team is shown on {STAFF.answers} answers or more, about {STAFF.people} of its "
            "people or more. Teams stand in the order of their names, and are not adjusted for "
            "what they dealt with; the page Teams does that."
        )
    held = sum(not one.shown for one in found)
    if not found:
        yield "Nobody has answered about this."
    elif any(one.hidden == TOO_SHORT for one in found):
        yield "These answers are about less than 12 months, so no ward is shown."
    elif held:
        yield (
            f"Not listed: {held:,} of {len(found):,}, which are held back. Too few answers stand "
            "behind them, or behind another that could be worked out from them."
        )
