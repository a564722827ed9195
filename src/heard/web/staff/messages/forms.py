"""What is typed in to write, to translate and to answer, checked for form and not for truth."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from heard.clock.read import now
from heard.core.timing import LONDON
from heard.membership.attach import LARGEST, LONGEST_WORDS, Given
from heard.membership.models import Interest, Message, Priority
from heard.membership.threads import LONGEST
from heard.membership.write import AHEAD, LONGEST_BODY, LONGEST_TITLE, Content, Who
from heard.places.areas import names
from heard.places.impact_areas import impact_areas
from heard.places.near import near
from heard.places.wards import wards
from heard.web.uploads import was_too_large

PRIORITIES = (
    (Priority.ROUTINE.value, "Routine"),
    (Priority.IMPORTANT.value, "Important: also to whoever was asked to a survey lately"),
    (Priority.URGENT.value, "Urgent: at once, by night too, and more often than people want"),
)
MINE, FORCE = "mine", "force"
_DAY = {"invalid": "Enter a date, like 2 November 2020"}
_TIME = {"invalid": "Enter a time, like 14:30"}


def _text(label: str, most: int, missing: str, *, long: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea if long else forms.TextInput,
        error_messages={"required": missing, "max_length": f"Write at most {most:,} characters"},
    )


class MessageForm(forms.Form):
    """A message: its words, whom it is for, and when it leaves."""

    title = _text("Title", LONGEST_TITLE, "Write a title")
    body = _text("Message", LONGEST_BODY, "Write the message", long=True)
    ward = forms.ChoiceField(
        required=False,
        choices=[("", "All wards"), *((one.code, one.name) for one in wards().values())],
        error_messages={"invalid_choice": "Choose a ward from the list"},
    )
    near = forms.BooleanField(required=False)
    impact_area = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Choose an impact area from the list"}
    )
    interests = forms.MultipleChoiceField(
        required=False,
        choices=Interest.choices,
        error_messages={"invalid_choice": "Choose interests from the list"},
    )
    priority = forms.ChoiceField(
        choices=PRIORITIES,
        error_messages={
            "required": "Choose how much it is worth",
            "invalid_choice": "Choose how much it is worth",
        },
    )
    is_public = forms.BooleanField(required=False)
    day = forms.DateField(
        required=False, input_formats=["%d %B %Y", "%d/%m/%Y", "%Y-%m-%d"], error_messages=_DAY
    )
    time = forms.TimeField(required=False, input_formats=["%H:%M"], error_messages=_TIME)

    def __init__(self, by: Who, data: QueryDict | None, message: Message | None = None) -> None:
        super().__init__(data, initial=_first(message))
        mine = names() if by.areas is None else {c: n for c, n in names().items() if c in by.areas}
        every = (FORCE, "The whole force") if by.areas is None else (MINE, "All of your areas")
        some = [every] if by.areas is None or len(mine) > 1 else []
        self.fields["area"] = forms.ChoiceField(
            choices=[*some, *mine.items()],
            error_messages={
                "required": "Choose an area",
                "invalid_choice": "Choose an area from the list",
            },
        )
        self.fields["impact_area"].choices = [  # type: ignore[attr-defined]
            ("", "Any"),
            *((one.slug, one.name) for one in impact_areas().values()),
        ]
        self._mine = tuple(mine)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        day, time = found.get("day"), found.get("time")
        if bool(day) != bool(time) and not {"day", "time"} & self.errors.keys():
            self.add_error("time" if day else "day", "Give both a day and a time, or neither")
        elif day and time:
            at = datetime.combine(day, time, LONDON)
            if not now() <= at <= now() + AHEAD:
                self.add_error("day", f"Choose a time within the next {AHEAD.days} days")
        return found

    def content(self) -> Content:
        """Give what was written in a valid form."""
        found = self.cleaned_data
        area, ward, day = found["area"], found["ward"], found["day"]
        around = near(ward) if found["near"] else (ward,)
        return Content(
            title=found["title"],
            body=found["body"].replace("\r\n", "\n"),
            priority=Priority(found["priority"]),
            areas=() if area == FORCE else self._mine if area == MINE else (area,),
            wards=around if ward else (),
            impact_area=found["impact_area"],
            interests=[Interest(one) for one in found["interests"]],
            is_public=found["is_public"],
            send_at=datetime.combine(day, found["time"], LONDON) if day else None,
        )


class TranslationForm(forms.Form):
    title = _text("Title", LONGEST_TITLE, "Write the title")
    body = _text("Message", LONGEST_BODY, "Write the message", long=True)
    by = _text("Who translated it, or which machine", 100, "Say who translated it")


class FileForm(forms.Form):
    """A file to go with a message, and what it shows. What is in it is checked by the verb."""

    file = forms.FileField(required=False, allow_empty_file=True)
    words = _text("What it shows", LONGEST_WORDS, "Say what the file shows")

    def __init__(self, request: HttpRequest) -> None:
        sent = request.method == "POST"
        super().__init__(request.POST if sent else None, request.FILES if sent else None)
        self._too_large = sent and was_too_large(request)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self._too_large:
            self.add_error("file", f"The file has more than {LARGEST:,} bytes")
        elif not isinstance(found.get("file"), UploadedFile):
            self.add_error("file", "Choose a file")
        return found

    def given(self) -> Given:
        """Give what was handed in by a valid form."""
        file = self.cleaned_data["file"]
        return Given(name=file.name or "", words=self.cleaned_data["words"], content=file.read())


class WhyForm(forms.Form):
    why = _text("Why", 200, "Say why")


class AnswerForm(forms.Form):
    words = _text("Your answer", LONGEST, "Write an answer", long=True)


def _first(message: Message | None) -> dict[str, object]:
    """Give what the form of a message begins with."""
    if message is None:
        return {"priority": Priority.ROUTINE, "is_public": True}
    at = message.send_at.astimezone(LONDON) if message.send_at else None
    area = message.areas[0] if len(message.areas) == 1 else MINE if message.areas else FORCE
    return {
        "title": message.title,
        "body": message.body,
        "area": area,
        "ward": _middle(message.wards),
        "near": len(message.wards) > 1,
        "impact_area": message.impact_area,
        "interests": message.interests,
        "priority": message.priority,
        "is_public": message.is_public,
        "day": f"{at.day} {at:%B %Y}" if at else "",
        "time": f"{at:%H:%M}" if at else "",
    }


def _middle(found: list[str]) -> str:
    """Give the ward around which these are, or that it is."""
    kept = tuple(sorted(found))
    one = kept if len(kept) <= 1 else [code for code in kept if near(code) == kept]
    return one[0] if one else ""
