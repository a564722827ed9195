"""What staff type in, checked for form and not for truth."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms

from heard.delivery.models import State
from heard.insight.dead_letters import Totals
from heard.insight.journal import people
from heard.insight.queries import programmes
from heard.web.staff.acts import ACTS
from heard.web.staff.filters import choice_field, day_field
from heard.web.staff.words import STATES, long_day

KEY_DIGITS = 19  # a number with fewer of them is always a key that a table may have


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


class PersonForm(forms.Form):
    """Somebody who is to sign in: an address, and a name as colleagues know it."""

    email = forms.EmailField(
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        }
    )
    name = forms.CharField(
        max_length=100,
        error_messages={
            "required": "Enter a name",
            "max_length": "No name is longer than 100 characters",
        },
    )


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
    """What a list is cut down to, in the address of the page, and from which row on it is shown."""

    @property
    def before(self) -> int | None:
        """The key of the last row of the page before; None for the newest, and for no key."""
        word = str(self.data.get("before", ""))
        is_key = word.isascii() and word.isdecimal() and len(word) < KEY_DIGITS
        return (int(word) or None) if is_key else None

    def cuts(self) -> dict[str, Any]:
        """Give what was chosen in a valid form, by the names that a list has for it."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def chosen(self) -> str:
        """Say what the list is about in a few words; of a form with faults no list was shown."""
        return " ".join(str(value) for value in self.cuts().values()) if self.is_valid() else ""

    def words(self) -> str:
        """Say the same for whoever reads the page, or a print of it: 'Day: 12 October 2020'."""
        return "; ".join(f"{self.fields[name].label}: {self._word(name)}" for name in self.cuts())

    def _word(self, name: str) -> str:
        value, field = self.cleaned_data[name], self.fields[name]
        if isinstance(field, forms.ChoiceField):
            offered: Any = field.choices
            return str(dict(offered)[value])
        return long_day(value)

    def to(self, name: str, value: object) -> str:
        """Give the query of this list with one thing chosen otherwise, from its newest row on."""
        return "?" + urlencode({**self.cuts(), name: value})


class OutboxForm(ListForm):
    state = choice_field("State", [(s.value, STATES[s]) for s in State], none="All states")

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        surveys = [(programme.slug, programme.name) for programme in programmes()]
        self.fields["programme"] = choice_field("Survey", surveys, none="All surveys")
        self.fields["day"] = day_field("Day")


class DeadLettersForm(ListForm):
    """Rules and sources are those of the newest dead letters: no other is there to be chosen."""

    def __init__(self, data: Mapping[str, Any], totals: Totals) -> None:
        super().__init__(data)
        rules, sources = ([(w, w) for w in words] for words in (totals.by_rule, totals.by_source))
        self.fields["rule"] = choice_field("Rule", rules, none="All rules")
        self.fields["source"] = choice_field("Source", sources, none="All sources")


class JournalForm(ListForm):
    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields["person"] = choice_field("Who", people(), none="Everybody")
        self.fields["act"] = choice_field("What", ACTS.items(), none="Everything")
        self.fields["day"] = day_field("Day")
