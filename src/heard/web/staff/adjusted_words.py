"""Says in words what shares would be, were what they are about as mixed as in all answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from heard.core.statistics.estimate import Estimate
from heard.insight.adjusted import Beside
from heard.insight.cuts import Cut
from heard.insight.measure import Figure
from heard.insight.survey import View
from heard.web.staff.filters import CUTS
from heard.web.staff.survey_words import places, short
from heard.web.staff.words import Row, row

ABOUT = (
    "Adjusted is what each share would be if its answers had the same mix by {mix} as all of these "
    "together, by a logistic model without interactions; the range is that of the model. It was "
    "not counted, and it takes no other difference away: no verdict is given on it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A segment as it was counted, and adjusted."""

    name: str
    counted: Row
    adjusted: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The segments, with what was done to them in words."""

    title: str
    first: str
    notes: Sequence[str]
    lines: Sequence[Line]


def adjusted(found: Sequence[Beside], chosen: Figure, view: View) -> Table | None:
    """Give the cut as it was counted beside what was adjusted; None where that was not asked."""
    if not found:
        return None
    by, mix = mixed_words(view.by), mixed_words(view.adjust)
    joined = dict.fromkeys(said for one in found for said in one.joined)
    return Table(
        title=f"{short(chosen)} by {by}, adjusted for {mix}",
        first=by[0].upper() + by[1:],
        notes=[ABOUT.format(mix=mix), *(f"Few answers: {_joined(said)}." for said in joined)],
        lines=[
            Line(
                name=places(view.by, one.figure.segment),
                counted=row("", one.figure.estimate),
                adjusted=_row(one.adjusted.estimate),
            )
            for one in found
        ],
    )


def mixed_words(cuts: Sequence[Cut]) -> str:
    """Name several cuts: 'incident group, contact channel and grade'; '' for none."""
    return _and([CUTS[cut] for cut in cuts]) if cuts else ""


def _joined(said: str) -> str:
    """Say a cut in the words of the page."""
    cut, _, rest = said.partition(":")
    return f"{CUTS[Cut(cut)]}:{rest}"


def _row(estimate: Estimate) -> Row:
    """Give a cell; why there is none, in the words of the model."""
    if estimate.hidden is None:
        return row("", estimate)
    return Row(name="", value=f"Not shown: {estimate.hidden}", interval="", base="", is_low=False)


def _and(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
