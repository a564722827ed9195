"""Members, the ledger of who came and went, drives for more, what they are sent and asked."""

from heard.membership.models.drives import CodeDay, Cost, Drive, DriveCode, Goal
from heard.membership.models.entries import Entry, Request
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
from heard.membership.models.pilots import Pilot
from heard.membership.models.waves import Asked, Wave

__all__ = [
    "Access",
    "Asked",
    "Attachment",
    "Channel",
    "CodeDay",
    "Copy",
    "Cost",
    "Drive",
    "DriveCode",
    "Entry",
    "Frequency",
    "Goal",
    "How",
    "Interest",
    "Member",
    "Message",
    "Movement",
    "PartnerList",
    "Pilot",
    "Priority",
    "Reply",
    "Request",
    "Stage",
    "State",
    "Translation",
    "Wave",
]
