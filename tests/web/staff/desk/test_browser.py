"""The desk in a real browser: kept new by itself, and by the rules of WCAG 2.2 AA."""

import pytest
from playwright.sync_api import Page, expect

from heard.accounts.models import User
from heard.clock.read import now
from heard.conversations import callbacks, canned, desk, presence
from heard.conversations.callbacks import Wanted
from heard.conversations.models import Conversation
from tests.browser import NewPage, faults
from tests.conversations.talks import as_kept, hear, talk
from tests.web.staff.people import a_link, a_person, go_in

pytestmark = pytest.mark.usefixtures("own_database")
GATHERED = as_kept(("What was taken?", "A blue bicycle"), ("Where from?", "The station"))


def waits(words: str) -> Conversation:
    mine = talk(with_bot=False, now=now())
    hear(mine, words, now=now())
    Conversation.objects.filter(pk=mine.pk).update(gathered=GATHERED, topic="CT-01")
    return mine


def at_the_desk(page: Page, site: str) -> User:
    """Let a manager who takes conversations, too, come to the desk."""
    user = a_person(role=User.Role.CHAT_MANAGER)
    go_in(page, site + a_link(user))
    page.goto(f"{site}/staff/desk")
    page.get_by_label("Urdu").check()
    page.get_by_role("button", name="I am here").click()
    return user


def test_the_desk_is_kept_new_and_what_somebody_types_is_left_alone(
    new_page: NewPage, site: str
) -> None:
    page = new_page()
    mine = waits("Somebody took my bicycle")
    at_the_desk(page, site)
    page.get_by_role("button", name="Take number").click()
    page.get_by_label("Your answer").fill("What col")
    hear(mine, "It was blue", now=now())
    grave = waits("he has a knife and he is outside")
    desk.take(grave.pk, by=User.objects.get(), now=now())
    expect(page.get_by_role("log")).to_contain_text("It was blue", timeout=15_000)
    expect(page.get_by_role("navigation", name="Your conversations")).to_contain_text(
        "Danger to life"
    )
    expect(page.get_by_label("Your answer")).to_have_value("What col")
    page.get_by_label("Your answer").press_sequentially("our?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("log")).to_contain_text("What colour?")
    expect(page.get_by_label("Your answer")).to_have_value("")


def test_every_page_of_the_desk_keeps_the_rules_at_each_width(new_page: NewPage, site: str) -> None:
    page = new_page()
    for words in ("My car was keyed", "he has a knife and he is outside"):
        waits(words)
    user = at_the_desk(page, site)
    other = a_person("ben@example.org", role=User.Role.CONTACT_HANDLER, password=None)
    presence.come(by=other, skills=["domestic"], most=2, now=now())
    canned.write_canned("Lock", "Lock your bicycle.", of=("", "en"), by=user, now=now())
    wanted = Wanted(number="07700 900982", safe_times="After six", ask_for="Sam, nobody else")
    callbacks.ask(waits("My phone was taken").pk, wanted, now=now())
    theirs, mine = waits("Somebody took my bicycle"), waits("Somebody took my bicycle")
    desk.take(theirs.pk, by=other, now=now())
    desk.take(mine.pk, by=user, now=now())
    desk.note(mine.pk, "Sounds calm.", by=user, now=now())
    found = []
    for path in ("", "/all", "/calls", "/answers", "/reports", f"/{mine.pk}", f"/{theirs.pk}"):
        page.goto(f"{site}/staff/desk{path}")
        for details in page.locator("details").all():
            details.evaluate("one => one.open = true")
        found += faults(page, 320, 1280)
    assert found == []
