"""Five thousand spellings of telephone numbers: one print a person, and none but UK mobiles."""

from itertools import cycle, islice, product

import pytest

from heard.core.addresses import PhoneKind, read_phone
from heard.vault.ring import fingerprint_phone

PREFIXES = ("0", "+44", "0044", "+44 (0)", "0044(0)", "44", "(+44)", "\uff0b44", "+44-0", "")
GROUPS = ((10,), (4, 6), (4, 3, 3), (2, 2, 2, 2, 2), (5, 5), (1, 3, 6), (3, 3, 4), (1,) * 10)
MARKS = (" ", "-", ".", "\u00a0", "\u2013", "\u2011", "\t", "\u200b", "  ", " - ")
ZEROS = (0x30, 0xFF10, 0x660, 0x6F0, 0x966, 0x9E6)  # Western, full-width, Arabic and Indian digits
PEOPLE = [f"7700900{n:03}" for n in range(0, 1000, 100)]
SPELLINGS = 5_000


def spellings(national: str) -> list[str]:
    """Write one number in all ways: by prefix, grouping, what stands between, and digits."""
    found = []
    for prefix, sizes, mark, zero in product(PREFIXES, GROUPS, MARKS, ZEROS):
        parts, rest = [], national
        for size in sizes:
            parts.append(rest[:size])
            rest = rest[size:]
        spelt = f"{prefix}{mark if prefix else ''}{mark.join(parts)}{rest}"
        found.append(spelt.translate({48 + n: zero + n for n in range(10)}))
    return found


def test_five_thousand_spellings_of_ten_people_give_ten_prints() -> None:
    prints: dict[str, set[str]] = {}
    count = 0
    for national in PEOPLE:
        for spelt in islice(spellings(national), 0, None, 9):
            phone = read_phone(spelt)
            assert phone.kind is PhoneKind.UK_MOBILE, spelt
            prints.setdefault(national, set()).add(fingerprint_phone(phone.e164))
            count += 1
    assert count >= SPELLINGS
    assert [len(found) for found in prints.values()] == [1] * 10
    assert len(set.union(*prints.values())) == 10


# By the plans of numbers: the Isle of Man, Jersey and Guernsey have their own mobile networks.
ISLANDS = (
    *("7624123456", "7524123456", "7924123456", "7457612345", "7624612345"),
    *("7797123456", "7509123456", "7937123456", "7829712345", "7829812345", "7700312345"),
    *("7781123456", "7839123456", "7911123456", "7911723456"),
)
LANDLINES = ("1214960000", "2079460000", "1632960000", "3069990000", "1534123456", "1624123456")
DEAR = ("9098790000", "7012345678", "8448123456", "8718123456")
ELSE = ("8081570000", "7640123456", "5600123456")


@pytest.mark.parametrize("national", [*ISLANDS, *LANDLINES, *DEAR, *ELSE])
def test_no_spelling_of_another_kind_of_number_is_a_british_mobile(national: str) -> None:
    assert {read_phone(spelt).kind for spelt in spellings(national)} & {
        PhoneKind.UK_MOBILE
    } == set()


@pytest.mark.parametrize("national", ISLANDS)
def test_the_islands_are_abroad(national: str) -> None:
    assert read_phone(f"0{national}").kind is PhoneKind.INTERNATIONAL


@pytest.mark.parametrize(
    "spoilt",
    [
        *(
            "{} x12",
            "{} ext 3",
            "{}#12",
            "{} or {}",
            "{}/{}",
            "{};{}",
            "{},{}",
            "tel {}",
            "{} (home)",
        ),
        *("{}1", "1{}", "{}O", "o{}", "~{}", "{}p", "{}\u00bd", "{}\u2460", "{}*", "+{}", "00{}"),
    ],
)
def test_what_is_more_than_a_number_is_none(spoilt: str) -> None:
    for national in PEOPLE:
        kinds = {read_phone(spoilt.format(f"0{national}", f"0{national}")).kind}
        assert kinds & {PhoneKind.UK_MOBILE, PhoneKind.WITHHELD} == set()


FOREIGN = ("+353850123456", "+12025550123", "+33612345678", "+48512345678", "+919876543210")


@pytest.mark.parametrize("number", FOREIGN)
def test_no_number_from_abroad_is_a_british_mobile(number: str) -> None:
    marks = cycle(MARKS)
    for spelt in (number, number.replace("+", "00"), next(marks).join(number), f"({number})"):
        assert read_phone(spelt).kind is not PhoneKind.UK_MOBILE
