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
    HOUSEHOLD = "household"
    UNSAFE = "unsafe"
    SUSPECT = "suspect"
    DECEASED = "deceased"
    PHONE_GONE = "phone_gone"
    COMPLAINT = "complaint"
    BAD_ADDRESS = "bad_address"
    NO_EMAIL = "no_email"
    RISK_WORDS = "risk_words"
    RELATED = "related"
    CASUALTIES = "casualties"
    AGE_UNKNOWN = "age_unknown"
    OTHER_SURVEY = "other_survey"
    OTHER_STAGE = "other_stage"
    OTHER_OFFENCE = "other_offence"
    REMINDED = "reminded"
    PREMISES = "premises"
    NOT_DRAWN = "not_drawn"
    OVER_QUOTA = "over_quota"
    REFUSED = "refused"
    NOT_REVIEWED = "not_reviewed"
    UNSCREENED = "unscreened"
    RESTORED = "restored"
    NOBODY_MET = "nobody_met"


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
    Reason.REVIEW: "Somebody must look at it first.",
    Reason.CONDITIONAL: "This kind of incident may be asked about under a condition only.",
    Reason.ASKED_RECENTLY: "The person was asked in the last 90 days.",
    Reason.SPECIALIST: "Only a trained caller may ask about this kind of incident.",
    Reason.PROFESSIONAL: "The caller was an alarm centre or on the radio, not a citizen.",
    Reason.NOT_BY_TELEPHONE: "The person did not telephone, and this programme is about calls.",
    Reason.WITHDRAWN: "It turned out not to have happened, or not to be over.",
    Reason.NUMBER_CHANGED: "The caller's number is another one than the letter is for.",
    Reason.HOUSEHOLD: "The telephone, the person or the address was part of an incident at risk.",
    Reason.UNSAFE: "It was recorded that it is not safe to contact this person.",
    Reason.SUSPECT: "The person is a suspect, in custody, wanted, or an offender under management.",
    Reason.DECEASED: "Somebody has died.",
    Reason.PHONE_GONE: "The telephone was stolen or lost: somebody else may read the text.",
    Reason.COMPLAINT: "A complaint, a claim or an inquiry about it is open.",
    Reason.BAD_ADDRESS: "The network said in the last year that the address does not exist.",
    Reason.NO_EMAIL: "There is no e-mail address that can be written to.",
    Reason.RISK_WORDS: "The log speaks of a risk: somebody must read it first.",
    Reason.RELATED: "Those involved are family or partners.",
    Reason.CASUALTIES: "Somebody was hurt.",
    Reason.AGE_UNKNOWN: "The age of the person is not known.",
    Reason.OTHER_SURVEY: "Another survey asks about this kind of incident, or none does.",
    Reason.OTHER_STAGE: "The lot fell on the other stage of the incident.",
    Reason.OTHER_OFFENCE: "The programme does not ask about this offence.",
    Reason.REMINDED: "The person was reminded as often as the programme allows.",
    Reason.PREMISES: "Enough people were asked from this address this month.",
    Reason.NOT_DRAWN: "Not drawn in the sample.",
    Reason.OVER_QUOTA: "The programme asked as many as it may in a day.",
    Reason.REFUSED: "Somebody looked at it and decided not to ask.",
    Reason.NOT_REVIEWED: "Nobody decided in time whether to ask.",
    Reason.UNSCREENED: "News has just come in that the gate has yet to look at.",
    Reason.RESTORED: "A backup was restored since: we cannot know whether the person was asked.",
    Reason.NOBODY_MET: "The conversation ended before anybody dealt with it.",
}
