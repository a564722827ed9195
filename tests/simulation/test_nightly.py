"""The nightly file of a simulated force: the shipped one, and what is wrong in it."""

import csv
from io import BytesIO, TextIOWrapper

import phonenumbers

from heard.events.nightly import SHIPPED
from heard.simulation.nightly import HEADINGS, write_night
from heard.simulation.pilot import SHIPPED_SEED


def night(seed: int) -> bytes:
    out = BytesIO()
    assert write_night(seed, out) == 500
    return out.getvalue()


def rows(file: bytes) -> list[dict[str, str]]:
    text = TextIOWrapper(BytesIO(file), encoding="utf-8-sig", errors="replace", newline="")
    return list(csv.DictReader(text))


def test_the_shipped_file_is_what_the_code_writes_and_another_seed_another() -> None:
    written = night(SHIPPED_SEED)

    assert (SHIPPED / "controlworks.csv").read_bytes() == written
    assert night(7) != written


def test_it_is_a_night_of_october_2020_in_plain_headings() -> None:
    found = rows((SHIPPED / "controlworks.csv").read_bytes())

    assert tuple(found[0]) == HEADINGS
    assert {row["Log Opened"].split()[0] for row in found} == {"09/10/2020"}
    assert [sum(bool(row[column]) for row in found) > 25 for column in HEADINGS[:-3]] == [
        *(True,) * (len(HEADINGS) - 3),
    ]
    assert any("\n" in (row["Remarks"] or "") for row in found)


def test_no_number_in_it_can_be_a_real_persons() -> None:
    found = rows((SHIPPED / "controlworks.csv").read_bytes())

    numbers = {row["Caller Number"].replace(" ", "") for row in found}
    whole = {number for number in numbers if len(number) > len("07700 90012")}
    assert len(whole) > 300
    assert {
        number
        for number in whole
        if not number.startswith(("077009", "+4477009", "0163296", "+3532091"))
    } == set()
    assert {n for n in whole if n.startswith("0") and not _is_british(n)} <= {"07700900123ext4"}


def _is_british(number: str) -> bool:
    return phonenumbers.parse(number, "GB").country_code == 44
