"""Public confidence as official surveys found it; never on one axis with what members say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from heard.clock.read import now
from heard.core.statistics.verdicts import Finding, Verdict
from heard.core.timing import london_date
from heard.insight import official
from heard.insight.official import COUNTRY, Figure, Held, Sure
from heard.web.staff.access import FIGURES, Shown, page
from heard.web.staff.charts import years
from heard.web.staff.charts.draw import Drawing, drawing
from heard.web.staff.survey_words import WIDTHS

NAMES: Mapping[str, str] = {
    "overall_confidence": "Confidence in the local police, all things considered",
    "good_or_excellent": "The local police do a good or excellent job",
    "high_visibility": "Often sees officers on foot",
    "victim_satisfied": "Victims who were satisfied with the police",
    "deal_with_local_concerns": "The police deal with local concerns",
    "treat_fairly": "The police treat everyone fairly",
    "understand_local_concerns": "The police understand local concerns",
    "police_and_council_deal_with_asb_crime": (
        "Police and council deal with crime and anti-social behaviour"
    ),
    "home_office_victim_survey_whole_experience": (
        "Victims who were satisfied with the whole experience (until 2014, by telephone)"
    ),
    "agree_confidence_local_police": "Has confidence in the local police (Scotland, open survey)",
}
SURE: Mapping[Sure, str] = {
    Sure.PUBLISHED: "",
    Sure.QUOTED: "as quoted by others",
    Sure.UNCHECKED: "not checked",
    Sure.MISSING: "not found",
}
FINDINGS: Mapping[Finding, str] = {
    Finding.CHANCE: "Not distinguishable: chance may have made it",
}
NONE = "\N{EN DASH}"  # where nothing was found
MOST = 5  # lines of a chart that can be told apart
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure in words, with where it is from."""

    area: str
    period: str
    value: str
    interval: str
    sure: str
    note: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The force's figure beside another one, and what may be said of the difference."""

    period: str
    figure: str
    against: str
    other: str
    said: str


@page(*FIGURES)
def show_confidence(request: HttpRequest) -> Shown:
    """Show one measure over the years, for the force, the country and the forces like it."""
    names = [*official.measures()]
    asked = request.GET.get("measure", "")
    measure = asked if asked in names else names[0]
    force, today = settings.FORCE_NAME, london_date(now())
    similar, who = official.similar(force, on=today)
    found = official.of(measure)
    context = {
        "page": "confidence",
        "measures": [(one, NAMES.get(one, one)) for one in names],
        "chosen": measure,
        "name": NAMES.get(measure, measure),
        "similar": similar,
        "who": who,
        "has_force": any(one.area == force and one.published for one in found),
        "drawings": _drawings(found, [force, COUNTRY, *similar]),
        "words": _aloud(found),
        "lines": [_line(one) for one in _ordered(found, [force, COUNTRY, *similar])],
        "held": [_comparison(one) for one in official.held(measure, force, on=today)],
    }
    return Shown(template="staff/confidence.html", context=context, about=measure)


def _ordered(found: Sequence[Figure], first: Sequence[str]) -> list[Figure]:
    """Put the force first, then the country, the forces like it, and all others."""
    rank = {area: at for at, area in enumerate(first)}
    return sorted(found, key=lambda one: rank.get(one.area, len(rank)))


def _drawings(found: Sequence[Figure], areas: Sequence[str]) -> list[Drawing]:
    """Draw those of the force, the country and the forces like it, if there is anything to draw."""
    marks = [mark for one in found if one.area in areas if (mark := _mark(one)) is not None]
    if not any(mark.value is not None for mark in marks):
        return []
    shown = [area for area in areas if any(mark.area == area for mark in marks)][:MOST]
    kept = [*_with_gaps([mark for mark in marks if mark.area in shown])]
    return [drawing(years.years(kept, areas=shown, width=width)) for width in WIDTHS]


def _mark(one: Figure) -> years.Year | None:
    if one.ends is None:
        return None
    shown = one.published
    return years.Year(
        area=one.area,
        year=one.ends.year + one.ends.month / _MONTHS,
        value=shown.value if shown else None,
        low=shown.low if shown else None,
        high=shown.high if shown else None,
        series=f"{one.area} {one.series}",
    )


def _with_gaps(marks: Sequence[years.Year]) -> Iterator[years.Year]:
    """Put a gap between years that do not follow on each other, so that no line is drawn there."""
    before: years.Year | None = None
    for mark in marks:
        if before and before.series == mark.series and mark.year - before.year > 1:
            yield years.Year(
                area=mark.area,
                year=before.year + 1,
                value=None,
                low=None,
                high=None,
                series=mark.series,
            )
        yield mark
        before = mark


def _aloud(found: Sequence[Figure]) -> str:
    told = [f"{one.area}, {one.period}: {_value(one)}" for one in found if one.published]
    return "; ".join(told)


def _line(one: Figure) -> Line:
    return Line(
        area=one.area,
        period=_period(one),
        value=_value(one),
        interval=_interval(one),
        sure=SURE[one.sure],
        note=one.note,
        source=one.source,
    )


def _comparison(one: Held) -> Comparison:
    return Comparison(
        period=_period(one.figure),
        figure=_value(one.figure),
        against=f"{one.against.area}, {_period(one.against)}",
        other=_value(one.against),
        said=_said(one.verdict),
    )


def _said(verdict: Verdict | None) -> str:
    if verdict is None or verdict.difference is None:
        return "Cannot be said: at least one was found without its range"
    if verdict.finding is not Finding.REAL:
        return FINDINGS[verdict.finding]
    return "Real difference: above" if verdict.difference > 0 else "Real difference: below"


def _period(one: Figure) -> str:
    ends = one.ends
    return f"Year ending {ends:%B %Y}" if ends else one.period


def _value(one: Figure) -> str:
    return _percent(one.published.value) if one.published else NONE


def _interval(one: Figure) -> str:
    shown = one.published
    if shown is None or shown.low is None or shown.high is None:
        return ""
    return f"{_percent(shown.low)} to {_percent(shown.high)}"


def _percent(share: float) -> str:
    """Give a share with as many digits as its source printed: at most one after the point."""
    return f"{100 * share:.1f}".removesuffix(".0") + "%"
