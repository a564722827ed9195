"""What a manager types in of a flow and of hours, checked for form and not for truth."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from heard.conversations.editing import Content
from heard.conversations.hours import Week
from heard.conversations.models import Edition
from heard.core.chat.answers import HELPLINES
from heard.core.chat.hours import MIDNIGHT, BadHours
from heard.core.timing import LONDON
from heard.questionnaires.models import Version
from heard.web.languages import LANGUAGES

GATHERING = "chat_"  # with which the id of a questionnaire begins that the assistant may ask
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = {"invalid": "Enter a day as year, month and day, like 2020-03-26"}


def _day(label: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        required=required,
        label=label,
        input_formats=["%Y-%m-%d"],
        error_messages={**_DAY, "required": "Enter a day, like 2020-03-26"},
    )


def _area(label: str) -> forms.CharField:
    return forms.CharField(required=False, label=label, widget=forms.Textarea)


def questionnaires() -> dict[str, Version]:
    """Give the newest version of each questionnaire that the assistant may ask, by its id."""
    found = Version.objects.filter(questionnaire__slug__startswith=GATHERING)
    newest = found.order_by("questionnaire_id", "-number").distinct("questionnaire_id")
    rows = newest.select_related("questionnaire").defer("source", "xform")
    return {one.questionnaire.slug: one for one in rows}


class FlowForm(forms.Form):
    """A flow: how people ask it, what is said, and what becomes of it."""

    name = forms.CharField(required=False, label="Name", max_length=100)
    examples = _area("How people ask it, one a line")
    key_words = _area("Words that name it, one a line (optional)")
    route = forms.ChoiceField(
        choices=Edition.Route.choices,
        label="What becomes of it",
        error_messages={"required": "Choose what becomes of it"},
    )
    links = _area("Links, one a line: words | address")
    destination = forms.CharField(required=False, label="Where it goes, for staff", max_length=200)
    by_council = forms.BooleanField(required=False)
    priority = forms.ChoiceField(
        choices=Edition.Priority.choices,
        label="Priority",
        error_messages={"required": "Choose a priority"},
    )
    helplines = forms.MultipleChoiceField(
        required=False, choices=[(key, one.name) for key, one in HELPLINES.items()]
    )
    needs_exit = forms.BooleanField(required=False)
    valid_from = _day("From (optional)")
    valid_until = _day("Until, that day included (optional)")

    def __init__(self, data: Any = None, before: Edition | None = None) -> None:  # noqa: ANN401
        super().__init__(data, initial=_said(before) if before else None)
        self._versions = questionnaires()
        self.fields["gathers"] = forms.ChoiceField(
            required=False,
            label="What it asks first",
            choices=[("", "Nothing"), *((slug, slug) for slug in self._versions)],
            error_messages={"invalid_choice": "Choose a questionnaire from the list"},
        )
        for one in LANGUAGES:
            self.fields[f"answer_{one.code}"] = _area(f"Answer in {one.english}")

    def answers(self) -> Sequence[forms.BoundField]:
        """Give the fields of the answers in other languages than English."""
        return [self[f"answer_{one.code}"] for one in LANGUAGES[1:]]

    def content(self) -> Content:
        """Give what a valid form says."""
        given = self.cleaned_data
        texts = ((one.code, _plain(given[f"answer_{one.code}"])) for one in LANGUAGES)
        pairs = (line.rpartition(" | ") for line in _lines(given["links"]))
        return Content(
            name=given["name"],
            examples=_lines(given["examples"]),
            key_words=_lines(given["key_words"]),
            route=given["route"],
            answers={code: text for code, text in texts if text},
            links=[(words.strip(), address.strip()) for words, _, address in pairs],
            destination=given["destination"],
            by_council=given["by_council"],
            gathers=self._versions.get(given["gathers"]),
            priority=given["priority"],
            helplines=given["helplines"],
            needs_exit=given["needs_exit"],
            valid_from=_midnight(given["valid_from"]),
            valid_until=_midnight(given["valid_until"], ahead=1),
        )


class NewFlowForm(FlowForm):
    """A flow that there is not yet: it needs a code, by which figures name its topic."""

    code = forms.SlugField(
        max_length=40,
        label="Code",
        error_messages={
            "required": "Enter a code, like covid",
            "invalid": "A code is letters, digits and hyphens between them, like CT-11",
        },
    )


class WhyForm(forms.Form):
    """Why something is sent back or withdrawn."""

    why = forms.CharField(
        max_length=300,
        error_messages={"required": "Say why", "max_length": "Say it in 300 characters"},
    )


class ClosureForm(forms.Form):
    """A day on which live chat is closed, and why."""

    day = _day("Day", required=True)
    closed_why = forms.CharField(
        max_length=200, label="Why, as people read it", error_messages={"required": "Say why"}
    )


class HoursForm(forms.Form):
    """The hours of a week from a day on; a weekday without times is closed."""

    valid_from = _day("From", required=True)
    on_bank_holidays = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, week: Week) -> None:  # noqa: ANN401
        first: dict[str, object] = {"on_bank_holidays": week.on_bank_holidays}
        for number, span in enumerate(week.days):
            for name, minutes in zip(("opens", "closes"), span or (), strict=False):
                first[f"{name}_{number}"] = shown(minutes)
        super().__init__(data, initial=first)
        for number in range(len(DAYS)):
            for name in ("opens", "closes"):
                self.fields[f"{name}_{number}"] = forms.RegexField(
                    r"^([01]?\d|2[0-3]):[0-5]\d$|^24:00$",
                    required=False,
                    error_messages={"invalid": "Enter a time like 08:00; midnight is 24:00"},
                )

    def days(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Give each weekday with its two fields."""
        for number, day in enumerate(DAYS):
            yield day, self[f"opens_{number}"], self[f"closes_{number}"]

    def clean(self) -> dict[str, Any]:
        """Refuse days that close before they open, or have one time alone."""
        given = super().clean() or {}
        for number, day in enumerate(DAYS):
            opens, closes = given.get(f"opens_{number}"), given.get(f"closes_{number}")
            if bool(opens) != bool(closes):
                self.add_error(f"opens_{number}", f"{day}: enter both times, or none")
            elif opens and closes and _minutes(opens) >= _minutes(closes):
                self.add_error(f"opens_{number}", f"{day}: it opens before it closes")
        return given

    def week(self) -> Week:
        """Give what a valid form says. BadHours."""
        given = self.cleaned_data
        pairs = ((given[f"opens_{n}"], given[f"closes_{n}"]) for n in range(len(DAYS)))
        return Week(
            valid_from=given["valid_from"],
            days=tuple((_minutes(a), _minutes(b)) if a else None for a, b in pairs),
            on_bank_holidays=given["on_bank_holidays"],
        )


def shown(minutes: int) -> str:
    """Give minutes after midnight as a time: 08:00, and 24:00 at the end of the day."""
    return "{:02}:{:02}".format(*divmod(minutes, 60))


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    found = int(hours) * 60 + int(minutes)
    if found > MIDNIGHT:
        raise BadHours("A day ends at 24:00.")
    return found


def _said(one: Edition) -> dict[str, object]:
    until = one.valid_until.astimezone(LONDON) - timedelta(days=1) if one.valid_until else None
    return {
        "name": one.name,
        "examples": "\n".join(one.examples),
        "key_words": "\n".join(one.key_words),
        "route": one.route,
        "links": "\n".join(f"{words} | {address}" for words, address in one.links),
        "destination": one.destination,
        "by_council": one.by_council,
        "gathers": one.gathers.questionnaire.slug if one.gathers else "",
        "priority": one.priority,
        "helplines": one.helplines,
        "needs_exit": one.needs_exit,
        "valid_from": one.valid_from.astimezone(LONDON).date() if one.valid_from else None,
        "valid_until": until.date() if until else None,
        **{f"answer_{code}": text for code, text in one.answers.items()},
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _midnight(day: date | None, *, ahead: int = 0) -> datetime | None:
    """Give the instant at which a day begins in London, or one `ahead` of it."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=ahead), time(0), LONDON)
