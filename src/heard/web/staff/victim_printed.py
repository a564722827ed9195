"""Quotes what the report printed of the survey of victims, beside what Heard counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from heard.core.statistics.estimate import Estimate
from heard.insight.cuts import Cut
from heard.insight.quoted import quoted
from heard.insight.victim_months import OVERALL
from heard.insight.victims import Victims
from heard.web.staff.monthly_words import month
from heard.web.staff.survey_words import segment_words
from heard.web.staff.victim_words import METHOD_WORDS, QUESTIONS, group_name
from heard.web.staff.words import Row, row

PRINTED_MONTH = date(2020, 11, 1)  # of which the report of January 2021 prints most


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A figure that others printed, and beside it what Heard counted, if it may be shown."""

    about: str
    printed: str
    counted: Row


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
            name = group_name(made.by, each.group.code)
            yield made.by, each.group.code, f"Satisfied: {name}", each.group.figure
            answered = f"Share of those who answered: {name}"
            yield f"{made.by}_answered", each.group.code, answered, each.group.answered
