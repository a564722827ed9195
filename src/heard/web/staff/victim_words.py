"""Puts what victims said into words, a control chart by month, and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.gaps import is_too_few, widest
from heard.core.statistics.outcome_rates import WORDS, Rate
from heard.core.statistics.verdicts import Finding
from heard.insight.cuts import Cut
from heard.insight.victim_months import OVERALL
from heard.insight.victim_people import People
from heard.insight.victims import Change, Part, Victims
from heard.web.staff.monthly_words import month
from heard.web.staff.representation_words import DISPOSITIONS, MINUS, VERDICTS
from heard.web.staff.survey_words import segment_words
from heard.web.staff.verdict_words import CHANGE, Judged, Kind, difference, ends, line, summary
from heard.web.staff.words import Row, interval, row, value

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
FIGURES = 2  # significant ones, of how many answers it would take: it is no promise
RATES = (Rate.RR1, Rate.RR2, Rate.PER_MESSAGE)


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
                name=group_name(one.by, each.group.code),
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


def group_name(by: Cut, code: str) -> str:
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


def _exact(estimate: Estimate) -> str:
    """Give the headline to one decimal, as the board has always had it; its range stands by."""
    return "" if estimate.value is None else f"{100 * estimate.value:.1f}%"
