"""Passkeys in a real Chromium, whose authenticator is a virtual one (WebAuthn, by its own door)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect
from pytest_django import Settings

from heard.accounts.models import User
from heard.admission.models import Passkey, RecoveryCode
from heard.journal.models import Entry
from tests.browser import NewPage, faults
from tests.insight.flow import known
from tests.web.staff.people import a_link, a_person, go_in

pytestmark = pytest.mark.usefixtures("own_database")
OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """A browser with an authenticator that its owner has unlocked."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        page.set_default_timeout(10_000)
        self.door: CDPSession = page.context.new_cdp_session(page)
        self.door.send("WebAuthn.enable")
        made = self.door.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS})
        self.key = made["authenticatorId"]

    def open(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def make(self, name: str) -> None:
        self.open("/staff/account/passkeys/new")
        self.page.get_by_label("Name").fill(name)
        self.press("Make the passkey")


@pytest.fixture
def device(new_page: NewPage, site: str, settings: Settings) -> Device:
    # A passkey is held to a name, never to a number.
    settings.SITE_URL = site.replace("127.0.0.1", "localhost")
    settings.SECOND_FACTOR = True
    known()
    return Device(new_page(width=320), settings.SITE_URL)


@pytest.fixture
def ann(device: Device) -> User:
    """Ann, an analyst, came in by a link and made a passkey."""
    person = a_person()
    go_in(device.page, f"{device.site}{a_link(person)}")
    device.make("Work laptop")
    return person


def test_a_new_analyst_is_led_to_a_passkey_and_then_everywhere(
    device: Device, forbid_faults: Callable[[Page], None]
) -> None:
    ann = a_person()
    go_in(device.page, f"{device.site}{a_link(ann)}")
    expect(device.page).to_have_url(f"{device.site}/staff/account")
    expect(device.page.locator("main")).to_contain_text("a password alone is not enough")
    forbid_faults(device.page)
    device.open("/staff/account/passkeys/new")
    forbid_faults(device.page)
    device.make("Work laptop")
    expect(device.page.locator("main")).to_contain_text("Work laptop")
    forbid_faults(device.page)
    device.open("/staff/figures")
    expect(device.page).to_have_url(f"{device.site}/staff/figures")
    assert Passkey.objects.get().user == ann
    assert list(Entry.objects.filter(act="admission.add_factor").values_list("reason")) == [
        ("passkey",)
    ]


def test_a_passkey_signs_in_without_a_password(
    device: Device, ann: User, forbid_faults: Callable[[Page], None]
) -> None:
    device.press("Sign out")
    device.page.get_by_role("link", name="Sign in with a passkey").click()
    forbid_faults(device.page)
    device.press("Use my passkey")
    expect(device.page).to_have_url(f"{device.site}/staff/")
    entry = Entry.objects.filter(act="accounts.sign_in").latest("id")
    assert (entry.actor_id, entry.reason) == (f"user:{ann.pk}", "passkey")


def test_a_passkey_whose_owner_does_not_confirm_signs_nobody_in(device: Device, ann: User) -> None:
    device.press("Sign out")
    unconfirmed = {"authenticatorId": device.key, "isUserVerified": False}
    device.door.send("WebAuthn.setUserVerified", unconfirmed)
    device.open("/staff/sign-in/passkey")
    device.page.get_by_role("button", name="Use my passkey").click()
    expect(device.page.get_by_role("alert")).to_contain_text("The passkey was not used")
    device.open("/staff/figures")
    expect(device.page).to_have_url(f"{device.site}/staff/sign-in?next=/staff/figures")


def test_a_passkey_that_was_removed_signs_nobody_in(device: Device, ann: User) -> None:
    device.open("/staff/account/codes")
    device.press("Make ten codes and show them")
    assert RecoveryCode.objects.count() == 10
    device.open("/staff/account")
    device.press("Remove Work laptop")
    assert (Passkey.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    device.press("Sign out")
    device.open("/staff/sign-in/passkey")
    device.press("Use my passkey")
    expect(device.page.get_by_role("alert")).to_contain_text("is not known here")


def test_an_answer_is_good_for_one_challenge(device: Device, ann: User) -> None:
    """What one browser answered is worth nothing a second time."""
    device.press("Sign out")
    device.open("/staff/sign-in/passkey")
    with device.page.expect_request(lambda one: one.method == "POST") as caught:
        device.press("Use my passkey")
    sent = caught.value.post_data or ""
    device.open("/staff/account")
    device.press("Sign out")
    device.open("/staff/sign-in/passkey")
    answer = device.page.request.post(
        f"{device.site}/staff/sign-in/passkey",
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": device.site,
        },
        data=sent,
    )
    assert "/staff/figures" not in answer.url
    device.open("/staff/figures")
    expect(device.page).to_have_url(f"{device.site}/staff/sign-in?next=/staff/figures")


def test_a_passkey_is_the_second_proof_after_a_password(device: Device, ann: User) -> None:
    device.press("Sign out")
    device.page.get_by_label("Email address").fill(ann.email)
    device.page.get_by_label("Password").fill("correct horse battery")
    device.press("Sign in")
    expect(device.page).to_have_url(f"{device.site}/staff/sign-in/code")
    device.page.get_by_role("link", name="Sign in with your passkey").click()
    device.press("Use my passkey")
    expect(device.page).to_have_url(f"{device.site}/staff/")


@pytest.fixture
def forbid_faults() -> Callable[[Page], None]:
    def look(page: Page) -> None:
        assert faults(page) == []

    return look
