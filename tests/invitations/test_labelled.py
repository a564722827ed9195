"""Files of labelled cases, and what of the gate's own lists the shipped one covers."""

import csv
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import heard.eligibility
from heard.core.screening.conditions import CONDITIONS
from heard.invitations.labelled import SHIPPED, Label, Step, Unreadable, after, read

RULES = Path(heard.eligibility.__file__).with_name("rules")
NOON = datetime(2020, 10, 1, 11, tzinfo=UTC)
CASE = {
    "id": "SC-15/001",
    "rule": "SC-15",
    "label": "wait",
    "story": "The call has just ended.",
    "programme": "sms_contact",
    "about": "C1",
    "at": "2020-10-01T12:00:00+01:00",
    "events": [{"at": "-45m", "told": "-5m", "type": "contact.ended", "data": {}}],
}
# Not the gate's matters: the lint of messages, the pages, and what comes back (SC-28 to SC-30).
ELSEWHERE = {"SC-23", "SC-24", "SC-25", "SC-26", "SC-28", "SC-29", "SC-30"}


def written(folder: Path, *rows: object) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_case_is_read_with_its_instants(tmp_path: Path) -> None:
    (case,) = read(written(tmp_path, CASE)).cases
    assert (case.label, case.ends_in, case.at) == (Label.WAIT, Label.SEND, NOON)
    at, told = NOON - timedelta(minutes=45), NOON - timedelta(minutes=5)
    assert case.steps == (Step(at=at, told=told, type="contact.ended", act="", data={}),)


def test_a_wait_may_end_in_nobody_being_asked(tmp_path: Path) -> None:
    (case,) = read(written(tmp_path, CASE | {"then": "never"})).cases
    assert (case.label, case.ends_in) == (Label.WAIT, Label.NEVER)


@pytest.mark.parametrize(
    "wrong",
    [{"label": "perhaps"}, {"at": "noon"}, {"events": [{"at": "soon", "data": {}}]}, {"about": 1}],
)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, wrong: dict[str, object]) -> None:
    row = {k: v for k, v in (CASE | wrong).items() if v != 1}
    with pytest.raises(Unreadable, match="line 2 is no case"):
        read(written(tmp_path, CASE, row))


@pytest.mark.parametrize(
    ("length", "span"),
    [("-45m", -timedelta(minutes=45)), ("2h", timedelta(hours=2)), ("30d", timedelta(days=30))],
)
def test_lengths_of_time_are_read(length: str, span: timedelta) -> None:
    assert after(NOON, length) == NOON + span


def test_the_shipped_cases_cover_every_rule_category_and_condition() -> None:
    cases = read(SHIPPED).cases
    text = SHIPPED.read_text("utf-8")
    with (RULES / "nsir_categories.csv").open(encoding="utf-8", newline="") as file:
        categories = [row["code"] for row in csv.DictReader(file)]
    with (RULES / "safe_contact_rules.csv").open(encoding="utf-8", newline="") as file:
        rules = {row["rule_id"] for row in csv.DictReader(file)} - {
            "RV-01",
            "PR-07",
        }  # no event tells of these
    assert [code for code in categories if f'"{code}"' not in text] == []
    assert rules | {f"SC-{n:02}" for n in range(1, 33)} - ELSEWHERE == {c.rule for c in cases}
    conditional = [c for c in cases if c.rule == "SC-17"]
    both = {
        code
        for code in CONDITIONS
        for case in conditional
        if code in str([step.data for step in case.steps])
    }
    assert both == set(CONDITIONS)


def test_the_shipped_cases_are_many_and_none_stands_there_twice() -> None:
    cases = read(SHIPPED).cases
    assert len({case.id for case in cases}) == len({case.story for case in cases}) == len(cases)
    labels = Counter(case.label for case in cases)
    assert labels[Label.SEND] + labels[Label.WAIT] >= 150
    assert len(cases) >= 500


def test_both_sides_of_every_rule_are_there() -> None:
    sides = {(case.rule, case.ends_in is Label.SEND) for case in read(SHIPPED).cases}
    one_sided = {rule for rule, _ in sides if len({s for r, s in sides if r == rule}) == 1}
    assert one_sided == set()
