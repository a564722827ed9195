"""What staff type in, checked for form and not for truth."""

from django import forms


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
