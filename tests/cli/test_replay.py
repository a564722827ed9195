"""A file of events is taken in by the real clock."""

import json
import os
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from typer.testing import Result

from heard import worker
from heard.cli.replay import BATCH
from heard.cli.replay import replay as replay_lines
from heard.clock import simulate
from heard.delivery.models import Letter
from heard.eligibility.models import Screening
from heard.events.models import DeadLetter, Event
from heard.insight.facts.refresh import refresh
from heard.simulation.wire import line
from tests.cli.short import short_pilot
from tests.cli.terminal import as_json, heard
from tests.make import NOON, Item, attended, contact_ended, incident_created, minutes

YEAR = int(os.environ.get("HEARD_TORTURE_EVENTS", "1000"))
PILOT = 2_000
pytestmark = pytest.mark.usefixtures("given")


def lines(*items: Item) -> str:
    return "".join(json.dumps(item) + "\n" for item in items)


def replayed(text: str | bytes) -> Any:  # noqa: ANN401
    done = heard("replay", "-", "--json", piped=text)
    assert done.exit_code == 0
    return json.loads(done.stdout)


def ledger() -> Any:  # noqa: ANN401
    refresh(settings.FACTS, now=datetime.now(tz=UTC))
    return as_json("ledger")


def sentence(done: Result) -> tuple[int, str, str]:
    return done.exit_code, done.stdout, done.stderr


def test_what_is_no_longer_fresh_is_skipped_and_nobody_is_texted(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text(lines(*attended()), encoding="utf-8")

    done = {"accepted": 7, "duplicates": 0, "screened": 2, "rejected": []}
    assert as_json("replay", str(file)) == done
    worker.run_once(now=datetime.now(tz=UTC))

    decided = Screening.objects.filter(is_current=True).values_list("outcome", "reasons")
    assert [(outcome, reasons[0]) for outcome, reasons in decided] == [("SKIP", "stale")] * 2
    assert (Letter.objects.count(), (tmp_path / "out").exists()) == (0, False)


def test_a_whole_year_that_is_told_again_texts_nobody(tmp_path: Path) -> None:
    """Codes that may be asked about, numbers that may be written to: only their time is over."""
    file = tmp_path / "year.jsonl"
    with file.open("w", encoding="utf-8") as year:
        for n in range(YEAR):
            at, number = NOON + minutes(n % 525_600), f"07700 900{n % 1_000:03}"
            year.write(lines(contact_ended(f"Y{n}", at=at, number=number, codes=("AS-02",))))
    done = heard("replay", str(file), "--json")  # a long one tells how far it is
    told = json.loads(done.stdout)
    assert (told["accepted"], told["screened"], told["rejected"]) == (YEAR, YEAR, [])
    worker.run_once(now=datetime.now(tz=UTC))
    assert set(Screening.objects.values_list("outcome", flat=True)) == {"SKIP"}
    assert not Letter.objects.exists()


def test_a_second_time_everything_is_known() -> None:
    text = lines(*attended())

    assert replayed(text)["accepted"] == 7
    assert replayed(text) == {"accepted": 0, "duplicates": 7, "screened": 0, "rejected": []}


def test_a_wrong_line_is_named_and_kept_and_the_others_go_in() -> None:
    wrong = {**incident_created(), "time": "yesterday"}
    text = f"\n{{no json\n{lines(incident_created())}\n{lines(wrong)}[]\n{'[' * 100_000}\n"

    result = replayed(text)

    refused = [(row["line"], row["field"], row["rule"]) for row in result["rejected"]]
    assert result["accepted"] == 1
    assert sorted(refused) == [
        *((2, "", "object"), (5, "time", "string_pattern_mismatch")),
        *((6, "", "object"), (7, "", "object")),
    ]
    assert DeadLetter.objects.count() == 4


@pytest.mark.parametrize("spoilt", ["\0", "\ud800"])
def test_a_source_that_no_database_could_store_spoils_its_own_line_only(spoilt: str) -> None:
    wrong = {**incident_created("I1"), "source": spoilt}

    result = replayed(lines(wrong, incident_created("I2")))

    assert [row["line"] for row in result["rejected"]] == [1]
    assert (result["accepted"], DeadLetter.objects.get().source) == (1, "")


@pytest.mark.parametrize("way", ["file", "pipe"])
def test_a_byte_that_is_no_utf_8_spoils_its_own_line_only(tmp_path: Path, way: str) -> None:
    file = tmp_path / "events.jsonl"
    file.write_bytes(b'{"source": "\xff"}\n' + lines(incident_created()).encode())

    result = replayed(file.read_bytes()) if way == "pipe" else as_json("replay", str(file))

    assert (result["accepted"], [row["line"] for row in result["rejected"]]) == (1, [1])


def test_each_event_goes_in_under_the_source_that_it_names() -> None:
    other = {**incident_created("I2"), "source": "/elsewhere"}

    assert replayed(lines(incident_created("I1"), other))["accepted"] == 2
    assert set(Event.objects.values_list("source", flat=True)) == {
        "/wmp/controlworks",
        "/elsewhere",
    }


def test_a_long_file_goes_in_by_batches() -> None:
    told: list[int] = []

    replay_lines(["{}"] * (BATCH + 1), progress=told.append)

    assert (told, DeadLetter.objects.count()) == ([BATCH, 1], BATCH + 1)


def test_people_are_told_in_lines() -> None:
    done = heard("replay", "-", piped="[]\n" + lines(contact_ended()))

    assert sentence(done) == (
        0,
        "1 events taken in, 0 known before, 1 refused and kept; 1 touchpoints screened.\n",
        "line 1: : A CloudEvent is a JSON object. (object)\n",
    )


def test_a_file_that_is_not_there_is_said_in_one_sentence() -> None:
    assert sentence(heard("replay", "no such file")) == (
        *(1, "", "heard: there is no file no such file.\n"),
    )


def test_a_simulation_takes_in_no_real_events() -> None:
    simulate.begin(seed=1, now=NOON)

    assert sentence(heard("replay", "-", piped=lines(incident_created()))) == (
        *(1, "", "heard: this database is a simulation: set HEARD_HOME to another folder.\n"),
    )
    assert Event.objects.count() == 0


def test_the_same_file_twice_gives_the_same_ledger(tmp_path: Path) -> None:
    file = tmp_path / "pilot.jsonl"
    told = islice(short_pilot(3), PILOT)
    file.write_text("".join(f"{line(event)}\n" for event in told), encoding="utf-8")
    accepted = as_json("replay", str(file))["accepted"]
    first = ledger()
    again = heard("replay", str(file), "--json")
    assert (again.exit_code, json.loads(again.stdout)["accepted"]) == (0, 0)
    assert PILOT - 100 < accepted <= PILOT  # some are told twice
    assert ledger() == first
    calls = first["programmes"][0]
    assert calls["outcomes"]["SEND"] == calls["outcomes"]["WAIT"] == 0
    assert calls["reasons"]["stale"] > 50
