"""What administrators type in about devices in the field, checked for form and not for truth."""

from django import forms

from heard.accounts.models import User
from heard.fieldwork.devices import LONGEST


class DeviceForm(forms.Form):
    """Whose device it is, and which of theirs."""

    name = forms.CharField(
        max_length=LONGEST,
        error_messages={
            "required": "Say which device it is, like Tablet 7",
            "max_length": f"Say it in {LONGEST} characters",
        },
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type] # what a request carries, or nothing
        people = User.objects.filter(is_active=True).order_by("name", "email")
        self.fields["person"] = forms.TypedChoiceField(
            choices=[(str(one.pk), f"{one.name}, {one.email}") for one in people],
            coerce=lambda key: User.objects.get(pk=key),
            error_messages={
                "required": "Choose whose device it is",
                "invalid_choice": "Choose somebody from the list",
            },
        )
