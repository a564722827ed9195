"""Puts what members say of confidence into the words and digits of its page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from heard.core.statistics.control_charts import Variation
from heard.core.statistics.estimate import Estimate
from heard.insight.measure import Figure
from heard.insight.measures import MEASURES
from heard.insight.members_confidence import OUTCOMES, Findings, Moved, Round
from heard.insight.members_rates import Rate, Rates
from heard.membership.asking import WHY
from heard.membership.models import Wave
from heard.membership.waves import next_quarter
from heard.places.areas import names
from heard.web.staff.members.words import NONE, UNKNOWN_WORDS, Cells
from heard.web.staff.trend_words import VARIATIONS
from heard.web.staff.verdict_words import CHANGE, Judged, Kind, Line, line, summary
from heard.web.staff.words import interval, value

WITH = Kind(
    higher="Goes with it",
    lower="Goes against it",
    here="of those who agree",
    there="of everybody else",
)
ABOUT_DRIVERS = (
    "For each other statement: of the members who agree with it, and of all others who were asked "
    "it, the share that has confidence in the police. A difference says that the two go together: "
    "it is an association and no cause. Whoever is content with one thing is often content with "
    "the rest, and both may come from something that nobody asked about. It is what members say, "
    "and explains nothing of the public."
)
SHORT: Mapping[str, str] = {
    "good_job": "The police do a good or excellent job",
    "confidence": "Has confidence in the police",
}
NOT_SAID = "Age not known"


def quarter(wave: Wave) -> str:
    """Give the quarter of a wave in few words, as in Jan to Mar 2021."""
    last = next_quarter(wave.quarter)
    ends = (last.year, last.month - 1) if last.month > 1 else (last.year - 1, 12)
    return f"{wave.quarter:%b} to {wave.quarter.replace(month=ends[1]):%b} {ends[0]}"


def by_wave(rounds: Sequence[Round], question: str) -> list[Cells]:
    """Give a line a wave for one question: as counted, and as weighted."""
    return [
        Cells(
            name=quarter(one.wave),
            cells=(*_shares(one.figures.get(question)), *_weighted(one, question)),
        )
        for one in rounds
    ]


def questions(newest: Round) -> list[Cells]:
    """Give a line for each question of a wave, with which answers are counted."""
    return [
        Cells(
            name=f"{figure.label} ({MEASURES[figure.measure].words})",
            cells=(*_shares(figure), *_weighted(newest, name)),
        )
        for name, figure in newest.figures.items()
    ]


def areas(found: Findings) -> list[Cells]:
    """Give a line an area, with both outcomes beside each other."""
    by_area: dict[str, dict[str, Figure]] = {}
    for question, figures in found.by_area.items():
        for one in figures:
            by_area.setdefault(str(one.segment[0]), {})[question] = one
    known = names()
    order = sorted(by_area, key=lambda code: (not code, known.get(code, code)))
    return [
        Cells(
            name=known.get(code, code) if code else UNKNOWN_WORDS,
            cells=[
                cell for _, question in OUTCOMES for cell in _shares(by_area[code].get(question))
            ],
        )
        for code in order
    ]


def changed(moved: Sequence[Moved], waves: tuple[Wave, Wave]) -> Judged:
    """Give a line a question: the newest wave against the one before."""
    before, now = map(quarter, waves)
    judged = [one.verdict for one in moved if one.variation is None]
    return Judged(
        title=f"{now}, against {before}",
        words=summary(judged, of="changes") if judged else "Judged by control charts.",
        first="Question",
        figure=now,
        against=before,
        lines=[_change(one) for one in moved],
    )


def drivers(found: Findings) -> Judged | None:
    """Give a line for each statement that may go with confidence; None where nothing is said."""
    if not any(one.verdict for one in found.drivers):
        return None
    return Judged(
        title="What goes with confidence among members",
        words=summary([one.verdict for one in found.drivers], of="differences"),
        first="Statement",
        figure="Of those who agree",
        against="Of everybody else",
        lines=[
            line(one.question.label, one.content, one.others, one.verdict, WITH)
            for one in found.drivers
        ],
    )


def rates(found: Sequence[Rate], known: Mapping[str, str], unknown: str) -> list[Cells]:
    """Give a line a group of those who were drawn; small ones are held back."""
    order = sorted(found, key=lambda one: (not one.code, known.get(one.code, one.code)))
    return [
        Cells(name=known.get(one.code, one.code) if one.code else unknown, cells=_rate(one))
        for one in order
    ]


def in_all(found: Rates) -> str:
    """Say how many of all who were drawn were asked and answered."""
    one = found.all
    answered = "not shown" if one.answered is None else f"{one.answered:,}"
    rate = f", {value(one.rate)} of them" if one.rate and one.rate.shown else ""
    return f"{one.drawn:,} members were drawn, {one.asked:,} asked; answered: {answered}{rate}."


def left_out(found: Rates) -> list[str]:
    """Say why members who were drawn were not asked; of few no number is told."""
    return [
        f"{WHY.get(why, why)}: {n:,}" if n >= LEAST else f"{WHY.get(why, why)}: fewer than {LEAST}"
        for why, n in sorted(found.left_out.items())
    ]


LEAST = 10  # members of whom it is told why they were not asked, as of an audience


def _change(one: Moved) -> Line:
    name = one.figure.label
    made = line(name, one.figure.estimate, one.before.estimate, one.verdict, CHANGE)
    if one.variation is None:
        return made
    words, _ = VARIATIONS[one.variation]
    return replace(made, verdict=words, is_real=one.variation is not Variation.COMMON_CAUSE)


def _rate(one: Rate) -> tuple[str, ...]:
    answered = "Held back" if one.answered is None else f"{one.answered:,}"
    return (f"{one.drawn:,}", f"{one.asked:,}", answered, *_estimate(one.rate))


def _shares(figure: Figure | None) -> tuple[str, str, str]:
    if figure is None:
        return (NONE, NONE, NONE)
    estimate = figure.estimate
    base = NONE if estimate.is_held else f"{estimate.n:,}"
    return (*_estimate(estimate), base)


def _weighted(of: Round, question: str) -> tuple[str, str]:
    found = of.weighted.get(question)
    return _estimate(found.weighted) if found and found.weighted else (NONE, NONE)


def _estimate(estimate: Estimate | None) -> tuple[str, str]:
    if estimate is None:
        return (NONE, NONE)
    return value(estimate), interval(estimate) or NONE
