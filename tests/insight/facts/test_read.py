"""Facts as they were when they were opened, for as long as somebody asks them."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from ibis import _
from ibis.expr.types import Table

from heard.core.screening import Outcome
from heard.insight.cuts import Cut, Slice, counted
from heard.insight.facts import read
from heard.insight.facts.read import Facts, NoFacts, facts
from heard.insight.facts.refresh import refresh
from tests.insight.flow import CALLED, answer, programme, screen

pytestmark = pytest.mark.usefixtures("own_database")
MINUTE = timedelta(minutes=1)


def decisions(found: Facts, *, outcome: str) -> Table:
    """Count decisions by area."""
    alike = found.screenings.filter(_.outcome == outcome)
    return alike.group_by("area").aggregate(n=_.count())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where facts are kept, of one screening."""
    folder = tmp_path / "facts"
    screen(programme(), Outcome.SEND, area="BE")
    refresh(folder, now=CALLED)
    return folder


def test_where_nothing_was_written_there_are_no_facts(tmp_path: Path) -> None:
    with pytest.raises(NoFacts, match="There are no facts in"):
        facts(tmp_path)


def test_facts_by_other_rules_are_none_until_they_are_written_anew(folder: Path) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"version": "', '"version": "another '))
    with pytest.raises(NoFacts):
        facts(folder)
    refresh(folder, now=CALLED)
    assert facts(folder).ask(decisions, outcome="SEND") == [{"area": "BE", "n": 1}]


def test_who_opened_the_facts_before_a_refresh_goes_on_with_what_was_there(folder: Path) -> None:
    before = facts(folder)
    screen(programme(), Outcome.SEND, area="BE")
    answer(programme(), {"treatment": 9})
    refresh(folder, now=CALLED + MINUTE)
    after = facts(folder)
    asked = [found.ask(decisions, outcome="SEND") for found in (before, after, before)]
    assert [sum(row["n"] for row in rows) for rows in asked] == [1, 3, 1]
    assert [f.responses.count().to_pyarrow().as_py() for f in (before, after)] == [0, 1]
    assert (before.as_of, after.as_of) == (CALLED, CALLED + MINUTE)


def test_facts_that_did_not_change_are_opened_once_and_are_as_of_later(folder: Path) -> None:
    before = facts(folder)
    refresh(folder, now=CALLED + MINUTE)
    after = facts(folder)
    assert after.engine is before.engine
    assert (before.as_of, after.as_of) == (CALLED, CALLED + MINUTE)


def test_what_was_asked_before_gives_what_is_there_for_what_is_given(folder: Path) -> None:
    screen(programme(), Outcome.BLOCK, "sensitive", area="WV")
    refresh(folder, now=CALLED)
    found = facts(folder)
    wanted = ("SEND", "BLOCK", "SEND", "WAIT")
    assert [found.ask(decisions, outcome=outcome) for outcome in wanted] == [
        [{"area": "BE", "n": 1}],
        [{"area": "WV", "n": 1}],
        [{"area": "BE", "n": 1}],
        [],
    ]
    assert len(found.asked) == 3


def test_what_was_asked_of_the_facts_before_is_sql_already_for_newer_ones(folder: Path) -> None:
    answer(programme(), {"treatment": 9}, area="BE")
    refresh(folder, now=CALLED)
    before = facts(folder)
    rows = before.ask(counted, by=(Cut.AREA,), where=Slice())
    answer(programme(), {"treatment": 10}, area="WV")
    refresh(folder, now=CALLED + MINUTE)
    after = facts(folder)
    assert before.opened
    assert (after.asked, after.opened.keys()) == (before.asked, before.opened.keys())
    newer = after.ask(counted, by=(Cut.AREA,), where=Slice())
    assert [{row["area"]: row["n"] for row in found} for found in (rows, newer)] == [
        {"BE": 1},
        {"BE": 1, "WV": 1},
    ]


def test_sql_serves_the_first_rows_of_a_table_that_had_none(tmp_path: Path) -> None:
    refresh(tmp_path, now=CALLED)
    assert facts(tmp_path).ask(decisions, outcome="SEND") == []
    screen(programme(), Outcome.SEND, area="BE")
    refresh(tmp_path, now=CALLED + MINUTE)
    assert facts(tmp_path).ask(decisions, outcome="SEND") == [{"area": "BE", "n": 1}]


def test_only_so_many_questions_are_remembered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "REMEMBERED", 2)
    found = facts(folder)
    kept = []
    for outcome in ("SEND", "BLOCK", "SEND", "WAIT", "SEND"):
        rows = found.ask(decisions, outcome=outcome)
        kept.append((len(rows), len(found.asked)))
    assert kept == [(1, 1), (0, 2), (1, 2), (0, 1), (1, 2)]


def test_what_needs_no_facts_does_not_wait_for_ibis() -> None:
    words = "import django; django.setup(); import heard.cli.app, sys; print('ibis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_lost_file_is_no_facts_and_the_next_refresh_makes_it_anew(folder: Path) -> None:
    next(folder.glob("screenings/*/*.parquet")).unlink()
    with pytest.raises(NoFacts, match="lost"):
        facts(folder)
    refresh(folder, now=CALLED)
    assert facts(folder).ask(decisions, outcome="SEND") == [{"area": "BE", "n": 1}]


def test_threads_share_one_engine_and_take_their_turns(folder: Path) -> None:
    told: list[list[dict[str, object]]] = []
    found = facts(folder)

    def ask() -> None:
        told.append(facts(folder).ask(decisions, outcome="SEND"))

    threads = [Thread(target=ask) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == 4 * [[{"area": "BE", "n": 1}]]
    assert facts(folder).engine is found.engine
