"""What members say of confidence, wave by wave: shares, what changed, what goes with it, and rates.

All of it is of members, who registered themselves, and nothing of it of the public. The answers of
a wave are about the week in which it opens, so that one guard holds for a wave as for any week.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from heard.core.statistics.control_charts import FEW, Variation, p_prime, variation
from heard.core.statistics.verdicts import Verdict, together, verdict
from heard.core.statistics.weighted import Weighted
from heard.core.statistics.whole_weeks import monday_of
from heard.core.timing import london_date
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut, Slice
from heard.insight.drivers import GoesWith, goes_with
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, cut
from heard.insight.measures import MEASURES
from heard.insight.raked import NoPopulation, rake_figures
from heard.membership.models import Wave
from heard.membership.waves import PROGRAMME

OUTCOMES = (("good_job", "good_job"), ("agree", "confidence"))  # a measure, and its question
MEASURED = ("good_job", "agree", "safe", "often")
RAKED_TO = ("area",)
_SIX = timedelta(days=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What was said in one wave, by its questions, and each as raked to who lives in the areas."""

    wave: Wave
    where: Slice
    figures: Mapping[str, Figure]
    weighted: Mapping[str, Weighted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How the newest wave differs from the one before, for one question.

    `variation` is there instead of a verdict once the waves are enough for a control chart.
    """

    figure: Figure
    before: Figure
    verdict: Verdict | None
    variation: Variation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All rounds, oldest first; of the newest what moved, by area, and what goes with what."""

    rounds: Sequence[Round]
    moved: Sequence[Moved]
    by_area: Mapping[str, Sequence[Figure]]
    drivers: Sequence[GoesWith]
    population: str


def findings(facts: Facts, *, minimum_base: int) -> Findings | None:
    """Give what members said in all waves that have begun; None before the first."""
    waves = Wave.objects.filter(drawn_at__isnull=False).order_by("opens_at")
    programme = Programme.objects.select_related("questionnaire").get(slug=PROGRAMME)
    rounds = [_round(facts, programme, wave, minimum_base=minimum_base) for wave in waves]
    if not rounds:
        return None
    newest = rounds[-1]
    whole = facts.whole()
    moved = _moved(rounds, minimum_base=minimum_base)
    drivers = _drivers(whole, programme, newest, minimum_base=minimum_base)
    judged = iter(together([*(one.verdict for one in moved), *(one.verdict for one in drivers)]))
    return Findings(
        rounds=rounds,
        moved=[replace(one, verdict=next(judged)) for one in moved],
        by_area={
            question: cut(
                facts,
                [programme],
                minimum_base=minimum_base,
                by=[Cut.AREA],
                measure=measure,
                where=newest.where,
                question=question,
                exact=True,
            )
            for measure, question in OUTCOMES
        },
        drivers=[replace(one, verdict=next(judged)) for one in drivers],
        population=next((step for one in newest.weighted.values() for step in one.steps), ""),
    )


def _round(facts: Facts, programme: Programme, wave: Wave, *, minimum_base: int) -> Round:
    """Give the shares of the whole force in a wave: they are shown to whoever sees figures."""
    monday = monday_of(london_date(wave.opens_at))
    where = Slice(programmes=(PROGRAMME,), from_=monday, to=monday + _SIX)
    whole = facts.whole()
    figures: dict[str, Figure] = {}
    weighted: dict[str, Weighted] = {}
    for measure in MEASURED:
        found = cut(
            whole, [programme], minimum_base=minimum_base, measure=measure, where=where, exact=True
        )
        found = [one for one in found if one.estimate.n or one.estimate.is_held]
        figures |= {one.question: one for one in found}
        try:
            raked = rake_figures(whole, found, to=RAKED_TO, measure=measure, where=where)
        except NoPopulation:
            continue
        weighted |= {one.figure.question: one.weighted for one in raked}
    return Round(wave=wave, where=where, figures=figures, weighted=weighted)


def _moved(rounds: Sequence[Round], *, minimum_base: int) -> list[Moved]:
    """Hold the newest round against the one before; a chart decides where there are enough."""
    found = []
    for question, figure in rounds[-1].figures.items():
        series = [one.figures[question] for one in rounds if question in one.figures]
        if len(series) < 2:  # noqa: PLR2004 - one has none before it
            continue
        charted = _charted([one for one in series if one.estimate.shown])
        judged = verdict(figure.estimate, series[-2].estimate, minimum_base=minimum_base)
        found.append(
            Moved(
                figure=figure,
                before=series[-2],
                verdict=None if charted else judged,
                variation=charted if figure.estimate.shown else None,
            )
        )
    return found


def _charted(series: Sequence[Figure]) -> Variation | None:
    """Give what the newest point of a control chart says; None where limits are on trial."""
    if len(series) < FEW:
        return None
    shares = [one.estimate.value or 0.0 for one in series]
    stage = p_prime(shares, [one.estimate.n_effective for one in series])
    return variation(stage, MEASURES[series[-1].measure].better)


def _drivers(
    facts: Facts, programme: Programme, newest: Round, *, minimum_base: int
) -> list[GoesWith]:
    """Say of each statement how confidence goes with it, on their common scale."""
    measure, outcome = OUTCOMES[-1]
    alike = [one for one in newest.figures.values() if one.measure == measure]
    chosen = next((one for one in alike if one.question == outcome), None)
    if chosen is None:
        return []
    where = replace(newest.where, programmes=())
    return goes_with(facts, [programme], chosen, alike, where=where, minimum_base=minimum_base)
