"""Reads the one number, or the one day, that a text certainly means."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from heard.core.text.words import split
from heard.core.turns._phrases import bare, number, said

_WHOLE = re.compile(r"[-+]?\d+")
_DECIMAL = re.compile(r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)")
_OPENS, _CLOSES = "(\"'", ".,;:!?)\"'"
_DASHES = frozenset("-\N{MINUS SIGN}\N{EN DASH}")
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-"})

_DATES = (
    re.compile(r"(?P<day>\d{1,2})(?P<sign>[/.\- ])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? ?(?P<month>[a-z]{3,9})\.? ?(?P<year>\d{4})"
    ),
    re.compile(r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<year>\d{4})"),
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = 3  # letters from which on the name of a month or a day may be cut
_NEW_DAY = 5  # the hour until which the night still belongs to the day before, for many


def read_number(text: str, *, whole: bool, label: str) -> str | None:
    """Give the one number that a text certainly means, as it is written in figures, or None.

    It may stand with a unit that the question itself names, and with a reason. 2,5 and 1,000 are
    two numbers to one reader and one to another.
    """
    words = [w for part in _folded(text).split() if (w := part.lstrip(_OPENS).rstrip(_CLOSES))]
    places = [n for n, word in enumerate(words) if _is_numeric(word)]
    if len(places) != 1 or any(unicodedata.category(c) == "No" for c in text):
        return None
    (at,) = places
    before, after = split(" ".join(words[:at])), split(" ".join(words[at + 1 :]))
    is_signed = at > 0 and words[at - 1] in _DASHES
    if is_signed or bare(before) or not _is_beside(bare(after), label):
        return None
    return _figures(words[at], whole=whole)


def read_day(text: str, *, at: datetime) -> date | None:
    """Give the one day that a text certainly means, or None; `at` is when it was written, there.

    Day, month and year in this order, with the month in figures or by name. A day without its
    year, or a year of two figures, is no answer; nor is 'yesterday' in the middle of the night.
    """
    for named, ago in (("today", 0), ("yesterday", 1)):
        if bare(bare(split(text)), of="dating") in said(named):
            day = at.date() - timedelta(days=ago)
            return day if at.hour >= _NEW_DAY else None
    words = " ".join(_folded(text).replace(",", " ").split()).rstrip(_CLOSES)
    for phrase in sorted(said("dating"), key=len, reverse=True):
        words = words.removeprefix(" ".join(phrase) + " ")
    weekday, words = _weekday(words)
    found = _dated(words)
    return found if found is not None and weekday in {None, found.weekday()} else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_MINUS)


def _is_numeric(word: str) -> bool:
    return any(map(str.isnumeric, word)) or _in_words(word) is not None


def _in_words(word: str) -> int | None:
    words = split(word)
    return number(words[0]) if len(words) == 1 else None


def _is_beside(words: tuple[str, ...], label: str) -> bool:
    """Tell whether words after a number leave it as it is: its unit, or a reason."""
    return words[:1] in said("because") or set(words) <= set(split(label))


def _figures(word: str, *, whole: bool) -> str | None:
    if not any(map(str.isnumeric, word)):
        return str(_in_words(word))
    if not (_WHOLE if whole else _DECIMAL).fullmatch(word):
        return None
    return "".join(str(int(c)) if c.isdecimal() else c for c in word)


def _weekday(words: str) -> tuple[int | None, str]:
    first, _, rest = words.partition(" ")
    found = _place(first, _WEEKDAYS)
    return (found, rest.removeprefix("the ")) if found is not None else (None, words)


def _place(word: str, names: tuple[str, ...]) -> int | None:
    """Give the place of a name that a word is, or is the beginning of: apr, sept, thurs."""
    fits = (n for n, name in enumerate(names) if len(word) >= _SHORT and name.startswith(word))
    return next(fits, None)


def _dated(words: str) -> date | None:
    found = next((match for pattern in _DATES if (match := pattern.fullmatch(words))), None)
    if found is None:
        return None
    month = found["month"]
    place = int(month) - 1 if month.isdecimal() else _place(month, _MONTHS)
    try:
        return None if place is None else date(int(found["year"]), place + 1, int(found["day"]))
    except ValueError:
        return None
