"""What a delivery receipt says, by its parameters or, where it has none, by its words."""

import re
from datetime import UTC, datetime

from smpp34 import DeliverSm

from heard.channels.protocol import Receipt
from heard.channels.smpp._settings import Settings, same_name

# esm_class, SMPP 3.4 section 5.2.12: the kind of a message, and that it has a user data header.
_KIND, _RECEIPT, _ON_ITS_WAY, HEADED = 0x3C, 0x04, 0x20, 0x40
# Optional parameters, section 5.3.2.
MESSAGE_PAYLOAD = 0x0424
_RECEIPTED_MESSAGE_ID, _MESSAGE_STATE = 0x001E, 0x0427
# message_state, section 5.2.28.
_STATES = {
    1: "ENROUTE",
    2: "DELIVRD",
    3: "EXPIRED",
    4: "DELETED",
    5: "UNDELIV",
    6: "ACCEPTD",
    7: "UNKNOWN",
    8: "REJECTD",
}
# In GOV.UK Notify's words: a text `sent` is one of which no more is heard. ACCEPTD is a final state
# by the specification, and what many peers say of a text that the next network has: no news then.
_STATUSES = {
    "ENROUTE": "sending",
    "ACCEPTD": "sending",
    "DELIVRD": "delivered",
    "EXPIRED": "temporary-failure",
    "DELETED": "technical-failure",
    "UNDELIV": "permanent-failure",
    "REJECTD": "permanent-failure",
    "UNKNOWN": "sent",
}
# The words of Appendix B, which the specification calls an example and everybody follows.
_NAME = re.compile(r"\bid:\s*([^\s]+)", re.IGNORECASE)
_STATE = re.compile(r"\bstat:\s*([A-Z]+)", re.IGNORECASE)
_ERROR = re.compile(r"\berr:\s*([0-9A-Z]{1,8})\b", re.IGNORECASE)
_DONE = re.compile(r"\bdone date:\s*(\d{12}|\d{10})(?!\d)", re.IGNORECASE)


def is_receipt(pdu: DeliverSm) -> bool:
    """Tell whether this is about a message of ours, and not one of somebody's to us."""
    about = {_RECEIPTED_MESSAGE_ID, _MESSAGE_STATE}
    return pdu.esm_class & _KIND in {_RECEIPT, _ON_ITS_WAY} or any(
        tlv.tag in about for tlv in pdu.tlvs
    )


def payload(pdu: DeliverSm) -> bytes:
    """Give the text of a message, wherever it stands."""
    longer = (bytes(tlv.value) for tlv in pdu.tlvs if tlv.tag == MESSAGE_PAYLOAD)
    return bytes(pdu.short_message) or next(longer, b"")


def read_receipt(pdu: DeliverSm, *, arrived: datetime, settings: Settings) -> Receipt | None:
    """Read a receipt; None where it names no message, or no state that there is."""
    words = payload(pdu).decode("latin-1")
    given = {tlv.tag: tlv for tlv in pdu.tlvs}
    name, state = _first(_NAME, words), _first(_STATE, words).upper()
    if _RECEIPTED_MESSAGE_ID in given:
        name = given[_RECEIPTED_MESSAGE_ID].as_string() or name
    if _MESSAGE_STATE in given:
        state = _STATES.get(given[_MESSAGE_STATE].as_int() or 0, state)
    if not name or state not in _STATUSES:
        return None
    error = _first(_ERROR, words)
    return Receipt(
        reference="",
        gateway_id=same_name(name, base=settings.receipt_base),
        status=_STATUSES[state],
        occurred_at=_when(_first(_DONE, words), settings) or arrived,
        code=f"{state}-{error}" if error else state,
    )


def _first(pattern: re.Pattern[str], words: str) -> str:
    match = pattern.search(words)
    return match[1] if match else ""


def _when(date: str, settings: Settings) -> datetime | None:
    """Read YYMMDDhhmm, or with seconds, by the peer's clock; None for what is no such moment."""
    pattern = "%y%m%d%H%M%S"[: len(date)]
    try:
        local = datetime.strptime(date, pattern).replace(tzinfo=settings.zone())
    except ValueError:
        return None
    return local.astimezone(UTC) if date else None
