"""Three weeks of a simulated force: how much, how mixed, and never graver than it looked."""

import csv
import io
import json
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import phonenumbers
import pytest

from heard.core.timing import london_date, next_open
from heard.places.areas import names
from heard.places.wards import wards
from heard.simulation.force import SOURCE, TELEPHONE
from heard.simulation.pilot import SHIPPED_SEED, pilot_events, write_pilot

Events = list[dict[str, Any]]

KINDS = {
    *("contact.ended", "incident.created", "incident.graded", "incident.regraded"),
    *("incident.tagged", "incident.linked", "incident.resulted", "incident.closed"),
    *("incident.reopened", "resource.assigned", "resource.at_scene", "resource.cleared"),
    "resource.stood_down",
}


@cache
def small() -> Events:
    return list(pilot_events(7, contacts=3_000))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def once(events: Events) -> Events:
    """Leave out what came a second time."""
    return list({event["id"]: event for event in reversed(events)}.values())


def contacts(events: Events) -> Events:
    return [e for e in once(events) if e["type"] == "uk.police.contact.ended"]


@cache
def easy_codes() -> frozenset[str]:
    text = files("heard.eligibility").joinpath("rules/nsir_categories.csv").read_text()
    rows = csv.DictReader(io.StringIO(text))
    return frozenset(
        r["code"] for r in rows if (r["sensitivity"], r["auto_sms"]) == ("ALLOW", "yes")
    )


def test_the_whole_pilot_has_its_size() -> None:
    events = list(pilot_events(SHIPPED_SEED))
    inside = [
        c
        for c in contacts(events)
        if date(2020, 9, 28) <= london_date(instant(c["time"])) <= date(2020, 10, 20)
    ]
    assert 19_000 <= len(inside) <= 21_000
    assert 110_000 <= len(events) <= 130_000
    assert 13_500 <= len({c["data"]["calling_number"] for c in inside}) <= 15_000


def test_one_seed_gives_one_file_and_another_seed_another() -> None:
    first, again, other = io.StringIO(), io.StringIO(), io.StringIO()
    count = write_pilot(7, first, contacts=300)
    write_pilot(7, again, contacts=300)
    write_pilot(8, other, contacts=300)
    assert first.getvalue() == again.getvalue()
    assert first.getvalue() != other.getvalue()
    lines = first.getvalue().splitlines()
    assert count == len(lines)
    assert [json.loads(line)["specversion"] for line in lines] == ["1.0"] * count


def test_every_log_is_in_a_ward_of_the_district_of_its_area() -> None:
    opened = [e["data"] for e in small() if e["type"] == "uk.police.incident.created"]
    for one in opened:
        assert names()[one["area"]].startswith(wards()[one["ward"]].district)
    of_two = {area: {e["ward"] for e in opened if e["area"] == area} for area in ("BE", "BW")}
    assert of_two["BE"]
    assert not of_two["BE"] & of_two["BW"]


def test_every_kind_of_event_is_there_from_one_source() -> None:
    assert {event["type"] for event in small()} == {f"uk.police.{kind}" for kind in KINDS}
    assert {event["source"] for event in small()} == {SOURCE}


def test_lines_come_by_arrival_and_none_before_it_happened() -> None:
    arrivals = [instant(event["recordedtime"]) for event in small()]
    assert all(before <= after for before, after in pairwise(arrivals))
    assert all(instant(e["recordedtime"]) > instant(e["time"]) for e in small())


def test_some_lines_come_twice_late_or_out_of_order() -> None:
    events = small()
    delays = [instant(e["recordedtime"]) - instant(e["time"]) for e in once(events)]
    times = [instant(e["time"]) for e in events]
    twice = 1 - len(once(events)) / len(events)
    late = sum(delay > timedelta(minutes=2) for delay in delays) / len(delays)
    assert 0.015 <= twice <= 0.025
    assert 0.02 <= late <= 0.04
    assert sum(after < before for before, after in pairwise(times)) > 100


def test_calls_begin_the_evening_before_and_end_the_morning_after() -> None:
    days = Counter(london_date(instant(c["time"])) for c in contacts(small()))
    assert sorted(days) == [date(2020, 9, 27) + timedelta(days=n) for n in range(25)]


def test_a_late_night_has_fewer_calls_than_a_late_afternoon() -> None:
    hours = Counter(instant(c["time"]).hour for c in contacts(small()))
    assert hours[3] * 4 < hours[16]


@pytest.mark.parametrize("spelling", ["+447700", "07700 ", "01632", "+35320"])
def test_each_kind_of_number_is_there(spelling: str) -> None:
    numbers = [c["data"]["calling_number"] or "" for c in contacts(small())]
    assert sum(number.startswith(spelling) for number in numbers) > 0


def test_no_number_can_be_a_real_persons() -> None:
    numbers = {c["data"]["calling_number"] for c in contacts(small())} - {None, "unknown", "0"}
    parsed = [phonenumbers.parse(number, "GB") for number in numbers]
    assert [number for number in parsed if phonenumbers.is_valid_number(number)] == []
    assert sum(map(phonenumbers.is_possible_number, parsed)) > 2_100


def test_numbers_are_withheld_and_called_from_again() -> None:
    calls = [c["data"] for c in contacts(small()) if c["data"]["channel"] in TELEPHONE]
    numbers = [call["calling_number"] for call in calls]
    known = [n for n in numbers if n is not None]
    assert 0.04 <= numbers.count(None) / len(numbers) <= 0.08
    assert 0.12 <= 1 - len(set(known)) / len(known) <= 0.22


def test_about_half_of_the_calls_are_about_nothing_grave() -> None:
    codes = _codes(small())
    easy = [codes(c, None) <= easy_codes() for c in contacts(small())]
    assert 0.42 <= sum(easy) / len(easy) <= 0.52


def test_some_codes_are_this_forces_own() -> None:
    codes = _codes(small())
    new = [c for c in contacts(small()) if any(x.startswith("ZZ-") for x in codes(c, None))]
    assert 5 <= len(new) <= 60


def test_nothing_turns_grave_after_a_text_could_have_gone() -> None:
    codes = _codes(small())
    asked = turned = 0
    for contact in contacts(small()):
        soonest = next_open(instant(contact["time"]) + timedelta(minutes=10))
        known = codes(contact, soonest)
        if known and known <= easy_codes() and "unknown" not in known:
            asked += 1
            turned += not codes(contact, None) <= easy_codes()
    assert asked > 1_000
    assert turned == 0


def test_some_turn_grave_overnight_while_their_text_would_wait() -> None:
    codes = _codes(small())
    turned = 0
    for contact in contacts(small()):
        ready = instant(contact["time"]) + timedelta(minutes=10)
        known = codes(contact, ready)
        if next_open(ready) > ready and known and known <= easy_codes():
            turned += not codes(contact, next_open(ready)) <= easy_codes()
    assert turned > 10


def _codes(events: Events) -> Any:  # noqa: ANN401 - a function of a contact and a moment
    """Give a function: the codes that bear on a contact, as far as had arrived by a moment."""
    told: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    created: dict[str, datetime] = {}
    master: dict[str, tuple[datetime, str]] = {}
    for event in reversed(events):
        data, at = event["data"], instant(event["recordedtime"])
        name = data.get("incident_id", "")
        for field in ("opening_codes", "tags", "closing_codes"):
            told[name] += [(at, code) for code in data.get(field, ())]
        if "area" in data:
            created[name] = at
        if "master_id" in data:
            master[name] = (at, data["master_id"])
    children = defaultdict(list)
    for child, (at, root) in master.items():
        children[root].append((at, child))

    def family(name: str, until: datetime) -> set[str]:
        root = next((m for at, m in [master.get(name, (until, name))] if at <= until), name)
        return {root, name, *(child for at, child in children[root] if at <= until)}

    def codes(contact: dict[str, Any], moment: datetime | None) -> set[str]:
        until = moment or instant("2021-01-01T00:00:00Z")
        logs = {log for i in contact["data"]["incident_ids"] for log in family(i, until)}
        missing = {"unknown" for log in logs if created.get(log, until + timedelta(1)) > until}
        known = {code for log in logs for at, code in told[log] if at <= until}
        return known | set(contact["data"]["codes"]) | missing

    return codes
