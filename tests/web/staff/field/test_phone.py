"""An officer's phone asks without a signal, loses nothing, sends once, and tells nobody."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from heard.accounts.models import User
from heard.admission.models import Session
from heard.fieldwork.models import Rejected, Submission
from heard.invitations.models import Collector
from heard.responses.models import Comment, Detail, Response
from tests.browser import FLAGS, NewPage, find_chromium
from tests.open_ways import BEGAN
from tests.web.citizen.test_kinds import SENT, WRITTEN
from tests.web.staff.field.phone import Phone, a_way, an_officer
from tests.web.staff.people import a_link

pytestmark = pytest.mark.usefixtures("own_database", "simulated")


@pytest.fixture
def frank_browser(browser: Browser) -> Iterator[Browser]:
    """A Chromium that says how much room there is: by itself it makes that up."""
    program, flags = find_chromium(), [*FLAGS, "--disable-features=StaticStorageQuota"]
    environment: dict[str, str | float | bool] = {**os.environ, **program.environment}
    frank = browser.browser_type.launch(executable_path=program.path, args=flags, env=environment)
    yield frank
    frank.close()


@pytest.fixture
def phone(new_page: NewPage, site: str) -> Iterator[Phone]:
    """A phone on which no script may fail."""
    a_way()
    phone = Phone(new_page(width=320), site).sign_in(an_officer())
    yield phone
    assert phone.wrong == []


def _details() -> list[tuple[str, int, int, str]]:
    return sorted(Detail.objects.values_list("question_id", "nth", "position", "value"))


def test_a_whole_interview_without_a_signal_is_sent_later(phone: Phone) -> None:
    phone.offline()
    phone.page.reload()
    phone.says("No signal.")
    phone.interview()
    phone.waits(1)
    assert Response.objects.count() == 0
    phone.offline(off=False)
    phone.waits(0)
    assert _details() == WRITTEN
    words = {(c.question_id, c.nth): c.text for c in Comment.objects.all()}
    assert words[("why", 0)] == "They sell them at the corner"
    submission = Submission.objects.select_related("interviewer").get()
    assert submission.interviewer is not None
    assert (submission.interviewer.email, submission.via) == ("officer@example.org", "app")
    assert submission.started_at < submission.ended_at
    assert len(submission.device) == 36
    assert phone.wrong == []


def test_what_was_answered_survives_the_end_of_the_page(phone: Phone) -> None:
    phone.offline()
    phone.hand_over()
    phone.go_through(until="district")
    again = phone.killed()
    again.says("The questions were interrupted")
    expect(again.page.locator("#back a")).to_have_count(0)
    again.press()
    keys = list(SENT)
    for key in keys[keys.index("district") :]:
        again.answer(key, SENT[key])
    again.says("Answered before the interruption.")
    shown = again.page.locator("#page").inner_text()
    assert [said for said in ("sell them", "Drugs", "Speeding") if said in shown] == []
    assert "Elm Park" in shown
    again.finish()
    again.back_to_officer()
    again.offline(off=False)
    again.waits(0)
    assert (_details(), Submission.objects.count(), again.wrong) == (WRITTEN, 1, [])


@pytest.mark.parametrize("server_has_it", [False, True])
def test_a_post_whose_answer_is_lost_is_sent_again_and_counts_once(
    new_page: NewPage, site: str, *, server_has_it: bool
) -> None:
    a_way()
    phone = Phone(new_page(), site).sign_in(an_officer(), worker=False)
    phone.offline()
    phone.interview()

    def lose(route: Route) -> None:
        if server_has_it:
            route.fetch()
        route.abort()

    phone.page.route("**/submissions", lose)
    with phone.page.expect_event("requestfailed", lambda one: one.url.endswith("/submissions")):
        phone.offline(off=False)
    phone.waits(1)
    assert Response.objects.count() == int(server_has_it)
    again = phone.killed()  # in the middle of it
    again.waits(0)
    assert Response.objects.count() == Submission.objects.count() == 1
    assert again.kept()["sealed"] == []


def test_one_that_the_server_stumbles_over_holds_up_no_other(new_page: NewPage, site: str) -> None:
    a_way()
    phone = Phone(new_page(), site).sign_in(an_officer(), worker=False)
    phone.offline()
    for _ in range(2):
        phone.interview()
    (first, second) = (one["instance"] for one in phone.kept()["sealed"])

    def stumble(route: Route) -> None:
        if first in (route.request.post_data or ""):
            route.fulfill(status=500)
        else:
            route.continue_()

    phone.page.route("**/submissions", stumble)
    phone.offline(off=False)
    phone.waits(1)
    assert Submission.objects.get().instance == second
    phone.page.unroute("**/submissions")
    phone.page.get_by_role("button", name="Send now").click()
    phone.waits(0)
    assert Submission.objects.count() == 2


def test_two_phones_ask_the_same_at_once(new_page: NewPage, site: str, phone: Phone) -> None:
    other = Phone(new_page(), site).sign_in(an_officer("other@example.org"), byte=1)
    for one in (phone, other):
        one.offline()
        one.hand_over()
        one.go_through()
    for one in (phone, other):
        one.finish()
        one.back_to_officer()
        one.offline(off=False)
    for one in (phone, other):
        one.waits(0)
    people = Submission.objects.values_list("interviewer__email", flat=True)
    assert sorted(people) == ["officer@example.org", "other@example.org"]
    assert Submission.objects.values("device").distinct().count() == 2


def test_nothing_that_was_answered_can_be_read_on_the_phone(phone: Phone) -> None:
    # Words too long to stand by chance in what is sealed.
    plain = ("sell them", "corner", "burglary", "E05001178", "2020-10-11")
    phone.offline()
    phone.hand_over()
    phone.go_through()
    under_way = phone.kept()
    del under_way["kept"]  # what every phone has: forms, wards, words
    assert under_way["draft"][1] == "key:false"  # it cannot be taken out of the browser
    assert [said for said in plain if said in json.dumps(under_way)] == []
    phone.finish()
    done = phone.kept()
    del done["kept"]
    assert done["draft"] == []
    assert [said for said in plain if said in json.dumps(done)] == []
    (sealed,) = done["sealed"]
    assert sealed.keys() == {"instance", "way", "where", "sealed", "state", "why", "at"}
    assert len(sealed["sealed"].split(".")) == 5
    assert phone.page.evaluate("document.body.innerText").count("Elm Park") == 0


def test_whoever_gets_the_phone_back_cannot_go_back_into_the_answers(phone: Phone) -> None:
    phone.hand_over()
    phone.go_through()
    phone.finish()
    for _ in range(3):
        phone.page.go_back(wait_until="commit")
        phone.says("Please give the phone back")
    expect(phone.page.locator("#back a")).to_have_count(0)
    phone.page.reload()
    phone.waits(0)
    assert "sell them" not in phone.page.content()
    phone.page.evaluate("history.back()")
    phone.page.wait_for_url("**/staff/link/**")  # the officer's own way back leaves the app
    assert "sell them" not in phone.page.content()
    assert Submission.objects.count() == 1


def test_the_phones_own_way_back_goes_to_the_question_before(phone: Phone) -> None:
    phone.hand_over()
    phone.go_through(until="why")
    phone.page.go_back(wait_until="commit")
    phone.fill("worries", {"answer": ["burglary"]})
    expect(phone.page.locator("[value=drugs]")).to_be_checked()
    phone.page.locator("#back a").click()
    phone.fill("treatment", {})
    expect(phone.page.locator("[value='8']")).to_be_checked()


def test_with_hardly_any_room_nobody_new_is_asked_and_nothing_is_lost(
    frank_browser: Browser, site: str
) -> None:
    a_way()
    phone = Phone(frank_browser.new_page(), site).sign_in(an_officer())
    phone.offline()
    phone.interview()
    phone.room(3_000_000)
    phone.page.reload()
    phone.says("No signal.")
    phone.says("This phone has hardly any room left.")
    expect(phone.page.get_by_role("button", name="Hand the phone over")).to_be_disabled()
    phone.waits(1)
    phone.offline(off=False)
    phone.page.get_by_role("button", name="Send now").click()
    phone.waits(0)
    assert Submission.objects.count() == 1
    phone.room(None)
    phone.page.reload()
    expect(phone.page.get_by_role("button", name="Hand the phone over")).to_be_enabled()


def test_an_answer_for_which_there_is_no_room_is_not_passed_over(phone: Phone) -> None:
    phone.full()
    phone.page.get_by_role("button", name="Hand the phone over").click()
    phone.says("This phone has hardly any room left.")
    phone.full(is_full=False)
    phone.hand_over()
    phone.go_through(until="district")
    phone.full()
    phone.answer("district", SENT["district"])
    phone.says("The phone has no room left")
    phone.full(is_full=False)
    phone.press()
    expect(phone.page.locator("[value=south]")).to_be_checked()
    for key in list(SENT)[list(SENT).index("district") :]:
        phone.answer(key, SENT[key])
    phone.full()
    phone.press()
    phone.says("The phone has no room left")
    phone.full(is_full=False)
    phone.press()
    phone.finish()
    phone.back_to_officer()
    phone.waits(0)
    assert _details() == WRITTEN


def test_after_the_session_has_run_out_the_phone_asks_on_and_keeps_all(phone: Phone) -> None:
    phone.offline()
    phone.interview()
    Session.objects.all().delete()
    phone.offline(off=False)
    phone.says("You are not signed in any more.")
    phone.waits(1)
    phone.interview()
    phone.waits(2)
    officer = User.objects.get()
    phone.page.goto(phone.site + a_link(officer, byte=7))
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Sign in").click()
    phone.waits(0)
    assert Submission.objects.count() == 2


def test_what_the_server_refuses_stays_with_the_reason_and_can_be_saved(
    phone: Phone, tmp_path: Path
) -> None:
    phone.offline()
    phone.interview()
    Collector.objects.update(closed_at=BEGAN)
    phone.offline(off=False)
    phone.says("was closed before the interview ended")
    phone.waits(0)
    with phone.page.expect_download() as saved:
        phone.page.get_by_role("button", name="Save a sealed file").click()
    file = tmp_path / "saved.json"
    saved.value.save_as(file)
    (item,) = json.loads(file.read_text())["items"]
    assert item.keys() == {"instance", "sealed", "why"}
    assert (Response.objects.count(), Rejected.objects.count()) == (0, 1)
    Collector.objects.update(closed_at=None)
    phone.page.get_by_role("button", name="Try again").click()
    expect(phone.page.get_by_text("was closed before")).to_have_count(0)
    assert Submission.objects.count() == 1
    assert phone.kept()["sealed"] == []


def test_after_a_while_without_a_touch_answers_are_not_shown_any_more(phone: Phone) -> None:
    phone.page.clock.install()
    phone.page.reload()
    phone.says("Connected.")
    phone.hand_over()
    phone.go_through(until="order")
    phone.page.clock.fast_forward("06:00")
    phone.says("The questions were interrupted")
    phone.press()
    expect(phone.page.locator("form[data-question=order]")).to_be_visible()
    expect(phone.page.locator("#back a")).to_have_count(0)


def test_one_window_at_a_time_asks(phone: Phone) -> None:
    second = Phone(phone.context.new_page(), phone.site)
    second.page.goto(second.home)
    second.says("The app is open in another window")
    assert second.wrong == []
    phone.page.close()
    second.page.reload()
    second.says("Connected.")


def test_a_target_that_is_reached_as_far_as_is_known_ends_the_asking(
    new_page: NewPage, site: str
) -> None:
    a_way(target=1)
    phone = Phone(new_page(), site).sign_in(an_officer())
    phone.says("0 of 1, as known at")
    phone.offline()
    phone.interview()
    phone.says("Enough: 1 of 1, as known at")
    phone.says("other devices may have added")
    expect(phone.page.get_by_role("radio")).to_be_disabled()
    phone.page.get_by_role("button", name="Hand the phone over").click()
    phone.says("In the field")


def test_the_ward_is_noted_if_that_is_wanted_and_allowed(phone: Phone) -> None:
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 52.45, "longitude": -1.82})
    phone.page.get_by_label("Note the ward where we are").check()
    phone.interview()
    phone.waits(0)
    assert Submission.objects.get().ward == "E05001178"


def test_whoever_stops_leaves_nothing_behind(phone: Phone) -> None:
    phone.hand_over()
    phone.go_through(until="order")
    stop = phone.page.get_by_role("link", name="Stop and delete my answers")
    stop.click()
    phone.page.get_by_role("button", name="No, go on").click()
    phone.fill("order", SENT["order"])
    stop.click()
    phone.page.get_by_role("button", name="Stop and delete my answers").click()
    phone.says("Your answers are deleted")
    phone.back_to_officer()
    found = phone.kept()
    assert (found["draft"], found["sealed"]) == ([], [])


def test_what_was_said_and_typed_stays_when_the_language_changes(phone: Phone) -> None:
    phone.hand_over("cy")
    phone.go_through(until="why")
    phone.fill("why", {"answer": "Half a sen"})
    phone.page.locator(".heard-languages a[lang='ar']").click()
    expect(phone.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.page.locator("textarea")).to_have_value("Half a sen")
    expect(phone.page.locator("textarea")).to_have_attribute("spellcheck", "false")
    phone.page.locator(".heard-languages a[lang='cy']").click()
    phone.says("Pam cyffuriau?")
    phone.answer("why", SENT["why"])
    phone.page.locator("#back a").click()
    expect(phone.page.locator("textarea")).to_have_value("They sell them at the corner")
