"""Tries a draft of a flow on past questions, before anybody is answered by it.

Some questions ship with Heard, with the topic that each is about (`questions.csv`); others are the
first messages of past conversations, redacted. What an adviser said on closing one is its topic.
Conversations in which there was danger to life are left out, whatever was said first in them.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from heard.conversations.flows import editions, in_force, learnt
from heard.conversations.models import Conversation, Edition, Message
from heard.core.chat import triggers
from heard.core.chat.intents import Understander
from heard.core.text.redact import redact

PAST = 100  # of the newest conversations


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody asked, and the topic that it is about; empty where nobody said so."""

    text: str
    topic: str
    is_past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A question that a draft takes for another topic than before; empty is none."""

    question: Question
    before: str
    after: str

    @property
    def verdict(self) -> str:
        """Say better, worse or other, where it is known what it is about."""
        if not self.question.topic:
            return "other"
        right = self.question.topic
        return "better" if self.after == right else "worse" if self.before == right else "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a draft changes: of how many questions, of how many of them the topic is known.

    `before` and `after` are how many of those are understood rightly, `own` how many of the draft's
    own ways to ask it are taken for it.
    """

    questions: int
    known: int
    before: int
    after: int
    own: int
    moved: Sequence[Moved]

    def counts(self) -> Mapping[str, int]:
        """Give the counts that are kept with the draft."""
        verdicts = [one.verdict for one in self.moved]
        return {
            "questions": self.questions,
            "own": self.own,
            **{name: verdicts.count(name) for name in ("better", "worse", "other")},
        }


def trial(draft: Edition, *, now: datetime) -> Trial:
    """Try a draft against the editions in force, as if it were one of them."""
    live = editions(in_force(now=now))
    old, new = learnt(live.values()), learnt([*_with(draft, live).values()])
    asked = [*shipped(), *past()]
    told = [(one, _topic(old, one.text), _topic(new, one.text)) for one in asked]
    known = [one for one in told if one[0].topic in {*live, draft.flow.code}]
    return Trial(
        questions=len(told),
        known=len(known),
        before=sum(before == one.topic for one, before, _ in known),
        after=sum(after == one.topic for one, _, after in known),
        own=sum(_topic(new, text) == draft.flow.code for text in draft.examples),
        moved=[
            Moved(question=one, before=before, after=after)
            for one, before, after in told
            if before != after
        ],
    )


@cache
def shipped() -> Sequence[Question]:
    """Give the questions that ship with Heard; none of them is an example of a flow."""
    text = files("heard.core.chat").joinpath("questions.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return [Question(text=row["text"], topic=row["topic_id"], is_past=False) for row in rows]


def past() -> Iterator[Question]:
    """Give what citizens said first in the newest conversations, redacted, with the topic."""
    newest = Conversation.objects.exclude(level=Conversation.Level.NOW).order_by("-pk")
    found = {one.pk: one for one in newest[:PAST]}
    said = Message.objects.filter(conversation__in=found, author=Message.Author.CITIZEN)
    for one in said.order_by("conversation", "position").distinct("conversation"):
        talk = found[one.conversation_id]
        met = triggers.look(one.text)
        if met is None or not met.is_emergency:
            topic = talk.topic if talk.ending == Conversation.Ending.CLOSED else ""
            yield Question(text=redact(one.text), topic=topic, is_past=True)


def _with(draft: Edition, live: Mapping[str, Edition]) -> Mapping[str, Edition]:
    return {**live, draft.flow.code: draft}


def _topic(understander: Understander, text: str) -> str:
    found = understander.understand(text)
    return found.topic if found else ""
