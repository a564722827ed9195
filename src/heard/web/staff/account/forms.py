"""What staff type in about their own account, checked for form and not for truth."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from heard.accounts.models import User

LONGEST = 1_000  # characters of a password


class CodeForm(forms.Form):
    """Six digits of an app, or a code on paper, with or without spaces and hyphens."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        error_messages={"required": "Enter the code", "max_length": "No code is as long as this"},
    )


class PasskeyForm(forms.Form):
    """A name for a new passkey, and what the browser answered, which is checked elsewhere."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        error_messages={
            "required": "Enter a name, for example Work laptop",
            "max_length": "The name must be 60 characters or less",
        },
    )
    answer = forms.CharField(required=False, max_length=20_000)


def _password(label: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label, strip=False, max_length=LONGEST, error_messages={"required": missing}
    )


class PasswordForm(forms.Form):
    """The password that is, and the one that is to be, twice."""

    old = _password("Your password now", "Enter your password")
    new = _password("Your new password", "Enter a new password")
    again = _password("Your new password again", "Enter your new password again")

    def __init__(self, data: Any, user: User) -> None:  # noqa: ANN401 - whatever a form takes
        super().__init__(data)
        self._user = user

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        validate_password(new, self._user)
        return new

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError("The two new passwords are not the same")
        return again
