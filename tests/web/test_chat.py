"""A citizen and an adviser talk to each other in two browsers, by streams, to the end."""

from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from heard.accounts.models import User
from heard.conversations.models import Conversation
from heard.journal.models import Entry
from tests.browser import NewPage
from tests.web.staff.people import a_link, a_person, go_in
from tests.web.streamed import streaming

NOW = datetime(2020, 10, 12, 9, 0, tzinfo=UTC)


def say(page: Page, field: str, words: str) -> None:
    page.get_by_label(field).fill(words)
    page.get_by_role("button", name="Send").click()


def begin(citizen: Page, site: str, words: str) -> None:
    """Agree to the notice, and say the first thing."""
    citizen.goto(f"{site}/chat?language=en")
    citizen.get_by_role("checkbox").check()
    citizen.get_by_role("button", name="Begin the chat").click()
    say(citizen, "Your message", words)


def close(adviser: Page, *, topic: str, outcome: str) -> None:
    adviser.get_by_text("Close it").first.click()
    adviser.get_by_label("What it was about").select_option(topic)
    adviser.get_by_label(outcome).check()
    adviser.get_by_role("button", name="Close it").click()


def test_a_citizen_and_an_adviser_talk_to_each_other(
    own_database: dict[str, str],
    site: str,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    new_page: NewPage,
) -> None:
    with streaming(own_database, site, settings=settings, patch=monkeypatch, now=NOW):
        adviser, citizen = new_page(), new_page(width=320)
        log, theirs = citizen.locator("#log"), adviser.get_by_role("log")
        go_in(adviser, site + a_link(a_person(role=User.Role.CONTACT_HANDLER)))
        adviser.goto(f"{site}/staff/desk")
        adviser.get_by_role("button", name="I am here").click()
        begin(citizen, site, "Can I speak to a person, please?")
        adviser.get_by_role("button", name="Take number").click(timeout=10_000)
        expect(theirs).to_contain_text("speak to a person")

        say(adviser, "Your answer", "Good morning, what happened?")
        expect(log).to_contain_text("Good morning, what happened?")
        say(citizen, "Your message", "he has a knife and he is outside")
        expect(theirs).to_contain_text("he has a knife")
        expect(adviser.locator("#state")).to_contain_text("There may be danger to life")
        expect(log).to_contain_text("999")

        close(adviser, topic="CT-45", outcome="Passed to the 999 control room")
        expect(citizen.get_by_label("Your message")).to_be_hidden()
    ended = Conversation.objects.get()
    assert (ended.ending, ended.outcome, ended.level) == ("closed", "emergency", "L0")
    assert ended.handler == "bot_then_human"
    assert not Entry.objects.filter(reason__contains="knife").exists()
