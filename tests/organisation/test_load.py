"""The organisation comes in from a file: whole or not at all, once, and moves stay."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from heard.journal.models import Entry
from heard.journal.write import SYSTEM
from heard.organisation.chart import team_of, teams_of
from heard.organisation.load import BadOrganisation, Loaded, load
from heard.organisation.models import Line, Post, Unit

NOW = datetime(2020, 10, 12, tzinfo=UTC)
HEAD = "kind,code,name,under,from\n"
FORCE = HEAD + (
    "force,WMP,West Midlands Police,,2019-01-01\n"
    "area,BE,Birmingham East,WMP,2019-01-01\n"
    "area,CV,Coventry,WMP,2019-01-01\n"
    "department,BE-R,Response,BE,2019-01-01\n"
    "team,R1,Response 1,BE-R,2019-01-01\n"
    "team,N1,,BE,2019-01-01\n"
    "person,H1,,R1,2020-01-01\n"
)
pytestmark = pytest.mark.django_db


def file(folder: Path, text: str) -> Path:
    path = folder / "organisation.csv"
    path.write_text(text, encoding="utf-8")
    return path


def taken(folder: Path, text: str, *, dry: bool = False) -> Loaded:
    return load(file(folder, text), dry=dry, by=SYSTEM, now=NOW)


def refused(folder: Path, text: str) -> str:
    with pytest.raises(BadOrganisation) as why:
        taken(folder, text)
    return str(why.value)


def test_a_file_is_taken_once_and_the_journal_keeps_it(tmp_path: Path) -> None:
    assert taken(tmp_path, FORCE) == Loaded(units=6, lines=6, posts=1, known=0)
    assert taken(tmp_path, FORCE) == Loaded(units=0, lines=0, posts=0, known=7)
    entries = Entry.objects.filter(act="organisation.load").values_list("reason", flat=True)
    assert entries[0] == "6 units, 6 lines, 1 posts"
    assert Unit.objects.get(code="N1").name == "N1"


def test_a_dry_run_says_what_would_be_taken_and_takes_nothing(tmp_path: Path) -> None:
    assert taken(tmp_path, FORCE, dry=True) == Loaded(units=6, lines=6, posts=1, known=0)
    assert (Unit.objects.count(), Entry.objects.filter(act="organisation.load").count()) == (0, 0)


def test_somebody_was_in_the_team_of_the_day_and_a_team_in_its_area(tmp_path: Path) -> None:
    moves = "team,R1,,CV,2020-06-01\nteam,N1,,,2020-07-01\nperson,H1,,N1,2020-03-01\n"
    taken(tmp_path, FORCE + moves + "person,H1,,,2020-05-01\n")
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 3, 1), date(2020, 5, 1)]
    assert [team_of("H1", on=day) for day in days] == ["", "R1", "N1", ""]
    assert [team_of(who, on=days[-1]) for who in ("", "H2")] == ["", ""]
    for day, east, coventry in [
        (date(2018, 1, 1), set(), set()),
        (date(2020, 5, 31), {"R1", "N1"}, set()),
        (date(2020, 6, 1), {"N1"}, {"R1"}),
        (date(2020, 7, 1), set(), {"R1"}),
    ]:
        assert (teams_of(["BE"], on=day), teams_of(["CV"], on=day)) == (
            frozenset(east),
            frozenset(coventry),
        )
    assert teams_of(["BE", "CV"], on=date(2020, 6, 1)) == {"R1", "N1"}


def test_all_faults_of_form_are_named_with_their_lines(tmp_path: Path) -> None:
    text = (
        "npu,BE,,,2019-01-01\n,,,,\narea,XX,,,2019-13-01\nperson,H1,Ann Lee,,2019-01-01\n"
        f"team,{'x' * 201},,,2019-01-01\n"
    )
    found = refused(tmp_path, HEAD + text).splitlines()
    assert [line.partition(":")[0] for line in found] == [
        *("line 2, kind", "line 3, kind", "line 3, code", "line 3, from"),
        *("line 4, code", "line 4, from", "line 5, name", "line 6, code"),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("team,R2,,ZZ,2020-01-01", "line 9, under: there is no unit 'ZZ' before this line."),
        ("team,R2,,R1,2020-01-01", "a team stands under force or area or department"),
        ("force,F2,,WMP,2020-01-01", "a force stands under nothing, and WMP is a force"),
        ("person,H2,,BE,2020-01-01", "a person stands under team, and BE is a area."),
        ("department,R1,,BE,2020-01-01", "kind: R1 is a team already."),
        ("person,H1,,N1,2020-01-01", "H1 is under R1 from 2020-01-01 on, and a move is not"),
        ("team,N1,,,2019-01-01", "N1 is under BE from 2019-01-01 on"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_taken(tmp_path: Path, line: str, why: str) -> None:
    assert why in refused(tmp_path, f"{FORCE}{line}\n")
    assert Unit.objects.count() == 0


def test_a_move_from_nowhere_is_not_overwritten(tmp_path: Path) -> None:
    found = refused(tmp_path, f"{FORCE}person,H3,,,2020-01-01\nperson,H3,,R1,2020-01-01\n")
    assert "H3 is under nothing from 2020-01-01 on" in found


@pytest.mark.parametrize("text", ["kind,code\n", ""])
def test_a_file_without_its_columns_is_refused(tmp_path: Path, text: str) -> None:
    assert "under, from." in refused(tmp_path, text)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "organisation.csv"
    path.write_bytes(b"\xff")
    with pytest.raises(BadOrganisation, match="UTF-8"):
        load(path, dry=False, by=SYSTEM, now=NOW)


@pytest.mark.parametrize("table", [Line, Post])
def test_a_move_can_be_neither_changed_nor_deleted(table: type[Line] | type[Post]) -> None:
    name = table._meta.db_table
    for change in (f"UPDATE {name} SET from_day = now()", f"DELETE FROM {name}"):  # noqa: S608
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(change)


def test_units_that_stand_under_each_other_are_walked_once(tmp_path: Path) -> None:
    rows = "department,D1,,BE,2020-01-01\ndepartment,D2,,D1,2020-01-01\n"
    taken(tmp_path, FORCE + rows + "department,D1,,D2,2020-02-01\nteam,T9,,D2,2020-01-01\n")
    assert teams_of(["BE"], on=date(2020, 3, 1)) == {"R1", "N1"}
    assert teams_of(["D1"], on=date(2020, 3, 1)) == {"T9"}
