"""What is typed in to change a programme or to review it, checked for form and not for truth."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django import forms
from django.db import models
from django.http import QueryDict

from heard.eligibility.appraise import Verdict
from heard.eligibility.categories import names
from heard.eligibility.change import SETTABLE, RefusedChange
from heard.eligibility.journey import segments
from heard.eligibility.models import ParallelRun, Period, Programme
from heard.web.staff.filters import Choices, day_field
from heard.web.staff.policy_words import CHANNELS, LABELS, MODES, STAGES, length, read_length

LONGEST = 1_000
CHOICES: Mapping[str, Choices] = {
    "segment": [("", "None"), *((name, group.words) for name, group in segments().items())],
    "stage": [*STAGES.items()],
    "channel": [*CHANNELS.items()],
}


class LengthField(forms.Field):
    """A length of time in words: `10 minutes`."""

    def prepare_value(self, value: object) -> object:
        return length(value) if isinstance(value, timedelta) else value

    def to_python(self, value: object) -> timedelta:
        found = read_length(str(value or ""))
        if found is None:
            message = f"{self.label}: enter a length of time, like 10 minutes or 6 weeks"
            raise forms.ValidationError(message)
        return found


class ListField(forms.Field):
    """Words with commas between them."""

    def prepare_value(self, value: object) -> object:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: object) -> list[str]:
        return [word for part in str(value or "").split(",") if (word := part.strip())]


class ReasonForm(forms.Form):
    """Whatever is proposed or decided has a reason."""

    def __init__(self, data: QueryDict | None = None, *, reason: str = "Why") -> None:
        super().__init__(data)
        self.fields["reason"] = text_field(reason, long=True, required=f"{reason}: say it")

    def refuse(self, refused: RefusedChange) -> None:
        """Say beside the value that it is about why a change was refused, or else above all."""
        self.add_error(refused.about if refused.about in self.fields else None, str(refused))


class ValuesForm(ReasonForm):
    """All that may be set of one programme, as it stands."""

    def __init__(self, programme: Programme, data: QueryDict | None = None) -> None:
        super().__init__(data, reason="Why this change")
        for name in SETTABLE:
            self.fields[name] = _field(programme, name)
        self.order_fields([*SETTABLE, "reason"])

    def values(self) -> dict[str, object]:
        """What a valid form sets, by name."""
        return {name: self.cleaned_data[name] for name in SETTABLE}


class PeriodForm(ReasonForm):
    """A new period of a programme."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, reason="Why it opens")
        self.fields["mode"] = forms.ChoiceField(label="Mode", choices=[*MODES.items()])
        self.fields["opens_on"] = day_field("First day")
        self.fields["opens_on"].required = True
        self.fields["opens_on"].error_messages["required"] = "First day: enter a day"
        self.fields["closes_on"] = day_field("Last day, if there is one")
        self.fields["stage_share"] = forms.FloatField(label=LABELS["stage_share"], initial=1.0)
        self.fields["override"] = text_field(
            "Why it may go live without 1,000 decisions in shadow that somebody looked at",
            long=True,
        )
        self.order_fields(["mode", "opens_on", "closes_on", "stage_share", "reason", "override"])

    def period(self, programme: Programme) -> Period:
        """The period that a valid form is about."""
        names_ = ("mode", "opens_on", "closes_on", "stage_share")
        return Period(programme=programme, **{name: self.cleaned_data[name] for name in names_})


class ClosingForm(ReasonForm):
    """The last day of a period that runs or is to come."""

    def __init__(self, periods: Sequence[Period], data: QueryDict | None = None) -> None:
        super().__init__(data, reason="Why it closes")
        offered = [(str(p.pk), f"{MODES[p.mode]}, from {p.opens_on}") for p in periods]
        self.fields["period"] = forms.ChoiceField(label="Period", choices=offered)
        self.fields["closes_on"] = day_field("Last day")
        self.fields["closes_on"].required = True
        self.fields["closes_on"].error_messages["required"] = "Last day: enter a day"
        self.order_fields(["period", "closes_on", "reason"])


class ParallelForm(ReasonForm):
    """A time in which the two ways of a programme are used side by side, by lot."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, reason="Why the two are compared")
        for name, label in (("opens_on", "First day"), ("closes_on", "Last day")):
            self.fields[name] = day_field(label)
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = f"{label}: enter a day"
        self.fields["share"] = forms.FloatField(
            label=f"{LABELS['share']}, between 0 and 1", initial=0.5
        )
        self.order_fields(["opens_on", "closes_on", "share", "reason"])

    def run(self, programme: Programme) -> ParallelRun:
        """The run that a valid form is about, by ways that are yet to be filled in."""
        given = {name: self.cleaned_data[name] for name in ("opens_on", "closes_on", "share")}
        return ParallelRun(programme=programme, **given)


class CodeForm(ReasonForm):
    """What a code of the force stands for."""

    def __init__(self, data: QueryDict | None = None, *, code: str = "") -> None:
        super().__init__(data)
        self.fields["code"] = text_field("Code of the force", required="Code: enter it")
        self.fields["code"].initial = code
        offered = [(key, f"{key} {words}") for key, words in names().items()]
        message = "Category: choose one of the list"
        self.fields["category"] = forms.ChoiceField(
            label="Category",
            choices=[("", "Choose"), *offered],
            error_messages={"required": message, "invalid_choice": message},
        )
        self.order_fields(["code", "category", "reason"])


class AppraisalForm(ReasonForm):
    """What is decided in a review."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, reason="Why it was decided so")
        self.fields["verdict"] = forms.ChoiceField(label="Decision", choices=Verdict.choices)
        self.fields["next_on"] = day_field("Next review")
        self.order_fields(["verdict", "next_on", "reason"])


class DecisionForm(forms.Form):
    """The decision on a change: a button each, and words for whoever proposed it."""

    why = forms.CharField(required=False, max_length=LONGEST, label="A word on it")
    decision = forms.ChoiceField(choices=[("approve", "Approve"), ("reject", "Reject")])


def text_field(label: str, *, long: bool = False, required: str = "") -> forms.CharField:
    """Ask for words; `required` is what is said where there are none."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=bool(required),
        widget=forms.Textarea if long else forms.TextInput,
        error_messages={"required": required} if required else {},
    )


def _field(programme: Programme, name: str) -> forms.Field:
    """Give the field for one value, with what stands there now."""
    column, label = Programme._meta.get_field(name), LABELS[name]
    initial = getattr(programme, name)
    optional = bool(getattr(column, "blank", False))
    made: forms.Field
    if name in CHOICES:
        return forms.ChoiceField(
            label=label, choices=CHOICES[name], initial=initial, required=not optional
        )
    match column:
        case models.DurationField():
            made = LengthField(label=label)
        case models.BooleanField():
            made = forms.TypedChoiceField(
                label=label, choices=[("True", "Yes"), ("False", "No")], coerce="True".__eq__
            )
            initial = str(initial)
        case models.TimeField():
            made = forms.TimeField(label=label, input_formats=["%H:%M"])
            initial = f"{initial:%H:%M}"
        case models.IntegerField():
            made = forms.IntegerField(label=label, required=not optional, min_value=0)
        case models.FloatField():
            made = forms.FloatField(label=label)
        case _ if isinstance(initial, list):
            made = ListField(label=label, required=False)
        case _:
            long = name in {"asked", "wording"}
            made = text_field(label, long=long, required="" if optional else f"{label}: enter it")
    made.initial = initial
    return made
