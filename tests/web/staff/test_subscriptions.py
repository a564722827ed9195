"""Staff choose on a page what they are told of; a link in a letter ends it without signing in."""

import pytest
from django.conf import settings
from django.test import Client

from heard.accounts.models import User
from heard.invitations.invite import hash_token
from heard.journal.models import Entry
from heard.subscriptions.models import Edition
from heard.subscriptions.subscribe import often, subscribe, subscriptions
from tests.asked import ASKED
from tests.web.staff.people import a_person, browser_of, read

PAGE = "/staff/subscriptions"
TOKEN = "A" * 22
STOP = f"{PAGE}/stop/{TOKEN}"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]


def test_a_series_is_chosen_and_ended() -> None:
    user = a_person()
    browser = browser_of(user)
    assert "Nothing yet" in read(browser, PAGE)
    assert ("email" in settings.CHANNELS) is ("sends no e-mail yet" not in read(browser, PAGE))
    done = browser.post(PAGE, {"topic": "contact", "area": "WV"})
    assert (done.status_code, done["Location"]) == (303, PAGE)
    assert "Force Contact Wolverhampton End" in read(browser, PAGE)
    (mine,) = subscriptions(user)
    assert browser.post(PAGE, {"end": str(mine.pk)}).status_code == 303
    assert subscriptions(user) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Choose what to be told of"),
        ({"topic": "x"}, "Select a valid choice"),
        ({"topic": "victims", "area": "WV"}, "victims are told of for the whole force only"),
    ],
)
def test_what_cannot_be_told_of_is_refused_in_words(said: dict[str, str], why: str) -> None:
    user = a_person()
    shown = browser_of(user).post(PAGE, said)
    assert (shown.status_code, why in shown.content.decode()) == (400, True)
    assert subscriptions(user) == []


def test_a_link_in_a_letter_ends_all_by_a_button_and_never_by_looking() -> None:
    user = a_person()
    subscribe(user, "contact", "", now=ASKED)
    subscribe(user, "victims", "", now=ASKED)
    Edition.objects.create(user=user, week=ASKED.date(), token_hash=hash_token(TOKEN))
    browser = Client(enforce_csrf_checks=True)
    shown = browser.get(STOP)
    assert (shown.status_code, "End these letters?" in shown.content.decode()) == (200, True)
    assert browser.post(STOP).status_code == 400
    assert len(subscriptions(user)) == 2
    done = browser.post(STOP, {"List-Unsubscribe": "One-Click"})
    assert (done.status_code, "no such letter any more" in done.content.decode()) == (200, True)
    assert subscriptions(user) == []
    assert browser.get(f"{PAGE}/stop/{'B' * 22}").status_code == 404


def test_the_letter_of_a_role_is_changed_in_one_step() -> None:
    user = a_person(role=User.Role.COMMANDER, unit="BE")
    browser = browser_of(user)
    page = read(browser, PAGE)
    assert "What you are told of by your role Series For Force Contact Birmingham East" in page
    assert often(user) == "news"
    for chosen in ("never", "never", "x"):
        browser.post(PAGE, {"often": chosen})
    assert often(user) == "never"
    assert Entry.objects.filter(act="subscriptions.pace", reason="never").count() == 1
    handler = a_person("h@example.org", role=User.Role.CONTACT_HANDLER, unit="H1")
    assert "Your own work You alone" in read(browser_of(handler), PAGE)
