"""Members, their links, the ledger of who came and went, and the messages that they get."""

from heard.membership.models.files import Attachment
from heard.membership.models.lists import PartnerList
from heard.membership.models.members import (
    Access,
    Channel,
    Frequency,
    How,
    Interest,
    Member,
    State,
)
from heard.membership.models.messages import (
    Copy,
    Message,
    Priority,
    Reply,
    Stage,
    Translation,
)
from heard.membership.models.movements import Movement

__all__ = [
    "Access",
    "Attachment",
    "Channel",
    "Copy",
    "Frequency",
    "How",
    "Interest",
    "Member",
    "Message",
    "Movement",
    "PartnerList",
    "Priority",
    "Reply",
    "Stage",
    "State",
    "Translation",
]
