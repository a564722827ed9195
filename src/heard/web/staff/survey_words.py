"""Puts the figures of a survey into the words, marks and tables of a dashboard."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from heard.core.statistics.estimate import Estimate
from heard.insight.cuts import BLOCK_HOURS, HANDLING, PROTECTED, Cut, Segment
from heard.insight.handling import bands
from heard.insight.measure import Figure
from heard.insight.measures import HEADLINE, MEASURES
from heard.insight.survey import Survey
from heard.invitations.models import Collector
from heard.places.areas import names
from heard.places.impact_areas import impact_areas
from heard.places.wards import wards
from heard.web.languages import BY_CODE
from heard.web.staff.charts import shapes
from heard.web.staff.charts.draw import Drawing, drawing
from heard.web.staff.filters import CUTS, WEEKDAYS
from heard.web.staff.words import Row, break_row, broken, long_day, row, value

# Who answered, where a word does not say it by itself.
NOT_SAID: Mapping[str, str] = {"": "Not answered", "skip": "Prefer not to say"}
PEOPLE: Mapping[tuple[Cut, str], str] = {
    (Cut.ETHNIC_GROUP, "skip"): "Not stated",
    (Cut.DISABILITY, "yes"): "Disabled",
    (Cut.DISABILITY, "no"): "Not disabled",
}
WIDTHS = (shapes.BROAD, shapes.NARROW)
CHANNELS: Mapping[str, str] = {
    code: words[0].upper() + words[1:] for code, words in Collector.Channel.choices
}

# What a low share asks of staff, in the words of the survey's own question.
ADVICE: Mapping[str, str] = {
    "treatment": "Show that you care: people remember how they were spoken to.",
    "timeliness": "Say how long it will take, and tell people when that changes.",
    "outcome": "Say plainly what can be done and what cannot.",
    "next_steps": "Explain what happens next, and when, before you go.",
    "knowledge": "Say back what the person needs, before you answer.",
}


NOTHING_SHOWN = (
    "All of this is held back, so nothing is told of its weeks, days and cuts either, not even "
    "when somebody answered. Fewer filters or more days may show something."
)


class Cutting(Protocol):
    """What is found of one question: its hours, and a cut of it."""

    @property
    def chosen(self) -> Figure: ...
    @property
    def hours(self) -> Sequence[Figure]: ...
    @property
    def hour(self) -> Cut: ...
    @property
    def cut(self) -> Sequence[Figure]: ...


class Named(Protocol):
    """What any mark of a chart has."""

    @property
    def name(self) -> str: ...
    @property
    def words(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A sign with a letter, in the look of its `kind`, and the words that say the same."""

    kind: str
    letter: str
    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is drawn, broad and narrow, with what it shows in words, and its table.

    `badges` and `notes` stand above the drawing, `key` below it. `share` says what was said.
    """

    id: str
    title: str
    drawings: Sequence[Drawing]
    words: str
    first: str
    lines: Sequence[Row]
    badges: Sequence[Badge] = ()
    notes: Sequence[str] = ()
    key: str = ""
    share: str = "8 or above"


def short(figure: Figure) -> str:
    """Give what a question is about in a word or two, and its version where it is not the first."""
    name = figure.question.replace("_", " ").capitalize()
    return name if figure.version == 1 else f"{name}, version {figure.version}"


def questions(survey: Survey) -> Chart:
    worst = survey.lowest.figure if survey.lowest else None
    marks = [
        mark(short(f), f.estimate, stands_out=f == worst and f.estimate.shown)
        for f in survey.questions
    ]
    return Chart(
        id="questions",
        title="The questions",
        drawings=[drawing(shapes.side_by_side(marks, width=width)) for width in WIDTHS],
        words=told("Share that scored 8 or above", marks),
        first="Question",
        lines=list(_by_version(survey.questions)),
    )


def _by_version(figures: Sequence[Figure]) -> Iterator[Row]:
    """Give a line for each question, and before each later version of it why it stands apart."""
    for number, figure in enumerate(figures):
        if number and figures[number - 1].question == figure.question:
            yield break_row(figure)
        yield row(figure.asked, figure.estimate)


def one_version(survey: Survey) -> str:
    """Say of what is not drawn by version which one it is about; '' where there is only one."""
    figure = survey.chosen
    others = {f.version for f in survey.weeks} - {figure.version}
    if not others:
        return ""
    return (
        f"Below are the answers to version {figure.version} of the question alone. "
        f"{broken(figure)}".strip()
    )


def apart(survey: Cutting, by: Cut) -> Chart:
    """Give the cut by one thing, a line for each."""
    found = [(segment_words(by, f.segment[0]), f) for f in survey.cut]
    marks = [mark(name, f.estimate) for name, f in found]
    said = said_of(survey.chosen)
    return Chart(
        id="cut",
        title=f"{short(survey.chosen)} by {CUTS[by]}",
        drawings=[drawing(shapes.side_by_side(marks, width=width, share=said)) for width in WIDTHS],
        words=told(f"Share that {said}", marks),
        first=CUTS[by].capitalize(),
        lines=[row(name, f.estimate) for name, f in found],
        share=MEASURES[survey.chosen.measure].words,
    )


def said_of(figure: Figure) -> str:
    """Say what those who count said: 'scored 8 or above', 'said yes'."""
    measure = MEASURES[figure.measure]
    return f"{'scored' if measure.scale == MEASURES[HEADLINE].scale else 'said'} {measure.words}"


def nothing_shown(survey: Survey) -> str:
    """Say that all questions are held back, and so nothing finer is told; '' where one is not."""
    is_bare = survey.questions and all(one.estimate.is_held for one in survey.questions)
    return NOTHING_SHOWN if is_bare else ""


def places(by: Sequence[Cut], segment: Segment) -> str:
    """Say a segment by several cuts in words."""
    return ", ".join(segment_words(cut, at) for cut, at in zip(by, segment, strict=True))


def segment_words(cut: Cut, place: date | int | str) -> str:
    """Say a segment in words; an area or a word that the force never named stands for itself."""
    said: Mapping[Cut, Callable[[date | int | str], str]] = {
        Cut.WEEK: lambda week: long_day(week) if isinstance(week, date) else str(week),
        Cut.AREA: lambda code: names().get(str(code), str(code)) or "Not given",
        Cut.WEEKDAY: lambda day: WEEKDAYS[int(str(day)) - 1],
        Cut.HOUR: lambda hour: f"{int(str(hour)):02}:00",
        Cut.BLOCK: lambda hour: hour_words(int(str(hour)), BLOCK_HOURS),
        Cut.WARD: lambda code: _ward(str(code)),
        Cut.TEAM: lambda team: str(team) or "Not known",
        Cut.IMPACT_AREA: lambda slug: impact_area(str(slug)),
        Cut.CAME_BY: lambda channel: CHANNELS.get(str(channel), "By an invitation"),
    }
    if cut in PROTECTED:
        return PEOPLE.get((cut, str(place)), NOT_SAID.get(str(place), str(place).capitalize()))
    if cut in HANDLING:
        return handling_words(cut, str(place))
    return said[cut](place) if cut in said else str(place).capitalize()


def handling_words(cut: Cut, code: str) -> str:
    """Say what the force did, or how somebody answered; what is not known is said to be so."""
    if cut is Cut.LANGUAGE:
        return BY_CODE[code].english if code in BY_CODE else code or "Not known"
    words = {band.code: band.words for band in bands()[cut]}
    return words.get(code, code) or "Not known"


def impact_area(slug: str) -> str:
    """Name an impact area; what came in by a way for the whole force has none."""
    found = impact_areas().get(slug)
    return found.name if found else slug or "The whole force"


def _ward(code: str) -> str:
    ward = wards().get(code)
    return f"{ward.name}, {ward.district}" if ward else code or "Not known"


def mark(name: str, estimate: Estimate, *, stands_out: bool = False) -> shapes.Mark:
    """Give what a chart draws of a share."""
    return shapes.Mark(
        name=name,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        words=f"{value(estimate)}{', lowest' if stands_out else ''}",
        stands_out=stands_out,
    )


def told(what: str, marks: Iterable[Named]) -> str:
    """Say what a chart shows, share by share."""
    return f"{what}: " + ", ".join(f"{mark.name} {mark.words}" for mark in marks) + "."


def hour_words(hour: int, step: int) -> str:
    """Say an hour, or the part of the day that begins with it."""
    return f"{hour:02}" if step == 1 else f"{hour:02} to {hour + step - 1:02}"
