"""What administrators type in about sending and spending, checked for form and not for truth."""

from datetime import date
from decimal import Decimal

from django import forms

from heard.insight.queries import programmes
from heard.insight.sending import scopes

MOST = 1_000_000  # pounds a month
LONGEST = 200  # characters of a reason


class ScopeForm(forms.Form):
    """One of the scopes that may be stopped, or that one standing has by now."""

    scope = forms.CharField(max_length=LONGEST)


class StopForm(forms.Form):
    reason = forms.CharField(
        max_length=LONGEST,
        error_messages={
            "required": "Say why, without anybody's name",
            "max_length": f"Say it in {LONGEST} characters",
        },
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type] # what a request carries, or nothing
        self.fields["scope"] = forms.ChoiceField(
            choices=list(scopes().items()),
            error_messages={
                "required": "Choose what to stop",
                "invalid_choice": "Choose what to stop from the list",
            },
        )


class SettleForm(forms.Form):
    reference = forms.UUIDField(error_messages={"invalid": "There is no such text"})
    arrived = forms.TypedChoiceField(
        choices=[("yes", "It arrived"), ("no", "It did not")], coerce=lambda word: word == "yes"
    )


class BudgetForm(forms.Form):
    """A survey, a month and pounds: the budget from that month on."""

    month = forms.DateField(
        input_formats=["%Y-%m"],
        error_messages={
            "required": "Enter the month from which it holds, like 2020-10",
            "invalid": "Enter the month as year and month, like 2020-10",
        },
    )
    pounds = forms.DecimalField(
        min_value=0,
        max_value=MOST,
        decimal_places=2,
        error_messages={
            "required": "Enter how many pounds a month",
            "invalid": "Enter pounds as a number, like 250 or 99.50",
            "min_value": "Enter pounds as a number that is not below nought",
            "max_value": f"Enter at most {MOST:,} pounds",
            "max_decimal_places": "Enter pounds with two decimals at most",
        },
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type] # what a request carries, or nothing
        self.fields["account"] = forms.ChoiceField(
            choices=[(one.slug, one.name) for one in programmes()],
            error_messages={
                "required": "Choose a survey",
                "invalid_choice": "Choose a survey from the list",
            },
        )

    def budget(self) -> tuple[str, date, Decimal]:
        """Give account, first day of the month and pence of a valid form."""
        cleaned = self.cleaned_data
        return cleaned["account"], cleaned["month"], 100 * cleaned["pounds"]
