"""Drives on the pages for staff: begun, given codes and costs, seen by whose areas they are of."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from heard.accounts.models import User
from heard.clock import simulate
from heard.membership import drives
from heard.membership.models import CodeDay, Cost, Drive, DriveCode
from tests.membership.asked import EMAIL, NOW
from tests.membership.driven import LEAD, a_code, a_drive, joined
from tests.web.staff.people import a_person, browser_of, inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/community/drives"
GIVEN = {"name": "Autumn", "first": "2020-10-01", "last": "2020-12-29", "goal_BE": "90"}
CODE = {"do": "code", "code": "be-market", "kind": "event", "name": "A stall", "area": "BE"}


def team(area: str = "BE") -> Client:
    role = User.Role.NEIGHBOURHOOD
    return browser_of(a_person(f"{area}@example.org", role=role, unit=area, password=None))


def cost(pounds: str) -> dict[str, str]:
    of = str(DriveCode.objects.get().pk)
    return {"do": "cost", "of": of, "pounds": pounds, "on": "2020-10-01", "what": "Rent"}


def test_a_team_runs_a_drive_in_its_area_and_another_team_sees_nothing_of_it() -> None:
    mine, other, lead = team(), team("CV"), inside(User.Role.COMMUNICATIONS)
    made = mine.post(PAGE, GIVEN)
    page = f"{PAGE}/{Drive.objects.get().pk}"
    assert (made.status_code, made.headers["Location"]) == (303, page)
    assert mine.post(page, CODE).status_code == 303
    assert mine.post(page, cost("120.50")).status_code == 303
    assert mine.post(page, cost("-20")).status_code == 303
    joined("be-market", 25, at=datetime(2020, 10, 3, 9, tzinfo=UTC))
    shown = read(mine, f"{page}?at=2020-10-09")
    assert "Birmingham East 90 25 9 Ahead 25" in shown
    assert "be-market : its poster Event: A stall . Birmingham East 0 0 25 - - £100.50" in shown
    assert "£4.02 Fewer than 10" in shown
    assert "Autumn 1 October 2020 to 29 December 2020" in read(lead, PAGE)
    assert "Autumn" not in read(other, PAGE)
    for path in (
        page,
        f"{PAGE}/codes/be-market/poster.pdf",
        f"{PAGE}/codes/%00/poster.pdf",
        f"{PAGE}/9999",
    ):
        assert other.get(path).status_code == 404
    files = [one.get(f"{PAGE}/file/csv").content.decode() for one in (mine, other)]
    assert ["be-market" in one for one in files] == [True, False]
    assert mine.get(f"{PAGE}/file/xlsx").status_code == 200
    assert mine.get(f"{PAGE}/file/ods").status_code == 404
    assert lead.post(page, {"do": "end"}).status_code == 303
    assert "It was planned to 29 December 2020." in read(mine, page)


def test_what_is_wrong_is_named_and_nothing_is_kept() -> None:
    lead = inside(User.Role.COMMUNICATIONS)
    for change, words in (
        ({"name": ""}, "Give the drive a name"),
        ({"first": "x"}, "First day: enter a day"),
        ({"last": ""}, "Last day: enter a day"),
        ({"last": "2020-09-01"}, "Choose a last day within 366 days"),
        ({"goal_BE": "0"}, "Birmingham East: enter how many"),
        ({"goal_BE": ""}, "Give a goal of at least one"),
    ):
        answer = lead.post(PAGE, GIVEN | change)
        assert (answer.status_code, words in answer.content.decode()) == (400, True)
    a_code("be-market", of=a_drive())
    page = f"{PAGE}/{Drive.objects.get().pk}"
    for given, words in (
        ({}, "Choose what to do."),
        (CODE, "This code was used before."),
        (CODE | {"kind": "x", "code": "y"}, "Choose what it stands on"),
        (cost("0"), "Enter an amount, like 120.50."),
        (cost("x"), "Enter an amount, like 120.50"),
        (cost("-5"), "No more can be taken back"),
    ):
        answer = lead.post(page, given)
        assert (answer.status_code, words in answer.content.decode()) == (400, True)
    Drive.objects.update(first=date(2020, 1, 1), last=date(2020, 1, 2), planned=date(2020, 1, 2))
    assert "Only a drive that runs is ended." in lead.post(page, {"do": "end"}).content.decode()
    assert (DriveCode.objects.count(), Cost.objects.count()) == (1, 0)


def test_a_team_of_one_area_sees_of_a_drive_of_many_what_is_its_own() -> None:
    drive = a_drive()
    simulate.advance(to=NOW)
    for code, area in (("be-only", "BE"), ("cv-only", "CV"), ("every", "")):
        a_code(code, of=drive, area=area)
    mine, page = team(), f"{PAGE}/{drive.pk}"
    shown = read(mine, page)
    assert ("be-only" in shown, "cv-only" in shown, "every" in shown) == (True, False, True)
    assert "Coventry 45" not in shown
    drives.add_cost(
        DriveCode.objects.get(code="every"), 500, on=NOW.date(), what="x", by=LEAD, now=NOW
    )
    assert "£5.00 Not shown Not shown" in read(mine, page)
    assert "All areas of the drive" not in shown.partition("Add a code")[2]
    assert mine.post(page, CODE | {"code": "x1", "area": ""}).status_code == 400
    assert "End the drive" not in shown
    for code, there in (("be-only", 200), ("cv-only", 404), ("every", 200)):
        assert mine.get(f"{PAGE}/codes/{code}/poster.pdf").status_code == there


def test_its_states_and_its_poster() -> None:
    lead = inside(User.Role.COMMUNICATIONS)
    code = a_code(of=a_drive(), area="BE")
    states = {
        "2020-09-01": "Not begun",
        "2020-10-01": "Runs, 89 days left",
        "2020-12-28": "Runs, 1 day left",
        "2020-12-29": "Last day",
        "2020-12-30": "Over",
    }
    simulate.advance(to=datetime(2021, 1, 26, tzinfo=UTC))
    for day, words in states.items():
        assert words in read(lead, f"{PAGE}?at={day}")
    poster = lead.get(f"{PAGE}/codes/{code.code}/poster.pdf")
    assert poster.headers["Content-Type"] == "application/pdf"
    assert poster.content.startswith(b"%PDF")


def test_a_poster_that_cannot_be_made_says_why(settings: object) -> None:
    settings.FORCE_NAME = "x" * 61  # type: ignore[attr-defined]
    a_code(of=a_drive())
    answer = inside(User.Role.COMMUNICATIONS).get(f"{PAGE}/codes/be-market/poster.pdf")
    assert answer.status_code == 400
    assert "longer than 60 characters" in answer.content.decode()


def test_opened_links_and_forms_are_counted_whoever_sends_them(client: Client) -> None:
    a_code(of=a_drive())
    path = "/community/join?source=be-market"
    client.get(path)
    client.head(path)
    client.get("/community/join?source=%00")
    for _ in range(2):
        given = {"email": EMAIL, "frequency": "each", "source": "be-market"}
        assert client.post("/community/join", given).status_code == 302
    client.post("/community/join", {"source": "be-market"})
    assert CodeDay.objects.values_list("opened", "asked").get() == (1, 2)
    inside(User.Role.NEIGHBOURHOOD).post(
        "/staff/community/register",
        {
            "email": EMAIL,
            "language": "en",
            "how": "typed",
            "where": "Market",
            "source": "be-market",
        },
    )
    assert CodeDay.objects.values_list("opened", "asked").get() == (1, 3)


def test_other_codes_are_told_apart_from_none() -> None:
    joined("scribbled", 12, at=datetime(2020, 10, 3, 9, tzinfo=UTC))
    joined("", 9, at=datetime(2020, 10, 3, 9, tzinfo=UTC))
    drives.note_use("scribbled", opened=1, now=NOW)
    shown = read(inside(User.Role.COMMUNICATIONS), f"{PAGE}?at=2020-10-09")
    assert "Other codes 12 No code Fewer than 10" in shown
    assert LEAD.may([])
