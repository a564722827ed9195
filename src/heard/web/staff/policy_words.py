"""The policy of a programme in words: what each of its values is called, and what it says."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from heard.eligibility.categories import names
from heard.eligibility.journey import segments, stages
from heard.eligibility.models import Change, Period, Programme
from heard.events.models import Touchpoint
from heard.insight.coverage import Standing
from heard.web.staff.words import long_day

LABELS: Mapping[str, str] = {
    "name": "Name",
    "asked": "How and when it is asked",
    "segment": "Group of people",
    "journey": "Stages of the journey",
    "stage": "Asked after",
    "contact_channels": "Only who reached us by",
    "offences": "Only these offences",
    "minimum_age": "Lowest age",
    "age_required": "The age must be known",
    "channel": "Asked by",
    "by_turns": "By text, a question at a time",
    "fallback_channel": "Otherwise asked by",
    "fallback_title": "Subject line there",
    "fallback_wording": "Wording there, with {link}",
    "call_back": "The message gives a number to call",
    "title": "Subject line",
    "wording": "Wording, with {link}",
    "delay": "Delay",
    "review_delay": "Delay where the kind of incident is to be looked at",
    "fresh_for": "Not asked any more after",
    "hold_for": "Held for somebody to decide for",
    "link_life": "The link works for",
    "cap": "Nobody is asked twice within",
    "cap_spares_stages": "Both stages of an incident may be asked",
    "weekday_opens": "Not before, on weekdays",
    "weekday_closes": "Not after, on weekdays",
    "rest_opens": "Not before, on Sundays and bank holidays",
    "rest_closes": "Not after, on Sundays and bank holidays",
    "sample": "Share that is drawn, from 0 to 1",
    "daily_most": "At most a day",
    "premises_most": "At most a month from one address",
    "reminders": "Reminders",
    "remind_after": "Reminder after",
    "equality": "Equality questions after the survey",
    "quick_exit": "A button to leave each page at once",
    "opens_on": "First day",
    "closes_on": "Last day",
    "mode": "Mode",
    "stage_share": "Share of incidents of which this stage is asked",
    "other": "Beside it by",
    "share": "Share of whom both reach that is asked by the other way",
    "code": "Code",
    "category": "Category",
}
STANDINGS: Mapping[str, tuple[str, str]] = {
    Standing.USUAL: ("Runs", "green"),
    Standing.PILOT: ("Pilot", "turquoise"),
    Standing.SHADOW: ("Shadow", "blue"),
    Standing.PLANNED: ("Planned", "purple"),
    Standing.CLOSED: ("Closed", "grey"),
    Standing.OFF: ("No date", "yellow"),
}
WHATS: Mapping[str, str] = {
    Change.What.VALUES: "Other values",
    Change.What.OPEN: "A new period",
    Change.What.CLOSE: "The end of a period",
    Change.What.CODE: "What a code means",
    Change.What.PARALLEL: "A parallel run: two ways side by side",
}
MODES: Mapping[str, str] = {
    Period.Mode.SHADOW: "In shadow: everything but the sending",
    Period.Mode.PILOT: "Pilot",
    Period.Mode.USUAL: "Business as usual",
}
STAGES: Mapping[str, str] = {
    "": "Nothing that the force's systems tell",
    Touchpoint.Kind.CONTACT: "The end of a call or another contact",
    Touchpoint.Kind.ATTENDANCE: "The leaving of the last officer",
    Touchpoint.Kind.RECORDED: "The recording of a crime",
    Touchpoint.Kind.INVESTIGATION: "The end of the initial investigation",
    Touchpoint.Kind.FILED: "The filing of a crime",
}
CHANNELS: Mapping[str, str] = {
    "sms": "Text",
    "email": "E-mail",
    "web": "A page",
    "phone": "Telephone",
    "post": "Letter",
}
_UNITS = (
    (timedelta(weeks=1), "week"),
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)
_LENGTH = re.compile(r"\s*(\d{1,5})\s*(minute|hour|day|week)s?\s*", re.IGNORECASE)


def length(span: timedelta) -> str:
    """Give a length of time in the largest unit that it is a whole number of."""
    unit, name = next(((u, n) for u, n in _UNITS if span and not span % u), _UNITS[-1])
    number = span // unit
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"


def read_length(text: str) -> timedelta | None:
    """Read what `length` gives; None where it is no length of time."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    units = {name: unit for unit, name in _UNITS}
    return int(found[1]) * units[found[2].lower()]


def value(name: str, given: object) -> str:
    """Give a value of a programme or of a change in words, whether it comes from JSON or not."""
    meant = _meant(name, given)
    if isinstance(meant, bool):
        return "Yes" if meant else "No"
    if isinstance(meant, str) and name in _NAMED:
        return _NAMED[name](meant)
    if name == "journey" and isinstance(meant, list):
        return "; ".join(stages().get(stage, stage) for stage in meant) or "None"
    return _written(meant)


def policy(programme: Programme, among: Sequence[str]) -> list[tuple[str, str]]:
    """Give values of a programme, each with what it is called."""
    return [(LABELS[name], value(name, getattr(programme, name))) for name in among]


def changes(found: Change) -> list[tuple[str, str, str]]:
    """Give what a change sets, with what stands there now: its name, before and after."""
    return [
        (LABELS[name], value(name, found.before[name]) if found.before else "", value(name, new))
        for name, new in found.values.items()
        if name in LABELS
    ]


def _group(name: str) -> str:
    found = segments().get(name)
    return found.words if found else name or "None"


_NAMED: Mapping[str, Callable[[str], str]] = {
    "mode": lambda mode: MODES[mode],
    "category": lambda code: f"{names()[code]} ({code})",
    "stage": lambda stage: STAGES[stage],
    "channel": lambda channel: CHANNELS.get(channel, channel),
    "other": lambda channel: CHANNELS.get(channel, channel),
    "segment": _group,
}


def _meant(name: str, given: object) -> Any:  # noqa: ANN401 - whatever the column holds
    """Read what JSON keeps as text, by the column that it belongs to."""
    if not isinstance(given, str):
        return given
    if name in {"opens_on", "closes_on"}:
        return date.fromisoformat(given)
    known = {field.name: field for field in Programme._meta.concrete_fields}
    return known[name].to_python(given) if name in known else given


def _written(meant: object) -> str:
    match meant:
        case None:
            return "None"
        case timedelta():
            return length(meant)
        case time():
            return f"{meant:%H:%M}"
        case date():
            return long_day(meant)
        case list():
            return ", ".join(map(str, meant)) or "Any"
        case _:
            return str(meant) or "None"
