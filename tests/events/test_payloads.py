"""Whatever a sender sends is read or refused with a reason, and never breaks the batch."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.events.models import DeadLetter, Event
from tests import make
from tests.make import NOON, SOURCE, Item

pytestmark = pytest.mark.django_db


def refused(item: object) -> tuple[str, str]:
    """Take in one item and give the field and the rule that it broke."""
    (wrong,) = make.receive(item).rejected
    return wrong.field, wrong.rule


def changed(**attributes: object) -> Item:
    return {**make.contact_ended(), **attributes}


@pytest.mark.parametrize("item", [None, 7, "event", [], True])
def test_an_event_is_an_object(item: object) -> None:
    assert refused(item) == ("", "object")


@pytest.mark.parametrize("name", ["id", "source", "type", "time", "specversion"])
@pytest.mark.parametrize("blank", [None, ""])
def test_an_attribute_that_is_missing_is_named(name: str, blank: object) -> None:
    assert refused(changed(**{name: blank})) == (name, "required")
    item = make.contact_ended()
    del item[name]
    assert refused(item) == (name, "required")


@pytest.mark.parametrize(
    ("attributes", "broken"),
    [
        ({"specversion": "0.3"}, ("specversion", "cloudevents")),
        ({"id": 7}, ("id", "string_type")),
        ({"id": 101 * "x"}, ("id", "string_too_long")),
        ({"id": "a\u0000b"}, ("id", "string_pattern_mismatch")),
        ({"id": "\ud800"}, ("id", "string_unicode")),
        ({"source": "/someone/else"}, ("source", "source_of_key")),
        ({"type": "uk.police.unknown"}, ("type", "known_type")),
        ({"type": ["contact.ended"]}, ("type", "cloudevents")),
        ({"UPPER\u0000": "x"}, ("UPPER", "cloudevents")),
        ({"time": "1601550000"}, ("time", "string_pattern_mismatch")),
        ({"time": 1601550000}, ("time", "string_type")),
        ({"time": "2020-10-01T12:00:00"}, ("time", "timezone_aware")),
        ({"time": "2020-10-01"}, ("time", "string_pattern_mismatch")),
        ({"time": "2020-13-01T12:00:00Z"}, ("time", "datetime_from_date_parsing")),
        ({"time": "2020-10-01T11:05:01Z"}, ("time", "not_ahead")),
        ({"time": "0001-01-01T00:00:00+14:00"}, ("time", "not_ancient")),
        ({"time": "9999-12-31T23:59:59-14:00"}, ("time", "not_ahead")),
        ({"data": None}, ("data", "model_type")),
        ({"data": "text"}, ("data", "model_type")),
        ({"comexample": 64_001 * "x"}, ("", "size")),
    ],
)
def test_an_envelope_that_breaks_a_rule_is_refused_by_name(
    attributes: Item, broken: tuple[str, str]
) -> None:
    assert refused(changed(**attributes)) == broken


@pytest.mark.parametrize(
    ("data", "broken"),
    [
        ({"contact_id": ""}, ("data.contact_id", "string_too_short")),
        ({"contact_id": 5}, ("data.contact_id", "string_type")),
        ({"channel": "pigeon"}, ("data.channel", "literal_error")),
        ({"incident_ids": "I1"}, ("data.incident_ids", "list_type")),
        ({"incident_ids": ["I1", ""]}, ("data.incident_ids.1", "string_too_short")),
        ({"incident_ids": 51 * ["I"]}, ("data.incident_ids", "too_long")),
        ({"codes": [41 * "x"]}, ("data.codes.0", "string_too_long")),
        ({"codes": ["AS\n02"]}, ("data.codes.0", "string_pattern_mismatch")),
        ({"calling_number": 447700900123}, ("data.calling_number", "string_type")),
        ({"calling_number": 41 * "1"}, ("data.calling_number", "string_too_long")),
        ({"caller_age": -1}, ("data.caller_age", "greater_than_equal")),
        ({"caller_age": "15"}, ("data.caller_age", "int_type")),
        ({"caller_age": True}, ("data.caller_age", "int_type")),
        ({"team": "a\u0000"}, ("data.team", "string_pattern_mismatch")),
    ],
)
def test_a_payload_that_breaks_a_rule_is_refused_by_name(
    data: Item, broken: tuple[str, str]
) -> None:
    call = make.contact_ended()
    assert refused({**call, "data": call["data"] | data}) == broken


def test_a_ward_is_a_code_or_none_and_wards_change_before_our_list_does() -> None:
    opened = make.incident_created("I1", "AS-02")
    for number, (ward, broken) in enumerate(
        (("E05001178", []), ("E05011118", []), ("", []), ("Acocks Green", ["ward_code"]))
    ):
        item = {**opened, "id": f"ward {number}", "data": opened["data"] | {"ward": ward}}
        assert [wrong.rule for wrong in make.receive(item).rejected] == broken


def test_a_clock_may_be_five_minutes_ahead() -> None:
    make.told(make.contact_ended(at=NOON + timedelta(minutes=5)))


def test_an_instant_of_any_zone_is_one_instant() -> None:
    make.told(changed(time="2020-10-01T12:00:00+01:00"), changed(time="2020-10-01t11:00:00z"))
    assert set(Event.objects.values_list("occurred_at", flat=True)) == {NOON}


def test_what_nests_too_deeply_to_be_written_is_refused_like_anything_else() -> None:
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    assert refused(changed(type="unknown", data=deep)) == ("type", "known_type")
    assert DeadLetter.objects.get().body == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
GOOD = [
    make.contact_ended("C1", "I1"),
    *make.job("I1"),
    make.incident_linked("I1", "I2"),
    make.incident_graded("I1"),
    make.incident_tagged("I1", "QU-22"),
]


@st.composite
def spoilt(draw: st.DrawFn) -> object:
    """An event of any type with one attribute or field replaced by anything, or no event at all."""
    item = dict(draw(st.sampled_from(GOOD)))
    item["data"] = dict(item["data"])
    where = draw(st.sampled_from([item, item["data"]]))
    where[draw(st.sampled_from(sorted(where)) | st.text(max_size=8))] = draw(JSON)
    return draw(st.just(item) | JSON)


@given(items=st.lists(spoilt(), max_size=4))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_sent_is_taken_in_refused_or_known(items: list[object]) -> None:
    received = make.receive(*items, make.incident_created("I9"))
    assert received.accepted >= 1
    assert received.accepted + received.duplicates + len(received.rejected) == len(items) + 1
    assert all(wrong.rule and wrong.message for wrong in received.rejected)
    assert Event.objects.exclude(source=SOURCE).count() == 0
