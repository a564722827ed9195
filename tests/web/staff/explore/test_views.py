"""Explore: what the page says, what may be taken away, and that nothing hidden leaves."""

import csv
import json
import re
from datetime import date, timedelta
from io import BytesIO, StringIO

import openpyxl  # type: ignore[import-untyped]
import pyarrow.parquet as pq
import pytest
from django.test import Client

from heard.accounts.models import User
from heard.eligibility.models import Period
from heard.journal.models import Entry
from heard.places.models import Loaded
from tests.insight.flow import CALLED, answer, known, programme
from tests.insight.impact import fill as fill_impact_areas
from tests.insight.teams import replies
from tests.web.staff.people import inside, read

pytestmark = pytest.mark.django_db
PAGE = "/staff/explore"
BY_AREA = "survey=sms_contact&by=area&question=treatment"


def fill() -> None:
    """Let one area be content, another not, and a third have too few who answered."""
    for area, n, good in (
        ("BE", 40, 38),
        ("CV", 40, 8),
        ("DY", 30, 15),
        ("SH", 30, 15),
        ("WV", 3, 3),
    ):
        for number in range(n):
            scores = {"treatment": 9 if number < good else 2}
            answer(programme(), scores, area=area, at=CALLED + timedelta(weeks=number % 8))
    known()


def lines(client: Client, query: str = BY_AREA) -> list[dict[str, str]]:
    content = client.get(f"{PAGE}/file/csv?{query}").content
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def test_without_a_wish_something_of_use_is_shown() -> None:
    fill()
    page = read(inside(), PAGE)
    assert "Text after a call: treatment by area" in page
    assert "scored 8 or above. The 95% range is" in page
    assert "Above the rest by more than chance: Birmingham East." in page
    assert "Below the rest by more than chance: Coventry." in page
    assert "Treatment on a map" in page
    assert "The shapes are made up" in page
    assert "Treatment by area, in a funnel" in page
    assert "Treatment by area, each by month" in page
    assert "Treatment by day and part of the day" in page
    assert "figures of the cut: held back, so that nobody can be made out" in page
    assert "Wolverhampton Held back" in page


def test_a_view_is_compared_with_the_weeks_before_and_by_month() -> None:
    fill()
    page = read(inside(), f"{PAGE}?question=treatment&against=before&over=months")
    assert re.search(r"to \d+ \w+ 2020, against .*: (not distinguishable|real change)", page)
    assert "Treatment by month" in page
    assert "From the month of October 2020: mean" in page
    page = read(inside(User.Role.VIEWER), f"{PAGE}?{BY_AREA}&against=before")
    assert "Birmingham East" in page


def test_two_and_three_cuts_have_their_drawing_or_table() -> None:
    fill()
    client = inside()
    two = read(client, f"{PAGE}?by=area&and=language&question=treatment")
    assert "Treatment by area, each by language" in two
    three = read(client, f"{PAGE}?by=area&and=language&then=grade&question=treatment")
    assert "Treatment by area, language and grade" in three


def test_teams_are_for_those_who_may_see_them() -> None:
    for team, good in (("FC-A", 36), ("FC-B", 8), ("FC-C", 20)):
        replies(team, 40, good)
    known()
    page = read(inside(), f"{PAGE}?by=team")
    assert "Above the 99.8% limit" in page
    assert "no league table" in page
    assert "Cut by: choose one of the list" in read(inside(User.Role.VIEWER), f"{PAGE}?by=team")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("by=week&against=before", "is held against the rest only"),
        ("by=age&against=year", "is held against the rest only"),
        ("survey=x", "Survey: choose one of the list"),
        ("question=x", "Question: choose one of the list"),
        ("by=age&from=2020-10-01", "cannot be looked at by time"),
    ],
)
def test_what_makes_no_sense_shows_no_figure(query: str, words: str) -> None:
    fill()
    client = inside()
    page = read(client, f"{PAGE}?{query}")
    assert words in page
    assert "The 95% range is" not in page
    assert client.get(f"{PAGE}/file/csv?{query}").status_code == 404
    assert client.get(f"{PAGE}/image/weeks/svg?{query}").status_code == 404


def test_where_all_is_held_back_it_is_said_and_nothing_drawn() -> None:
    fill()
    client = inside()
    page = read(client, f"{PAGE}?area=WV&by=week&question=treatment")
    assert "No share is shown. Held back, so that nobody can be made out" in page
    assert "Treatment by week" not in page
    assert client.get(f"{PAGE}/image/weeks/svg?area=WV&question=treatment").status_code == 404


def test_without_surveys_there_is_nothing_to_explore() -> None:
    known()
    Period.objects.all().delete()
    client = inside()
    assert "No survey asks anything yet." in read(client, PAGE)
    assert client.get(f"{PAGE}/file/csv").status_code == 404


def test_a_file_has_all_figures_with_their_bases_and_nothing_that_is_hidden() -> None:
    fill()
    found = lines(inside())
    parts = [one["part"] for one in found]
    assert parts[0] == "all"
    assert {*parts} == {"all", "segment", "week", "segment in a month", "hour of the week"}
    by_area = {one["segment_1"]: one for one in found if one["part"] == "segment"}
    east = by_area["Birmingham East"]
    assert (east["value"], east["n"], east["method"]) == ("0.95", "40", "Wilson 95%")
    assert (east["verdict"], east["against_n"]) == ("real", "103")
    assert float(east["low"]) < 0.95 < float(east["high"])
    hidden = by_area["Wolverhampton"]
    assert [hidden[name] for name in ("value", "low", "high", "n", "from", "to")] == 6 * [""]
    assert hidden["hidden"] == "held back, so that nobody can be made out"
    assert east["address"].endswith(f"{PAGE}?{BY_AREA}")
    assert "not weighted" in east["caveat"]
    assert Entry.objects.filter(act="web.look").latest("id").subject == (
        "page:explore-file csv survey=sms_contact question=treatment by=area"
    )


def test_the_three_kinds_of_file_say_the_same() -> None:
    fill()
    client = inside()
    query = f"{BY_AREA}&against=before"
    as_csv = lines(client, query)
    parquet = pq.read_table(BytesIO(client.get(f"{PAGE}/file/parquet?{query}").content))
    answered = client.get(f"{PAGE}/file/xlsx?{query}")
    assert "heard-sms-contact-treatment.xlsx" in answered.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(BytesIO(answered.content)).active
    assert sheet is not None
    header, *cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert header == parquet.column_names == [*as_csv[0]]
    assert len(cells) == parquet.num_rows == len(as_csv)
    values = [one["value"] for one in as_csv]
    assert values == [str(one) if one is not None else "" for one in parquet["value"].to_pylist()]
    assert [float(one) for one in values if one] == pytest.approx(
        [row[header.index("value")] for row in cells if row[header.index("value")] is not None]
    )
    assert "change" in {one["part"] for one in as_csv}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_no_file_holds_a_formula() -> None:
    replies("=HYPERLINK(1)", 40, 20)
    replies("FC-A", 40, 20)
    known()
    client, query = inside(), "by=team"
    content = client.get(f"{PAGE}/file/csv?{query}").content.decode("utf-8-sig")
    named = [one["segment_1"] for one in csv.DictReader(StringIO(content))]
    assert "'=HYPERLINK(1)" in named
    assert "=HYPERLINK(1)" not in named
    book = openpyxl.load_workbook(BytesIO(client.get(f"{PAGE}/file/xlsx?{query}").content))
    assert book.active is not None
    told = {cell.value: cell.data_type for row in book.active.iter_rows() for cell in row}
    assert told["=HYPERLINK(1)"] == "s"


def test_each_drawing_stands_by_itself_with_its_caption() -> None:
    fill()
    client = inside()
    for name in ("map", "cut", "funnel", "multiples", "weeks", "hours"):
        answered = client.get(f"{PAGE}/image/{name}/svg?{BY_AREA}")
        drawn = answered.content.decode()
        assert answered.headers["Content-Type"] == "image/svg+xml"
        words = " ".join(re.findall(r">([^<]+)</text>", drawn))
        assert "Text after a call: treatment by area" in words
        assert "The 95% range is" in words
        assert "answers about 12 October 2020 to" in words
        assert "not weighted" in words
        assert re.findall(r"style=|<style|<script|href=", drawn) == []
    pixels = client.get(f"{PAGE}/image/map/png?{BY_AREA}").content
    assert pixels.startswith(b"\x89PNG")
    assert client.get(f"{PAGE}/image/map/gif?{BY_AREA}").status_code == 404
    assert client.get(f"{PAGE}/image/sums/svg?{BY_AREA}").status_code == 404


def test_filters_stand_in_the_caption() -> None:
    fill()
    drawn = inside().get(f"{PAGE}/image/weeks/svg?question=treatment&area=BE").content.decode()
    assert "Only Area: Birmingham East." in drawn


def test_loaded_shapes_take_the_place_of_those_made_up() -> None:
    fill()
    square = [[[[0, 52], [1, 52], [1, 53], [0, 53], [0, 52]]]]
    Loaded.objects.create(
        kind=Loaded.Kind.NPU,
        valid_from=date(2020, 1, 1),
        loaded_at=CALLED,
        source="NPU.geojson",
        credit="Contains OS data.",
        shapes=json.loads(json.dumps({"BE": square})),
    )
    page = read(inside(), PAGE)
    assert "Shapes from NPU.geojson, in force from 1 January 2020. Contains OS data." in page
    assert "made up" not in page


@pytest.mark.usefixtures("simulated")
def test_impact_areas_are_mapped_within_the_areas() -> None:
    fill_impact_areas()
    known()
    page = read(inside(), f"{PAGE}?survey=neighbourhood&by=impact_area&question=safe_day")
    assert "Safe day on a map" in page
    assert "The table of this drawing" in page
    assert "Larkfield (made up)" in page


def test_a_report_is_saved_shared_opened_and_removed() -> None:
    fill()
    ann = inside()
    page = ann.get(f"{PAGE}?{BY_AREA}").content.decode()
    query = re.search(r'name="query" value="([^"]+)"', page)
    assert query is not None
    view = query[1].replace("&amp;", "&")
    assert ann.post("/staff/reports", {"name": "Areas", "query": view}).status_code == 303
    listed = ann.get("/staff/reports").content.decode()
    assert f'href="{PAGE}?{query[1]}"' in listed
    number = re.search(r'name="share" value="(\d+)"', listed)
    assert number is not None
    ben = inside(User.Role.VIEWER)
    assert "Areas" not in read(ben, "/staff/reports")
    ann.post("/staff/reports", {"share": number[1], "roles": ["viewer"]})
    assert "Areas Ann Lee" in read(ben, "/staff/reports")
    assert "Shared with: Board or commissioner's office" in read(ann, "/staff/reports").replace(
        "&#39;", "'"
    )
    for wrong in ({"remove": number[1]}, {"share": "x"}, {"query": "by=area", "name": ""}):
        assert "There is a problem" in ben.post("/staff/reports", wrong).content.decode()
    assert ann.post("/staff/reports", {"remove": number[1]}).status_code == 303
    assert "You have saved none." in read(ann, "/staff/reports")


def test_a_report_by_teams_gives_nobody_more_than_they_may_see() -> None:
    replies("FC-A", 40, 20)
    known()
    ann, ben = inside(), inside(User.Role.VIEWER)
    ann.post("/staff/reports", {"name": "Teams", "query": "by=team"})
    number = re.search(r'name="share" value="(\d+)"', ann.get("/staff/reports").content.decode())
    assert number is not None
    ann.post("/staff/reports", {"share": number[1], "roles": ["viewer"]})
    address = re.search(
        r'href="(/staff/explore\?[^"]+)"', ben.get("/staff/reports").content.decode()
    )
    assert address is not None
    assert "FC-A" in read(ann, address[1])
    assert "FC-A" not in read(ben, address[1])


def test_a_commander_sees_the_force_and_their_own_area_on_the_map() -> None:
    fill()
    client = inside(User.Role.COMMANDER)
    page = read(client, PAGE)
    assert "BE: Birmingham East 95%" in page
    assert "Coventry" not in page.partition("Treatment on a map")[2].partition("week")[0]
    assert "No answers" not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}?area=CV").status_code == 403
    found = lines(client)
    assert {one["segment_1"] for one in found if one["part"] == "segment"} == {"Birmingham East"}


def test_whoever_sees_no_area_apart_begins_with_the_whole_force() -> None:
    fill()
    page = read(inside(User.Role.CONTACT_HANDLER), PAGE)
    assert "Text after a call: treatment" in page
    assert "The 95% range is" in page
    assert "on a map" not in page


def test_shares_adjusted_for_the_mix_stand_beside_those_counted_and_in_the_file() -> None:
    """Of what is held back nothing is adjusted, and none of it gets a verdict."""
    fill()
    client = inside()
    query = f"{BY_AREA}&adjust=block"
    page = read(client, f"{PAGE}?{query}")
    assert "Treatment by area, adjusted for part of the day" in page
    assert "no verdict is given on it" in page
    adjusted = page.partition("As counted Adjusted")[2]
    assert re.search(r"Birmingham East 95% \S+ to \S+ 40 answers 9\d% \S+ to \S+ 40", adjusted)
    assert "Wolverhampton Held back" in adjusted
    found = [one for one in lines(client, query) if one["part"].startswith("segment adjusted")]
    assert {one["part"] for one in found} == {"segment adjusted for part of the day"}
    east = next(one for one in found if one["segment_1"] == "Birmingham East")
    assert float(east["low"]) < float(east["value"]) < float(east["high"])
    assert (east["n"], east["verdict"]) == ("40", "")
    hidden = next(one for one in found if one["segment_1"] == "Wolverhampton")
    assert [hidden[name] for name in ("value", "low", "high", "n")] == 4 * [""]
    assert "Adjust for: " in read(client, f"{PAGE}?by=age&adjust=block&question=treatment")
    assert "segment adjusted" not in {one["part"] for one in lines(client)}
