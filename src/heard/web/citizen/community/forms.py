"""What people type in to become a member, or to change what they get."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from heard.core.addresses import PhoneKind, read_phone
from heard.core.emails import EmailKind, read_email
from heard.membership.models import Channel, Frequency, Interest
from heard.places.postcodes import spelt
from heard.web.languages import LANGUAGES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

INTERESTS = (
    (Interest.CRIME, gettext_lazy("Crime near me")),
    (Interest.PREVENTION, gettext_lazy("How to keep safe")),
    (Interest.MEETINGS, gettext_lazy("Meetings with the neighbourhood team")),
    (Interest.APPEALS, gettext_lazy("Appeals for witnesses")),
    (Interest.WATCH, gettext_lazy("Neighbourhood Watch")),
    (Interest.FRAUD, gettext_lazy("Scams and fraud")),
    (Interest.RURAL, gettext_lazy("Countryside and wildlife")),
    (Interest.YOUTH, gettext_lazy("Young people")),
)
FREQUENCIES = (
    (Frequency.EACH, gettext_lazy("Each message")),
    (Frequency.DAILY, gettext_lazy("At most one message a day")),
    (Frequency.WEEKLY, gettext_lazy("At most one message a week")),
    (Frequency.URGENT, gettext_lazy("Urgent messages only")),
    (Frequency.SURVEYS, gettext_lazy("Surveys only")),
)
CHANNELS = ((Channel.EMAIL, gettext_lazy("E-mail")), (Channel.SMS, gettext_lazy("Text message")))
PAUSES = (
    ("30", gettext_lazy("For 30 days")),
    ("90", gettext_lazy("For 90 days")),
    ("180", gettext_lazy("For 180 days")),
)
_LONGEST = 254
_EMAIL = gettext_lazy("Enter an e-mail address of your own, like name@example.com")
_PHONE = gettext_lazy("Enter a UK mobile number, like 07700 900 982")
_POSTCODE = gettext_lazy("Enter a full postcode, like B1 1AA, or leave it out")


def _optional(wrong: "_StrPromise", longest: int = _LONGEST) -> forms.CharField:
    errors = {"max_length": wrong, "null_characters_not_allowed": wrong}
    return forms.CharField(required=False, max_length=longest, error_messages=errors)


class AddressForm(forms.Form):
    """One address to write to: an e-mail address or a mobile number, in their final spelling."""

    email = _optional(_EMAIL)
    phone = _optional(_PHONE, 40)

    def clean_email(self) -> str:
        email = read_email(self.cleaned_data["email"])
        if email.kind in (EmailKind.BAD, EmailKind.ROLE):
            raise forms.ValidationError(_EMAIL)
        return email.address

    def clean_phone(self) -> str:
        phone = read_phone(self.cleaned_data["phone"])
        if phone.kind not in (PhoneKind.UK_MOBILE, PhoneKind.WITHHELD):
            raise forms.ValidationError(_PHONE)
        return phone.e164

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and bool(found.get("email")) == bool(found.get("phone")):
            wrong = gettext_lazy("Enter either an e-mail address or a mobile number")
            self.add_error("email", wrong)
        return found


class PlaceForm(forms.Form):
    """Where somebody lives; nothing where they do not want to say."""

    postcode = _optional(_POSTCODE, 20)

    def clean_postcode(self) -> str:
        typed = str(self.cleaned_data["postcode"]).strip()
        if typed and not spelt(typed):
            raise forms.ValidationError(_POSTCODE)
        return spelt(typed)


class WantsForm(forms.Form):
    """What somebody wants to get, and how often."""

    interests = forms.MultipleChoiceField(
        choices=INTERESTS,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list what interests you")},
    )
    frequency = forms.ChoiceField(
        choices=FREQUENCIES,
        error_messages={
            "required": gettext_lazy("Choose how often we may write to you"),
            "invalid_choice": gettext_lazy("Choose how often we may write to you"),
        },
    )


class JoinForm(AddressForm, PlaceForm, WantsForm):
    """All that is asked of whoever joins. `source` says what brought them here."""

    source = forms.RegexField(r"^[a-z0-9-]{1,40}$", required=False)

    def clean_source(self) -> str:
        return str(self.cleaned_data["source"])


class PreferForm(WantsForm):
    """What a member gets, by which of the ways that they have proven, in which language."""

    channels = forms.MultipleChoiceField(
        choices=CHANNELS,
        error_messages={
            "required": gettext_lazy("Choose a way by which we can reach you"),
            "invalid_choice": gettext_lazy("Choose a way by which we can reach you"),
        },
    )
    language = forms.ChoiceField(choices=[(one.code, one.name) for one in LANGUAGES])


class PauseForm(forms.Form):
    days = forms.ChoiceField(
        choices=PAUSES,
        error_messages={
            "required": gettext_lazy("Choose how long to pause"),
            "invalid_choice": gettext_lazy("Choose how long to pause"),
        },
    )
