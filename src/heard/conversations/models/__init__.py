"""The rows of live chat."""

from heard.conversations.models.desk import Adviser, CallBack, Canned, Note, Stint
from heard.conversations.models.flows import Closure, Edition, Flow, OpeningHours
from heard.conversations.models.reports import Report
from heard.conversations.models.reviews import Judgement, Sampled
from heard.conversations.models.talks import Conversation, Message

__all__ = [
    "Adviser",
    "CallBack",
    "Canned",
    "Closure",
    "Conversation",
    "Edition",
    "Flow",
    "Judgement",
    "Message",
    "Note",
    "OpeningHours",
    "Report",
    "Sampled",
    "Stint",
]
