"""Reads the telephone number that somebody types into a page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from heard.core.addresses import PhoneKind, read_phone

WRONG = gettext_lazy("Enter a UK mobile number, like 07700 900 982")


class MobileField(forms.CharField):
    """A number of a UK mobile in any spelling, as E.164: no other is ever texted."""

    def __init__(self) -> None:
        super().__init__(max_length=40, error_messages={"required": WRONG, "max_length": WRONG})

    def clean(self, value: Any) -> str:  # noqa: ANN401 - as Django declares it
        phone = read_phone(super().clean(value))
        if phone.kind is not PhoneKind.UK_MOBILE:
            raise forms.ValidationError(WRONG)
        return phone.e164
