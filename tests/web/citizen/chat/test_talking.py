"""A conversation by forms alone, on the page of its own and in a frame without a cookie."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from heard.clock import simulate
from heard.conversations import converse, desk, waits
from heard.conversations.desk import Closed
from heard.conversations.models import CallBack, Conversation, Message
from heard.delivery.models import Letter
from heard.web.citizen.chat import told
from tests.conversations.talks import at_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 10, 12, 9, 0, tzinfo=UTC)
NIGHT = datetime(2020, 10, 12, 23, 30, tzinfo=UTC)  # after midnight in London


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.CLOCK = "simulated"
    simulate.begin(seed=1, now=NOW)


def begun(client: Client, language: str = "en") -> Conversation:
    sent = client.post(f"/chat/begin?language={language}", {"agree": "yes"})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/chat/talk")
    return Conversation.objects.latest("pk")


def begun_in_frame(client: Client) -> str:
    sent = client.post("/chat/frame/begin?language=en", {"agree": "yes"})
    assert sent.status_code == 303
    return str(sent.headers["Location"])


def say(client: Client, text: str, *, at: str = "/chat/talk", **more: str) -> int:
    given = {"text": text, "key": str(uuid4()), **more}
    return client.post(f"{at}/say", given).status_code


def words(client: Client, at: str = "/chat/talk") -> str:
    return client.get(at).content.decode()


def with_adviser(talk: Conversation) -> None:
    talk.refresh_from_db()
    converse.hear(
        talk.pk,
        "a person please",
        key=uuid4(),
        assistant=lambda *_: converse.Turn(level=converse.Level.FREE),
        now=NOW,
    )
    adviser = at_desk()
    desk.take(talk.pk, by=adviser, now=NOW)
    desk.answer(talk.pk, "Good morning", key=uuid4(), by=adviser, now=NOW)
    desk.close(talk.pk, Closed(topic="CT-09", outcome="answered"), by=adviser, now=NOW)


def test_nothing_begins_without_consent_and_the_notice_says_what_is_kept() -> None:
    client = Client()
    notice = words(client, "/chat")
    assert "call 999" in notice
    assert "It is not a person" in notice
    refused = client.post("/chat/begin", {})
    assert refused.status_code == 400
    assert "Say that you have read this before you begin" in refused.content.decode()
    assert not Conversation.objects.exists()
    assert client.get("/chat/talk").status_code == 404


def test_at_night_there_is_a_page_with_other_ways_and_no_chat() -> None:
    simulate.advance(to=NIGHT)
    client = Client()
    page = words(client, "/chat")
    assert "The chat is closed just now." in page
    assert "Tuesday 13 October, 08:00" in page
    assert "18000" in page
    assert "<details open" in page.replace(' class="govuk-details"', "")
    client.post("/chat/begin", {"agree": "yes"})
    assert not Conversation.objects.exists()


def test_a_cookie_of_the_chat_alone_brings_somebody_back() -> None:
    client = Client()
    talk = begun(client)
    cookie = client.cookies["heard-chat"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/chat", True, "Lax")
    assert cookie.value not in repr(talk.__dict__)
    assert say(client, "A car was left here") == 303
    page = words(client)
    assert page.count("A car was left here") == 1
    assert "Go back to your conversation" in words(client, "/chat")
    assert "A car was left here" not in words(client, "/chat")
    # Whoever leaves at once leaves no way back; nor is there one after a day.
    assert client.get("/leave").cookies["heard-chat"].value == ""
    assert client.get("/chat/talk").status_code == 404


def test_after_a_day_of_silence_nobody_comes_back() -> None:
    client = Client()
    begun(client)
    simulate.advance(to=NOW + timedelta(hours=24))
    assert client.get("/chat/talk").status_code == 404


def test_what_was_sent_twice_is_said_once_and_what_is_wrong_is_given_back() -> None:
    client = Client()
    talk = begun(client)
    key = str(uuid4())
    assert [say(client, "once", key=key) for _ in range(2)] == [303, 303]
    assert [say(client, wrong) for wrong in (" ", 2001 * "x")] == [400, 400]
    assert say(client, f"{1999 * 'y'}\r\n", key="no key") == 303
    said = Message.objects.filter(conversation=talk, author="citizen")
    assert said.count() == 2


def test_a_flood_is_asked_to_wait_and_danger_is_never_refused() -> None:
    client = Client()
    talk = begun(client)
    Conversation.objects.filter(pk=talk.pk).update(state="waiting", waits_since=NOW)
    assert {say(client, f"line {n}") for n in range(converse.FAST)} == {303}
    assert say(client, "one more") == 400
    assert say(client, "he has a knife") == 303
    talk.refresh_from_db()
    assert talk.level == "L0"
    assert "Call 999 now" in words(client)


def test_a_network_that_begins_too_many_is_told_so_kindly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converse, "BEGUN", 1)
    begun(Client())
    refused = Client().post("/chat/begin", {"agree": "yes"})
    assert refused.status_code == 429
    assert "call 999" in refused.content.decode()
    assert converse.forget_networks(now=NOW + timedelta(days=1)) == 1


def test_in_a_frame_no_cookie_is_needed_and_only_the_forces_sites_may_show_it(
    settings: Settings,
) -> None:
    settings.CHAT_SITES = ["https://www.force.example"]
    client = Client(enforce_csrf_checks=True)
    place = begun_in_frame(client)
    client.cookies.clear()
    assert say(client, "Hello", at=place) == 303
    shown = client.get(place)
    assert "Hello" in shown.content.decode()
    assert "X-Frame-Options" not in shown.headers
    policy = shown.headers["Content-Security-Policy"]
    assert "frame-ancestors https://www.force.example" in policy
    assert "heard-chat" not in client.cookies
    assert client.get("/chat").headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in client.get("/chat").headers["Content-Security-Policy"]
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert client.post("/chat/frame/begin", {"agree": "yes"}, headers=elsewhere).status_code == 403
    assert client.get("/chat/frame/unknown").status_code == 404


def test_news_are_what_a_page_has_not() -> None:
    client = Client()
    talk = begun(client)
    headers = {"Accept": "application/json"}
    given = {"text": "<b>Hello</b>", "key": str(uuid4())}
    sent = client.post("/chat/talk/say?after=0", given, headers=headers).json()
    assert "&lt;b&gt;Hello&lt;/b&gt;" in "".join(one["html"] for one in sent["events"])
    wrong = client.post("/chat/talk/say?after=0", {"text": ""}, headers=headers).json()
    assert wrong["problem"] == "Write a message first."
    talk.refresh_from_db()
    news = client.get(f"/chat/talk/news?after={talk.said}").json()["events"]
    assert [one["name"] for one in news] == ["state"]
    assert client.get("/chat/stream").status_code == 204
    assert talk.seen_at == NOW


def test_who_waits_knows_their_place_and_what_nobody_can_say_is_not_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, client = Client(), Client()
    for one in (first, client):
        talk = begun(one)
        since = NOW - timedelta(minutes=2) + timedelta(seconds=talk.pk)
        Conversation.objects.filter(pk=talk.pk).update(state="waiting", waits_since=since)
    page = words(client)
    assert "Before you: 1." in page
    assert "We cannot say how long it takes." in page
    assert "ask us to call you back" in page
    monkeypatch.setattr(waits, "expected", lambda _place, **_: timedelta(minutes=5, seconds=1))
    assert "It may take about 6 min." in words(client)
    assert told.in_words(timedelta(hours=2)) == "It may take more than an hour."


def test_a_call_back_instead_of_waiting() -> None:
    client = Client()
    talk = begun(client)
    assert client.get("/chat/talk/call-back").status_code == 303
    Conversation.objects.filter(pk=talk.pk).update(state="waiting", waits_since=NOW)
    assert client.get("/chat/talk/call-back").status_code == 200
    given = {"number": "07700 900 982", "safe_times": "after six", "ask_for": "me"}
    assert client.post("/chat/talk/call-back", given | {"number": "1"}).status_code == 400
    assert client.post("/chat/talk/call-back", given).status_code == 303
    assert CallBack.objects.get().number == "+447700900982"
    assert "We will call you back." in words(client)
    assert client.post("/chat/talk/call-back", given).status_code == 303
    assert CallBack.objects.count() == 1


def test_it_is_ended_by_a_button_and_never_by_a_look() -> None:
    client = Client()
    talk = begun(client)
    assert client.get("/chat/talk/end").status_code == 200
    talk.refresh_from_db()
    assert talk.state == "assistant"
    assert client.post("/chat/talk/end").status_code == 303
    talk.refresh_from_db()
    assert talk.state == "ended"
    assert "You have ended this conversation." in words(client)
    assert say(client, "too late") == 400


def test_what_was_said_is_sent_once_where_nobody_else_reads_it() -> None:
    client = Client()
    talk = begun(client)
    assert client.get("/chat/talk/transcript").status_code == 303
    with_adviser(talk)
    assert "sent to you by e-mail" in words(client)
    there, email = "/chat/talk/transcript", "ann@example.com"
    assert client.get(there).status_code == 200
    assert client.post(there, {"email": "?"}).status_code == 400
    kept = client.post(there, {"email": email, "alone": "no"}).content.decode()
    assert "We do not send it" in kept
    assert not Letter.objects.exists()
    assert client.post(there, {"email": email, "alone": "yes"}).status_code == 200
    letter = Letter.objects.get()
    assert (letter.kind, letter.address) == ("chat-transcript", email)
    assert "Adviser: Good morning" in (letter.body or "")
    assert client.get(there).status_code == 303


def test_where_abuse_was_spoken_of_a_page_can_be_left_at_once_and_nothing_is_sent() -> None:
    client = Client()
    talk = begun(client)
    assert 'id="chat-exit" hidden' in words(client)
    assert say(client, "my husband hits me") == 303
    talk.refresh_from_db()
    assert talk.quick_exit
    page = words(client)
    assert 'id="chat-exit">' in page
    assert "Exit this page" in page
    Conversation.objects.filter(pk=talk.pk).update(state="waiting", waits_since=NOW)
    assert client.get("/chat/talk/end").content.decode().count("built/exit.js") == 1
    with_adviser(talk)
    assert "sent to you by e-mail" not in words(client)
    assert client.get("/chat/talk/transcript").status_code == 303


def test_a_page_that_waits_loads_itself_anew_only_when_asked_to() -> None:
    client = Client()
    begun(client)
    assert 'http-equiv="refresh"' not in words(client)
    page = words(client, "/chat/talk?wait=1")
    assert '<meta http-equiv="refresh" content="10">' in page
    assert "Stop that, and write" in page


def test_a_conversation_goes_on_in_the_language_that_it_began_in() -> None:
    client = Client()
    talk = begun(client, "ur")
    assert talk.language == "ur"
    shown = client.get("/chat/talk", headers={"Accept-Language": "pl"})
    assert shown.headers["Content-Language"] == "ur"
    assert '<html lang="ur" dir="rtl"' in shown.content.decode()


def test_the_widget_is_one_script_for_another_site() -> None:
    script = Client().get("/chat/widget.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "eval(" not in script.content.decode()
