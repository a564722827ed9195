"""What staff send in about questionnaires, checked for form and not for truth."""

from datetime import datetime, time

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from heard.core.timing import LONDON
from heard.web.staff.filters import day_field
from heard.web.uploads import LARGEST, was_too_large

LONGEST = 1_000  # characters of a reason


class SourceForm(forms.Form):
    """A draft: a file, or tables that were written on the page; not both."""

    file = forms.FileField(required=False, allow_empty_file=True)
    source = forms.CharField(required=False, strip=False, widget=forms.Textarea)

    def __init__(self, request: HttpRequest, *, before: str = "") -> None:
        sent = request.method == "POST"
        super().__init__(
            request.POST if sent else None,
            request.FILES if sent else None,
            initial={"source": before},
        )
        self._before, self._too_large = before, sent and was_too_large(request)

    def clean(self) -> dict[str, object]:
        """Give `content`: the bytes of a workbook, or text."""
        given = super().clean() or {}
        file, typed = given.get("file"), str(given.get("source", "")).replace("\r\n", "\n")
        if self._too_large:
            self.add_error("file", f"The file has more than {LARGEST:,} bytes.")
        elif isinstance(file, UploadedFile):
            if typed.strip() and typed != self._before:
                self.add_error("file", "Send either a file or what is written here, not both")
            self._read(file.read())
        elif typed.strip():
            self.cleaned_data["content"] = typed
        elif not self.errors:
            self.add_error("source", "Choose a file, or write the tables here")
        return self.cleaned_data

    def _read(self, content: bytes) -> None:
        if content.startswith(b"PK"):
            self.cleaned_data["content"] = content
            return
        try:
            self.cleaned_data["content"] = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", "The file must be a workbook (.xlsx), or text in UTF-8")


class ReleaseForm(forms.Form):
    """From which day on a draft is to be asked, and why."""

    reason = forms.CharField(
        label="Why",
        max_length=LONGEST,
        error_messages={
            "required": "Why: say it",
            "max_length": f"Why: {LONGEST:,} characters at most",
        },
    )

    def __init__(self, request: HttpRequest, *, sent: bool) -> None:
        super().__init__(request.POST if sent else None)
        self.fields["day"] = day_field("First day")
        self.fields["day"].required = True
        self.fields["day"].error_messages["required"] = "First day: enter a day"
        self.order_fields(["day", "reason"])

    def valid_from(self) -> datetime:
        """Give midnight in London, with which the day begins."""
        return datetime.combine(self.cleaned_data["day"], time(), LONDON)


class DiscardForm(forms.Form):
    """Why a draft is thrown away."""

    reason = forms.CharField(
        label="Why",
        max_length=LONGEST,
        error_messages={
            "required": "Why: say it",
            "max_length": f"Why: {LONGEST:,} characters at most",
        },
    )


class RulingForm(forms.Form):
    """What somebody decided on a release."""

    decision = forms.ChoiceField(choices=[("approve", "Approve"), ("reject", "Reject")])
    why = forms.CharField(required=False, max_length=LONGEST)
