"""What members say of confidence, wave by wave; and never beside what the public says."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from heard.clock.read import now
from heard.core.statistics.estimate import Estimate
from heard.core.timing import london_date
from heard.insight import members
from heard.insight.measure import Figure
from heard.insight.measures import MEASURES
from heard.insight.members_confidence import OUTCOMES, Findings, Round, findings
from heard.insight.members_rates import rates
from heard.places.areas import names
from heard.web import sheets
from heard.web.sheets import Cell
from heard.web.staff.access import FIGURES, File, Shown, page
from heard.web.staff.charts import waves as charts
from heard.web.staff.charts.draw import drawing
from heard.web.staff.members import confidence_words as words
from heard.web.staff.members.files import CAVEAT
from heard.web.staff.members.views import NOT_THERE, XLSX
from heard.web.staff.members.words import UNKNOWN_WORDS
from heard.web.staff.seen import facts_for
from heard.web.staff.survey_words import WIDTHS
from heard.web.staff.times import moment
from heard.web.staff.verdict_words import ABOUT

COLUMNS = (
    *("of", "quarter", "opened", "question", "words", "measure", "area", "share", "low", "high"),
    *("answers", "weighted_share", "weighted_low", "weighted_high", "weighted_to"),
    *("as_of", "caveat"),
)


@page(*FIGURES)
def show_confidence(request: HttpRequest) -> Shown:
    """Show all waves: shares, changes, areas, who answered, and what goes with confidence."""
    base, known = settings.MINIMUM_BASE, facts_for(request)
    found = findings(known, minimum_base=base)
    context: dict[str, object] = {
        "as_of": moment(known.as_of),
        "public": members.public(now(), minimum_base=base),
        "found": found,
    }
    if found:
        newest = found.rounds[-1]
        context |= {
            "chart": _chart(found.rounds),
            "outcomes": [
                (words.SHORT[question], words.by_wave(found.rounds, question))
                for _, question in OUTCOMES
            ],
            "newest": words.quarter(newest.wave),
            "questions": words.questions(newest),
            "areas": words.areas(found),
            "changed": words.changed(found.moved, (found.rounds[-2].wave, found.rounds[-1].wave))
            if found.moved
            else None,
            "about_changes": ABOUT,
            "drivers": words.drivers(found),
            "about_drivers": words.ABOUT_DRIVERS,
            **_who(newest, base),
        }
    return Shown(template="staff/members/confidence.html", context=context)


@page(*FIGURES)
def show_confidence_file(request: HttpRequest, suffix: str) -> Shown:
    """Hand out the shares of all waves as a file, in which each line says of whom it is."""
    known = facts_for(request)
    found = findings(known, minimum_base=settings.MINIMUM_BASE)
    if suffix not in {"csv", "xlsx"} or found is None:
        return NOT_THERE
    lines = [*_lines(found, known.as_of)]
    if suffix == "csv":
        content = f"{sheets.MARK}{sheets.as_csv(COLUMNS, lines)}".encode()
        kind = "text/csv; charset=utf-8"
    else:
        content = sheets.as_workbook("Members", COLUMNS, lines, as_of=known.as_of)
        kind = XLSX
    name = f"heard-members-confidence.{suffix}"
    return Shown(file=File(content=content, kind=kind, name=name), about=suffix)


def _who(newest: Round, base: int) -> Mapping[str, object]:
    made = rates(newest.wave, now=now(), minimum_base=base)
    return {
        "in_all": words.in_all(made),
        "left_out": words.left_out(made),
        "rates": [
            ("Area", words.rates(made.areas, names(), UNKNOWN_WORDS)),
            ("Age", words.rates(made.ages, {}, words.NOT_SAID)),
        ],
    }


def _chart(rounds: Sequence[Round]) -> Mapping[str, object] | None:
    marks = [*_marks(rounds)]
    if not marks:
        return None
    order = [words.quarter(one.wave) for one in rounds]
    told = "; ".join(
        f"{mark.wave}, {mark.question.lower()}: {100 * mark.value:.0f}%" for mark in marks
    )
    return {
        "drawings": [drawing(charts.waves(marks, order=order, width=width)) for width in WIDTHS],
        "words": f"What members say, by quarter. {told}.",
    }


def _marks(rounds: Sequence[Round]) -> Iterator[charts.Mark]:
    for _, question in OUTCOMES:
        for one in rounds:
            figure = one.figures.get(question)
            estimate = figure.estimate if figure else None
            if estimate and estimate.shown:
                yield charts.Mark(
                    wave=words.quarter(one.wave),
                    question=words.SHORT[question],
                    value=estimate.value or 0,
                    low=estimate.low or 0,
                    high=estimate.high or 0,
                )


def _lines(found: Findings, as_of: datetime) -> Iterator[Sequence[Cell]]:
    """Give a line for each question of each wave, and for the areas of the newest."""
    ends = (as_of.isoformat(), CAVEAT)
    for one in found.rounds:
        for question, figure in one.figures.items():
            beside = one.weighted.get(question)
            weighted = beside.weighted if beside else None
            to = found.population if weighted else ""
            yield (*_line(one, figure, ""), *_numbers(weighted), to, *ends)
    for figures in found.by_area.values():
        for figure in figures:
            area = str(figure.segment[0])
            yield (*_line(found.rounds[-1], figure, area), *_numbers(None), "", *ends)


def _line(of: Round, figure: Figure, area: str) -> Sequence[Cell]:
    estimate, wave = figure.estimate, of.wave
    return (
        *("members", words.quarter(wave), london_date(wave.opens_at), figure.question),
        *(figure.label, MEASURES[figure.measure].words, area or "all", *_numbers(estimate)),
        None if estimate.is_held else estimate.n,
    )


def _numbers(estimate: Estimate | None) -> Sequence[Cell]:
    if estimate is None:
        return (None, None, None)
    return (estimate.value, estimate.low, estimate.high)
