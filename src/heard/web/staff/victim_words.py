"""Puts what victims said into words, a control chart by month, and tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from heard.core.statistics.control_charts import FEW, Variation, variation_of
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.gaps import is_too_few, widest
from heard.core.statistics.outcome_rates import WORDS, Rate
from heard.core.statistics.verdicts import Finding
from heard.insight.cuts import Cut
from heard.insight.measures import MEASURES
from heard.insight.quoted import quoted
from heard.insight.victims import MEASURE, OVERALL, Change, Month, Part, People, Victims
from heard.web.staff.charts import control
from heard.web.staff.charts.draw import svg
from heard.web.staff.representation_words import DISPOSITIONS, MINUS, VERDICTS
from heard.web.staff.survey_words import WIDTHS, Badge, Chart, segment_words, told
from heard.web.staff.trend_words import KEY, signals
from heard.web.staff.verdict_words import CHANGE, Judged, Kind, difference, ends, line, summary
from heard.web.staff.words import Row, interval, percent, row, value

BETTER = MEASURES[MEASURE].better
QUESTIONS: Mapping[str, str] = {
    OVERALL: "Overall: the whole experience",
    "initial_contact": "Initial contact",
    "initial_action": "Initial action",
    "feedback": "Feedback: kept informed",
    "treatment": "Treatment",
}
METHOD_WORDS: Mapping[str, str] = {
    "telephone": "Telephone: 999 or 101",
    "online": "Online",
    "in_person": "Police station or officer in person",
    "other": "Another way, or not known",
}
AGES: Mapping[str, str] = {"35-64": "35 to 64", "65+": "65 and over"}
TITLES: Mapping[Cut, str] = {Cut.ETHNIC_GROUP: "Ethnic group", Cut.AGE: "Age"}
PART = Kind(
    higher="Real difference: above the others",
    lower="Real difference: below the others",
    here="here",
    there="in the others",
)
SAYS: Mapping[Variation, tuple[str, str]] = {
    Variation.COMMON_CAUSE: (
        "Common cause",
        "The newest month lies where chance alone puts it: nothing says that something changed.",
    ),
    Variation.IMPROVEMENT_HIGH: ("Improvement", "The newest month stands out for the better."),
    Variation.CONCERN_LOW: ("Concern", "The newest month stands out for the worse."),
}
FIGURES = 2  # significant ones, of how many answers it would take: it is no promise
RATES = (Rate.RR1, Rate.RR2, Rate.RR6, Rate.PER_MESSAGE)
PRINTED_MONTH = date(2020, 11, 1)  # of which the report of January 2021 prints most


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group in words: its share of those asked and of those who answered, and what it said."""

    name: str
    invited: str
    answered: Row
    population: str
    gap: str
    verdict: str
    satisfied: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """A table of groups, with the population that they are held against."""

    title: str
    lines: Sequence[Group]
    population: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A figure that others printed, and beside it what Heard counted, if it may be shown."""

    about: str
    printed: str
    counted: Row


def month(first: date) -> str:
    """Name a month: November 2020."""
    return f"{first:%B %Y}"


def offered(found: Victims) -> list[tuple[str, str, bool]]:
    """Give each month for the list, the newest first, and whether it is the one shown."""
    return [
        (f"{one.first:%Y-%m}", month(one.first), one.first == found.chosen.first)
        for one in reversed(found.months)
    ]


def headline(found: Victims) -> list[str]:
    """Say how many were satisfied overall, and what may be said of the month before."""
    now = found.chosen.figure.estimate
    if not now.shown:
        return [
            f"How many were satisfied in {month(found.chosen.first)} is not shown: {now.hidden}."
        ]
    said = (
        f"{_exact(now)} of victims were satisfied overall in {month(found.chosen.first)} "
        f"(95% range {interval(now)}, {now.n:,} answers)."
    )
    change = next((one for one in found.changes if one.question == OVERALL), None)
    return [said, _against(found, change)] if change else [said]


def _against(found: Victims, change: Change) -> str:
    if found.before is None or change.before is None:
        return "There is no month before to hold it against."
    if change.verdict is None or not change.before.shown:
        return f"{month(found.before.first)} cannot be held against it: its share is not shown."
    told_of = f"{month(found.before.first)} was {_exact(change.before)}"
    base = min(change.now.n, change.before.n)
    size = f"{difference(change.verdict, base=base)}, 95% range {ends(change.verdict, base=base)}"
    said = {
        Finding.REAL: f"{told_of}: a real change ({size}).",
        Finding.CHANCE: f"{told_of}: not distinguishable ({size}). Chance may have made it.",
        Finding.TOO_SMALL: f"{told_of}: too few answered to say whether anything changed.",
    }[change.verdict.finding]
    needed = change.verdict.needed
    if change.verdict.finding is not Finding.CHANCE or needed is None:
        return said
    return f"{said} It would take about {_about(needed.figure)} answers in each month to tell."


def _about(number: int) -> str:
    return f"{round(number, FIGURES - len(str(number))):,}"


def caveat(found: Victims) -> str:
    """Say that few answered, where that is so: the report says the same in its words."""
    n = found.chosen.figure.estimate.n
    if not n or not is_too_few(n):
        return ""
    return (
        f"Few victims answer: with {n:,} answers chance alone moves a share by up to "
        f"{100 * widest(n):.0f} points either way, and that of a group by more. Such a month "
        "cannot by itself be called statistically valid, and says nothing of victims who were "
        "not written to: children, those at risk, and those without an e-mail address."
    )


def months(found: Victims) -> Chart:
    """Give the months as a control chart, with what it says in words and its table."""
    marks = [_mark(one, found) for one in found.months]
    return Chart(
        id="months",
        title="Satisfied overall, by month",
        drawings=[svg(control.control(marks, width=width, axis="month")) for width in WIDTHS],
        words=told(
            "Share satisfied overall, by the month in which the crime was recorded",
            [_aloud(mark) for mark in marks],
        ),
        first="Month",
        lines=[_line(one) for one in found.months],
        badges=list(_badges(found)),
        notes=list(_notes(found)),
        key=KEY.replace("a week", "a month"),
        share="Satisfied",
    )


def _mark(one: Month, found: Victims) -> control.Week:
    estimate = one.figure.estimate
    limits = one.point.limits if one.point else None
    return control.Week(
        name=f"{one.first:%b %y}",
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        words=value(estimate),
        mean=found.stage.mean if found.stage and limits else None,
        lower=limits.lower if limits else None,
        upper=limits.upper if limits else None,
        says=variation_of(one.point, BETTER) if one.point else Variation.COMMON_CAUSE,
        stage=str(one.figure.version),
    )


def _aloud(mark: control.Week) -> control.Week:
    if mark.says is Variation.COMMON_CAUSE:
        return mark
    return replace(mark, words=f"{mark.words} ({SAYS[mark.says][0].lower()})")


def _line(one: Month) -> Row:
    limits = one.point.limits if one.point else None
    return replace(
        row(month(one.first), one.figure.estimate),
        limits=f"{percent(limits.lower, base=0)} to {percent(limits.upper, base=0)}"
        if limits
        else "",
        signals=signals(one.point) if one.point else "",
    )


def _badges(found: Victims) -> Iterator[Badge]:
    last = next((one for one in reversed(found.months) if one.point), None)
    if last is None or last.point is None or last.point.limits is None:
        return
    says = variation_of(last.point, BETTER)
    kind, _, end = says.partition("_")
    name, words = SAYS[says]
    why = f" {signals(last.point)}." if last.point.signals else ""
    letter = {"high": "H", "low": "L"}.get(end, "")
    yield Badge(kind=kind, letter=letter, name=name, words=f"{words}{why}")


def _notes(found: Victims) -> Iterator[str]:
    stage = found.stage
    if stage is None:
        return
    trial = (
        f" These are trial limits: they stand on {stage.baseline} months, fewer than {FEW}."
        if stage.is_trial
        else ""
    )
    yield f"The mean of all months is {percent(stage.mean, base=0)}.{trial}"


def changes(found: Victims) -> Judged:
    """Give the whole and the four aspects in the month and in the one before."""
    before = month(found.before.first) if found.before else "The month before"
    return Judged(
        title=f"{month(found.chosen.first)}, against {before}",
        words=summary([one.verdict for one in found.changes], of="changes"),
        first="Satisfied with",
        figure=month(found.chosen.first),
        against=before,
        lines=[
            line(QUESTIONS[one.question], one.now, one.before, one.verdict, CHANGE)
            for one in found.changes
        ],
    )


def methods(found: Victims) -> Judged | None:
    """Give the first contact by how the crime was reported."""
    names = {one.code: METHOD_WORDS[one.code] for one in found.methods}
    return _parts(found.methods, names, "Satisfied with the first contact, by how it was reported")


def crimes(found: Victims) -> Judged | None:
    """Give the whole by the family of crimes."""
    names = {one.code: segment_words(Cut.CRIME, one.code) for one in found.crimes}
    return _parts(found.crimes, names, "Satisfied overall, by family of crimes")


def _parts(parts: Sequence[Part], names: Mapping[str, str], title: str) -> Judged | None:
    if not parts:
        return None
    return Judged(
        title=title,
        words=summary([one.verdict for one in parts], of="differences"),
        first="Highest first",
        figure="Satisfied",
        against="All others",
        lines=[line(names[one.code], one.figure, one.rest, one.verdict, PART) for one in parts],
    )


def people(found: Victims) -> list[Groups]:
    """Give the groups of people: asked, answered and in the population, and what they said."""
    return [_groups(one) for one in found.people]


def _groups(one: People) -> Groups:
    source = one.population
    return Groups(
        title=TITLES[one.by],
        lines=[
            Group(
                name=_name(one.by, each.group.code),
                invited=value(each.invited) if each.invited else "Not known",
                answered=row("", each.group.answered),
                population=f"{100 * each.population:.1f}%"
                if each.population is not None
                else "Not given",
                gap=_points(each.gap.difference) if each.gap else "",
                verdict=VERDICTS[each.gap.verdict] if each.gap else "",
                satisfied=row("", each.group.figure),
            )
            for each in one.lines
        ],
        population=f"Population: {source.of}; {source.source}." if source else "",
    )


def _name(by: Cut, code: str) -> str:
    return AGES.get(code) or segment_words(by, code)


def _points(gap: Estimate) -> str:
    said = f"{100 * (gap.value or 0):+.1f}"
    return said.replace("-", MINUS)


def rates(found: Victims) -> list[Row]:
    """Name each response rate by AAPOR, since one number without a name says nothing."""
    return [row(WORDS[rate], found.asked.rates[rate]) for rate in RATES]


def cases(found: Victims) -> list[tuple[str, int, str]]:
    """Say what became of everybody who was written to."""
    return [
        (words, n, "")
        for part, words in DISPOSITIONS.items()
        if (n := getattr(found.asked.cases, part.value))
    ]


def printed(found: Victims) -> list[Printed]:
    """Quote the report beside what was counted; only in the month of which it prints figures."""
    if found.chosen.first != PRINTED_MONTH:
        return []
    counted = {(topic, code): (about, one) for topic, code, about, one in _counted(found)}
    return [
        Printed(
            about=counted[key][0],
            printed=f"{one.value}%",
            counted=row("", counted[key][1]),
        )
        for key, one in quoted().items()
        if key in counted
    ]


def _counted(found: Victims) -> Iterator[tuple[str, str, str, Estimate]]:
    """Give what is counted here of what the report prints, by its topic and segment."""
    for change in found.changes:
        about = f"Satisfied: {QUESTIONS[change.question].partition(':')[0].lower()}"
        if change.question != OVERALL:
            yield "aspect", change.question, about, change.now
            continue
        yield "overall", "", about, change.now
        if change.before and found.before:
            yield "overall_before", "", f"{about}, {month(found.before.first)}", change.before
    for part in found.methods:
        about = f"Satisfied with initial contact: {METHOD_WORDS[part.code].lower()}"
        yield "method", part.code, about, part.figure
    for part in found.crimes:
        about = f"Satisfied: {segment_words(Cut.CRIME, part.code).lower()}"
        yield "crime", part.code, about, part.figure
    for made in found.people:
        for each in made.lines:
            name = _name(made.by, each.group.code)
            yield made.by, each.group.code, f"Satisfied: {name}", each.group.figure
            answered = f"Share of those who answered: {name}"
            yield f"{made.by}_answered", each.group.code, answered, each.group.answered


def _exact(estimate: Estimate) -> str:
    """Give the headline to one decimal, as the board has always had it; its range stands by."""
    return "" if estimate.value is None else f"{100 * estimate.value:.1f}%"
