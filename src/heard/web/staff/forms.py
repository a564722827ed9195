"""What staff type in, checked for form and not for truth."""

from typing import Any
from urllib.parse import urlencode

from django import forms

from heard.delivery.models import State
from heard.insight.journal import people
from heard.insight.queries import programmes
from heard.web.staff.acts import ACTS
from heard.web.staff.words import STATES

LAST_KEY = 2**63 - 1
DAY = {"invalid": "Enter a day like 2020-10-12"}


class SignInForm(forms.Form):
    """An address and a password. Small letters count once, so that guesses at one add up."""

    email = forms.EmailField(
        error_messages={
            "required": "Enter your email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        }
    )
    password = forms.CharField(
        strip=False, max_length=1_000, error_messages={"required": "Enter your password"}
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class SearchForm(forms.Form):
    """One id of something: it has no spaces around it, and is no longer than an id may be."""

    q = forms.CharField(
        max_length=100,
        error_messages={
            "required": "Enter a number or a reference",
            "max_length": "No number or reference is longer than 100 characters",
        },
    )


class ListForm(forms.Form):
    """What a list is cut down to, in the address of the page; what is not valid cuts nothing."""

    before = forms.IntegerField(required=False, min_value=1, max_value=LAST_KEY)

    def values(self) -> dict[str, Any]:
        """Give what was chosen, by the names that the list's function has for it."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def chosen(self) -> str:
        """Say what the list is about in a few words, without the place in it."""
        return " ".join(str(value) for name, value in self.values().items() if name != "before")

    def to(self, name: str, value: object) -> str:
        """Give the query of this list with one thing chosen otherwise, from its newest row on."""
        kept = {n: v for n, v in self.values().items() if n != "before"}
        return "?" + urlencode({**kept, name: value})


class OutboxForm(ListForm):
    state = forms.ChoiceField(required=False, choices=[(s.value, STATES[s]) for s in State])
    programme = forms.ChoiceField(required=False)
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"], error_messages=DAY)

    def __init__(self, *args: Any, **facts: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **facts)
        found = [(programme.slug, programme.name) for programme in programmes()]
        self.fields["programme"] = forms.ChoiceField(required=False, choices=found)


class DeadLettersForm(ListForm):
    rule = forms.CharField(required=False, max_length=100)
    source = forms.CharField(required=False, max_length=1_000)


class JournalForm(ListForm):
    person = forms.ChoiceField(required=False)
    act = forms.ChoiceField(required=False, choices=list(ACTS.items()))
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"], error_messages=DAY)

    def __init__(self, *args: Any, **facts: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **facts)
        self.fields["person"] = forms.ChoiceField(required=False, choices=people())
