"""The rows of live chat."""

from heard.conversations.models.desk import Adviser, CallBack, Note, Stint
from heard.conversations.models.reviews import Judgement, Sampled
from heard.conversations.models.talks import Conversation, Message

__all__ = [
    "Adviser",
    "CallBack",
    "Conversation",
    "Judgement",
    "Message",
    "Note",
    "Sampled",
    "Stint",
]
