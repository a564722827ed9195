"""What staff type in to learn and to thank, checked for form and not for truth."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from heard.improvement.models import Meeting, Module
from heard.improvement.targets import Held
from heard.improvement.training import Given


def _listed(label: str, choices: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    """Ask for one of a list."""
    words = f"{label}: choose one of the list"
    return forms.ChoiceField(
        label=label,
        choices=[("", "Choose"), *choices],
        error_messages={"required": words, "invalid_choice": words},
    )


def _text(label: str, *, long: bool = False) -> forms.CharField:
    """Ask for words; whether there are any, and how many, the verb decides."""
    return forms.CharField(
        required=False, label=label, widget=forms.Textarea if long else forms.TextInput
    )


def _day(label: str) -> forms.DateField:
    words = f"{label}: enter a day as year, month and day: 2020-10-09"
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput,
        error_messages={"required": words, "invalid": words},
    )


def _per_cent() -> forms.IntegerField:
    words = "Target: enter a whole number of per cent, from 1 to 99"
    return forms.IntegerField(
        label="Target, in per cent",
        min_value=1,
        max_value=99,
        widget=forms.TextInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )


class NominationForm(forms.Form):
    """Whom somebody nominates, and why."""

    why = _text("What they did", long=True)

    def __init__(self, people: Mapping[int, str], data: Any = None) -> None:  # noqa: ANN401
        super().__init__(data)
        self.fields["colleague"] = _listed("Colleague", [(str(k), n) for k, n in people.items()])
        self.order_fields(["colleague", "why"])


class ModuleForm(forms.Form):
    """A training module, and the questions that it is for."""

    title = _text("Title")
    link = _text("Link")
    kind = _listed("For whom", Module.For.choices)

    def __init__(self, drivers: Mapping[str, str], data: Any = None) -> None:  # noqa: ANN401
        super().__init__(data)
        for at, label in enumerate(("First question it is for", "Another question, if any")):
            choices = [("", "None" if at else "Choose"), *drivers.items()]
            words = f"{label}: choose one of the list"
            self.fields[f"driver_{at}"] = forms.ChoiceField(
                required=False,
                label=label,
                choices=choices,
                error_messages={"invalid_choice": words},
            )

    @property
    def given(self) -> Given:
        """What a valid form says."""
        said = self.cleaned_data
        drivers = dict.fromkeys(filter(None, (said["driver_0"], said["driver_1"])))
        return Given(
            title=said["title"], link=said["link"], kind=said["kind"], drivers=tuple(drivers)
        )


class CompletionForm(forms.Form):
    """Lines of completions."""

    lines = _text("Lines: module, team, day, how many have done it, of how many", long=True)


class TargetForm(forms.Form):
    """What share is wanted of a question of a survey, of a team or of the force, and by when."""

    per_cent = _per_cent()
    review_on = _day("Day of the review meeting")

    def __init__(
        self,
        asked: Mapping[str, str],
        teams: Sequence[str],
        data: Any = None,  # noqa: ANN401
    ) -> None:
        super().__init__(data)
        self.fields["question"] = _listed("Question", asked.items())
        words = "Team: choose one of the list"
        self.fields["team"] = forms.ChoiceField(
            required=False,
            label="Team",
            choices=[("", "The whole force"), *((team, team) for team in teams)],
            error_messages={"invalid_choice": words},
        )
        self.order_fields(["question", "team", "per_cent", "review_on"])


class MeetingForm(forms.Form):
    """What a review meeting said and decided."""

    on = _day("Day of the meeting")
    minutes = _text("Minutes", long=True)
    decision = _listed("Decision", Meeting.Decision.choices)
    per_cent = _per_cent()
    next_on = _day("Day of the next meeting")

    @property
    def held(self) -> Held:
        """What a valid form says."""
        return Held(**self.cleaned_data)


class PhonesForm(forms.Form):
    """Telephone numbers of staff, of which only prints are kept."""

    numbers = _text("Mobile numbers of staff, one a line", long=True)
