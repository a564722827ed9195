"""Surveys of residents, weighted so that those who answered are made up as those who live there."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from heard.core.statistics.margins import Margin, WrongMargin, joining
from heard.core.statistics.moments import Moments
from heard.core.statistics.raking import NotRaked, Raked, rake
from heard.core.statistics.weighted import Frame, Weighted, share
from heard.core.statistics.weights import diagnose
from heard.eligibility.models import Programme
from heard.insight.cuts import COLUMNS, EVERYTHING, ITEM, Cut, Slice, answered
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, figures
from heard.insight.measures import HEADLINE
from heard.insight.weighted import OPT_IN, Beside
from heard.places.population import BY, Population, parts, population

if TYPE_CHECKING:
    from ibis.expr.types import Table

FEWEST = 100  # answers: below that weights follow the chance of a few people
UNKNOWN = "not said"
DECIMALS = 3  # of a raked share: with all of them one could look for the counts behind it
_UNSAID = {"", "skip", "NS"}
_ORDERED = frozenset({Cut.AGE})
Row = Mapping[str, Any]  # of `_summed`


class NoPopulation(Exception):
    """Nobody says how many live there by this; or not of all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Residents:
    """Who lives there by one thing, or by two that are crossed."""

    by: str
    people: Population

    @property
    def cuts(self) -> list[Cut]:
        return [Cut(name) for name in self.by.split("*")]

    @property
    def step(self) -> str:
        return f"{self.by.replace('*', ' by ').replace('_', ' ')} of {self.people.of}"

    def level(self, row: Row) -> str:
        """Give the group of the source to which an answer belongs."""
        said = [str(row[COLUMNS[cut]]) for cut in self.cuts]
        if _UNSAID & {*said}:
            return UNKNOWN
        code = "*".join(said)
        return next((group for group in self.people.shares if code in parts(group)), UNKNOWN)

    def margin(self, levels: Counter[str]) -> Margin:
        """Give the targets, given how many answers each level has.

        Who did not say keeps the share that they have: nobody knows where they belong.
        """
        unsaid = levels[UNKNOWN] / levels.total()
        targets: dict[str | int, float] = {
            code: share * (1 - unsaid) for code, share in self.people.shares.items()
        }
        if unsaid:
            targets[UNKNOWN] = unsaid
        is_ordered = len(self.cuts) == 1 and {*self.cuts} <= _ORDERED and not unsaid
        return Margin(name=self.by, targets=targets, is_ordered=is_ordered)


def raked_figures(
    facts: Facts,
    *,
    minimum_base: int,
    to: Sequence[str],
    measure: str = HEADLINE,
    version: int | None = None,
) -> list[Beside]:
    """Give a measure of each question, and beside it as raked to these things of the population.

    `to` are words of `places.population.BY`. Only of surveys that residents come to by themselves:
    those who called the police are not those who live there. NoPopulation.
    """
    found = figures(facts, minimum_base=minimum_base, measure=measure, version=version)
    return rake_figures(facts, found, to=to, measure=measure)


def rake_figures(
    facts: Facts,
    found: Sequence[Figure],
    *,
    to: Sequence[str],
    measure: str,
    where: Slice = EVERYTHING,
) -> list[Beside]:
    """Give these figures, of a slice and not cut, each with the raked one beside. NoPopulation."""
    residents = [_residents(by, on=facts.as_of.date()) for by in to]
    cuts = tuple(dict.fromkeys(cut for one in residents for cut in one.cuts))
    rows: dict[tuple[str, str, int], list[Row]] = defaultdict(list)
    for row in facts.ask(_summed, by=cuts, where=where, measure=measure):
        rows[row["programme"], row["question"], row["question_version"]].append(row)
    routes = dict(Programme.objects.values_list("slug", "route"))
    return [
        Beside(figure=figure, weighted=_beside(figure, rows, residents, routes)) for figure in found
    ]


def _residents(by: str, *, on: date) -> _Residents:
    if by not in BY:
        raise NoPopulation(f"{by} is none of {', '.join(BY)}")
    people = population(by, on=on)
    if people is None:
        raise NoPopulation(f"nobody says how many live there by {by}: set HEARD_POPULATION")
    if not np.isclose(total := sum(people.shares.values()), 1, atol=1e-6):
        raise NoPopulation(
            f"by {by} only {100 * total:.0f}% of the population is given: set HEARD_POPULATION"
        )
    return _Residents(by=by, people=people)


def _beside(
    figure: Figure,
    rows: Mapping[tuple[str, str, int], Sequence[Row]],
    residents: Sequence[_Residents],
    routes: Mapping[str, str],
) -> Weighted:
    slugs = figure.programme.split("+")
    said = [row for slug in slugs for row in rows.get((slug, figure.question, figure.version), ())]
    frame = Frame.OPT_IN if OPT_IN & {routes[slug] for slug in slugs} else Frame.SAMPLE
    if frame is not Frame.OPT_IN:
        found: Raked | str = "not a survey of residents"
    elif not figure.estimate.shown:
        found = "not shown unweighted"
    else:
        found = _raked(said, residents)
    if isinstance(found, str):
        return Weighted(unweighted=figure.estimate, weighted=None, frame=frame, why_not=found)
    sizes = np.array([row["n"] for row in said])
    weights = found.weights[np.cumsum(sizes) - 1]
    counted = np.array([row["counted"] for row in said])
    made = share(
        figure.estimate,
        _moments(weights, sizes, counted),
        diagnose(found.weights, trimmed=found.trimmed),
        frame=frame,
        steps=tuple(one.step for one in residents),
    )
    log = [one.words for one in found.joined] + [one.words for one in found.rounds[-1:]]
    return replace(_rounded(made), log=tuple(f"{figure.question}: {words}" for words in log))


def _raked(said: Sequence[Row], residents: Sequence[_Residents]) -> Raked | str:
    """Rake the answers of all rows, in their order; or say why not."""
    sizes = [row["n"] for row in said]
    if sum(sizes) < FEWEST:
        return f"fewer than {FEWEST} answers"
    levels: dict[str, list[str]] = {}
    margins = list[Margin]()
    for one in residents:
        of_rows = [one.level(row) for row in said]
        n, counted = Counter[str](), Counter[str]()
        for level, row in zip(of_rows, said, strict=True):
            n[level] += row["n"]
            counted[level] += row["counted"]
        margin = one.margin(n)
        if _is_alike(margin, n, counted):
            return f"in a group by {one.by} all said alike"
        levels[one.by] = np.repeat(of_rows, sizes).tolist()
        margins.append(margin)
    try:
        return rake(levels, margins)
    except (WrongMargin, NotRaked) as error:
        return str(error)


def _is_alike(margin: Margin, n: Counter[str], counted: Counter[str]) -> bool:
    """Tell whether of a group, with those that it is joined to, all are counted or none."""
    names = [str(level) for level in margin.targets]
    groups, _ = joining(margin, [n[name] for name in names])
    together = ([names[at] for at in group] for group in groups.values())
    return any(
        sum(counted[name] for name in group) in {0, sum(n[name] for name in group)}
        for group in together
    )


def _moments(weights: Any, sizes: Any, counted: Any) -> Moments:  # noqa: ANN401 - arrays
    """Give the moments of 1 for who counts and 0 for who does not."""
    return Moments(
        n=int(sizes.sum()),
        w=float(weights @ sizes),
        wy=float(weights @ counted),
        wyy=float(weights @ counted),
        ww=float(weights**2 @ sizes),
        wwy=float(weights**2 @ counted),
        wwyy=float(weights**2 @ counted),
    )


def _rounded(made: Weighted) -> Weighted:
    """Round the share and the ends of its interval, from which it could be worked out again."""
    if made.weighted is None:
        return made
    parts = {name: getattr(made.weighted, name) for name in ("value", "low", "high")}
    rounded = {name: round(part, DECIMALS) for name, part in parts.items()}
    return replace(made, weighted=replace(made.weighted, **rounded))


def _summed(facts: Facts, *, by: Sequence[Cut], where: Slice, measure: str) -> "Table":
    """Count answers, and those of a measure, by all that they are raked to."""
    said = answered(facts, where=where, measure=measure)
    return said.group_by(*ITEM, *(COLUMNS[cut] for cut in by)).aggregate(
        n=said.count(), counted=said.counts.ifelse(1, 0).sum()
    )
