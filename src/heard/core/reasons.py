"""The codes that say why a person was not asked, and what each means in words."""

from collections.abc import Mapping
from enum import StrEnum


class Reason(StrEnum):
    """Why a person was not asked. Only the code is stored: words can hurt too."""

    SENSITIVE = "sensitive"
    NO_CODE = "no_code"
    UNMAPPED = "unmapped"
    UNDER_AGE = "under_age"
    NO_MOBILE = "no_mobile"
    WITHHELD = "withheld"
    OPTED_OUT = "opted_out"
    STALE = "stale"
    NOT_OPEN = "not_open"
    MERGED = "merged"
    STILL_OPEN = "still_open"
    TOO_SOON = "too_soon"
    QUIET_HOURS = "quiet_hours"
    REVIEW = "review"
    CONDITIONAL = "conditional"
    ASKED_RECENTLY = "asked_recently"
    SPECIALIST = "specialist"
    WITHDRAWN = "withdrawn"
    PROFESSIONAL = "professional"
    NOT_BY_TELEPHONE = "not_by_telephone"
    NUMBER_CHANGED = "number_changed"


REASONS: Mapping[str, str] = {
    Reason.SENSITIVE: "A text about this kind of incident could put somebody at risk.",
    Reason.NO_CODE: "We have not been told what kind of incident it was.",
    Reason.UNMAPPED: "A code of the incident is not in our list yet.",
    Reason.UNDER_AGE: "The person is, or may be, a child.",
    Reason.NO_MOBILE: "The number cannot take a text in the United Kingdom.",
    Reason.WITHHELD: "The number was withheld.",
    Reason.OPTED_OUT: "The person asked us not to write.",
    Reason.STALE: "Too much time has passed to ask.",
    Reason.NOT_OPEN: "The programme was not running on that day.",
    Reason.MERGED: "The log was merged into another one, which counts instead.",
    Reason.STILL_OPEN: "The incident is still open.",
    Reason.TOO_SOON: "It has only just happened: late codes may still come.",
    Reason.QUIET_HOURS: "We do not send texts at this hour.",
    Reason.REVIEW: "A person must look at this kind of incident first.",
    Reason.CONDITIONAL: "This kind of incident may be asked about under a condition only.",
    Reason.ASKED_RECENTLY: "The person was asked in the last 90 days.",
    Reason.SPECIALIST: "Only a trained caller may ask about this kind of incident.",
    Reason.PROFESSIONAL: "The caller was an alarm centre or on the radio, not a citizen.",
    Reason.NOT_BY_TELEPHONE: "The person did not telephone, and this programme is about calls.",
    Reason.WITHDRAWN: "It turned out not to have happened, or not to be over.",
    Reason.NUMBER_CHANGED: "The caller's number is another one than the letter is for.",
}
