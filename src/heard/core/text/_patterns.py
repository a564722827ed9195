"""What leads to somebody by its form alone: numbers, addresses, marks and links of the UK.

Every pattern is bounded, so that no text takes long. Of two that fit the first in the list counts.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from re import Match, Pattern

import phonenumbers
from stdnum import iban, luhn
from stdnum.gb import nhs

from heard.core.addresses import PhoneKind, read_phone
from heard.core.text._lexicon import are

Span = tuple[int, int]
Fits = Callable[[str], bool]

_NUMBER_WORD = r"(?:number|num|no|nr|ref|reference|id|code|details|is|was|are|it's|its|the|my|#)"
_TO_NUMBER = rf"\s{{0,3}}[.:#-]?\s{{0,3}}(?:{_NUMBER_WORD}\s{{0,2}}[.:#-]?\s{{0,2}}){{0,4}}"
_TOPS = r"(?:com|co\.uk|org\.uk|gov\.uk|police\.uk|ac\.uk|nhs\.uk|me\.uk|org|net|info|wales|cymru)"
_RANKS = r"(?:pcso|wpc|pc|ps|dc|ds|dci|di|sgt|sergeant|constable|officer|inspector|insp|special)"
_STREET = (
    r"(?:street|str|st|road|rd|avenue|ave|lane|ln|close|drive|dr|court|ct|crescent|cres|way|place|"
    r"terrace|gardens|gdns|grove|walk|hill|square|row|mews|rise|view|green|parade|croft|heath)"
)
_LOW_STREET = r"(?:street|road|avenue|lane|close|drive|crescent|court|terrace|gardens|grove|rd|ave)"
_WORDS = "zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|treble"
_SHORTEST_REFERENCE = 3  # digits
_MOST_OF_A_MONTH, _MONTHS = 31, 12
_LEAST, _LEAST_ABROAD, _MOST = 9, 10, 15  # digits of a telephone number


@dataclass(frozen=True, slots=True)
class _Form:
    kind: str
    pattern: Pattern[str]
    fits: Fits | None = None


def _form(kind: str, pattern: str, fits: Fits | None = None, *, cased: bool = False) -> _Form:
    return _Form(kind, re.compile(pattern, 0 if cased else re.IGNORECASE), fits)


def by_form(text: str) -> Iterator[tuple[str, Span]]:
    """Give the kind and the place of everything that has such a form, the surest kinds first.

    Only the group of a pattern is meant, where it has one: 'log' is no part of its number.
    """
    for form in _FORMS:
        for found in form.pattern.finditer(text):
            start, end = _place(found)
            if form.fits is None or form.fits(text[start:end]):
                yield form.kind, (start, end)


def _place(found: Match[str]) -> Span:
    return found.span(found.lastindex or 0)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _is_phone(text: str) -> bool:
    digits = _digits(text)
    if not _LEAST <= len(digits) <= _MOST:
        return False
    if text.lstrip("(").startswith(("+", "00")):
        return len(digits) >= _LEAST_ABROAD and _is_abroad(text)
    spelt = digits if digits.startswith("0") else f"0{digits}"
    known = read_phone(spelt).kind in {PhoneKind.UK_MOBILE, PhoneKind.LANDLINE, PhoneKind.OTHER}
    premium = read_phone(spelt).kind is PhoneKind.PREMIUM
    return digits.startswith(("0", "7")) and (known or premium)


def _is_abroad(text: str) -> bool:
    spelt = re.sub(r"^\(?00", "+", text).replace("(0)", "")
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(spelt, None))
    except phonenumbers.NumberParseException:
        return False


def _is_card(text: str) -> bool:
    digits = _digits(text)
    return len(set(digits)) > 1 and luhn.is_valid(digits)


def _is_sort_code(text: str) -> bool:
    """Tell a sort code from a day: 12-03-24 is one, 20-45-77 cannot be."""
    day, month, _ = (int(part) for part in re.split(r"\D+", text))
    return not (1 <= day <= _MOST_OF_A_MONTH and 1 <= month <= _MONTHS)


def _is_inward(text: str) -> bool:
    """Refuse what is read as a postcode but is a road and a rank: M1 2nd, A4 5th."""
    return re.search(r"\s(?:1st|2nd|3rd|\dth)$", text, re.IGNORECASE) is None


def _is_low_street(text: str) -> bool:
    words = re.findall(r"(?<!\w)[a-z']+", text.casefold())
    return not are("no_street").intersection(words[:-1])


def _is_reference(text: str) -> bool:
    return len(_digits(text)) >= _SHORTEST_REFERENCE


def _is_mark(text: str) -> bool:
    return not {text[:3].casefold(), text[-3:].casefold()} & are("no_mark")


_FORMS = (
    _form("e-mail", r"(?<![\w.+-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
    _form(
        "e-mail",
        r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:\(at\)|\[at\]|\sat\s)\s?[\w-]{1,40}"
        r"\s?(?:\(dot\)|\[dot\]|\sdot\s|\.)\s?(?:com|co|org|net|uk|pl|ro)"
        r"(?:\s?(?:\(dot\)|\sdot\s|\.)\s?uk)?(?!\w)",
    ),
    _form("link", r"(?:https?://|www\.)[^\s<>\"]{2,500}"),
    _form(
        "link", rf"(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,3}}{_TOPS}(?![\w-])(?:/[^\s<>\"]{{0,300}})?"
    ),
    _form("link", r"(?<![\w@.])(?:bit\.ly|t\.me|youtu\.be|fb\.me|wa\.me|goo\.gl)/[\w./-]{1,100}"),
    _form(
        "account",
        r"(?<!\w)[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?(?!\w)",
        iban.is_valid,
    ),
    _form("card", r"(?<![\w+])\d(?:[ -]?\d){12,18}(?![\w])", _is_card),
    _form("account", rf"sort\s?code{_TO_NUMBER}(\d{{2}}[ -]?\d{{2}}[ -]?\d{{2}})(?!\d)"),
    _form(
        "account",
        r"(?<![\w-])(\d{2}-\d{2}-\d{2}(?:[\s,/]{1,3}|\s?(?:acc(?:ount)?|a/c)"
        r"[\s:.no]{0,12})\d{8})(?!\d)",
    ),
    _form("account", rf"(?:account|acct?|a/c){_TO_NUMBER}(\d{{8}})(?!\d)"),
    _form("account", r"(?<![\w/-])\d{2}-\d{2}-\d{2}(?![\w/-])", _is_sort_code),
    _form("NHS number", rf"nhs{_TO_NUMBER}(\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}})(?!\d)"),
    _form(
        "National Insurance number",
        r"(?<!\w)[A-CEGHJ-TW-Z][A-CEGHJ-NP-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?!\w)",
    ),
    _form(
        "reference",
        rf"(?:(?<!\w)(?:log|incident|inc|cad|storm|crime|ref|reference|urn|occurrence|case|job|"
        rf"claim|fir|complaint)){_TO_NUMBER}"
        r"((?:[A-Z]{1,4}[-/ ]?)?\d[\d/-]{1,24}[A-Z]{0,3}(?:[-/][\dA-Z]{1,8}){0,3}"
        r"(?:\s?(?:of|on|dated|from)\s?(?:the\s)?\d{1,2}(?:st|nd|rd|th)?"
        r"[\s./-](?:\d{1,2}|[a-z]{3,9})(?:[\s./-]\d{2,4})?)?)(?!\w)",
        _is_reference,
    ),
    _form(
        "reference", r"(?<![\w/])\d{2}(?:[A-Z]{1,4})?/\d{3,7}[A-Z]?/\d{2}(?:[A-Z]{1,3})?(?![\w/])"
    ),
    _form(
        "reference",
        r"(?<![\w/])\d{2,6}\s?of\s(?:the\s)?\d{1,2}(?:st|nd|rd|th)?"
        r"[\s/.-](?:\d{1,2}|[a-z]{3,9})[\s/.-]\d{2,4}(?!\w)",
    ),
    _form(
        "phone",
        r"(?<![\w/£.,])(?:\+|00)?\(?\d(?:[ ().\u2010-\u2015-]{0,3}\d){8,15}(?![\w/])",
        _is_phone,
    ),
    _form("NHS number", r"(?<![\w+])\d{3}[ -]\d{3}[ -]\d{4}(?!\w)", nhs.is_valid),
    _form("phone", rf"(?<!\w)(?:(?:{_WORDS})[\s,-]{{1,3}}){{6,14}}(?:{_WORDS})(?!\w)"),
    _form(
        "phone",
        rf"(?:phone|mobile|tel|telephone|ring|call|text|whatsapp|landline)"
        rf"(?:\s(?:me|us|him|her|on|at|back)){{0,3}}{_TO_NUMBER}"
        r"((?<!\d)\d(?:[ -]?\d){5,12})(?!\w)",
    ),
    _form(
        "collar number",
        rf"(?<!\w)(?i:{_RANKS})\s(?:[A-Z][\w'-]{{1,20}}\s){{1,2}}\(?([A-Z]?\d{{3,6}})(?!\w)",
        cased=True,
    ),
    _form(
        "collar number",
        rf"(?<!\w){_RANKS}\s?(?:no\.?|number|#|numbered)?\s?([A-Z]?\d{{2,6}})(?!\w|[.:/]\d)"
        r"(?!\s?(?:min|hour|hr|times|year|people|percent|per cent|%|days|of\s))",
    ),
    _form(
        "collar number",
        rf"(?:collar|shoulder|badge|warrant|epaulette)s?{_TO_NUMBER}"
        r"([A-Z]{0,3}\s?\d{2,6})(?!\w)",
    ),
    _form(
        "postcode",
        r"(?<![\w])(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|"
        r"[A-HK-Y]\d[ABEHMNPRV-Y])\s{0,2}\d[ABD-HJLNP-UW-Z]{2})(?!\w)",
        _is_inward,
    ),
    _form("postcode", rf"(?:post\s?code|zip){_TO_NUMBER}([A-Z]{{1,2}}\d[A-Z\d]?)(?!\w)"),
    _form("vehicle", r"(?<!\w)[A-HJ-PR-Y]{2}\d{2}\s?[A-HJ-PR-Z]{3}(?!\w)", _is_mark),
    _form("vehicle", r"(?<!\w)[A-HJ-NPR-TV-Y]\d{1,3}\s?[A-HJ-PR-Z]{3}(?!\w)", _is_mark, cased=True),
    _form("vehicle", r"(?<!\w)[A-HJ-PR-Z]{3}\s?\d{1,3}[A-HJ-NPR-TV-Y](?!\w)", _is_mark, cased=True),
    _form(
        "vehicle",
        r"(?<!\w)(?:[A-Z]I[A-Z]|[A-Z]{2}Z|I[A-Z]{2}|[A-Z]IZ)\s?\d{2,4}(?!\w)",
        _is_mark,
        cased=True,
    ),
    _form(
        "vehicle",
        rf"(?<!\w)(?:reg|registration|vrm|vrn|number\s?plate|plate){_TO_NUMBER}"
        r"(?:mark\s)?((?=[A-Z0-9 ]{0,7}\d)[A-Z0-9]{1,4}(?:\s[A-Z0-9]{1,4})?)(?!\w)",
    ),
    _form(
        "handle",
        r"(?<![\w@.])@(?!(?:home|work|school|night|the|all|my|a|about|least|front|back)"
        r"\b)[A-Za-z_][A-Za-z0-9_.]{2,30}",
    ),
    _form(
        "handle",
        r"(?<!\w)(?:snap(?:chat)?|insta(?:gram)?|tiktok|twitter|telegram|facebook|fb|"
        r"discord|x)(?:\s(?:name|user(?:name)?|handle|account|profile|is|are|as|id|"
        r"under|called)){1,3}\s?:?\s?([\w.]{0,20}[_.\d][\w.]{1,20})(?!\w)",
    ),
    _form(
        "handle",
        r"(?<!\w)(?:snap(?:chat)?|insta(?:gram)?|ig|tiktok|telegram|discord|fb)\s?[:=]"
        r"\s?([\w.]{3,30})",
    ),
    _form(
        "address",
        r"(?<!\w)(?:flat|apartment|apt|maisonette|fflat)\s?(?:no\.?\s?|number\s?)?"
        r"\d{1,4}[a-z]?(?!\w)(?:,?\s[A-Z][\w'-]{1,20}\s(?:House|Court|Tower|Heights|"
        r"Point|Lodge|Mansions|Building))?",
    ),
    _form(
        "address",
        rf"(?<![\w£.:/-])\d{{1,4}}[A-Za-z]?,?\s(?:[A-Z][\w'.-]{{1,20}}\s){{1,3}}"
        rf"(?i:{_STREET})(?!\w)",
        cased=True,
    ),
    _form(
        "address",
        rf"(?<![\w£.:/-])\d{{1,4}}[a-z]?,?\s(?:[a-z'-]{{2,20}}\s){{1,2}}"
        rf"{_LOW_STREET}(?!\w)",
        _is_low_street,
    ),
    _form(
        "address",
        r"(?:live|lives|living|address is|stay|staying)\s(?:at|on|in)\s"
        rf"((?:\d{{1,4}}[a-z]?\s)?(?:[A-Z][\w'-]{{1,20}}\s){{1,3}}(?i:{_STREET}))(?!\w)",
        cased=True,
    ),
    _form("address", r"(?:at|from|of|in)\s(?:number|no\.?|house)\s(\d{1,4}[a-z]?)(?!\w)"),
    _form(
        "address",
        r"(?<!\w)(?:number|no\.?|rhif|house)\s(\d{1,4}[a-z]?)(?=\s(?:opposite|next|"
        r"across|on|in|over|down|where|keeps?|at|are|is|have|has|and)\b)",
    ),
    _form(
        "address",
        r"(?<![\w/])\d{1,4},?\s(?:Heol|Ffordd|Stryd|Lôn|Rhodfa|Maes|Cwrt|Clos|Bryn|"
        r"ul\.|ulica|Strada|Str\.)\s(?:[A-ZŁŚŻ][\w'-]{1,20}\s?){1,3}",
        cased=True,
    ),
    _form(
        "address",
        r"(?<!\w)(?:ul\.|ulica|ulicy|Strada|Str\.)\s(?:[A-ZŁŚŻ][\w'-]{1,20}\s?){1,3}"
        r"\d{1,4}[a-z]?(?!\w)",
        cased=True,
    ),
    _form(
        "date of birth",
        r"(?:dob|d\.o\.b\.?|date of birth|born(?:\son)?)\s?(?:is|was|:|-)?\s?(?:the\s)?"
        r"(\d{1,2}(?:st|nd|rd|th)?[\s./-](?:\d{1,2}|[a-z]{3,9})[\s./-]\d{2,4})",
    ),
)
