"""A flow is written, tested, published by a second person, and withdrawn, all through pages."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db.utils import IntegrityError
from django.test import Client
from pytest_django import Settings

from heard.accounts.models import User
from heard.clock import simulate
from heard.conversations import assistant, converse, desk
from heard.conversations.desk import Closed
from heard.conversations.models import Conversation, Edition, Message
from heard.conversations.trials import Moved, Question
from heard.journal.models import Entry
from tests.conversations.talks import MINUTE, at_desk, talk
from tests.web.staff.people import a_person, browser_of

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 3, 26, 18, 0, tzinfo=UTC)
CARAVAN = "can I go to my caravan"
EXAMPLES = (
    CARAVAN,
    "is my neighbour allowed a party",
    "can I visit my mother in lockdown",
    "am I allowed to drive somewhere to walk",
    "people are gathering in the park against the rules",
    "a shop is open that should be closed",
    "how many people may meet",
    "may I mix with my bubble",
    "is it allowed to travel to work",
    "my neighbours have visitors every day in lockdown",
    "coronavirus rules",
    "what are the covid rules",
)
FLOW: Mapping[str, str] = {
    "code": "CT-11",
    "name": "Coronavirus rules",
    "examples": "\r\n".join(EXAMPLES),
    "key_words": "coronavirus|covid*\r\nlockdown",
    "route": "self_serve",
    "answer_en": "Stay at home, but for food, health or work that cannot be done there.",
    "answer_pl": "Proszę zostać w domu.",
    "links": "The rules | https://www.gov.uk/coronavirus",
    "priority": "low",
    "valid_until": "2020-07-04",
}
OTHERS = {
    "my bike was stolen": "CT-01",
    "I have been scammed": "CT-02",
    "someone smashed my window": "CT-03",
    "car has no tax": "CT-16",
    "loud music": "CT-12",
}


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.CLOCK = "simulated"
    simulate.begin(seed=1, now=NOW)


def manager(email: str = "ann@example.org") -> Client:
    return browser_of(a_person(email, role=User.Role.CHAT_MANAGER, password=None))


def hear(of: Conversation, words: str) -> Sequence[str]:
    """Say something to the assistant; give what it answers."""
    before = Conversation.objects.get(pk=of.pk).said
    converse.hear(of.pk, words, key=uuid4(), assistant=assistant.answer, now=NOW)
    of.refresh_from_db()
    new = Message.objects.filter(conversation=of, position__gt=before + 1)
    return [one.text for one in new.order_by("position")]


def do(by: Client, what: str, *, code: str = "CT-11", why: str = "") -> str:
    """Send a form of the flow's page; give where it leads, or the page with what is wrong."""
    answer = by.post(f"/staff/assistant/{code}", {"do": what, "why": why})
    return answer.headers.get("Location") or answer.content.decode()


def write(by: Client, **changed: str) -> str:
    answer = by.post("/staff/assistant/new", {**FLOW, **changed})
    return answer.headers.get("Location") or answer.content.decode()


def test_the_coronavirus_flow_is_added_while_conversations_run() -> None:
    ann, ben = manager(), manager("ben@example.org")
    running, gathering = talk(now=NOW), talk(now=NOW)
    hear(gathering, "my bike was stolen")
    before = {words: asked(words) for words in OTHERS}
    assert before == OTHERS
    assert hear(running, CARAVAN)[0].startswith(("I did not understand", "I am not sure"))

    published(ann, ben, running)
    # The next message of a conversation that was running is answered by it, without a restart.
    answered = hear(running, CARAVAN)
    assert answered[0].startswith("Stay at home, but for food")
    assert "https://www.gov.uk/coronavirus" in answered[0]
    assert running.topic == "CT-11"
    assert [asked(words) for words in EXAMPLES] == 12 * ["CT-11"]
    assert {words: asked(words) for words in OTHERS} == before
    # Whoever was in the middle of another flow is still there, in every word.
    assert hear(gathering, "No, it is over")[0].startswith("What happened, in a few words?")
    theirs = talk(now=NOW)
    Conversation.objects.filter(pk=theirs.pk).update(language="pl")
    assert hear(theirs, "covid rules")[0].startswith("Proszę zostać w domu.")


def test_a_flow_that_is_withdrawn_is_gone_at_once_and_whoever_was_in_it_gets_a_person() -> None:
    ann, ben = manager(), manager("ben@example.org")
    running = talk(now=NOW)
    published(ann, ben, running)
    edition = Edition.objects.get(flow__code="CT-11")
    Conversation.objects.filter(pk=running.pk).update(flow=f"asking {edition.pk}")
    assert "Say why" in do(ben, "withdraw")
    assert do(ben, "withdraw", why="The rules changed") == "/staff/assistant/CT-11"
    assert hear(running, "at home")[0].startswith("What I know of this has changed")
    assert asked(CARAVAN) == ""
    assert "Nothing of this flow is published" in do(ben, "withdraw", why="Again")
    acts = Entry.objects.filter(subject__startswith="flow:CT-11").order_by("id")
    assert [one.act.partition(".")[2] for one in acts] == [
        "write_flow",
        "test_flow",
        "ask_for_flow",
        "publish_flow",
        "withdraw_flow",
    ]
    assert not Entry.objects.filter(subject__contains="caravan").exists()


def published(ann: Client, ben: Client, running: Conversation) -> None:
    """Write the flow, test it and ask as one person, and publish it as another."""
    assert write(ann) == "/staff/assistant/CT-11"
    page = ann.get("/staff/assistant/CT-11/test").content.decode()
    assert "Of the 12 ways to ask it that stand in this edition, 12 are taken for it." in page
    assert ann.post("/staff/assistant/CT-11/test").headers["Location"] == "/staff/assistant/CT-11"
    assert do(ann, "ask") == "/staff/assistant/CT-11"
    assert "It takes two people" in do(ann, "approve")
    assert Conversation.objects.get(pk=running.pk).topic == ""
    assert do(ben, "approve") == "/staff/assistant/CT-11"


def asked(words: str) -> str:
    """Say it first in a conversation of its own; give the topic that it is taken for."""
    mine = talk(now=NOW)
    hear(mine, words)
    return mine.topic


def test_the_next_edition_says_what_it_changes_and_counts_until_it_ends() -> None:
    ann, ben = manager(), manager("ben@example.org")
    edit = "/staff/assistant/CT-16/edit"
    page = ann.get(edit).content.decode()
    assert "Tell the DVLA about a vehicle without tax." in page
    given = {
        **{key: FLOW[key] for key in ("route", "priority", "links", "examples")},
        "name": "Untaxed vehicle",
        "answer_en": "Ask the DVLA.",
        "valid_until": "2020-03-31",
        "gathers": "chat_vehicle",
        "helplines": "nda",
        "needs_exit": "on",
    }
    assert ann.post(edit, given).headers["Location"] == "/staff/assistant/CT-16"
    for path in ("/staff/assistant", "/staff/assistant/CT-16", edit):
        assert ann.get(path).status_code == 200
    edition = Edition.objects.get(flow__code="CT-16", number=2)
    assert edition.valid_until == datetime(2020, 3, 31, 23, 0, tzinfo=UTC)  # summer time
    Edition.objects.filter(pk=edition.pk).update(state="tested", tested={"questions": 1})
    do(ann, "ask", code="CT-16")
    assert ann.get(edit).status_code == 404
    page = ben.get("/staff/assistant/CT-16").content.decode()
    assert "Publish it now" in page
    assert "Removed: </span>Tell the DVLA about a vehicle without tax." in page
    assert "Added: </span>Ask the DVLA." in page
    assert "Added: </span>chat_vehicle, version 1" in page
    assert "Say why" in do(ben, "send_back", code="CT-16")
    do(ben, "send_back", code="CT-16", why="Too short")
    assert "Sent back: Too short" in ann.get("/staff/assistant/CT-16").content.decode()
    do(ann, "ask", code="CT-16")
    do(ben, "approve", code="CT-16")
    assert "Edition 2, published by" in ann.get("/staff/assistant/CT-16").content.decode()
    simulate.advance(to=datetime(2020, 4, 2, tzinfo=UTC))
    assert "Edition 1, published by Heard" in ann.get("/staff/assistant/CT-16").content.decode()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"code": "no such"}, "A code is letters, digits"),
        ({"code": "CT-01"}, "There is a flow with this code"),
        ({"code": "hours"}, "There is a flow with this code"),
        ({"name": " "}, "Give the flow a name."),
        ({"name": "theft REPORT"}, "Another flow has this name"),
        ({"examples": "one\ntwo"}, "Give between 5 and 100 ways"),
        ({"examples": "\n".join(5 * ["x" * 201])}, "at most 200 characters"),
        ({"answer_en": ""}, "Write an answer in English."),
        ({"answer_en": "x" * 1501}, "An answer has at most 1,500 characters."),
        ({"answer_en": "We will arrest them."}, "promises what will come of it"),
        ({"answer_en": "Your crime has been recorded."}, "says that a crime is recorded"),
        ({"answer_en": "You could sue them."}, "gives legal advice"),
        ({"links": "Rules | http://example.org"}, "begins with https://"),
        ({"links": "https://[::1"}, "begins with https://"),
        ({"links": "x | https://[::1"}, "begins with https://"),
        ({"valid_until": "2020-03-01"}, "It must end after it begins"),
        ({"valid_until": "soon"}, "Enter a day"),
        ({"route": ""}, "Choose what becomes of it"),
        ({"gathers": "pilot"}, "Choose a questionnaire from the list"),
    ],
)
def test_what_cannot_be_published_is_refused_in_words(changed: dict[str, str], why: str) -> None:
    assert why in write(manager(), **changed)
    assert not Edition.objects.filter(flow__code="CT-11").exists()


def test_nothing_goes_out_of_turn() -> None:
    ann = manager()
    write(ann)
    assert "look at it again" in do(ann, "ask")
    assert "Choose what to do." in do(ann, "dance")
    assert "look at it again" in do(ann, "send_back", why="x")
    assert "Nothing waits" in do(ann, "send_back", code="CT-01", why="x")
    assert "Choose what to do." in do(ann, "ask", code="CT-01")
    for path in ("CT-99", "CT-99/edit", "CT-99/test", "CT-01/test"):
        assert ann.get(f"/staff/assistant/{path}").status_code == 404
    edition = Edition.objects.get(flow__code="CT-11")
    edition.state = "asked"
    edition.save(update_fields=["state"])
    assert ann.post("/staff/assistant/CT-11/test").status_code == 404


def test_the_database_itself_keeps_what_was_asked_for_and_by_whom() -> None:
    write(manager())
    mine = Edition.objects.filter(flow__code="CT-11")
    with pytest.raises(IntegrityError, match="edition_by_two"):
        mine.update(state="live", approved_by=mine.get().written_by, approved_at=NOW)


def test_the_database_itself_freezes_what_is_published() -> None:
    with pytest.raises(IntegrityError, match="does not change"):
        Edition.objects.filter(flow__code="CT-01").update(answers={"en": "Something else"})


def test_it_is_tried_on_past_questions_without_danger_and_without_names() -> None:
    ann = manager()
    adviser = at_desk()
    closed, grave, new = talk(now=NOW), talk(now=NOW), talk(now=NOW)
    hear(closed, "Can I go to my caravan? My name is John Smith, 07700 900123")
    hear(closed, "speak to a person")
    desk.take(closed.pk, by=adviser, now=NOW + MINUTE)
    desk.close(
        closed.pk, Closed(topic="CT-11", outcome="answered"), by=adviser, now=NOW + 2 * MINUTE
    )
    hear(grave, "how many people may meet")
    hear(grave, "he has a knife")
    hear(new, "what are the covid rules")
    write(ann)
    page = " ".join(ann.get("/staff/assistant/CT-11/test").content.decode().split())
    assert "caravan" in page
    assert "900123" not in page
    assert "Better" in page  # by what the adviser said it was
    assert "Other" in page  # nobody said what the new one is about
    assert "how many people may meet" not in page
    ann.post("/staff/assistant/CT-11/test")
    counts = Edition.objects.get(flow__code="CT-11").tested
    assert (counts["better"], counts["worse"], counts["other"], counts["own"]) == (1, 0, 1, 12)
    tax = Question(text="there is no tax on the car outside", topic="CT-16", is_past=False)
    assert Moved(question=tax, before="CT-16", after="CT-11").verdict == "worse"
    assert Moved(question=tax, before="CT-01", after="CT-11").verdict == "other"
