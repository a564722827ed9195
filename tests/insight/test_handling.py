"""The force's own targets and outcomes, and what is wrong with a file of them."""

from pathlib import Path

import pytest
from pytest_django import Settings

from heard.insight.handling import BadHandling, bands, outcomes, targets

TARGETS, OUTCOMES = "grade,minutes\n", "outcome,group\n"


def test_those_shipped_are_of_the_grades_and_of_the_home_office() -> None:
    assert dict(targets()) == {"EMERGENCY": 15, "PRIORITY": 60}
    assert {str(number) for number in range(1, 23)} <= outcomes().keys()
    assert {*outcomes().values()} <= {band.code for band in bands()["outcome"]}


def test_a_force_has_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.RESPONSE_TARGETS = tmp_path / "targets.csv"
    settings.RESPONSE_TARGETS.write_text("minutes,grade,why\n20,EMERGENCY,rural\n")
    settings.CRIME_OUTCOMES = tmp_path / "outcomes.csv"
    settings.CRIME_OUTCOMES.write_text("outcome,group\nFiled NFA,not_pursued\n")
    assert dict(targets()) == {"EMERGENCY": 20}
    assert dict(outcomes()) == {"filed nfa": "not_pursued"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("grade\n", "line 1: has no column minutes"),
        (f"{TARGETS}P1,15\n", "line 2, grade: 'P1' is none of EMERGENCY"),
        (f"{TARGETS}EMERGENCY,0\n", "line 2, minutes: a whole number above 0"),
        (f"{TARGETS}EMERGENCY\n", "line 2, minutes"),
    ],
)
def test_targets_that_break_a_rule_are_refused(
    settings: Settings, tmp_path: Path, text: str, rule: str
) -> None:
    settings.RESPONSE_TARGETS = tmp_path / "targets.csv"
    settings.RESPONSE_TARGETS.write_text(text)
    with pytest.raises(BadHandling, match=rule):
        targets()


def test_so_are_outcomes_and_files_that_are_not_there(settings: Settings, tmp_path: Path) -> None:
    settings.CRIME_OUTCOMES = tmp_path / "outcomes.csv"
    with pytest.raises(BadHandling, match=r"outcomes.csv: cannot be read as text in UTF-8"):
        outcomes()
    settings.CRIME_OUTCOMES.write_text(f"{OUTCOMES}18,unknown\n")
    with pytest.raises(BadHandling, match="line 2, group: 'unknown' is none of charged"):
        outcomes()
