"""What leads to somebody is hidden in their words, in the forms and names of the UK."""

from itertools import pairwise
from time import perf_counter

import pytest

from heard.core.text.measured import Tally, marked, redaction
from heard.core.text.redact import redact, spans

LEAST_OF_NAMES, LEAST = 0.94, 0.97  # of what is marked, what must be found in either part
MOST_FALSE = 0.02  # false alarms, of what is marked


def tallies(part: str) -> list[Tally]:
    return list(redaction([one for one in marked() if one.part == part]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("PC Smith rang 07700 900123", "PC [name] rang [phone]"),
        ("pc brown was kind, the pc was kind", "pc [name] was kind, the pc was kind"),
        ("my neighbour dave", "my neighbour [name]"),
        ("MY NEIGHBOUR DAVE SMITH", "MY NEIGHBOUR [name]"),
        # A sort code is no day, and a day no sort code.
        ("sort code 12-03-24", "sort code [account]"),
        ("on 12-03-24 or 20-45-77", "on 12-03-24 or [account]"),
        # A log's number is no telephone's.
        ("log 07700900123 please", "log [reference] please"),
        ("call 101 or 999", "call 101 or 999"),
        # The month and the verb are no names; PC May and Will Smith are.
        ("I may call in May, will you? Will they?", "I may call in May, will you? Will they?"),
        ("DC May and Will Smith", "DC [name] and [name]"),
        ("thank you Will", "thank you [name]"),
        ("from March to Grace", "from March to [name]"),
        # Roads, ranks and words are no marks nor postcodes.
        ("M1 2nd exit, A38 the M25 was shut", "M1 2nd exit, A38 the M25 was shut"),
        ("B15 2TT and BD51 SMR", "[postcode] and [vehicle]"),
        ("3 cars in the street, 3 Elm Street", "3 cars in the street, [address]"),
        ("officer 20 minutes late", "officer 20 minutes late"),
        ("officer 4521 late", "officer [collar number] late"),
        ("card 1111 1111 1111 1111 1", "card 1111 1111 1111 1111 1"),
        ("+48 601 234 567 and 00999 12", "[phone] and 00999 12"),
        ("+999 601 234 567", "+999 601 234 567"),
        ("I am Irish, I am Bex", "I am Irish, I am [name]"),
        ("\u0660\u0667\u0667\u0660\u0660\u0669\u0660\u0660\u0661\u0662\u0663", "[phone]"),
        ("Dafydd ap Gwilym", "[name]"),
        ("Dave al", "[name] al"),
        ("Near Selly Oak, in Kent", "Near Selly Oak, in Kent"),
        ("case 12 is not closed", "case 12 is not closed"),
        ("Ring Dave Smith", "Ring [name]"),
        ("", ""),
    ],
)
def test_what_leads_to_somebody_becomes_a_label(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_what_was_found_is_in_order_and_does_not_overlap() -> None:
    for one in marked():
        found = spans(one.text)
        assert all(a.end <= b.start for a, b in pairwise(found))


def test_enough_is_marked_of_each_kind_and_in_every_language() -> None:
    assert sum(len(one.spans) for one in marked()) >= 300
    assert {one.language for one in marked()} == {
        *("en", "pl", "pa", "so", "cy", "ro", "bn", "ur", "ar"),
    }


@pytest.mark.parametrize("part", ["build", "held"])
def test_of_what_is_marked_nearly_all_is_found_with_few_false_alarms(part: str) -> None:
    found = tallies(part)
    there, false = sum(one.there for one in found), sum(len(one.false) for one in found)
    assert sum(one.found for one in found) >= LEAST * there
    assert false <= MOST_FALSE * there
    (names,) = (one for one in found if one.kind == "name")
    assert names.found >= LEAST_OF_NAMES * names.there
    forms = [one for one in found if one.kind != "name"]
    assert [one.missed for one in forms if one.missed] == []


def test_a_tally_lists_what_was_missed_and_what_was_wrongly_hidden() -> None:
    (one,) = (m for m in marked() if m.text.startswith("PC Smith"))
    wrong = type(one)(part="build", language="en", text="zzz zzz zz Dave", spans=one.spans)
    (found,) = redaction([wrong])
    assert (found.there, found.found, len(found.missed), len(found.false)) == (1, 0, 1, 1)


@pytest.mark.parametrize(
    "text", ["a1" * 10_000, "9 " * 10_000, "Aa " * 7_000, "a.b@" * 5_000, "pc " * 7_000]
)
def test_no_text_takes_long(text: str) -> None:
    begun = perf_counter()
    redact(text)
    assert perf_counter() - begun < 10
