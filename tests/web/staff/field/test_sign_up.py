"""An officer registers somebody with the network cut: kept sealed, sent once, and nothing told."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from heard.accounts.models import User
from heard.delivery.models import Letter
from heard.membership.models import Entry, Member, Request
from tests.browser import NewPage, faults
from tests.membership.asked import EMAIL, gone_through
from tests.web.staff.field.phone import Phone
from tests.web.staff.people import a_person

pytestmark = pytest.mark.usefixtures("own_database")
LABELS = {
    "E-mail address": EMAIL,
    "Postcode, if they want to say": "zz1 1aa",
    "Where": "Market Square",
}


@pytest.fixture
def phone(new_page: NewPage, site: str) -> Iterator[Phone]:
    """A phone with the app on it and no signal, on which no script may fail."""
    phone = Phone(new_page(width=320), site).sign_in(_of_a_team())
    phone.offline()
    yield phone
    assert phone.wrong == []


def _of_a_team() -> User:
    return a_person(role=User.Role.NEIGHBOURHOOD)


def _begin(phone: Phone) -> None:
    phone.page.get_by_role("button", name="Register somebody").click()
    expect(phone.page.get_by_role("heading", level=1)).to_contain_text("Register somebody")


def _type(phone: Phone, **other: str) -> None:
    for label, words in {**LABELS, **other}.items():
        phone.page.get_by_label(label, exact=True).fill(words)
    phone.page.get_by_label("Language of the letter").select_option("ur")
    phone.page.get_by_label("How they agreed").select_option("typed")


def test_somebody_is_registered_without_a_signal_and_gets_one_link_later(phone: Phone) -> None:
    _begin(phone)
    found = faults(phone.page)
    keep = phone.page.get_by_role("button", name="Keep, and send")
    keep.click()
    phone.says("Enter an e-mail address or a mobile number: one of them.")
    found += faults(phone.page)
    _type(phone)
    keep.dblclick()
    phone.says("Kept on this phone, sealed")
    expect(phone.page.locator("#page [lang=ur][dir=rtl] p")).to_have_count(3)
    assert [*found, *faults(phone.page)] == []
    assert _readable(phone) == (1, [])
    second = Phone(phone.context.new_page(), phone.site)  # the worker serves it without a signal
    second.page.goto(second.home)
    second.says("The app is open in another window")
    second.page.close()
    again = phone.killed()
    again.says("1 sign-up waits to be sent.")
    assert not Request.objects.exists()
    again.offline(off=False)
    again.says("Nothing waits to be sent.")
    gone_through()
    assert (Letter.objects.count(), Entry.objects.count()) == (1, 1)
    member = Member.objects.get()
    assert (member.state, member.email, member.language) == ("pending", EMAIL, "ur")


def _readable(phone: Phone) -> tuple[int, list[str]]:
    """Say how many are sealed on a phone, and which words of theirs can be read there."""
    kept = phone.kept()
    del kept["kept"]  # what every phone has
    return len(kept["sealed"]), [one for one in (EMAIL, "ZZ1", "Market") if one in json.dumps(kept)]


def test_a_refused_entry_is_told_with_its_rule_and_can_be_deleted(phone: Phone) -> None:
    _begin(phone)
    _type(phone, **{"E-mail address": "info@people.example"})
    phone.page.get_by_role("button", name="Keep, and send").click()
    phone.page.get_by_role("button", name="Register another").click()
    expect(phone.page.get_by_label("Where", exact=True)).to_have_value("Market Square")
    expect(phone.page.get_by_label("E-mail address")).to_have_value("")
    phone.page.get_by_role("link", name="Back").click()
    phone.offline(off=False)
    phone.says("Somebody for the community")
    phone.says("Enter an e-mail address of your own")
    assert faults(phone.page) == []
    phone.page.get_by_role("button", name="Delete refused sign-ups").click()
    expect(phone.page.get_by_text("Somebody for the community")).to_have_count(0)
    assert phone.kept()["sealed"] == []
    assert not Request.objects.exists()


def test_what_is_typed_is_shown_to_nobody_who_takes_the_phone(phone: Phone) -> None:
    phone.page.clock.install()
    phone.page.reload()
    phone.says("No signal.")
    _begin(phone)
    _type(phone)
    phone.page.clock.fast_forward("06:00")
    phone.says("In the field")
    assert EMAIL not in phone.page.content()
    _begin(phone)
    phone.full()
    _type(phone)
    phone.page.get_by_role("button", name="Keep, and send").click()
    phone.says("This phone has no room left, so nothing was kept.")
    assert phone.kept()["sealed"] == []


def test_a_post_whose_answer_is_lost_asks_once(new_page: NewPage, site: str) -> None:
    phone = Phone(new_page(width=320), site).sign_in(_of_a_team(), worker=False)
    phone.offline()
    _begin(phone)
    _type(phone)
    phone.page.get_by_role("button", name="Keep, and send").click()
    phone.page.get_by_role("button", name="Go back").click()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.page.route("**/submissions", lose)
    with phone.page.expect_event("requestfailed", lambda one: one.url.endswith("/submissions")):
        phone.offline(off=False)
    phone.says("1 sign-up waits to be sent.")
    assert Entry.objects.count() == 1
    again = phone.killed()
    again.says("Nothing waits to be sent.")
    assert (Entry.objects.count(), Request.objects.count()) == (1, 1)
    assert phone.wrong == again.wrong == []
