"""Telephone numbers as police systems spell them, read into one spelling and one kind."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

import phonenumbers


class PhoneKind(StrEnum):
    """What a number is, as far as texting a citizen goes; only UK_MOBILE may be texted."""

    UK_MOBILE = "uk_mobile"
    LANDLINE = "landline"
    INTERNATIONAL = "international"
    PREMIUM = "premium"
    OTHER = "other"
    WITHHELD = "withheld"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that was read: `e164` is empty where there is none (WITHHELD, BAD)."""

    e164: str = field(repr=False)
    kind: PhoneKind


# What stands where a number should, its letters only; nothing at all counts too.
_WITHHELD = re.compile(
    r"|(?:number|caller|callerid)?"
    r"(?:anonymous|blocked|hidden|none|private|restricted|unavailable|unknown|withheld)"
    r"(?:number|caller)?|na|no(?:number|callerid)|not(?:available|given|known)"
)
_DEPENDENCIES = frozenset(("GG", "IM", "JE"))
_UK = 44

# The national numbers of the UK by Ofcom's numbering plan, first match wins. The library's own
# verdict is not asked for: it calls the numbers reserved for drama (07700 900xxx) invalid, and a
# mobile number with a digit missing possible. 070 costs what a premium number does; 076 is a pager.
_UK_SHAPES = (
    (PhoneKind.UK_MOBILE, re.compile(r"7[1-57-9]\d{8}")),
    (PhoneKind.PREMIUM, re.compile(r"(?:70|8[47]|9\d)\d{8}|84\d{5}")),
    (PhoneKind.LANDLINE, re.compile(r"[123]\d{9}|1\d{8}")),
    (PhoneKind.OTHER, re.compile(r"(?:5\d|76|8\d)\d{8}|8\d{8}|8\d{6}")),
)


def read_phone(text: str | None) -> Phone:
    """Read a number as dialled from the UK, in any spelling, into its E.164 form.

    Nothing, or a word such as 'withheld', is WITHHELD. What cannot be one number that a text
    reaches is BAD: letters, an extension, two numbers, a digit too few. Jersey, Guernsey and the
    Isle of Man share the prefix +44 but not the UK's prices: INTERNATIONAL.
    """
    plain = unicodedata.normalize("NFKC", text or "")
    letters = "".join(filter(str.isalpha, plain)).casefold()
    if _WITHHELD.fullmatch(letters) and not any(map(str.isdigit, plain)):
        return Phone("", PhoneKind.WITHHELD)
    bare = "".join(character for character in plain if not _is_spacing(character))
    if not re.fullmatch(r"\+?\d+", bare):
        return Phone("", PhoneKind.BAD)
    try:
        number = phonenumbers.parse(bare, "GB")
    except phonenumbers.NumberParseException:
        return Phone("", PhoneKind.BAD)
    kind = _kind(number)
    if kind is PhoneKind.BAD:
        return Phone("", kind)
    return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), kind)


def masked(e164: str) -> str:
    """Return what may be shown of a number: that there is one, and its last two digits."""
    return f"•••{e164[-2:]}"


def _is_spacing(character: str) -> bool:
    """Tell what people put between digits: spaces, dashes, dots, brackets, invisible marks."""
    return character in ".()" or unicodedata.category(character) in {"Zs", "Cc", "Cf", "Pd"}


def _kind(number: phonenumbers.PhoneNumber) -> PhoneKind:
    if number.country_code != _UK:
        reason = phonenumbers.is_possible_number_with_reason(number)
        possible = reason == phonenumbers.ValidationResult.IS_POSSIBLE
        return PhoneKind.INTERNATIONAL if possible else PhoneKind.BAD
    if phonenumbers.region_code_for_number(number) in _DEPENDENCIES:
        return PhoneKind.INTERNATIONAL
    national = phonenumbers.national_significant_number(number)
    shapes = (kind for kind, shape in _UK_SHAPES if shape.fullmatch(national))
    kind = next(shapes, PhoneKind.BAD)
    # Some of their mobile ranges the library finds in Britain first: 07924 is the Isle of Man's.
    abroad = kind is PhoneKind.UK_MOBILE and any(
        phonenumbers.is_valid_number_for_region(number, region) for region in _DEPENDENCIES
    )
    return PhoneKind.INTERNATIONAL if abroad else kind


_ABBREVIATIONS = (
    {"street": "st", "saint": "st"}
    | {"rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close"}
    | {
        "dr": "drive",
        "ct": "court",
        "cres": "crescent",
        "gdns": "gardens",
        "sq": "square",
        "pl": "place",
        "apt": "flat",
        "apartment": "flat",
    }
)
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b")


def normalised_address(text: str) -> str:
    """Bring the spellings of one postal address together; empty where nothing is left of it.

    With a postcode the house and the postcode are all that counts: towns and counties are spelt
    in many ways. A UPRN, digits alone, stands for itself.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"[a-z0-9]+", _POSTCODE.sub(" ", plain))
    words = [_ABBREVIATIONS.get(word, word) for word in words]
    if (postcode := _POSTCODE.search(plain)) is None:
        return " ".join(words)
    numbers = [word for word in words if any(map(str.isdigit, word))]
    house = numbers or words[:2]
    return " ".join([*house, "".join(postcode.groups())])
