"""What the assistant gathered before it handed over, as those read it who take it up."""

import json
from collections.abc import Sequence
from typing import TypedDict

from heard.conversations.models import Conversation


class One(TypedDict):
    """A question and its answer, in words; `key` and `value` are those of its questionnaire."""

    key: str
    value: str
    question: str
    answer: str


def gathered(talk: Conversation) -> Sequence[tuple[str, str]]:
    """Give each question with what was answered, in the order in which they were asked."""
    return [(one["question"], one["answer"]) for one in kept(talk)]


def keep(talk: Conversation, one: One) -> None:
    """Keep an answer with the conversation, which is locked; of each question the last one."""
    others = [before for before in kept(talk) if before["key"] != one["key"]]
    talk.gathered = json.dumps([*others, one], ensure_ascii=False)


def kept(talk: Conversation) -> Sequence[One]:
    """Give all that is kept."""
    found: list[One] = json.loads(talk.gathered or "[]")
    return found
