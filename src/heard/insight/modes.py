"""By which modes people answered, of which nothing is shown but words: which are others now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from heard.core.statistics.whole_weeks import Weeks
from heard.insight.cuts import COLUMNS, FILTERS, ITEM, Cut, Slice, counted
from heard.insight.facts.read import Facts
from heard.insight.handling import bands
from heard.insight.measure import POOLED, Figure
from heard.insight.tables import PROGRAMME
from heard.insight.tallies import WEEK, Tally

MODE = COLUMNS[Cut.MODE]
FEW = 0.05  # a mode by which fewer than this part answered does not make another measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Modes:
    """Answers by mode, week and survey, narrowed down to one place."""

    tally: Tally
    place: Mapping[str, Any]

    def is_answered(self, weeks: Weeks) -> bool:
        """Tell whether anybody answered about these weeks."""
        return bool(len(self.tally.rows(self.place, weeks)))

    def others(self, figure: Figure, before: Weeks, now: Weeks) -> str:
        """Say that a question was answered by other modes then; nothing where they are the same."""
        then, current = (self._of(figure, weeks) for weeks in (before, now))
        if not then or then == current:
            return ""
        words = {band.code: band.words.lower() for band in bands()[Cut.MODE]}
        said = [
            " and ".join(words.get(mode, mode) for mode in sorted(of)) for of in (then, current)
        ]
        return f"A year before people answered {said[0]}, and now {said[1]}."

    def _of(self, figure: Figure, weeks: Weeks) -> set[str]:
        """Give the modes by which a question was answered, but for those of few."""
        tally, series = self.tally, (figure.question, figure.version)
        places = ({**self.place, PROGRAMME: slug} for slug in figure.programme.split(POOLED))
        mine = np.concatenate([tally.rows(place, weeks) for place in places])
        wanted = [at for at, one in enumerate(tally.series) if one == series]
        mine = mine[np.isin(tally.series_of[mine], wanted)]
        n = np.bincount(
            tally.codes[MODE][mine], weights=tally.n[mine], minlength=len(tally.values[MODE])
        )
        named = zip(tally.values[MODE], n.tolist(), strict=True)
        return {mode for mode, answers in named if answers and answers >= FEW * n.sum()}


def modes_of(facts: Facts, where: Slice, measure: str) -> Modes:
    """Give the modes of a slice of all days, counted once in each state of the facts.

    The counts serve every place that is told by the same columns. OutOfScope.
    """
    facts.require(where)
    place = {name: value for name in FILTERS if (value := getattr(where, name)) is not None}
    cuts = tuple(cut for cut in Cut if COLUMNS[cut] in {MODE, WEEK, *place})
    wide = Slice(programmes=where.programmes, undoubted=where.undoubted)
    key = (modes_of, cuts, wide, measure)
    if key not in facts.kept:
        rows = facts.arrow(counted, by=cuts, where=wide, measure=measure, question=None)
        facts.kept[key] = Tally.of(rows, (*ITEM, *(COLUMNS[cut] for cut in cuts)), ())
    return Modes(tally=facts.kept[key], place=place)
