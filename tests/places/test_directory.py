"""Directories of postcodes: what is kept of an edition, and what is refused by which rule."""

import tracemalloc
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from pytest_django import Settings

from heard.journal.models import Entry
from heard.places import directory, sample
from heard.places.areas import names
from heard.places.models import Directory, Postcode
from heard.places.placing import Files, rules
from heard.places.postcode_file import BadDirectory
from heard.places.postcodes import find, find_all, spelt
from heard.places.wards import wards
from tests.places.ons import (
    BIRMINGHAM,
    COVENTRY,
    ELSEWHERE,
    LOOKUP,
    NOW,
    OF_2021,
    OF_2026,
    SINCE,
    codes,
    line,
    load,
    made_up,
    sheet,
    take,
)

pytestmark = pytest.mark.django_db


def listed(folder: Path, text: str) -> Path:
    file = folder / "list.csv"
    file.write_text(text)
    return file


def test_what_is_not_known_is_placed_by_its_sector_if_that_is_in_one_area_whole() -> None:
    found = [*codes(40)]
    whole = [line(code, COVENTRY) for code in found[:10]]
    of_two = [line(f"ZZ2 2{code[-2:]}", COVENTRY) for code in found[:12]]
    few = [line(f"ZZ3 3{code[-2:]}", COVENTRY) for code in found[:9]]
    at_the_edge = [line(f"ZZ4 4{code[-2:]}", COVENTRY) for code in found[:12]]
    ended = line("ZZ1 0ZZ", BIRMINGHAM, doterm="201906")  # counts for nothing
    other = [line("ZZ2 2ZZ", BIRMINGHAM), line("ZZ4 4ZZ", ELSEWHERE)]
    taken = take(sheet(*whole, *of_two, *few, *at_the_edge, ended, *other))
    assert taken.sectors == 1
    placed = find("ZZ1 0YY", on=SINCE)
    assert placed is not None
    assert (placed.area, placed.ward, placed.by_sector, placed.outside) == ("CV", "", True, False)
    assert [find(f"{of}YY", on=SINCE) for of in ("ZZ2 2", "ZZ3 3", "ZZ4 4")] == [None] * 3
    known = find(found[0], on=SINCE)
    assert known is not None
    assert (known.area, known.by_sector) == ("CV", False)


@pytest.mark.parametrize("head", [LOOKUP, OF_2021, OF_2026])
def test_the_columns_of_known_editions_are_found(head: list[str]) -> None:
    taken = take(sheet(line("zz11aa", COVENTRY, head=head, doterm="201906"), head=head))
    assert (taken.lines, taken.inside, taken.bad) == (1, 1, 0)
    row = Postcode.objects.get()
    assert (row.code, row.area, row.ward) == ("ZZ1 1AA", "CV", "E05001219")
    assert row.ended_on == date(2019, 6, 1)
    assert Entry.objects.filter(act="places.postcodes").count() == 1


def test_columns_of_another_name_are_named() -> None:
    lines = ["PC,Council,Electoral", "ZZ1 1AA,E08000026,"]
    take(lines, postcode="pc", district="council", ward="electoral")
    found = find("ZZ1 1AA", on=SINCE)
    assert found is not None
    assert (found.area, found.ward, found.impact_area, found.outside) == ("CV", "", "", False)


def test_what_lies_outside_is_known_to_and_takes_a_row_a_sector() -> None:
    inside = [line("ZZ1 1AA", COVENTRY), line("ZZ1 1AB", ELSEWHERE)]
    outside = [line(code, ELSEWHERE) for code in codes(800, outward="ZZ9")]
    taken = take(sheet(*inside, *outside))
    assert (taken.inside, taken.outside) == (1, 801)
    kept = Postcode.objects.order_by("code").values_list("code", "outside")
    assert list(kept) == [
        ("ZZ1 1AA", False),
        ("ZZ1 1AB", True),
        ("ZZ9 0", True),
        ("ZZ9 1", True),
    ]
    for code in ("ZZ1 1AB", "ZZ9 1YZ"):
        found = find(code, on=SINCE)
        assert found is not None
        assert (found.outside, found.area) == (True, "")
    assert find("ZZ1 1AD", on=SINCE) is None
    assert find("ZZ9", on=SINCE) is None


def test_a_district_of_several_areas_is_parted_by_wards(tmp_path: Path) -> None:
    file = listed(tmp_path, "ward,area\nE05001178,BE\nE05001179,BW\nE05001179,BW\n")
    by = rules(Files(wards=file), on=SINCE)
    east, west, neither = (
        line(code, BIRMINGHAM, ward=ward)
        for code, ward in (
            ("ZZ1 1AA", "E05001178"),
            ("ZZ1 1AB", "E05001179"),
            ("ZZ1 1AD", "E05009999"),
        )
    )
    assert take(sheet(east, west, neither), by=by).unclear == 1
    assert [one.area for one in Postcode.objects.order_by("code")] == ["BE", "BW", ""]


def test_or_by_the_shape_that_is_nearest_and_impact_areas_by_theirs() -> None:
    east = line("ZZ1 1AA", BIRMINGHAM, lat="52.50340", long="-1.86224")  # Harrow Bank
    beyond = line("ZZ1 1AB", BIRMINGHAM, lat="52.45", long="-2.09")  # west of the made-up shape
    nowhere = line("ZZ1 1AD", BIRMINGHAM, lat="99.999999", long="0.000000")
    take(sheet(east, beyond, nowhere))
    found = Postcode.objects.order_by("code").values_list("area", "impact_area")
    assert list(found) == [("BE", "harrow-bank"), ("BW", ""), ("", "")]


def test_impact_areas_go_by_a_list_where_there_is_one(tmp_path: Path) -> None:
    file = listed(tmp_path, "lsoa,impact_area\nE01000001,harrow-bank\n")
    wards_ = tmp_path / "wards.csv"
    wards_.write_text("ward,area\nE05001178,BE\n")
    by = rules(Files(wards=wards_, lsoas=file), on=SINCE)
    take(sheet(line("ZZ1 1AA", COVENTRY), line("ZZ1 1AB", COVENTRY, lsoa="E01000002")), by=by)
    assert [one.impact_area for one in Postcode.objects.order_by("code")] == ["harrow-bank", ""]


def test_shapes_that_are_made_up_place_nobody_unless_asked(
    settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(BadDirectory, match=r"^E08000025 is of several areas: name a file"):
        rules(Files(), on=SINCE)
    wards_ = listed(tmp_path, "ward,area\nE05001178,BE\n")
    harrow_bank = (-1.86224, 52.50340)
    assert rules(Files(wards=wards_), on=SINCE).impact_areas.at([harrow_bank]) == [""]
    own = tmp_path / "ours.csv"
    shipped = Path(settings.IMPACT_AREAS)
    own.write_text(shipped.read_text())
    own.with_suffix(".geojson").write_text(shipped.with_suffix(".geojson").read_text())
    settings.IMPACT_AREAS = own
    assert rules(Files(wards=wards_), on=SINCE).impact_areas.at([harrow_bank]) == ["harrow-bank"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ward\nE05001178", r"line 1: has no column area"),
        ("ward,area\nE05001178,XX", r"line 2: 'XX' is none of BE, BW"),
        ("ward,area\nE05001178,BE\nE05001178,BW", r"line 3: E05001178 is of BE by a line before"),
    ],
)
def test_a_list_that_breaks_a_rule_is_named(tmp_path: Path, text: str, rule: str) -> None:
    with pytest.raises(BadDirectory, match=rule):
        rules(Files(wards=listed(tmp_path, text)), on=SINCE)
    with pytest.raises(BadDirectory, match="cannot be read"):
        rules(Files(wards=tmp_path / "none.csv"), on=SINCE)
    with pytest.raises(BadDirectory, match="line 2: XX is none of BE"):
        rules(Files(districts=listed(tmp_path, "district,areas\nE08000025,XX")), on=SINCE)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (line("Coventry", COVENTRY), "'Coventry' is no postcode."),
        (line("ZZ1 1AB", "26"), "'26' is no code of a district: a letter and eight digits."),
        (line("ZZ1 1AB", COVENTRY, lat="x"), "'x', '-1.5' is no latitude and longitude."),
        (line("ZZ1 1AB", COVENTRY, doterm="201913"), "'201913' is no year and month, like 201906."),
        ("ZZ1 1AB,1", "has 2 cells, and not 35."),
        (line("ZZ1 1AA", COVENTRY), "ZZ1 1AA stands in a line before."),
        ("x" * 140_000, "is no line of a CSV: field larger than field limit (131072)."),
    ],
)
def test_a_line_that_breaks_a_rule_stops_no_other(wrong: str, rule: str) -> None:
    taken = take(sheet(line("ZZ1 1AA", COVENTRY), wrong, "", line("ZZ1 1AD", COVENTRY)))
    assert [(one.line, one.rule) for one in taken.faults] == [(3, rule)]
    assert [one.code for one in Postcode.objects.order_by("code")] == ["ZZ1 1AA", "ZZ1 1AD"]


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ([], "ONS.csv, line 1: has no names of columns."),
        (["pcds,laua"], "ONS.csv, line 1: has no column for ward: it has pcds, laua."),
        (sheet(line("ZZ1 1AA", ELSEWHERE)), "ONS.csv: no postcode lies in a district of"),
        (sheet(line("ZZ1 1AA", COVENTRY), *["?"] * 101), "101 of the first 102 lines break a"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_whole(lines: list[str], rule: str) -> None:
    with pytest.raises(BadDirectory, match=f"^{rule}"):
        take(lines)
    assert not Directory.objects.exists()
    with pytest.raises(BadDirectory, match=r"^There is no column sector: postcode, district"):
        take(sheet(line("ZZ1 1AA", COVENTRY)), sector="x")


def test_an_edition_is_in_force_from_its_day_on_and_never_changes() -> None:
    take(sheet(line("ZZ1 1AA", COVENTRY)))
    later = SINCE + timedelta(days=90)
    take(sheet(line("ZZ1 1AA", "E08000027")), name="May 2026", since=later)
    found = [find("ZZ1 1AA", on=day) for day in (SINCE, later - timedelta(days=1), later)]
    assert [one.area for one in found if one] == ["CV", "CV", "DY"]
    assert find("ZZ1 1AA", on=SINCE - timedelta(days=1)) is None
    with pytest.raises(BadDirectory, match=r"^The edition May 2026 is kept already"):
        take(sheet(line("ZZ1 1AA", COVENTRY)), name="May 2026")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Postcode.objects.update(area="BE")


def test_ten_thousand_lines_are_held_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "AT_ONCE", 500)
    by = made_up()

    ours = (line(code, COVENTRY) for code in codes(2_000, outward="ZZ1"))
    others = (line(code, ELSEWHERE) for code in codes(8_000, outward="YY1"))
    file = StringIO("\n".join(sheet(*ours, *others)))
    tracemalloc.start()
    taken = load(file, by=by)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (taken.lines, taken.inside, taken.outside, taken.bad) == (10_000, 2_000, 8_000, 0)
    assert taken.sectors == 5
    assert Postcode.objects.count() == 2_000 + 8_000 // 400 + taken.sectors
    assert peak < 4_000_000  # bytes: ten thousand rows at once would be twice as many


def test_the_sample_is_made_up_and_lies_in_every_area() -> None:
    assert sample.install(now=NOW)
    assert not sample.install(now=NOW)
    codes_ = [code for some in sample.by_area().values() for code in some]
    assert all(spelt(code) == code and code.startswith("ZZ") for code in codes_)
    places = find_all(codes_, by=Directory.objects.get())
    for area, some in sample.by_area().items():
        lies = {(places[code].area, places[code].outside) for code in some}
        assert lies == {(area, area == "")}
    assert sample.by_area().keys() == {*names(), ""}
    inside = [one for one in places.values() if not one.outside]
    assert all(one.ward in wards() for one in inside)
    assert sum(bool(one.impact_area) for one in inside) >= 4 * 19
