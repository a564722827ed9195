"""What could not be read may have spoken against asking: whatever it was about is held."""

from typing import Any

import pytest

from heard.events.models import Event
from tests import make
from tests.make import NOON, Item, minutes

pytestmark = pytest.mark.django_db
IN_TEN = NOON + minutes(10)
HELD = ("HOLD", "unmapped")


def tagged(**data: Any) -> Item:  # noqa: ANN401
    return make.event("incident.tagged", {"incident_id": "I1", "tags": ["QU-01"], **data})


def ended(**data: Any) -> Item:  # noqa: ANN401
    item = make.contact_ended("C1", "I1")
    return item | {"data": item["data"] | data}


def decided(*items: object) -> tuple[str, ...]:
    """Give what is decided on a call about noise, which is sent, once these have come."""
    make.told(make.contact_ended("C1", "I1"), make.incident_created("I1"))
    make.screened(IN_TEN)
    assert make.verdict() == ("SEND",)
    found = make.receive(*items, now=IN_TEN)
    assert (found.accepted, len(found.rejected)) == (0, len(items))
    make.screened(IN_TEN)
    return make.verdict()


@pytest.mark.parametrize(
    "flag", ["casualties", "in_progress", "phone_stolen", "vulnerable", "repeat"]
)
@pytest.mark.parametrize("garbage", ["yes", "true", 1, [], {}])
def test_a_flag_that_is_garbage_holds_the_log(flag: str, garbage: object) -> None:
    assert decided(tagged(**{flag: garbage})) == HELD


@pytest.mark.parametrize(
    "data",
    [
        *({"relationship": "lover"}, {"tags": "QU-01"}, {"tags": [7]}, {"tags": None}),
        *({"markers": [41 * "x"]}, {"summary": 7}, {"tags": 51 * ["QU-01"]}),
    ],
)
def test_whatever_else_is_garbage_holds_the_log(data: dict[str, Any]) -> None:
    assert decided(tagged(**data)) == HELD


@pytest.mark.parametrize(
    "data",
    [
        *({"caller_age": "nine"}, {"caller_age": 131}, {"role": "culprit"}, {"channel": "pigeon"}),
        *({"codes": ["QU-01"], "email": 7}, {"markers": "unsafe"}),
    ],
)
def test_a_contact_that_is_told_again_in_garbage_is_held(data: dict[str, Any]) -> None:
    assert decided(ended(**data)) == HELD


def test_a_crime_in_garbage_holds_the_log_that_it_was_recorded_from() -> None:
    item = make.event("crime.recorded", {"crime_id": "X", "incident_ids": ["I1", 7], "codes": 7})
    assert decided(item) == HELD


@pytest.mark.parametrize(
    "change",
    [{"type": "uk.police.incident.flagged"}, {"specversion": "2.0"}, {"time": "now"}, {"id": 7}],
)
def test_an_envelope_that_we_do_not_know_holds_the_log(change: dict[str, Any]) -> None:
    assert decided(tagged() | change) == HELD


def test_a_marking_in_garbage_holds_whoever_has_the_number() -> None:
    assert decided(make.event("person.marked", {"phone": make.NUMBER, "markers": 7})) == HELD


@pytest.mark.parametrize(
    "item",
    [
        *("nothing", None, {}, tagged() | {"data": "I1"}, tagged() | {"source": "/another"}),
        *(tagged(incident_id=7), tagged(incident_id="I2", repeat="?")),
        make.event("person.marked", {"phone": "no number", "markers": 7}),
        make.event("person.marked", {"phone": 7, "markers": ["unsafe"]}),
    ],
)
def test_what_names_nothing_of_ours_holds_nobody(item: object) -> None:
    assert decided(item) == ("SEND",)


def test_a_log_is_held_once_however_often_the_same_garbage_comes() -> None:
    garbage = tagged(repeat="?")
    assert decided(garbage, garbage) == HELD
    assert Event.objects.filter(type="uk.police.event.refused").count() == 1


def test_a_code_that_is_told_rightly_afterwards_counts() -> None:
    assert decided(tagged(repeat="?")) == HELD
    make.told(tagged(), now=IN_TEN)
    make.screened(IN_TEN)
    assert make.verdict() == ("BLOCK", "sensitive")
