"""Turns the values of XPath 1.0 into each other as the ODK XForms specification asks.

A value is a truth, a number, a text, or a list of nodes. Texts that are dates count as days since
1 January 1970, in numbers and in comparisons, as in JavaRosa and its kin.
"""

import math
import re
from datetime import date, datetime
from typing import TypeAlias

from elementpath.xpath_nodes import XPathNode

Nodes: TypeAlias = list[XPathNode]
Value: TypeAlias = bool | float | str | Nodes

EPOCH = date(1970, 1, 1)
DAY = 86_400.0
_BILLION = 1e9
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d.*)?")


def text_of(node: XPathNode) -> str:
    """Give the text inside a node."""
    return str(node.string_value)


def as_text(value: Value) -> str:
    """Give a value as text; of nodes the first one's, and '' where there is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_as_text(value)
    return text_of(value[0]) if value else ""


def as_number(value: Value) -> float:
    """Give a value as a number; what is none, as an empty answer, is NaN."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return float(value)
    text = as_text(value).strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    return days(text)


def as_truth(value: Value) -> bool:
    """Give a value as a truth: numbers but 0 and NaN, texts but '', and any node."""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def days(text: str) -> float:
    """Give the days since 1 January 1970 of a date or a date with time; NaN for other text.

    With an offset it is the instant that counts; without one, what a clock on the wall says.
    """
    if not _DATE.fullmatch(text):
        return math.nan
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return math.nan
    if moment.tzinfo is not None:
        return moment.timestamp() / DAY
    return (moment - datetime(EPOCH.year, EPOCH.month, EPOCH.day)).total_seconds() / DAY  # noqa: DTZ001 - both on the wall


def whole(value: Value) -> int:
    """Give a number without its fraction, for counting: 0 for NaN, a billion for anything more."""
    number = as_number(value)
    return 0 if math.isnan(number) else int(min(max(number, -_BILLION), _BILLION))


def _number_as_text(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    return format(number, "f").rstrip("0") if abs(number) >= 1e-6 else str(number)  # noqa: PLR2004
