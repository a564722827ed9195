"""How an answer of each type is written, as ODK writes it: 'apple pear', 14:30:00.000."""

import math
import re
from datetime import date, time

from heard.core.questionnaire.form import CHOOSING, Kind, Question

LONGEST = 1000  # characters of text where no scale says otherwise
ACKNOWLEDGED = "OK"

_INTEGER = re.compile(r"[-+]?\d{1,9}")  # an int of an XForm has 32 bits
_DECIMAL = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})")
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[-+]\d\d(?::?\d\d)?)?")
_WARD = re.compile(r"[EW]05\d{6}|elsewhere")
_YEARS = (1900, 2100)


class NotOfType(ValueError):
    """A text that is no answer of this type: `args[0]` is the kind."""


def written(question: Question, text: str) -> str:
    """Give an answer as it is kept, or NotOfType; the choices and rules are looked at elsewhere."""
    text = text.strip()
    if not text:
        return ""
    kind = question.kind
    if kind in CHOOSING:
        return " ".join(text.split())
    if kind in _WRITERS:
        return _WRITERS[kind](text)
    if kind is Kind.RANGE:
        return _on_range(question, text)
    if kind is Kind.TEXT and len(text) > LONGEST:
        raise NotOfType(kind)
    return text


def _integer(text: str) -> str:
    if not _INTEGER.fullmatch(text):
        raise NotOfType(Kind.INTEGER)
    return str(int(text))


def _decimal(text: str) -> str:
    if not _DECIMAL.fullmatch(text.replace(",", ".")):
        raise NotOfType(Kind.DECIMAL)
    return format(float(text.replace(",", ".")), "f").rstrip("0").rstrip(".") or "0"


def _date(text: str) -> str:
    try:
        found = date.fromisoformat(text[:10])
    except ValueError as error:
        raise NotOfType(Kind.DATE) from error
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise NotOfType(Kind.DATE)
    return found.isoformat()


def _time(text: str) -> str:
    found = _TIME.fullmatch(text)
    try:
        hour, minute, second = (int(part or 0) for part in found.groups()) if found else (24, 0, 0)
        moment = time(hour, minute, second)
    except ValueError as error:
        raise NotOfType(Kind.TIME) from error
    return moment.isoformat(timespec="milliseconds")


def _place(text: str) -> str:
    """Keep the code of a ward, or a point as 'latitude longitude', rounded to about a kilometre."""
    if _WARD.fullmatch(text):
        return text
    parts = text.split()[:2]
    if len(parts) != 2:  # noqa: PLR2004 - latitude and longitude
        raise NotOfType(Kind.PLACE)
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError as error:
        raise NotOfType(Kind.PLACE) from error
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # noqa: PLR2004 - degrees
        raise NotOfType(Kind.PLACE)
    return f"{latitude:.2f} {longitude:.2f}"


def _acknowledged(text: str) -> str:
    if text != ACKNOWLEDGED:
        raise NotOfType(Kind.ACKNOWLEDGE)
    return text


def _on_range(question: Question, text: str) -> str:
    number = float(_decimal(text))
    low, high, step = question.span or (0.0, 10.0, 1.0)
    steps = (number - low) / step
    if not min(low, high) <= number <= max(low, high) or not math.isclose(
        steps, round(steps), abs_tol=1e-9
    ):
        raise NotOfType(Kind.RANGE)
    return _decimal(text)


def points(question: Question) -> tuple[str, ...]:
    """Give the points of a range as they are kept."""
    low, _, step = question.span or (0.0, 10.0, 1.0)
    return tuple(_decimal(format(low + at * step, ".9f")) for at in range(how_many(question)))


def how_many(question: Question) -> int:
    """Say how many points a range has. ValueError or OverflowError where that is no number."""
    low, high, step = question.span or (0.0, 10.0, 1.0)
    return int(abs((high - low) / step) + 1e-9) + 1


_WRITERS = {
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.PLACE: _place,
    Kind.ACKNOWLEDGE: _acknowledged,
}
