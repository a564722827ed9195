"""The gate measured from the command line, in a database of its own."""

import json
from pathlib import Path

import pytest
from django.db import connection

from heard.events.models import Event
from heard.invitations.labelled import SHIPPED
from tests.cli.terminal import heard, refused

pytestmark = pytest.mark.usefixtures("given")


def cases(folder: Path, *changes: tuple[str, str]) -> str:
    """Write the shipped cases of these ids, each with this label."""
    rows = {row["id"]: row for row in map(json.loads, _lines()) if "id" in row}
    wanted = [rows[name] | {"label": label} for name, label in changes]
    path = folder / "cases.jsonl"
    path.write_text("\n".join(map(json.dumps, wanted)), encoding="utf-8")
    return str(path)


def _lines() -> list[str]:
    return SHIPPED.read_text("utf-8").splitlines()


def test_what_was_missed_and_over_blocked_is_counted_and_listed(tmp_path: Path) -> None:
    file = cases(
        tmp_path,
        *(("SC-16/008", "never"), ("SC-16/009", "send")),
        *(("SC-03/001", "send"), ("SC-32/001", "never"), ("SC-03/002", "never")),
    )
    before = dict(connection.settings_dict)
    done = heard("recall", file, "--json")
    assert (done.exit_code, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    assert found["all"] == {
        "rule": "all",
        "cases": 5,
        "prevented": 3,
        "missed": 1,
        "lenient": 1,
        "permitted": 2,
        "over_blocked": 1,
    }
    assert [rule["rule"] for rule in found["rules"]] == ["SC-03", "SC-16", "SC-32"]
    assert [(w["id"], w["wrong"], w["said"], w["reasons"]) for w in found["wrong"]] == [
        ("SC-16/008", "missed", "SEND", []),
        ("SC-03/001", "over-blocked", "HOLD", ["unmapped"]),
        ("SC-03/002", "left to a person", "HOLD", ["unmapped"]),
    ]
    assert (dict(connection.settings_dict), Event.objects.count()) == (before, 0)


def test_where_nobody_was_missed_it_ends_well_and_shows_what_was_over_blocked(
    tmp_path: Path,
) -> None:
    right = ("SC-16/001", "wait"), ("SC-32/001", "never")
    done = heard("recall", cases(tmp_path, *right, ("SC-03/001", "send")))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "0 of 2 (0.0%)" in done.stdout
    assert "1 of 2 (50.0%)" in done.stdout
    assert "none asked" in done.stdout
    assert "over-blocked: SC-03/001 send: HOLD (unmapped). The force's code XK9" in done.stdout
    assert [case for case, _ in right if case in done.stdout] == []


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("{}", encoding="utf-8")
    assert refused("recall", str(path)) == "heard: line 1 is no case: KeyError('at')\n"
    assert "No such file" in refused("recall", str(tmp_path / "none"))
