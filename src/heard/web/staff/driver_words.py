"""Says what goes with the outcome that was picked, and calls one out where that can be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from heard.core.statistics.associations import strongest
from heard.core.statistics.verdicts import Finding
from heard.insight.drivers import GoesWith
from heard.insight.measure import Figure
from heard.insight.survey import Survey, newest
from heard.web.staff.survey_words import ADVICE, short
from heard.web.staff.verdict_words import Judged, Kind, difference, ends, line, summary
from heard.web.staff.words import value

KIND = Kind(
    higher="Goes with it",
    lower="Goes against it",
    here="of 8 or above",
    there="of everybody else",
)
ABOUT = (
    "For each other question: of those who scored it at 8, 9 or 10, and of everybody else who was "
    "asked it, the share that scored {outcome} at 8, 9 or 10. A difference says that the two go "
    "together. It does not say that one brings about the other: whoever is content with one thing "
    "is often content with the rest. Verdicts are as above."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """What goes with an outcome: a table, what it means, and what is called out, if anything."""

    judged: Judged
    about: str
    called_out: Sequence[str]


def drivers(survey: Survey) -> Drivers | None:
    """Give what goes with the question that was picked; None where none was, or nothing is said."""
    found = survey.goes_with
    if not any(one.verdict for one in found):
        return None
    outcome = short(survey.chosen).lower()
    return Drivers(
        judged=Judged(
            title=f"What goes with {outcome}",
            words=summary([one.verdict for one in found], of="differences"),
            first="Question",
            figure="Of those who scored it 8 or above",
            against="Of everybody else",
            lines=[
                line(short(one.question), one.content, one.others, one.verdict, KIND)
                for one in found
            ],
        ),
        about=ABOUT.format(outcome=outcome),
        called_out=_called_out(survey, found),
    )


def picks(survey: Survey, given: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the address of the same page for each question as the outcome, and its words."""
    return [
        (f"?{urlencode({**given, 'question': one.question})}#goes-with", short(one))
        for one in newest(survey.questions)
    ]


def _called_out(survey: Survey, found: Sequence[GoesWith]) -> list[str]:
    """Name the one that goes with the outcome the most, where it is told apart from all others."""
    place = strongest([one.verdict for one in found])
    if place is None:
        return []
    most = found[place]
    outcome, name = short(survey.chosen).lower(), short(most.question)
    said = [f"{name} goes with {outcome} more than any other question does: {_size(most)}."]
    if _is_lowest(survey, most.question):
        said.append("It is also below every other question by more than chance.")
    return [*said, *([ADVICE[most.question.question]] if most.question.question in ADVICE else [])]


def _size(most: GoesWith) -> str:
    """Say both shares, and how far they lie apart."""
    if most.verdict is None:
        return ""
    base = min(most.content.n, most.others.n)
    apart = f"{difference(most.verdict, base=base)} ({ends(most.verdict, base=base)})"
    return (
        f"{value(most.content)} of the {most.content.n:,} who scored it 8 or above, "
        f"{value(most.others)} of the {most.others.n:,} others, {apart}"
    )


def _is_lowest(survey: Survey, question: Figure) -> bool:
    low = survey.lowest
    return (
        low is not None
        and low.figure == question
        and low.verdict is not None
        and low.verdict.finding is Finding.REAL
    )
