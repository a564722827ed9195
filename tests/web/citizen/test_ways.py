"""An open survey on the citizen's pages: by a code, with a link of one's own, looking harmless."""

import re
from datetime import timedelta

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from heard.clock import simulate
from heard.eligibility.models import Programme
from heard.invitations import collectors
from heard.invitations.models import Collector, Guest
from heard.responses.models import Answer, Detail, Draft, Response
from tests.asked import ASKED
from tests.open_ways import ANN, NOW, way_in
from tests.web.citizen.citizen import Citizen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
SAID = {
    "first": "behaviour",
    "safe_day": "2",
    "safe_night": "4",
    "concerns": "98",
    "worry": "Dogs.",
}
COOKIE = "answered-neighbourhood"
COME_BACK = re.compile(r'href="http://127\.0\.0\.1:8000(/s/[^"]+)"')


def visitor(way: Collector) -> Citizen:
    """Give somebody who looks at the first page of a way in."""
    citizen = Citizen()
    citizen.root = f"/c/{way.code}"
    citizen.get()
    return citizen


def begin(citizen: Citizen) -> HttpResponseBase:
    """Press Start; from then on they are under the link that is their own."""
    started = citizen.post("/start")
    if started.status_code == 303:
        citizen.root = started["Location"].rpartition("/q/")[0]
    return started


def answer_all(citizen: Citizen) -> HttpResponseBase:
    for name, value in SAID.items():
        citizen.get(f"/q/{name}")
        citizen.post(f"/q/{name}", answer=value)
    citizen.get("/check")
    return citizen.post("/submit")


def test_anybody_answers_and_is_thanked() -> None:
    way = way_in()
    citizen = visitor(way)
    assert "You were in touch" not in citizen.page
    assert "Trial Police would like to hear from everybody" in citizen.page
    assert "There are 5 short questions." in citizen.page
    started = begin(citizen)
    assert (started.status_code, started["Location"]) == (303, f"{citizen.root}/q/first")
    sent = answer_all(citizen)
    assert (sent.status_code, sent["Location"][:3]) == (303, "/e/")
    response = Response.objects.get()
    assert (response.collector, response.mode, response.doubt) == (way, "web", "")
    assert (Answer.objects.count(), Detail.objects.count()) == (3, 1)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_records_nothing_and_sets_no_mark(method: str) -> None:
    way = way_in()
    client = Client()
    shown = getattr(client, method)(f"/c/{way.code}")
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    assert getattr(client, method)(f"/c/{way.code}/start").status_code == 405
    assert (Guest.objects.count(), Draft.objects.count()) == (0, 0)
    assert {*shown.cookies} <= {"csrftoken"}


def test_a_form_from_elsewhere_lets_nobody_in() -> None:
    way = way_in()
    assert Client(enforce_csrf_checks=True).post(f"/c/{way.code}/start").status_code == 403
    assert Guest.objects.count() == 0


def test_a_code_is_taken_in_capitals() -> None:
    assert Client().get(f"/c/{way_in().code.upper()}").status_code == 200


def test_closed_unknown_and_over_are_told_apart_by_nobody() -> None:
    closed, over = way_in(), way_in()
    collectors.close(closed, by=ANN, now=NOW, because="The poster is gone.")
    codes = [closed.code, "nothing", "x" * 300]
    answered = {Client().get(f"/c/{code}").content for code in codes}
    starts = {Client().post(f"/c/{code}/start").status_code for code in codes}
    simulate.advance(to=ASKED + timedelta(days=90))
    late = Client().get(f"/c/{over.code}")
    answered.add(late.content)
    assert (len(answered), late.status_code, starts) == (1, 404, {404})
    assert b"There is no survey here" in answered.pop()


def test_a_code_that_no_table_holds_is_as_unknown_as_any_other() -> None:
    client = Client()
    asked = client.get("/c/a%00b"), client.post("/c/a%00b/start"), client.get("/c/ab")
    assert [one.status_code for one in asked] == [404, 404, 404]
    assert len({one.content for one in asked}) == 1


def test_the_browser_keeps_that_it_answered_and_another_person_may_answer() -> None:
    way = way_in()
    citizen = visitor(way)
    assert "on this device already" not in citizen.page
    begin(citizen)
    kept = answer_all(citizen).cookies[COOKIE]
    assert (kept["httponly"], kept["path"], kept["samesite"]) == (True, "/c/", "Lax")
    assert kept["max-age"] == 365 * 24 * 3600
    citizen.root = f"/c/{way_in(place='Shop').code}"
    citizen.get()
    assert "on this device already" in citizen.page
    begin(citizen)
    assert answer_all(citizen).status_code == 303
    assert [r.doubt for r in Response.objects.order_by("pk")] == ["", "same_device"]


def test_the_cookie_is_the_same_for_everybody() -> None:
    way = way_in()
    kept = set()
    for _ in range(2):
        citizen = visitor(way)
        begin(citizen)
        kept.add(answer_all(citizen).cookies[COOKIE].value)
    assert len(kept) == 1


@pytest.mark.parametrize("value", ["", "answered", "answered:AAAA"])
def test_a_cookie_that_we_did_not_sign_says_nothing(value: str) -> None:
    way = way_in()
    citizen = Citizen()
    citizen.browser.cookies[COOKIE] = value
    citizen.root = f"/c/{way.code}"
    citizen.get()
    assert "on this device already" not in citizen.page
    begin(citizen)
    assert Guest.objects.get().doubt == ""


def test_too_many_from_one_network_are_told_so_and_leave_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(collectors, "MOST", 1)
    way = way_in()
    begin(visitor(way))
    citizen = visitor(way)
    assert citizen.post("/start").status_code == 429
    assert "Please try again later" in citizen.page
    assert Guest.objects.count() == 1


def test_a_guest_comes_back_to_what_they_said() -> None:
    citizen = visitor(way_in())
    begin(citizen)
    citizen.get("/q/first")
    citizen.post("/q/first", answer=["behaviour", "drugs"])
    for path in ("/q/safe_day", "/check"):
        citizen.get(path)
        assert COME_BACK.findall(citizen.page) == [citizen.root]
    assert "until 13 October 2020, 11:10" in citizen.page
    later = Citizen(citizen.root.removeprefix("/s/"))
    later.get()
    assert "Go on with your answers" in later.page
    assert "Stop messages like" not in later.page
    later.post("/start")
    later.get("/q/first")
    assert re.findall(r'value="(\w+)" checked', later.page) == ["drugs", "behaviour"]
    simulate.advance(to=ASKED + timedelta(days=1))
    assert later.get().status_code == 404


def test_nobody_else_is_shown_an_address_to_come_back_to() -> None:
    way = way_in()
    assert "come back later" not in visitor(way).page


def test_a_guest_cannot_stop_messages_that_nobody_sent() -> None:
    citizen = visitor(way_in())
    begin(citizen)
    assert citizen.get("/opt-out").status_code == 404
    assert citizen.get("/stop").status_code == 404


def test_where_a_page_may_have_to_be_left_at_once_the_device_keeps_nothing() -> None:
    way = way_in()
    Programme.objects.filter(pk=way.programme_id).update(quick_exit=True)
    citizen = visitor(way)
    started = citizen.post("/start")
    assert started["Location"].endswith("/leaving")
    citizen.root = started["Location"].removesuffix("/leaving")
    citizen.get("/leaving")
    answer_all(citizen)
    assert Response.objects.get().disposition == "complete"
    assert COOKIE not in citizen.browser.cookies
