"""Members, the links that prove who somebody is, and the ledger of who came and went."""

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
from heard.membership.models.movements import Movement

__all__ = [
    "Access",
    "Channel",
    "Frequency",
    "How",
    "Interest",
    "Member",
    "Movement",
    "PartnerList",
    "State",
]
