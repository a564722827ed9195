"""The functions of ODK XForms about dates and times."""

import math
import re
from datetime import UTC, datetime, timedelta

from heard.core.questionnaire._conversions import EPOCH, Value, as_number, as_text, days

_FIRST, _LAST = -719_162, 2_932_896  # days of the years 1 to 9999
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?.*")
_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date(value: Value) -> str:
    """Give a date as YYYY-MM-DD, of days since 1970 too; '' for what is none."""
    number = as_number(value)
    if not _FIRST <= number < _LAST:  # nor is NaN
        return ""
    if isinstance(value, float):
        return (EPOCH + timedelta(days=math.floor(number))).isoformat()
    return as_text(value)[:10]


def date_time(value: Value) -> str:
    text = as_text(value)
    if isinstance(value, float) or not re.match(r"\d{4}-", text):
        number = as_number(value)
        if not _FIRST <= number < _LAST:
            return ""
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=number)
        return moment.isoformat(timespec="milliseconds")
    return text if not math.isnan(days(text)) else ""


def decimal_time(value: Value) -> float:
    """Give a time of the day as the part of the day that is over."""
    text = as_text(value)
    found = _TIME.fullmatch(text.partition("T")[2] or text)
    if not found:
        return math.nan
    return (int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3] or 0)) / 86_400


def format_date(value: Value, pattern: Value) -> str:
    text = as_text(date_time(value) if isinstance(value, float) else value)
    if math.isnan(days(text)):
        return ""
    moment = datetime.fromisoformat(text)
    codes: dict[str, str] = {
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "n": str(moment.month),
        "b": _MONTHS[moment.month - 1],
        "d": f"{moment.day:02}",
        "e": str(moment.day),
        "H": f"{moment.hour:02}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}",
        "a": _DAYS[moment.isoweekday() % 7],
        "%": "%",
    }
    return re.sub(r"%(.)", lambda code: codes.get(code[1], code[0]), as_text(pattern))
