"""The shipped nightly file goes in by the real clock: what is wrong is listed and stays out."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from heard import worker
from heard.cli.replay import ROWS, replay_rows
from heard.clock import simulate
from heard.delivery.models import Letter
from heard.events.models import DeadLetter, Event, Touchpoint
from heard.events.nightly import SHIPPED, read_map
from tests.cli.terminal import as_json, heard, refused
from tests.make import NOON

EXAMPLE = SHIPPED / "controlworks.csv"
LISTED = """\
row 16, column "Grade": This is no word of the table grades. (known_word)
row 63, column "Call Source": This is no word of the table call_sources. (known_word)
row 115, column "Call End": This is not a time as 31/10/2020 23:58:00 or 31/10/2020 23:58 is. (time)
row 173, column "Resulted": This is empty, and the row needs it. (required)
row 235, column "Qualifiers": There is nothing between two ; here. (gap)
row 294, column "Caller Age": This is not a whole number. (number)
row 349, column "Remarks": This holds NUL, or a byte that is none of the file's encoding. (encoding)
row 404: The row has 29 cells and the heading 28. (cells)
row 461: The row has 27 cells and the heading 28. (cells)
"""


def replayed(file: Path, *, exit_code: int = 3) -> Any:  # noqa: ANN401
    done = heard("replay", str(file), "--map", "controlworks", "--json")
    assert (done.exit_code, done.stderr) == (exit_code, "")
    return json.loads(done.stdout)


def changed(folder: Path, row: int, column: str, cell: str) -> Path:
    """Copy the example with one cell put otherwise; the row is a spreadsheet's."""
    text = EXAMPLE.read_bytes().decode("utf-8-sig", errors="surrogateescape")
    table = list(csv.reader(io.StringIO(text, newline="")))
    place = table[0].index(column)
    assert table[row - 1][place] != cell
    table[row - 1][place] = cell
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    file = folder / "changed.csv"
    file.write_bytes(out.getvalue().encode("utf-8-sig", errors="surrogateescape"))
    return file


@pytest.mark.usefixtures("given")
def test_the_example_goes_in_once_its_wrong_rows_are_listed_and_nobody_is_texted(
    tmp_path: Path,
) -> None:
    for events, touchpoints in (("3,100 events taken in, 0", 648), ("0 events taken in, 3,100", 0)):
        done = heard("replay", str(EXAMPLE), "--map", "controlworks")
        assert (done.exit_code, done.stderr) == (3, LISTED)
        assert done.stdout == (
            f"500 rows: {events} known before; 9 rows refused and kept, "
            f"0 logs or calls held; {touchpoints} touchpoints screened.\n"
        )
    assert (Event.objects.count(), DeadLetter.objects.count()) == (3_100, 18)

    worker.run_once(now=datetime.now(tz=UTC))

    assert (Letter.objects.count(), (tmp_path / "out").exists()) == (0, False)
    accounts = as_json("ledger")["programmes"]
    outcomes = {account["id"]: account["outcomes"] for account in accounts}
    assert {name: sum(counts.values()) for name, counts in outcomes.items()} == {
        "sms_contact": Touchpoint.objects.filter(kind="contact").count(),
        "sms_attendance": Touchpoint.objects.filter(
            kind="attendance", happened_at__isnull=False
        ).count(),
        "victim_email": 0,
        "caller_101": 0,
        "live_chat": 0,
    }
    assert [counts["SEND"] for counts in outcomes.values()] == 5 * [0]


@pytest.mark.usefixtures("given")
def test_one_wrong_cell_keeps_its_whole_row_out_and_no_other(tmp_path: Path) -> None:
    spoilt = replayed(changed(tmp_path, 4, "Grade", "P9"))

    assert (spoilt["rows"], len(spoilt["rejected"]), spoilt["rejected"][0]) == (
        500,
        10,
        {
            "row": 4,
            "column": "Grade",
            "field": "data.grade",
            "rule": "known_word",
            "message": "This is no word of the table grades.",
        },
    )
    known = set(Event.objects.values_list("id", flat=True))
    mended = replayed(EXAMPLE)
    new = Event.objects.exclude(id__in=known).values_list("contact_id", "incident_id")
    assert (mended["duplicates"], mended["accepted"]) == (spoilt["accepted"], len(new))
    assert set(new) == {("C-010149", None), (None, "07563-20201009")}


@pytest.mark.usefixtures("given")
def test_a_file_without_a_wrong_row_ends_well(tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_bytes(b"\r\n".join(EXAMPLE.read_bytes().split(b"\r\n")[:3]) + b"\r\n")

    assert replayed(file, exit_code=0)["rejected"] == []


@pytest.mark.usefixtures("given")
def test_a_piped_file_is_read_too() -> None:
    done = heard("replay", "-", "--map", "controlworks", "--json", piped=EXAMPLE.read_bytes())

    result = json.loads(done.stdout)
    assert (done.exit_code, result["accepted"], len(result["rejected"])) == (3, 3_100, 9)


@pytest.mark.usefixtures("given")
def test_a_long_file_goes_in_by_batches() -> None:
    told: list[int] = []

    with EXAMPLE.open("rb") as file:
        replay_rows(file, read_map("controlworks"), progress=told.append)

    assert told == [ROWS, ROWS, 500 - 2 * ROWS]


@pytest.mark.usefixtures("given")
def test_what_cannot_be_read_at_all_is_one_sentence_and_nothing_goes_in(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")

    assert refused("replay", str(file), "--map", "controlworks") == (
        'heard: the file has no column "Call End".\n'
    )
    assert refused("replay", str(file), "--map", "storm") == "heard: there is no map storm.\n"
    assert refused("replay", str(file)) == (
        "heard: a CSV needs the column map that it is read by: --map.\n"
    )
    assert refused("replay", "none.csv", "--map", "storm") == "heard: there is no file none.csv.\n"
    assert (Event.objects.count(), DeadLetter.objects.count()) == (0, 0)


@pytest.mark.usefixtures("given")
def test_a_simulation_takes_in_no_real_night() -> None:
    simulate.begin(seed=1, now=NOON)

    assert refused("replay", str(EXAMPLE), "--map", "controlworks") == (
        "heard: this database is a simulation: set HEARD_HOME to another folder.\n"
    )


def test_the_example_is_written_where_somebody_wants_it(tmp_path: Path) -> None:
    file = tmp_path / "night.csv"

    done = heard("simulate", "--nightly", "--out", str(file))

    assert (done.stdout, done.stderr) == (
        "",
        f"The map of this file is {SHIPPED / 'controlworks.toml'}.\n",
    )
    assert file.read_bytes() == EXAMPLE.read_bytes()
    assert heard("simulate", "--nightly").stdout_bytes == EXAMPLE.read_bytes()
