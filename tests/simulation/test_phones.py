"""The simulated network: who gets a text, and receipts that come late, twice or crosswise."""

# ruff: noqa: S311 - simulated people are no secrets

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from heard.simulation.phones import Network, Outbox, Receipt, Text

NOW = datetime(2020, 10, 1, 9, tzinfo=UTC)


def text(number: int) -> Text:
    return Text(to=f"+4477009{number:05d}", body="Hello", reference=f"r{number}")


def all_receipts(count: int) -> tuple[list[bool], list[Receipt]]:
    network = Network(Random(1))
    read = [network.carry(text(number), now=NOW) for number in range(count)]
    return read, list(network.receipts(until=NOW + timedelta(days=9)))


def test_of_a_hundred_texts_ninety_four_arrive() -> None:
    read, receipts = all_receipts(100)
    final = {(r["reference"], r["status"]) for r in receipts if r["status"] != "pending"}
    assert sum(read) == 94
    assert Counter(status for _, status in final) == {
        "delivered": 94,
        "temporary-failure": 4,
        "permanent-failure": 2,
    }


def test_some_receipts_come_twice_and_some_crosswise() -> None:
    _, receipts = all_receipts(1_000)
    seen = Counter((r["reference"], r["status"]) for r in receipts)
    first = {r["reference"]: r["status"] for r in reversed(receipts)}
    second_thoughts = [r for r in receipts if r["status"] == "pending"]
    assert 10 <= sum(count > 1 for count in seen.values()) <= 60
    assert 0 < sum(first[r["reference"]] != "pending" for r in second_thoughts) < 40


def test_a_receipt_waits_for_its_time() -> None:
    network = Network(Random(1))
    network.carry(text(1), now=NOW)
    due = network.next_due
    assert due is not None
    assert list(network.receipts(until=due - timedelta(seconds=1))) == []
    assert [r["reference"] for r in network.receipts(until=due)] == ["r1"]
    assert network.next_due is None


def test_the_outbox_is_read_from_where_the_last_look_ended(tmp_path: Path) -> None:
    path = tmp_path / "outbox.jsonl"
    outbox = Outbox(path)
    assert outbox.look() == []
    for numbers in ([2, 1], [3]):
        with path.open("a") as file:
            for number in numbers:
                line = {"to": text(number).to, "body": "Hello", "reference": f"r{number}"}
                file.write(json.dumps(line) + "\n")
        assert outbox.look() == [text(number) for number in sorted(numbers)]


def test_what_was_in_the_outbox_before_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "outbox.jsonl"
    path.write_text('{"to": "+447700900001", "body": "Hello", "reference": "old"}\n')
    assert Outbox(path).look() == []
