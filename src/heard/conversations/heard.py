"""A message as the assistant hears it, and what an edition of a flow says to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from heard.conversations.converse import Say
from heard.conversations.flows import Known
from heard.conversations.models import Conversation, Edition
from heard.core.chat.answers import named
from heard.core.chat.intents import Understood
from heard.core.chat.says import ENGLISH, every, marked, says
from heard.core.text.words import split


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message in its place."""

    talk: Conversation
    words: str
    now: datetime
    known: Known
    understood: Understood | None
    edition: Edition | None

    @property
    def language(self) -> str:
        return self.talk.language

    def says(self, key: str, **filled: str) -> str:
        return says(key, self.language, **filled)

    def means(self, key: str) -> bool:
        """Tell whether the message chooses an option of the assistant's own, in any language."""
        return split(self.words) in {split(words) for words in every(key)}


def told(heard: Heard, edition: Edition) -> Sequence[Say]:
    """Give the answer with its links, and the helplines beside it."""
    text = edition.answers.get(heard.language)
    text = marked(edition.answers[ENGLISH], heard.language) if text is None else text
    links = "\n".join(f"{words}: {address}" for words, address in edition.links)
    lines = [Say(text=f"{text}\n{links}".strip())]
    if helplines := named(edition.helplines):
        lines.append(Say(text=heard.says("helplines", named=helplines)))
    return lines
