"""The rows of live chat."""

from heard.conversations.models.desk import Adviser, CallBack, Note, Stint
from heard.conversations.models.flows import Closure, Edition, Flow, OpeningHours
from heard.conversations.models.talks import Conversation, Message

__all__ = [
    "Adviser",
    "CallBack",
    "Closure",
    "Conversation",
    "Edition",
    "Flow",
    "Message",
    "Note",
    "OpeningHours",
    "Stint",
]
