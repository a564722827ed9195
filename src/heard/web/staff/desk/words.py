"""How the desk says what a conversation is about, how urgent it is, and what happened in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings

from heard.conversations.gathered import gathered
from heard.conversations.models import Conversation, Message, Report
from heard.core.chat.topics import NOT_UNDERSTOOD, TOPICS
from heard.web.languages import BY_CODE
from heard.web.staff.times import clock, span

Level = Conversation.Level
# Words and colour of a tag: danger is told by both.
LEVELS: Mapping[str, tuple[str, str]] = {
    Level.NOW: ("Danger to life", "red"),
    Level.SOON: ("Urgent", "orange"),
}
ENDINGS: Mapping[str, str] = {
    Conversation.Ending.ANSWERED: "The assistant answered",
    Conversation.Ending.CLOSED: "Closed by the adviser",
    Conversation.Ending.SILENT: "The citizen said no more to the assistant",
    Conversation.Ending.ABANDONED: "The citizen left the queue",
    Conversation.Ending.LEFT: "The citizen left",
    Conversation.Ending.CALL_BACK: "The citizen asked to be called back",
    Conversation.Ending.FORM: "The citizen went on to a form",
}
# What a notice in a conversation says here, by its code.
NOTICES: Mapping[str, str] = {
    "taken": "taken up",
    "transferred": "passed on, waits for another adviser",
    "closed": "closed",
    "left": "left by the citizen",
    "still_there": "asked whether they are still there",
    "silent": "ended, since the citizen said no more",
    "abandoned": "ended, since the citizen had left the queue",
    "call_back": "ended, since the citizen wants to be called back",
    "form": "ended, since the citizen went on to a form",
}


def topic(code: str) -> str:
    """Name a topic, one that we do not ship by its own code."""
    found = TOPICS.get(code)
    return found.topic if found else code or "Not known yet"


def topics() -> Sequence[tuple[str, str]]:
    """Give the topics to choose from by their names, what was not understood last."""
    named = sorted((one.topic, code) for code, one in TOPICS.items() if code != NOT_UNDERSTOOD)
    return [*((code, name) for name, code in named), (NOT_UNDERSTOOD, TOPICS[NOT_UNDERSTOOD].topic)]


def language(code: str) -> str:
    return BY_CODE[code].english if code in BY_CODE else code


def author(one: Message) -> str:
    """Say who said something, as an adviser reads it."""
    if one.author == Message.Author.ADVISER:
        return one.adviser.name if one.adviser else "Adviser"
    return {"citizen": "Citizen", "assistant": "Assistant", "system": settings.FORCE_NAME}[
        one.author
    ]


def notice(one: Message) -> str:
    """Say what happened, and who did it."""
    if one.kind == Message.Kind.DANGER:
        return "The citizen was shown how to call 999"
    if one.kind == Message.Kind.SURVEY:
        return "The citizen was shown the survey"
    what = NOTICES.get(one.text, one.text)
    return f"{what.capitalize()} ({one.adviser.name})" if one.adviser else what.capitalize()


def arrived(one: Report) -> str:
    """Say whether a report has arrived at the recording system."""
    if one.arrived_at:
        given = f", with the reference {one.reference}" if one.reference else ""
        return f"Arrived at {clock(one.arrived_at)}{given}"
    tried = f" Tried {one.tries} times: {one.fault}." if one.tries and one.fault else ""
    if one.is_dead:
        return f"Did not arrive.{tried} Enter it by hand, or ask who manages the chat to try again"
    return f"On its way.{tried}"


def said(at: datetime) -> Mapping[str, object]:
    """Give what the templates of the desk say things with, at this instant."""
    return {
        "levels": LEVELS,
        "endings": ENDINGS,
        "topic": topic,
        "language_of": language,
        "author": author,
        "notice": notice,
        "arrived": arrived,
        "gathered": gathered,
        "clock": clock,
        "ago": lambda instant: span(at - instant) if instant < at else "0 seconds",
    }
