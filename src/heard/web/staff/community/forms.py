"""What staff type in to register people, checked for form and not for truth."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from heard.membership.enrol import Wish
from heard.membership.street import HOW
from heard.web.languages import LANGUAGES
from heard.web.uploads import LARGEST, was_too_large

SOURCE = r"^[a-z0-9-]{1,40}$"
_SOURCE_RULE = "Source: small letters, digits and hyphens, 40 at most"


def _source(hint: str) -> forms.RegexField:
    return forms.RegexField(
        SOURCE, required=False, label=hint, error_messages={"invalid": _SOURCE_RULE}
    )


def _said(label: str, rule: str, *, longest: int, long: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.Textarea if long else forms.TextInput,
        error_messages={"required": rule, "max_length": f"{label}: {longest} characters at most"},
    )


def _maybe(label: str, keys: str = "text") -> forms.CharField:
    """Ask for what is a citizen's: the officer's browser keeps none of it, nor proposes it."""
    wrong = f"{label}: 254 characters at most"
    return forms.CharField(
        required=False,
        max_length=254,
        label=label,
        widget=forms.TextInput(attrs={"inputmode": keys, "autocomplete": "off"}),
        error_messages={"max_length": wrong},
    )


class RegisterForm(forms.Form):
    """Whom an officer registers, and how they agreed. Addresses are checked by the verb."""

    email = _maybe("E-mail address", "email")
    phone = _maybe("Or mobile number", "tel")
    postcode = _maybe("Postcode, if they want to say")
    language = forms.ChoiceField(
        label="Language of the letter",
        choices=[(one.code, one.english) for one in LANGUAGES],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a language"),
    )
    how = forms.ChoiceField(
        label="How they agreed",
        choices=[("", "Choose"), *HOW.items()],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "How they agreed: choose one of the list"
        ),
    )
    where = _said("Where", "Where: say where you met them", longest=200)
    source = _source("Code of the drive, if any")

    def wish(self) -> Wish:
        """Give whom it names, and what they want, once it is valid."""
        names = ("email", "phone", "postcode", "language", "source")
        return Wish(**{name: self.cleaned_data[name] for name in names})


class CodeForm(forms.Form):
    """The code that stands in the address of a QR code."""

    source = _source("Code of the drive, if any")


class ListForm(forms.Form):
    """A partner's list, whose it is, and the proof of consent."""

    partner = _said("Whose list it is", "Whose list it is: name the partner", longest=200)
    proof = _said(
        "How these people agreed, and where the proof is kept",
        "Say how these people agreed, and where the proof is kept",
        longest=1_000,
        long=True,
    )
    source = _source("Code of the drive, if any")
    file = forms.FileField(
        label="The list", required=False, allow_empty_file=True, widget=forms.FileInput
    )

    def __init__(self, request: HttpRequest) -> None:
        sent = request.method == "POST"
        super().__init__(request.POST if sent else None, request.FILES if sent else None)
        self._too_large = sent and was_too_large(request)

    def clean(self) -> dict[str, Any]:
        """Give `text`: what the file says."""
        given, file = super().clean() or {}, self.cleaned_data.get("file")
        if self._too_large:
            self.add_error("file", f"The file has more than {LARGEST:,} bytes")
        elif not isinstance(file, UploadedFile):
            self.add_error("file", "Choose a file")
        else:
            try:
                given["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", "The file must be a CSV in UTF-8")
        return given
