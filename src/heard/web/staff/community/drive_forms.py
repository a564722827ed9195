"""What staff type in to begin a drive, to give it a code, and to enter a cost."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms

from heard.membership.drives import Owner, Source
from heard.membership.models import DriveCode
from heard.places.areas import names
from heard.web.staff.filters import day_field

MOST_GOAL = 1_000_000
_DAY = "{}: enter a day as year, month and day: 2020-10-09"


def _words(label: str, wrong: str, most: int = 80) -> forms.CharField:
    errors = {"required": wrong, "max_length": f"{label}: {most} characters at most"}
    return forms.CharField(label=label, max_length=most, error_messages=errors)


def day_of(label: str) -> forms.DateField:
    """Ask for a day that has to be given."""
    asked = day_field(label)
    asked.required = True
    asked.error_messages["required"] = _DAY.format(label)
    return asked


def _one_of(label: str, choices: Collection[tuple[str, str]], wrong: str) -> forms.ChoiceField:
    errors = {"required": wrong, "invalid_choice": wrong}
    return forms.ChoiceField(label=label, choices=choices, error_messages=errors)


class DriveForm(forms.Form):
    """A drive: its name, its days, and a goal for each area in which it runs."""

    name = _words("Name", "Give the drive a name")
    first = day_of("First day")
    last = day_of("Last day")

    def __init__(self, data: Mapping[str, Any] | None, *, by: Owner) -> None:
        super().__init__(data)
        self.areas = {code: name for code, name in names().items() if by.may([code])}
        for code, name in self.areas.items():
            wrong = f"{name}: enter how many are to join, or nothing"
            self.fields[f"goal_{code}"] = forms.IntegerField(
                required=False,
                min_value=1,
                max_value=MOST_GOAL,
                label=f"Goal in {name}",
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
            )

    def days(self) -> tuple[date, date]:
        return self.cleaned_data["first"], self.cleaned_data["last"]

    def goals(self) -> dict[str, int]:
        """Give the goals that were typed in, by the codes of their areas."""
        typed = {code: self.cleaned_data[f"goal_{code}"] for code in self.areas}
        return {code: joins for code, joins in typed.items() if joins}


class CodeForm(forms.Form):
    """A code of a drive, for one of its areas or for all of them."""

    code = _words("Code", "Enter a code", 16)
    kind = _one_of("What it stands on", DriveCode.Kind.choices, "Choose what it stands on")
    name = _words("What it is", "Say what it is")

    def __init__(
        self, data: Mapping[str, Any] | None, *, areas: Collection[str], by: Owner
    ) -> None:
        super().__init__(data)
        every = [("", "All areas of the drive")] if by.may(areas) else []
        mine = [(code, names()[code]) for code in areas if by.may([code])]
        self.fields["area"] = _one_of("Where", [*every, *mine], "Choose where")
        self.fields["area"].required = not every

    def source(self) -> Source:
        said = self.cleaned_data
        kind = DriveCode.Kind(said["kind"])
        return Source(code=said["code"], kind=kind, name=said["name"], area=said["area"])


class CostForm(forms.Form):
    """What was paid for a code; less than 0 takes back what was entered in error."""

    pounds = forms.DecimalField(
        label="Pounds, less than 0 to take back",
        max_digits=9,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "max_digits", "max_decimal_places", "max_whole_digits"),
            "Enter an amount, like 120.50",
        ),
    )
    on = day_of("Paid on")
    what = _words("What for", "Say what was paid for")

    def __init__(self, data: Mapping[str, Any] | None, *, codes: Collection[DriveCode]) -> None:
        super().__init__(data)
        named = [(str(one.pk), f"{one.code} ({one.name})") for one in codes]
        self.fields["of"] = _one_of("Code", named, "Choose a code")
        self.order_fields(["of", "pounds", "on", "what"])

    def pence(self) -> int:
        """Give what was typed in, in pence."""
        return int(self.cleaned_data["pounds"] * 100)
