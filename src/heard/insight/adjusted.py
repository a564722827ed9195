"""Figures of segments beside those that they would have with the mix of everybody's answers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from heard.core.statistics.pooling import Count
from heard.core.statistics.standardised import METHOD, Adjusted, Mix, Standardised, standardised
from heard.insight.cuts import (
    COLUMNS,
    EVERYTHING,
    PROTECTED,
    Cut,
    Segment,
    Slice,
    TooFine,
    counted,
    segment,
)
from heard.insight.facts.read import Facts
from heard.insight.measure import POOLED, Counts, Figure, as_object, figures, numbers
from heard.insight.measures import HEADLINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A figure as it was counted, and adjusted; `joined` says in words what was put together."""

    figure: Figure
    adjusted: Adjusted
    joined: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is cut by these, and adjusted for those, in a slice that names its programmes."""

    by: Sequence[Cut]
    adjust: Sequence[Cut]
    where: Slice
    measure: str = HEADLINE
    question: str | None = None


def require_adjustable(by: Sequence[Cut], adjust: Sequence[Cut]) -> None:
    """Refuse to adjust nothing, by nothing, or a cut for itself, and who answered. TooFine.

    What is held back of who answered could be worked out of what was adjusted.
    """
    if not by:
        raise TooFine("What is adjusted are segments: say what to cut by")
    if PROTECTED & {*by, *adjust}:
        raise TooFine("Nothing is adjusted by or for age, ethnic group, disability or sex")
    if {*by} & {*adjust} or len({*adjust}) < len(adjust):
        raise TooFine("Adjust for each thing once, and not for what it is cut by")


def adjusted_figures(
    facts: Facts,
    *,
    minimum_base: int,
    by: Sequence[Cut],
    adjust: Sequence[Cut],
    measure: str = HEADLINE,
    version: int | None = None,
) -> list[Beside]:
    """Give what `measure.figures` gives, each beside its share adjusted for these. TooFine."""
    require_adjustable(by, adjust)
    found = figures(facts, minimum_base=minimum_base, by=by, measure=measure, version=version)
    rows = facts.ask(counted, by=(*by, *adjust), where=EVERYTHING, measure=measure)
    return beside(found, rows, by=by, adjust=adjust, minimum_base=minimum_base)


def cut_beside(
    facts: Facts, found: Sequence[Figure], wanted: Wanted, *, minimum_base: int
) -> list[Beside]:
    """Give the figures of a cut beside adjusted ones; nothing where nothing is adjusted for.

    Of what is held back, or not to be seen, there is none. TooFine.
    """
    by, adjust = wanted.by, wanted.adjust
    if not adjust:
        return []
    require_adjustable(by, adjust)
    rows = facts.ask(
        counted,
        by=(*by, *adjust),
        where=wanted.where,
        measure=wanted.measure,
        question=wanted.question,
    )
    return beside(found, rows, by=by, adjust=adjust, minimum_base=minimum_base)


def beside(
    found: Sequence[Figure],
    rows: Iterable[Counts],
    *,
    by: Sequence[Cut],
    adjust: Sequence[Cut],
    minimum_base: int,
) -> list[Beside]:
    """Adjust figures by counts of the same answers, cut by these and by what is adjusted for.

    The whole of a figure is all answers to that version of its question in its programmes.
    """
    given = list(rows)
    whole: dict[tuple[str, str, int], Standardised] = {}
    for figure in found:
        of = (figure.programme, figure.question, figure.version)
        if of not in whole:
            cells = _cells(given, of, by, adjust)
            whole[of] = standardised(cells, adjust, minimum_base=minimum_base)
    return [_beside(one, whole[one.programme, one.question, one.version]) for one in found]


def as_objects(found: Sequence[Beside]) -> list[dict[str, object]]:
    """Give each figure as JSON has it, with the adjusted one in it."""
    return [
        as_object(one.figure)
        | {
            "adjusted": numbers(one.adjusted.estimate)
            | {"overlap": one.adjusted.overlap, "joined": list(one.joined)}
        }
        for one in found
    ]


def _beside(figure: Figure, whole: Standardised) -> Beside:
    """Put them beside each other; of what is not shown as it was counted nothing is shown."""
    hidden = Adjusted(estimate=replace(figure.estimate, method=METHOD), overlap=0.0)
    shown = whole.found[figure.segment] if figure.estimate.shown else hidden
    return Beside(figure=figure, adjusted=shown, joined=whole.log)


def _cells(
    rows: Iterable[Counts], of: tuple[str, str, int], by: Sequence[Cut], adjust: Sequence[Cut]
) -> dict[Segment, dict[Mix, Count]]:
    programme, *item = of
    slugs = programme.split(POOLED)
    sums: dict[Segment, dict[Mix, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for row in rows:
        if row["programme"] in slugs and [row["question"], row["question_version"]] == item:
            one = sums[segment(row, by)][tuple(str(row[COLUMNS[cut]]) for cut in adjust)]
            one[0] += row["n"]
            one[1] += row["counted"]
    return {
        place: {mix: Count(n=n, counted=k) for mix, (n, k) in mixes.items()}
        for place, mixes in sums.items()
    }
