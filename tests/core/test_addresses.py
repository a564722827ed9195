"""Numbers in every spelling, and what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.addresses import Phone, PhoneKind, masked, normalised_address, read_phone

DRAMA = st.integers(0, 999).map(lambda last: f"7700900{last:03d}")
PREFIXES = (
    "0",
    "",
    "44",
    "+44",
    "0044",
    "+44 (0)",
    "0044 (0)",
    "+440",
    "(+44) ",
    "\N{FULLWIDTH PLUS SIGN}44",
)
SEPARATORS = ("", " ", "-", ".", "\N{NO-BREAK SPACE}", "\N{EN DASH}", "\t", "\N{ZERO WIDTH SPACE}")
# Western, Arabic-Indic, full-width and Devanagari, each by its zero.
ZEROS = (0x30, 0x660, 0xFF10, 0x966)


@given(
    national=DRAMA,
    prefix=st.sampled_from(PREFIXES),
    between=st.lists(st.sampled_from(SEPARATORS), min_size=10, max_size=10),
    zero=st.sampled_from(ZEROS),
    around=st.sampled_from(("", " ", "\n", "\N{LEFT-TO-RIGHT EMBEDDING}")),
)
def test_one_person_has_one_number_whichever_spelling(
    *, national: str, prefix: str, between: list[str], zero: int, around: str
) -> None:
    spelt = prefix + "".join(a + b for a, b in zip(national, between, strict=True))
    spelt = (
        around + spelt.translate({ord(digit): zero + int(digit) for digit in "0123456789"}) + around
    )
    assert read_phone(spelt) == Phone(f"+44{national}", PhoneKind.UK_MOBILE)


@given(national=DRAMA, other=DRAMA)
def test_two_people_never_have_the_same_number(national: str, other: str) -> None:
    same = read_phone(f"0{national}") == read_phone(f"+44{other}")
    assert same == (national == other)


@pytest.mark.parametrize(
    ("text", "e164", "kind"),
    [
        ("07100 000000", "+447100000000", PhoneKind.UK_MOBILE),
        ("07999 999999", "+447999999999", PhoneKind.UK_MOBILE),
        ("0121 496 0000", "+441214960000", PhoneKind.LANDLINE),
        ("01204 96000", "+44120496000", PhoneKind.LANDLINE),
        ("020 7946 0000", "+442079460000", PhoneKind.LANDLINE),
        ("0306 999 0000", "+443069990000", PhoneKind.LANDLINE),
        ("07012 345678", "+447012345678", PhoneKind.PREMIUM),
        ("0909 879 0000", "+449098790000", PhoneKind.PREMIUM),
        ("0843 000 0000", "+448430000000", PhoneKind.PREMIUM),
        ("0845 46 47", "+448454647", PhoneKind.PREMIUM),
        ("07612 345678", "+447612345678", PhoneKind.OTHER),
        ("0808 157 0000", "+448081570000", PhoneKind.OTHER),
        ("0500 000 000", "", PhoneKind.BAD),
        ("0800 111 1", "+448001111", PhoneKind.OTHER),
        ("056 0000 0000", "+445600000000", PhoneKind.OTHER),
        ("07624 300000", "+447624300000", PhoneKind.INTERNATIONAL),
        ("07797 712345", "+447797712345", PhoneKind.INTERNATIONAL),
        ("07781 123456", "+447781123456", PhoneKind.INTERNATIONAL),
        ("01481 712345", "+441481712345", PhoneKind.INTERNATIONAL),
        ("+353 85 012 3456", "+353850123456", PhoneKind.INTERNATIONAL),
        ("00 1 202 555 0123", "+12025550123", PhoneKind.INTERNATIONAL),
    ],
)
def test_the_kind_follows_the_numbering_plan(text: str, e164: str, kind: PhoneKind) -> None:
    assert read_phone(text) == Phone(e164, kind)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "withheld",
        "WITHHELD",
        "Anonymous",
        "unavailable",
        "N/A",
        "No Caller ID",
        "Not known",
        "NUMBER WITHHELD",
        "-",
    ],
)
def test_a_withheld_number_is_not_a_bad_one(text: str | None) -> None:
    assert read_phone(text) == Phone("", PhoneKind.WITHHELD)


@pytest.mark.parametrize(
    "text",
    [
        *("999", "101", "0", "00000000000", "+0", "++447700900123", "+999 123456789"),
        *("0770090012", "077009001234", "0" * 300, "+7 700 900 123", "+44 44 7700 900123"),
        *("07700 900123 ext 4", "07700 900123x4", "07700 900123#4", "07700900123;ext=4"),
        *("07700 900123 / 07700 900456", "07700900123\n07700900456", "mum 07700 900123"),
        *("07700 9O0123", "unknown 4", "ask for Sam", "0700 FLOWERS", "07700_900123"),
    ],
)
def test_what_is_not_one_whole_number_is_bad(text: str) -> None:
    assert read_phone(text) == Phone("", PhoneKind.BAD)


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    phone = read_phone(text)
    assert (phone.e164 == "") == (phone.kind in {PhoneKind.WITHHELD, PhoneKind.BAD})


def test_no_more_than_two_digits_are_ever_shown() -> None:
    phone = read_phone("07700 900123")
    assert (masked(phone.e164), masked("")) == ("•••23", "•••")
    assert repr(phone) == "Phone(kind=<PhoneKind.UK_MOBILE: 'uk_mobile'>)"


@pytest.mark.parametrize(
    ("spellings", "plain"),
    [
        (("4 Elm Road, Anytown B1 1AA", "4, ELM RD, b11aa", "4 Elm Road B1 1AA"), "4 b11aa"),
        (("Flat 2, 4 Elm Road, B1 1AA", "apt 2 4 Elm Rd B11AA"), "2 4 b11aa"),
        (("Rose Cottage, Elm Lane, B1 1AA", "rose cottage elm ln b11aa"), "rose cottage b11aa"),
        (("100070123456",), "100070123456"),
        (("4 Elm Rd, Anytown", "4 elm road anytown"), "4 elm road anytown"),
        (("", " - "), ""),
    ],
)
def test_the_spellings_of_one_home_come_together(spellings: tuple[str, ...], plain: str) -> None:
    assert [normalised_address(text) for text in spellings] == [plain] * len(spellings)
