"""Dead letters, as much as may be read of them."""

import json
from dataclasses import asdict

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.core import journeys
from heard.events.models import DeadLetter
from heard.insight.dead_letters import INSTEAD, TYPES, WITHHELD, DeadLetters, dead_letters, totals
from heard.invitations import returned
from tests.events.night import row, take
from tests.make import KEPT, NOON, NUMBER, Item, contact_ended, event, incident_created, receive

pytestmark = pytest.mark.django_db


def wrong(*items: object, source: str = "/wmp/controlworks") -> DeadLetters:
    assert len(receive(*items, source=source).rejected) == len(items)
    return dead_letters()


def call(**changes: object) -> Item:
    item = contact_ended("C-1")
    item["data"] |= changes
    return item


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("Grade", "Jones", "This is no word of the table grades. (known_word)"),
        ("Caller Age", "Jones", "This is not a whole number. (number)"),
        ("Qualifiers", "Jones;;x", "There is nothing between two ; here. (gap)"),
        (
            "Call End",
            "Jones",
            "This is not a time as 31/10/2020 23:58:00 or 31/10/2020 23:58 is. (time)",
        ),
    ],
)
def test_of_a_nightly_row_the_column_and_the_rule_are_said_and_no_cell(
    column: str, cell: str, said: str
) -> None:
    take(row(**{column.replace(" ", "_"): cell}))
    (found,) = dead_letters().items
    assert found.message == f'row 2, column "{column}": {said}'
    assert "Jones" not in found.message + found.body + found.field
    assert NUMBER not in found.body


def test_an_item_is_shown_with_its_rule_and_its_shape() -> None:
    item = call(channel="fax", handler="Ada Jones", codes=["AS-02", "ZZ-9", "XX-99"])
    (found,) = wrong(item).items
    assert (found.source, found.index, found.field, found.rule) == (
        *("/wmp/controlworks", 0, "data.channel", "literal_error"),
    )
    assert found.message.startswith("Input should be '999', '101'")
    assert (found.received_at, found.expires_at) == (NOON, NOON + KEPT)
    assert json.loads(found.body) == {
        "specversion": "1.0",
        "id": item["id"],
        "source": "/wmp/controlworks",
        "type": "uk.police.contact.ended",
        "time": item["time"],
        "datacontenttype": "application/json",
        "data": {
            "contact_id": "C-1",
            "channel": "(text of 3 characters)",
            "incident_ids": [],
            "codes": ["AS-02", "(text of 4 characters)", "XX-99"],
            "calling_number": "(text of 12 characters)",
            "caller_age": None,
            "handler": "(text of 9 characters)",
            "team": "(text of 15 characters)",
        },
    }


@pytest.mark.parametrize(
    "item",
    [
        call(channel="Ada Jones"),
        call(contact_id="07700900123", channel="fax"),
        call(contact_id="Jones", codes=["Jones"], channel="fax"),
        call(Jones="Ada", caller_name="Jones", channel="fax"),
        event("Ada Jones rang", {}),
        event("contact.ended", {}) | {"Jones, Ada": "x"},
        event("contact.ended", {}) | {"source": "/Jones"},
        event("contact.ended", {}) | {"time": "Jones"},
        incident_created() | {"data": {"incident_id": "Jones 07700900123", "area": 7}},
        "Ada Jones 07700 900123",
        ["Jones", 7_700_900_123],
        {"id": "Jones"},
    ],
)
def test_nothing_personal_is_shown_wherever_a_sender_puts_it(item: object) -> None:
    words = str(asdict(wrong(item)))
    assert [word for word in ("Jones", "7700900123", "7700 900123") if word in words] == []


def test_a_rule_whose_words_may_repeat_what_was_sent_has_others() -> None:
    (found,) = wrong(event("Ada Jones rang", {})).items
    assert (found.rule, found.message) == ("known_type", INSTEAD["known_type"])
    DeadLetter.objects.update(rule="told_by_nobody", field="data.Jones", message="Ada Jones")
    (found,) = dead_letters().items
    assert (found.message, found.field) == (WITHHELD, "(a field that Heard does not know)")


def test_they_are_cut_by_source_and_rule_and_counted() -> None:
    wrong(call(channel="fax"), call(channel="telex"), event("unheard.of", {}))
    wrong(7, source="/another")
    assert [item.index for item in dead_letters(rule="literal_error").items] == [1, 0]
    found = totals()
    assert found.by_rule == {"literal_error": 2, "object": 1, "known_type": 1}
    assert found.by_source == {"/wmp/controlworks": 3, "/another": 1}
    assert [item.rule for item in dead_letters(source="/another").items] == ["object"]
    assert dead_letters(source="/another", rule="literal_error").items == []
    assert found.is_cut is False


def test_every_type_of_event_is_known_here() -> None:
    known = {word for word in vars(journeys).values() if str(word).startswith("uk.police.")}
    assert set(TYPES) == known - {journeys.REFUSED}  # nobody sends that one


@pytest.mark.parametrize("items", [1, 3])
def test_more_items_need_no_more_queries(
    items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wrong(*(call(channel="fax") for _ in range(items)))
    with django_assert_num_queries(2):
        assert (len(dead_letters().items), totals().by_rule) == (items, {"literal_error": items})


def test_of_a_mail_that_came_back_the_rule_is_said_and_no_word() -> None:
    raw = b"From: Jo Jones <jo@example.org>\r\n\r\nMy sister died on Monday.\r\n"
    returned.take(raw, source="mail", paths=[], now=NOON, kept=KEPT)
    (item,) = dead_letters().items
    assert (item.source, item.rule) == ("mail", "no_report")
    assert item.message == "This is no report of a mail server."
    assert item.body == f"(not JSON: {len(raw)} characters)"
