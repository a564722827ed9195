"""What a peer's answers mean, and what several of them mean together."""

import csv
from importlib.resources import files

import pytest

from heard.channels.protocol import Accepted, Refused
from heard.channels.smpp._answers import (
    NOT_WRITTEN,
    UNCLEAR,
    Answer,
    Denied,
    Taken,
    outcome,
    read_answer,
)

FINAL, RETRY = Denied("not-understood", retry=False), Denied("throttled", retry=True)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (0x01, FINAL),
        (0x04, Denied("gateway-down", retry=True)),
        (0x08, UNCLEAR),
        (0x0A, Denied("sender-refused", retry=True)),
        (0x0B, Denied("bad-address", retry=False)),
        (0x14, RETRY),
        (0x45, Denied("submit-failed", retry=True)),
        (0x50, Denied("numbering-refused", retry=True)),
        (0x58, RETRY),
        (0xFF, UNCLEAR),
        (0x09, UNCLEAR),  # reserved
        (0x400, UNCLEAR),  # of the vendor's own
    ],
)
def test_a_status_says_whether_the_peer_has_it(status: int, answer: Answer) -> None:
    assert read_answer(status, b"") == answer


def test_a_part_that_was_taken_has_a_name() -> None:
    assert read_answer(0, b"4f2a\0") == Taken("4f2a")
    assert read_answer(0, b"") == Taken("")
    assert read_answer(0, b"4F2A\0", base=16) == Taken("20266")


def test_the_table_says_where_each_line_is_from() -> None:
    text = files("heard.channels.smpp").joinpath("statuses.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))

    assert {row["outcome"] for row in rows} == {"final", "retry", "unclear"}
    assert [row for row in rows if not row["source"].startswith("SMPP 3.4 5.1.3")] == []
    assert [row for row in rows if bool(row["code"]) == (row["outcome"] == "unclear")] == []
    assert len({int(row["status"]) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([Taken("1")], Accepted(reference="a", gateway_id="1")),
        ([Taken("1"), Taken("2")], Accepted(reference="a", gateway_id="1,2")),
        ([RETRY], Refused(reference="a", code="throttled", retry=True)),
        ([RETRY, RETRY], Refused(reference="a", code="throttled", retry=True)),
        ([RETRY, FINAL], Refused(reference="a", code="not-understood", retry=False)),
        ([NOT_WRITTEN], Refused(reference="a", code="gateway-down", retry=True)),
        ([Taken("1"), RETRY], None),
        ([Taken("1"), NOT_WRITTEN], None),
        ([Taken("1"), UNCLEAR], None),
        ([RETRY, UNCLEAR], None),
        ([UNCLEAR], None),
    ],
)
def test_a_message_is_accepted_or_refused_as_a_whole(
    answers: list[Answer], expected: Accepted | Refused | None
) -> None:
    assert outcome("a", answers) == expected
