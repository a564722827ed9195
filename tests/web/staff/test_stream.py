"""The stream: who may hear it, what it says, and a page that is brought up to date by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest
from django.conf import LazySettings
from django.test import AsyncClient
from playwright.sync_api import expect

from heard import worker
from heard.accounts.models import User
from heard.admission.models import Session
from heard.channels.memory import Memory
from heard.clock.read import machine
from heard.delivery import gateways
from heard.insight.facts.read import stamp
from heard.web.staff import stream
from tests.browser import NewPage, faults
from tests.delivery.letters import way
from tests.dialogues.phone import NOW, Phone
from tests.insight.flow import answer, known, programme
from tests.web.aside import run
from tests.web.staff.people import a_link, a_person, go_in, inside
from tests.web.streamed import streaming

if TYPE_CHECKING:
    from django.http import StreamingHttpResponse

PAGE = "/staff/contact"


@pytest.mark.django_db
def test_the_web_server_tells_that_it_has_no_stream() -> None:
    assert inside().get("/staff/stream").status_code == 204


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "headers", "is_use"),
    [
        ("/staff/stream", {}, False),
        (PAGE, {"X-Heard-By-Itself": "yes"}, False),
        (PAGE, {}, True),
    ],
)
def test_a_page_that_is_open_keeps_nobody_signed_in_by_itself(
    path: str, headers: dict[str, str], *, is_use: bool
) -> None:
    known()
    client = inside()
    seen = machine() - timedelta(minutes=5)
    Session.objects.update(seen_at=seen)
    client.get(path, headers=headers)
    assert (Session.objects.get().seen_at != seen) is is_use


@pytest.mark.django_db
def test_without_an_address_of_streams_a_page_runs_no_script(settings: LazySettings) -> None:
    known()
    client = inside()
    shown = client.get(PAGE)
    assert "script" not in shown.headers["Content-Security-Policy"]
    assert "live.js" not in shown.content.decode()
    settings.STREAM_URL = "https://heard.example/staff/stream"
    shown = client.get(PAGE)
    policy = shown.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "connect-src 'self' https://heard.example" in policy
    assert 'data-follows="facts"' in shown.content.decode()
    assert 'data-follows="facts flow"' in client.get("/staff/live").content.decode()


@pytest.mark.usefixtures("own_database")
def test_a_stream_says_that_something_is_new_and_nothing_of_what(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    monkeypatch.setattr(stream, "BEAT", 0.01)
    monkeypatch.setattr(stream, "SELDOM", 0.0)
    monkeypatch.setattr(stream, "LIFE", 0.0)
    settings.SITE_URL = "https://heard.example"
    known()
    session = inside().cookies["sessionid"].value

    async def lines(since: str) -> tuple[dict[str, str], str]:
        client = AsyncClient()
        client.cookies["sessionid"] = session
        told = await client.get("/staff/stream", {"since": since})
        parts = cast("StreamingHttpResponse", told)
        return dict(told.headers), "".join([part.decode() async for part in parts])

    headers, told = run(lambda: lines("another"))
    assert told == "retry: 3000\n\nevent: facts\ndata: new\n\n: \n\n"
    assert headers["Content-Type"] == "text/event-stream"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Access-Control-Allow-Origin"] == "https://heard.example"
    _, told = run(lambda: lines(stamp(settings.FACTS)))
    assert told == "retry: 3000\n\n: \n\n"


@pytest.mark.usefixtures("own_database")
def test_nobody_hears_a_stream_who_is_not_signed_in() -> None:
    async def asked() -> int:
        return (await AsyncClient().get("/staff/stream")).status_code

    assert run(asked) == 401


@dataclass(frozen=True, kw_only=True)
class Open:
    """A force whose streams are served, and the telephone of somebody whom it asked."""

    site: str
    phone: Phone


@pytest.fixture
def opened(
    own_database: dict[str, str],
    site: str,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Open]:
    gateway = Memory()
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(gateway)})
    with streaming(own_database, site, settings=settings, patch=monkeypatch, now=NOW):
        yield Open(site=site, phone=Phone(gateway))


def test_an_answer_by_text_comes_to_the_page_that_is_open(opened: Open, new_page: NewPage) -> None:
    for _ in range(14):
        answer(programme(), {"treatment": 9, "outcome": 9})
    worker.LANES["facts"].run(NOW)
    user = a_person(role=User.Role.ADMINISTRATOR)
    page = new_page()
    go_in(page, f"{opened.site}{a_link(user)}")
    page.goto(f"{opened.site}{PAGE}")
    line = page.get_by_role("row", name="How polite and respectful were we?")
    expect(line).to_contain_text("14")
    expect(page.locator("#live-said")).to_contain_text("This page brings itself up to date.")
    assert faults(page) == []

    opened.phone.asked()
    assert opened.phone.says("9", "9", "9", "9", "9", "NO")
    assert worker.LANES["facts"].run(opened.phone.now)
    expect(line).to_contain_text("15")

    # Whoever stopped it is left alone.
    page.get_by_role("button", name="Stop bringing it up to date").click()
    answer(programme(), {"treatment": 9, "outcome": 9})
    worker.LANES["facts"].run(opened.phone.now)
    page.get_by_role("button", name="Keep it up to date").click()
    expect(line).to_contain_text("16", timeout=10_000)
