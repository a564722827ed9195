"""The chat in a real browser: with its stream and without, in a frame, by keyboard, in any tab."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread
from uuid import uuid4

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import override_settings
from playwright.sync_api import FrameLocator, Page, expect
from pytest_django import DjangoDbBlocker

from heard.accounts.models import User
from heard.cli import processes
from heard.clock import simulate
from heard.conversations import converse, desk
from heard.conversations.converse import Author, Say
from heard.conversations.models import Conversation, Message
from heard.home import Server
from heard.web.citizen.leaving import ELSEWHERE
from tests.browser import NewPage, Quiet, faults
from tests.conftest import NAMES, connected
from tests.conversations.talks import at_desk

NOW = datetime(2020, 10, 12, 9, 0, tzinfo=UTC)
SITE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<title>Force</title></head><body><p><a href="{heard}/chat" data-heard-chat>Chat with us</a></p>
<script src="{heard}/chat/widget.js" defer></script></body></html>"""


@dataclass(frozen=True, kw_only=True)
class Chat:
    """Heard as it is served, its streams, an adviser, and the force's own site."""

    heard: str
    force: str
    streams: processes.Child
    adviser: User


def force_site(stack: ExitStack, heard: list[str], language: str = "en") -> str:
    """Serve a page on another origin whose policy allows nothing but Heard's script and frame."""

    def page(_environ: object, start: object) -> list[bytes]:
        policy = f"default-src 'none'; script-src {heard[0]}; frame-src {heard[0]}"
        headers = [("Content-Type", "text/html"), ("Content-Security-Policy", policy)]
        start("200 OK", headers)  # type: ignore[operator]
        return [SITE.format(heard=heard[0], language=language).encode()]

    return serve(stack, page, host="localhost")


def serve(stack: ExitStack, application: object, *, host: str = "127.0.0.1") -> str:
    server = stack.enter_context(ThreadedWSGIServer((host, 0), Quiet))
    server.daemon_threads = True
    server.set_app(application)  # type: ignore[arg-type]
    thread = Thread(target=server.serve_forever)
    thread.start()
    stack.callback(thread.join)
    stack.callback(server.shutdown)
    return f"http://{host}:{server.server_port}"


@pytest.fixture(scope="module")
def chat(
    server: Server,
    template: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Chat]:
    name = next(NAMES)
    server.create_database(name, template=template)
    url = server.url(name, "heard_app")
    port = processes.free_port("127.0.0.1", 0)
    with ExitStack() as stack:
        stack.callback(server.drop_database, name)
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(connected(url))
        heard: list[str] = []
        force = force_site(stack, heard)
        heard.append(serve(stack, get_wsgi_application()))
        given = {
            "CLOCK": "simulated",
            "SITE_URL": heard[0],
            "STREAM_URL": f"http://127.0.0.1:{port}/staff/stream",
            "CHAT_SITES": [force],
        }
        stack.enter_context(override_settings(**given))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        home = str(tmp_path_factory.mktemp("home"))
        told = {"DATABASE_URL": url, "HEARD_HOME": home, "HEARD_CLOCK": "simulated"}
        for key, value in (told | {"HEARD_SITE_URL": heard[0]}).items():
            patch.setenv(key, value)
        # A process that has open streams is killed: it need not wait for them.
        patch.setattr(processes, "PATIENCE", 0.2)
        simulate.begin(seed=1, now=NOW)
        child = processes.streams(host="127.0.0.1", port=port)
        child.start()
        stack.callback(child.stop)
        processes.wait_until_served(f"http://127.0.0.1:{port}", child)
        yield Chat(heard=heard[0], force=force, streams=child, adviser=at_desk(most=99))


def begin(page: Page, chat: Chat, language: str = "en") -> Conversation:
    page.goto(f"{chat.heard}/chat?language={language}")
    page.locator("#agree").check()
    page.locator("form button").click()
    expect(page.locator("#log")).to_be_visible()
    return Conversation.objects.latest("pk")


def write(page: Page, words: str) -> None:
    page.get_by_label("Your message").fill(words)
    page.get_by_role("button", name="Send").click()


def waits(talk: Conversation) -> None:
    with transaction.atomic():
        one = converse.locked(talk.pk)
        converse.hand_over(one, converse.Level.FREE, now=NOW)
        one.save()
        converse.tell(one)


def offer(talk: Conversation, text: str, *options: str) -> None:
    with transaction.atomic():
        one = converse.locked(talk.pk)
        converse.say(one, Say(text=text, options=options), author=Author.ASSISTANT, now=NOW)
        one.save()


def answer(chat: Chat, talk: Conversation, words: str) -> None:
    desk.answer(talk.pk, words, key=uuid4(), by=chat.adviser, now=NOW)


def from_citizen(talk: Conversation) -> list[str]:
    found = Message.objects.filter(conversation=talk, author="citizen").order_by("position")
    return [one.text for one in found]


def test_an_adviser_answers_on_the_open_page_and_both_tabs_show_it_once(
    chat: Chat, new_page: NewPage
) -> None:
    page = new_page()
    talk = begin(page, chat)
    assert faults(page, 320, 1280) == []
    waits(talk)
    expect(page.locator("#state")).to_contain_text("You are waiting for an adviser.")
    tab = page.context.new_page()
    tab.goto(f"{chat.heard}/chat/talk")
    desk.take(talk.pk, by=chat.adviser, now=NOW)
    expect(page.locator("#log")).to_contain_text("An adviser is with you now.")
    expect(page.locator("#state")).not_to_contain_text("waiting")
    write(page, "Is <b>anybody</b> there?")
    answer(chat, talk, "Yes, I am")
    for one in (page, tab):
        expect(one.get_by_text("Is <b>anybody</b> there?")).to_have_count(1)
        expect(one.get_by_text("Yes, I am", exact=True)).to_have_count(1)
        assert one.locator("#log b").count() == 0


def test_what_is_typed_twice_at_once_or_while_all_is_gone_arrives_once(
    chat: Chat, new_page: NewPage
) -> None:
    page = new_page()
    talk = begin(page, chat)
    waits(talk)
    page.get_by_label("Your message").fill("twice")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_text("twice", exact=True)).to_have_count(1)
    expect(page.locator("#chat-problem")).to_be_visible()  # the second click had nothing to send
    # The line is gone: what was typed waits, and is sent with the same key when it is back.
    page.context.set_offline(True)
    write(page, "x" * 2000)
    expect(page.locator("#chat-note")).to_contain_text("We are trying again")
    page.context.set_offline(False)
    expect(page.get_by_text("x" * 2000)).to_have_count(1, timeout=10_000)
    assert from_citizen(talk) == ["twice", "x" * 2000]
    # An answer that is lost on its way leaves the same key to be tried again.
    page.route("**/say*", lambda route: (route.fetch(), route.abort()), times=1)
    write(page, "lost on its way back")
    expect(page.locator("#chat-note")).to_be_empty(timeout=10_000)
    expect(page.get_by_text("lost on its way back")).to_have_count(1)
    assert from_citizen(talk)[2:] == ["lost on its way back"]


def test_when_the_streams_were_gone_nothing_is_missing(chat: Chat, new_page: NewPage) -> None:
    page = new_page()
    talk = begin(page, chat)
    waits(talk)
    desk.take(talk.pk, by=chat.adviser, now=NOW)
    expect(page.locator("#log")).to_contain_text("An adviser is with you now.")
    chat.streams.stop()
    answer(chat, talk, "said in between")
    chat.streams.start()
    expect(page.get_by_text("said in between")).to_have_count(1, timeout=15_000)
    answer(chat, talk, "said after")
    expect(page.get_by_text("said after")).to_have_count(1, timeout=15_000)
    expect(page.get_by_text("said in between")).to_have_count(1)


def test_options_are_buttons_and_abuse_brings_the_way_out_at_once(
    chat: Chat, new_page: NewPage
) -> None:
    page = new_page()
    talk = begin(page, chat)
    offer(talk, "Is it about one of these?", "A bicycle", "A car")
    page.get_by_role("button", name="A bicycle").dblclick()
    expect(page.locator(".heard-said--citizen").get_by_text("A bicycle")).to_have_count(1)
    expect(page.get_by_role("button", name="A bicycle")).to_have_count(0)
    assert from_citizen(talk) == ["A bicycle"]
    way_out = page.get_by_role("button", name="Exit this page")
    expect(way_out).to_be_hidden()
    write(page, "my husband hits me")
    expect(page.get_by_role("link", name="Call 999")).to_be_visible()
    expect(way_out).to_be_visible()
    assert faults(page, 320, 1280) == []
    with page.expect_response("**/leave") as left:
        way_out.click()
    assert left.value.headers["location"] == ELSEWHERE
    page.goto(f"{chat.heard}/chat/talk")
    expect(page.get_by_role("heading")).to_have_text("There is no conversation here")


def test_without_scripts_all_of_it_works(chat: Chat, new_page: NewPage) -> None:
    page = new_page(scripts=False)
    talk = begin(page, chat)
    offer(talk, "Which one?", "The red one")
    page.reload()
    page.get_by_role("button", name="The red one").click()
    expect(page.locator("#log")).to_contain_text("The red one")
    write(page, "Ünïcode\nand a second line")
    expect(page.locator("#log")).to_contain_text("and a second line")
    waits(talk)
    page.get_by_role("link", name="Wait for an answer").click()
    expect(page.locator("#state")).to_contain_text("You are waiting for an adviser.")
    page.get_by_role("link", name="Stop that, and write").click()
    page.get_by_role("link", name="End the chat").click()
    page.get_by_role("button", name="End the chat").click()
    expect(page.locator("#log")).to_contain_text("You have ended this conversation.")
    talk.refresh_from_db()
    assert (talk.state, talk.ending) == ("ended", "abandoned")


def test_a_keyboard_is_enough_and_the_page_reads_from_the_right(
    chat: Chat, new_page: NewPage
) -> None:
    page = new_page(width=320)
    talk = begin(page, chat, "ur")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.locator("#text").focus()
    page.keyboard.type("سلام")
    page.keyboard.press("Enter")
    expect(page.locator(".heard-said--citizen")).to_have_count(1)
    assert from_citizen(talk) == ["سلام"]
    assert faults(page) == []


def open_frame(page: Page) -> FrameLocator:
    page.get_by_role("button", name="Chat with us").press("Enter")
    frame = page.frame_locator("iframe")
    frame.locator("#agree").check()
    frame.get_by_role("button", name="Begin the chat").click()
    return frame


def write_in(frame: FrameLocator, words: str) -> None:
    frame.get_by_label("Your message").fill(words)
    frame.get_by_role("button", name="Send").click()


def test_on_the_forces_site_one_script_opens_it_under_a_strict_policy(
    chat: Chat, new_page: NewPage
) -> None:
    page = new_page()
    refused: list[str] = []
    page.on("console", lambda one: refused.append(one.text) if one.type == "error" else None)
    page.goto(chat.force)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Chat with us")).to_be_focused()
    frame = open_frame(page)
    write_in(frame, "Hello from the force's site")
    said = frame.get_by_text("Hello from the force's site")
    expect(said).to_have_count(1)
    assert faults(page, 320, 1280) == []
    assert [one["name"] for one in page.context.cookies() if one["name"] == "heard-chat"] == []
    # Escape closes it wherever the focus is, and whoever opened it is back where they were.
    frame.get_by_label("Your message").press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Chat with us")).to_be_focused()
    # Another page of the same site: the conversation is still there, in this tab.
    page.reload()
    page.get_by_role("button", name="Chat with us").click()
    expect(said).to_have_count(1)
    assert refused == []


def test_where_abuse_is_spoken_of_the_forces_site_forgets_where_the_conversation_is(
    chat: Chat, new_page: NewPage
) -> None:
    page = new_page(width=320)
    page.goto(chat.force)
    frame = open_frame(page)
    write_in(frame, "Hello")
    expect(frame.get_by_text("Hello", exact=True)).to_have_count(1)
    assert page.evaluate("sessionStorage.length") == 1
    write_in(frame, "my husband hits me")
    expect(frame.get_by_role("link", name="Exit this page")).to_be_visible()
    expect(page.locator("body")).to_be_attached()
    assert page.evaluate("sessionStorage.length") == 0
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog")).to_be_hidden()


def test_no_other_site_can_show_it_in_a_frame(chat: Chat, new_page: NewPage) -> None:
    page = new_page()
    page.route(
        "https://elsewhere.example/",
        lambda route: route.fulfill(
            body=f'<iframe src="{chat.heard}/chat/frame"></iframe>', content_type="text/html"
        ),
    )
    page.goto("https://elsewhere.example/")
    assert page.frames[1].url == "chrome-error://chromewebdata/"


def test_without_scripts_the_forces_site_has_a_link(chat: Chat, new_page: NewPage) -> None:
    page = new_page(scripts=False)
    page.goto(chat.force)
    page.get_by_role("link", name="Chat with us").click()
    expect(page.get_by_role("heading", name="Chat with us")).to_be_visible()
