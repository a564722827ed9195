"""What supervisors of callers type in, checked for form and not for truth."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from heard.core.safe_calls import WEEK, Check, Risk, SafeTime, Told, Trigger
from heard.specialist.consents import LONGEST, Agreed
from heard.specialist.exclude import LONGEST_NOTE
from heard.specialist.models import Exclusion, Part
from heard.specialist.words import LONGEST as LONGEST_WORDS
from heard.web.staff.filters import WEEKDAYS

NO_DAY = "Enter the day as year, month and day: 2020-10-09"
RISKS = {
    Risk.STANDARD: "Standard",
    Risk.MEDIUM: "Medium",
    Risk.HIGH: "High",
    Risk.UNKNOWN: "I could not find out",
}
TOLD = {Told.NO: "No", Told.YES: "Yes", Told.UNKNOWN: "I could not find out"}
TRIGGERS = {
    Trigger.NONE: "Nothing of this",
    Trigger.RELEASE: "Somebody is released from custody or prison",
    Trigger.CHARGE: "A charge, or a decision on it",
    Trigger.TRIAL: "A trial or a hearing",
    Trigger.SENTENCE: "A sentence",
    Trigger.ORDER_ENDS: "A protective order ends, or bail conditions do",
    Trigger.FAMILY: "Family proceedings",
    Trigger.UNKNOWN: "I could not find out",
}


class Problems(forms.Form):
    """A form that lists its problems as the summary at the top of a page has them."""

    @property
    def problems(self) -> list[dict[str, str]]:
        """Give each first problem of a field, with the anchor of the field."""
        return [
            {"text": str(errors[0]), "href": f"#{name if name in self.fields else 'main'}"}
            for name, errors in self.errors.items()
        ]

    def problem(self, name: str) -> dict[str, str] | None:
        """Give what is wrong with one field, as its component has it."""
        return {"text": str(self.errors[name][0])} if name in self.errors else None

    def typed(self, name: str) -> str:
        """Give what stands in one field."""
        return str(self[name].value() or "")

    def items(self, name: str) -> list[dict[str, object]]:
        """Give what may be chosen in a field, with what was."""
        field, chosen = self.fields[name], self.typed(name)
        offered: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
        return [
            {"value": value, "text": label, "checked": value == chosen} for value, label in offered
        ]


def _words(label: str, *, longest: int = LONGEST) -> forms.CharField:
    too_long = f"{label}: at most {longest:,} characters"
    return forms.CharField(
        label=label,
        max_length=longest,
        error_messages={"required": f"{label}: fill this in", "max_length": too_long},
    )


def _choice(label: str, choices: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    choose = f"{label}: choose one"
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        error_messages={"required": choose, "invalid_choice": choose},
    )


def _clock(label: str) -> forms.TimeField:
    wrong = f"{label}: enter a time like 09:30"
    return forms.TimeField(
        label=label, required=False, input_formats=["%H:%M"], error_messages={"invalid": wrong}
    )


class ConsentForm(Problems):
    """What the person agreed to, as whoever asked them wrote it down."""

    taken_on = forms.DateField(
        label="On what day did they agree?",
        input_formats=["%Y-%m-%d"],
        error_messages=dict.fromkeys(("required", "invalid"), NO_DAY),
    )
    taken_by = _words("Who asked them: name or number")
    taken_as = _choice("Who that is", [(p.value, p.label.capitalize()) for p in Part][:2])
    number = _words("The safe number", longest=30)
    ask_for = _words("Whom to ask for")
    safe_times = _words("The safe times, in their words")
    safe_words = _words("What they say if it is not safe")
    cover_story = _words("Who you are, to anybody else")

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for day in WEEK:
            name = WEEKDAYS[day - 1]
            self.fields[f"from_{day}"] = _clock(f"{name}, from")
            self.fields[f"until_{day}"] = _clock(f"{name}, until")

    @property
    def weekdays(self) -> Iterator[tuple[str, str, str]]:
        """Give each weekday with the names of its two fields."""
        for day in WEEK:
            yield WEEKDAYS[day - 1], f"from_{day}", f"until_{day}"

    def clean(self) -> dict[str, Any]:
        times = [one for day in WEEK if (one := self._time(day)) is not None]
        return {**self.cleaned_data, "times": times}

    def agreed(self) -> Agreed:
        """Give what a valid form says."""
        told = self.cleaned_data
        return Agreed(
            taken_as=Part(told["taken_as"]),
            times=told["times"],
            **{name: told[name] for name in Agreed.__slots__ if name not in ("taken_as", "times")},
        )

    def _time(self, day: int) -> SafeTime | None:
        opens = self.cleaned_data.get(f"from_{day}")
        closes = self.cleaned_data.get(f"until_{day}")
        if opens is None and closes is None:
            return None
        if opens is not None and closes is not None:
            try:
                return SafeTime(weekday=day, opens=opens, closes=closes)
            except ValueError as wrong:
                problem = str(wrong)
        else:
            problem = "a safe time has a beginning and an end"
        self.add_error(f"from_{day}", ValidationError(f"{WEEKDAYS[day - 1]}: {problem}"))
        return None


class ExclusionForm(Problems):
    """Who is left out: on whose word, and why."""

    why = _choice("Why they are not offered a call", Exclusion.Why.choices)
    said_as = _choice("Who says so", [(p.value, p.label.capitalize()) for p in Part])
    note = forms.CharField(
        label="The reason, in words",
        required=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": f"The reason: at most {LONGEST_NOTE} characters"},
    )

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("why") == Exclusion.Why.OTHER and not told.get("note"):
            self.add_error("note", "The reason, in words: write down what the other reason is")
        return told


class CheckForm(Problems):
    """What a supervisor found today."""

    risk = _choice("The level of risk", RISKS.items())
    trial = _choice("A trial, ahead or under way", TOLD.items())
    marac = _choice("Open to a MARAC", TOLD.items())
    advocate = _choice("The advocate agrees to the call", [("no", "No"), ("yes", "Yes")])
    trigger = _choice("What happens today or within a week of today", TRIGGERS.items())

    def told(self) -> Check:
        """Give what a valid form says."""
        said = self.cleaned_data
        return Check(
            risk=Risk(said["risk"]),
            trial=Told(said["trial"]),
            marac=Told(said["marac"]),
            advocate_agrees=said["advocate"] == "yes",
            trigger=Trigger(said["trigger"]),
        )


class WordsForm(Problems):
    """What callers of the force say and do."""

    opening = _words("How callers begin", longest=LONGEST_WORDS)
    distress = _words("What they do when somebody is in distress", longest=LONGEST_WORDS)
    support = _words("Who helps apart from the police", longest=LONGEST_WORDS)
