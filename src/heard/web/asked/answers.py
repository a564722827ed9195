"""Reads what a page sent for one question, and says in words what is wrong with it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy, ngettext

from heard.core.questionnaire.filled import Filled, Problem, Step, Wrong
from heard.core.questionnaire.form import Kind
from heard.core.questionnaire.values import LONGEST, points
from heard.places.wards import wards

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_DIGITS = 4
_SEVERAL = frozenset({Kind.CHOICES, Kind.RANK})
_TYPES: Mapping[Kind, "_StrPromise"] = {
    Kind.INTEGER: gettext_lazy("Write a whole number, like 3"),
    Kind.DECIMAL: gettext_lazy("Write a number, like 2.5"),
    Kind.RANGE: gettext_lazy("Choose a number"),
    Kind.DATE: gettext_lazy("Write a date with day, month and year, like 27 3 2020"),
    Kind.TIME: gettext_lazy("Write a time, like 9:30 or 17:45"),
    Kind.PLACE: gettext_lazy("Choose a place from the list"),
    Kind.ACKNOWLEDGE: gettext_lazy("Tick the box to go on"),
}
_NOTHING: Mapping[Kind, "_StrPromise"] = {
    Kind.CHOICES: gettext_lazy("Choose at least one"),
    Kind.RANK: gettext_lazy("Give each a place"),
    Kind.TEXT: gettext_lazy("Write an answer"),
    Kind.ACKNOWLEDGE: gettext_lazy("Tick the box to go on"),
}


def read(kind: Kind, sent: QueryDict) -> str:
    """Give what was sent for a question, as ODK writes an answer of its kind; '' for nothing."""
    if kind is Kind.CHOICES:
        return " ".join(sent.getlist("answer"))
    if kind is Kind.RANK:
        return _ranked(sent)
    if kind is Kind.DATE:
        return _date(sent)
    return sent.get("answer", "").replace("\r\n", "\n").strip()


def shown(step: Step, text: str) -> dict[str, object]:
    """Give an answer as a page fills it in: chosen ones, the parts of a date, or as it is."""
    kind = step.question.kind if step.question else None
    if kind is Kind.DATE and text.count("-") == 2:  # noqa: PLR2004 - year-month-day
        year, month, day = text.split("-")
        return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
    if kind is Kind.TIME:
        return {"text": text[:5]}
    if kind is Kind.TEXT:
        return {"text": text, "longest": LONGEST}
    if kind is Kind.PLACE:
        return {"text": text, "places": list(wards().values())}
    if kind is Kind.RANGE and step.question:
        offered = [(point, point) for point in points(step.question)]
        return {"text": text, "chosen": [text], "points": offered}
    chosen = text.split() if kind in _SEVERAL else [text]
    ranks = {value: place for place, value in enumerate(chosen, start=1)}
    return {"text": text, "chosen": chosen, "ranks": ranks}


def sentence(filled: Filled, step: Step, problem: Problem, text: str) -> str:
    """Say in one sentence what is wrong: in the form's own words, if it has any."""
    if problem.message:
        return problem.message
    if step.question is None:
        return gettext("Choose yes or no")
    kind = step.question.kind
    if problem.wrong is Wrong.RULE:
        return gettext("This answer cannot be right. Change it")
    if problem.wrong is Wrong.TYPE:
        return _too_long(text) if kind is Kind.TEXT else str(_TYPES[kind])
    if problem.wrong is Wrong.CHOICE and kind is Kind.RANK:
        return gettext("Give each a different place")
    numbers = _choose([value for value, _ in filled.choices(step)])
    return numbers or str(_NOTHING.get(kind) or _TYPES.get(kind) or gettext("Choose one"))


def _too_long(text: str) -> str:
    told = ngettext(
        "Your answer must be %(longest)s character or fewer. You wrote %(written)s",
        "Your answer must be %(longest)s characters or fewer. You wrote %(written)s",
        LONGEST,
    )
    return told % {"longest": f"{LONGEST:,}", "written": len(text)}


def _choose(values: Sequence[str]) -> str:
    """Name the ends where the choices are numbers in a row, as of a scale from 0 to 10."""
    numbers = [int(value) for value in values if value.isdecimal()]
    in_a_row = numbers == list(range(numbers[0], numbers[0] + len(values))) if numbers else False
    told = gettext("Choose a number from %(first)s to %(last)s")
    return told % {"first": values[0], "last": values[-1]} if in_a_row else ""


def _ranked(sent: QueryDict) -> str:
    """Give the choices in the order of the places they were given; '?' where one is given twice."""
    places = {
        name: str(place) for name, place in sent.items() if name.startswith("rank-") and place
    }
    if len(set(places.values())) != len(places) or not all(map(_is_number, places.values())):
        return "?"
    ordered = sorted(places, key=lambda name: int(places[name]))
    return " ".join(name.removeprefix("rank-") for name in ordered)


def _is_number(text: str) -> bool:
    """Tell a number that a page can have asked for, in the digits of any script."""
    return text.isdecimal() and len(text) <= _DIGITS


def _date(sent: QueryDict) -> str:
    day, month, year = (sent.get(part, "").strip() for part in ("day", "month", "year"))
    if not (day or month or year):
        return ""
    if not all(map(_is_number, (day, month, year))):
        return "?"
    return f"{int(year):04}-{int(month):02}-{int(day):02}"
