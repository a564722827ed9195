"""The functions of the ODK XForms specification that a survey of people uses, and XPath's own.

What each does is in https://getodk.github.io/xforms-spec/#xpath-functions; `docs/questionnaires.md`
says which are here and which are not.
"""

import math
from collections.abc import Callable, Iterable

from heard.core.questionnaire._conversions import (
    Nodes,
    Value,
    as_number,
    as_text,
    as_truth,
    text_of,
    whole,
)
from heard.core.questionnaire._dates import date, date_time, decimal_time, format_date
from heard.core.questionnaire._linear import matches
from heard.core.questionnaire._xpath import BadExpression, Context, function

_PLACES = 15  # after the point, which is as far as a number goes


def _selected(value: Value, wanted: Value) -> bool:
    return as_text(wanted).strip() in as_text(value).split()


def _selected_at(value: Value, index: Value) -> str:
    chosen, at = as_text(value).split(), as_number(index)
    return chosen[int(at)] if 0 <= at < len(chosen) else ""


def _if(condition: Value, then: Value, other: Value) -> Value:
    return then if as_truth(condition) else other


def _coalesce(first: Value, *others: Value) -> str:
    return next((text for value in (first, *others) if (text := as_text(value))), "")


def _regex(value: Value, pattern: Value) -> bool:
    return matches(as_text(value), as_text(pattern))


def _texts(values: tuple[Value, ...]) -> list[str]:
    """Spread nodes over what they say."""
    return [
        text
        for value in values
        for text in ([text_of(n) for n in value] if isinstance(value, list) else [as_text(value)])
    ]


def _filled(values: tuple[Value, ...]) -> list[float]:
    return [as_number(text) for text in _texts(values) if text]


def _max(*values: Value) -> float:
    return max(_filled(values), default=math.nan)


def _min(*values: Value) -> float:
    return min(_filled(values), default=math.nan)


def _sum(*values: Value) -> float:
    return _added(_filled(values))


def _added(numbers: Iterable[float]) -> float:
    """Add up without a loss in between; more than a number can hold is infinite."""
    given = list(numbers)
    try:
        return math.fsum(given)
    except (OverflowError, ValueError):  # the latter of infinities with opposite signs
        return sum(given)


def _round(value: Value, places: Value = 0.0) -> float:
    number, digits = as_number(value), min(max(whole(places), -_PLACES), _PLACES)
    if math.isnan(number) or math.isinf(number):
        return number
    factor = 10.0**digits
    moved = number * factor + 0.5
    return number if math.isinf(moved) else math.floor(moved) / factor  # has no such places


def _int(value: Value) -> float:
    number = as_number(value)
    return number if math.isnan(number) or math.isinf(number) else float(math.trunc(number))


def _substr(value: Value, start: Value, end: Value | None = None) -> str:
    """Give the characters from `start`, counted from 0, up to but without `end`."""
    return as_text(value)[whole(start) : None if end is None else whole(end)]


def _substring(value: Value, start: Value, length: Value | None = None) -> str:
    """XPath's own: counted from 1."""
    first = as_number(start)
    last = math.inf if length is None else first + as_number(length)
    return "".join(c for at, c in enumerate(as_text(value), start=1) if first <= at < last)


def _translate(value: Value, before: Value, after: Value) -> str:
    one, other = as_text(before), as_text(after)
    table = {ord(c): other[at] if at < len(other) else None for at, c in enumerate(one)}
    return as_text(value).translate(table)


def _after(value: Value, mark: Value) -> str:
    """Give what follows a mark; an empty one stands before everything."""
    return as_text(value).partition(as_text(mark))[2] if as_text(mark) else as_text(value)


def _before(value: Value, mark: Value) -> str:
    if not as_text(mark):
        return ""
    head, found, _ = as_text(value).partition(as_text(mark))
    return head if found else ""


def _checklist(least: Value, most: Value, *answers: Value) -> bool:
    """Tell whether as many answers are true as asked for; a limit below 0 is none."""
    return _within(float(sum(as_truth(_truth(a)) for a in answers)), least, most)


def _weighted_checklist(least: Value, most: Value, *pairs: Value) -> bool:
    if len(pairs) % 2:
        raise BadExpression("weighted-checklist() asks for a weight after each answer")
    weighed = zip(pairs[::2], pairs[1::2], strict=True)
    return _within(
        _added(as_number(weight) for answer, weight in weighed if as_truth(_truth(answer))),
        least,
        most,
    )


def _within(found: float, least: Value, most: Value) -> bool:
    low, high = as_number(least), as_number(most)
    return (low < 0 or found >= low) and (high < 0 or found <= high)


def _truth(value: Value) -> Value:
    """Read an answer as a truth: in texts, 'false' and '0' are not."""
    return (
        as_text(value) not in {"", "false", "0", "NaN"} if isinstance(value, list | str) else value
    )


def _position(context: Context, found: Nodes | None = None) -> float:
    """Give the place among those of the same name, from 1, as `position(..)` in a repeat asks."""
    if found is None:
        return float(context.position)
    if not found or found[0].parent is None:
        return math.nan
    same = [node for node in found[0].parent.children if node.name == found[0].name]
    return next(at for at, node in enumerate(same, start=1) if node is found[0]) * 1.0


def _indexed_repeat(wanted: Nodes, group: Nodes, index: Value) -> Nodes:
    at = as_number(index)
    if math.isnan(at) or not 1 <= at <= len(group):
        return []
    chosen = group[int(at) - 1]
    return [node for node in wanted if chosen in _above(node)]


def _above(node: object) -> list[object]:
    found = []
    while (node := getattr(node, "parent", None)) is not None:
        found.append(node)
    return found


def _nodes(value: Value) -> Nodes:
    if not isinstance(value, list):
        raise TypeError
    return value


def _instance(context: Context, name: Value) -> Nodes:
    found = context.world.lists.get(as_text(name))
    if found is None:
        raise BadExpression(f"there is no list of choices called {as_text(name)}")
    return [found]


def _choice_name(context: Context, value: Value, question: Value) -> str:
    return context.world.name_of(as_text(question), as_text(value))


def _once(context: Context, value: Value) -> str:
    return to_keep if (to_keep := text_of(context.current)) else as_text(value)


def _boolean_from_string(value: Value) -> bool:
    return as_text(value).lower() in {"true", "1"}


def _calculated(work: Callable[..., float]) -> Callable[..., float]:
    """Let a function of numbers take any values; what it cannot do is NaN."""

    def worked(*values: Value) -> float:
        try:
            return work(*(as_number(value) for value in values))
        except (ValueError, OverflowError, ZeroDivisionError):
            return math.nan

    return worked


PLAIN: dict[str, tuple[Callable[..., Value], int, int | None]] = {
    "selected": (_selected, 2, 2),
    "selected-at": (_selected_at, 2, 2),
    "count-selected": (lambda value: float(len(as_text(value).split())), 1, 1),
    "if": (_if, 3, 3),
    "coalesce": (_coalesce, 2, None),
    "regex": (_regex, 2, 2),
    "string": (as_text, 1, 1),
    "concat": (lambda *values: "".join(_texts(values)), 0, None),
    "join": (lambda mark, *values: as_text(mark).join(_texts(values)), 1, None),
    "contains": (lambda value, part: as_text(part) in as_text(value), 2, 2),
    "starts-with": (lambda value, part: as_text(value).startswith(as_text(part)), 2, 2),
    "ends-with": (lambda value, part: as_text(value).endswith(as_text(part)), 2, 2),
    "substr": (_substr, 2, 3),
    "substring": (_substring, 2, 3),
    "substring-before": (_before, 2, 2),
    "substring-after": (_after, 2, 2),
    "translate": (_translate, 3, 3),
    "string-length": (lambda value: float(len(as_text(value))), 1, 1),
    "normalize-space": (lambda value: " ".join(as_text(value).split()), 1, 1),
    "number": (as_number, 1, 1),
    "int": (_int, 1, 1),
    "round": (_round, 1, 2),
    "floor": (_calculated(lambda x: float(math.floor(x))), 1, 1),
    "ceiling": (_calculated(lambda x: float(math.ceil(x))), 1, 1),
    "sum": (_sum, 1, None),
    "max": (_max, 1, None),
    "min": (_min, 1, None),
    "pow": (_calculated(math.pow), 2, 2),
    "abs": (_calculated(math.fabs), 1, 1),
    "sqrt": (_calculated(math.sqrt), 1, 1),
    "exp": (_calculated(math.exp), 1, 1),
    "log": (_calculated(math.log), 1, 1),
    "log10": (_calculated(math.log10), 1, 1),
    "pi": (lambda: math.pi, 0, 0),
    "true": (lambda: True, 0, 0),
    "false": (lambda: False, 0, 0),
    "not": (lambda value: not as_truth(value), 1, 1),
    "boolean": (as_truth, 1, 1),
    "boolean-from-string": (_boolean_from_string, 1, 1),
    "checklist": (_checklist, 3, None),
    "weighted-checklist": (_weighted_checklist, 4, None),
    "date": (date, 1, 1),
    "date-time": (date_time, 1, 1),
    "decimal-date-time": (as_number, 1, 1),
    "decimal-time": (decimal_time, 1, 1),
    "format-date": (format_date, 2, 2),
    "format-date-time": (format_date, 2, 2),
    "count": (lambda found: float(len(_nodes(found))), 1, 1),
    "count-non-empty": (lambda found: float(sum(map(bool, map(text_of, _nodes(found))))), 1, 1),
    "indexed-repeat": (_indexed_repeat, 3, 3),
}
SEEING: dict[str, tuple[Callable[..., Value], int, int | None]] = {
    "today": (lambda context: context.world.now.date().isoformat(), 0, 0),
    "now": (lambda context: context.world.now.isoformat(timespec="milliseconds"), 0, 0),
    "position": (_position, 0, 1),
    "instance": (_instance, 1, 1),
    "current": (lambda context: [context.current], 0, 0),
    "choice-name": (_choice_name, 2, 2),
    "once": (_once, 1, 1),
    "version": (lambda context: context.world.version, 0, 0),
}


def install() -> None:
    """Teach the parser all of them."""
    for name, (work, least, most) in PLAIN.items():
        function(name, work, least, most)
    for name, (work, least, most) in SEEING.items():
        function(name, work, least, most, seeing=True)
