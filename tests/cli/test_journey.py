"""What `heard journey` and `heard modes` print, for people and for programs."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from heard.cli.journey import _journey, _modes
from heard.eligibility.models import ParallelRun
from heard.insight.journey import Journey, View, journey
from heard.insight.mode_effects import all_new_series, effects
from tests.insight.flow import known
from tests.insight.linked import BAD, GOOD, log, say
from tests.insight.test_mode_effects import breaks, run, said

pytestmark = pytest.mark.django_db
__all__ = ["run"]  # a fixture


def found() -> Journey:
    for number in range(12):
        name = log()
        say("contact", name, treatment=GOOD)
        say("attendance", name, treatment=BAD if number < 11 else GOOD)
    return journey(known(), View(), minimum_base=10)


def test_stages_and_what_lies_between_stand_in_two_tables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _journey(found(), simulated=True, as_json=False)
    said_ = capsys.readouterr().out
    assert "not asked" in said_
    assert "points" in said_
    assert "Simulation: the people are not real." in said_


def test_programs_read_shares_differences_and_nothing_that_tells_of_few(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _journey(found(), simulated=False, as_json=True)
    told = json.loads(capsys.readouterr().out)
    step = told["between"][0]
    assert (step["first"], step["second"], step["apart"]) == ("contact", "attendance", "")
    assert step["pairs"] == {
        "before": 1.0,
        "after": 1 / 12,
        "n": 12,
        "finding": "real",
        "difference": -0.92,
        "low": -0.99,
        "high": -0.55,
        "method": "Newcombe, pairs, 95%",
    }
    assert step["all"]["finding"] == "real"
    assert told["between"][1] == {
        "first": "attendance",
        "second": "investigation",
        "apart": "not_asked",
        "all": None,
        "pairs": None,
    }
    assert "journey" not in json.dumps(told["stages"])


def test_runs_and_new_series_are_printed(
    run: ParallelRun, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(12, 9, run=run)
    said(12, 6, by="email", run=run)
    said(12, 5, by="email", at=datetime(2021, 3, 1, 12, tzinfo=UTC))
    breaks(settings, tmp_path, "2021-02-01,sms_contact,mode,By e-mail since.,email")
    facts = known()
    args = effects(facts, minimum_base=10), all_new_series(facts, minimum_base=10)
    _modes(*args, simulated=False, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["runs"][0]["asked_usual"], told["runs"][0]["asked_other"]) == (12, 12)
    assert told["runs"][0]["figures"][0]["step"]["difference"] == -0.25
    assert told["new_series"][0]["parts"]["left"]["method"] == "MOVER 95%"
    _modes(*args, simulated=True, as_json=False)
    said_ = capsys.readouterr().out
    assert "treat" in said_  # a narrow terminal breaks words
    assert "Simulation: the people are not real." in said_
