"""Takes in the texts that people write to us, once each; who reads them claims them here."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from heard import bulk
from heard.channels.protocol import Inbound
from heard.core.addresses import read_phone
from heard.delivery.models import InboundText
from heard.vault.ring import fingerprint_phone

__all__ = ["Inbound", "claim_due", "erase", "keep", "postpone", "print_of", "settle"]

# Of each person only the earliest one that is due: an answer is read after the one before it.
_CLAIM = """
    SELECT * FROM delivery_inboundtext AS i
    WHERE i.due_at <= %(now)s AND NOT EXISTS (
        SELECT 1 FROM delivery_inboundtext AS j
        WHERE j.print = i.print AND j.print <> '' AND j.due_at <= %(now)s
        AND (j.received_at, j.id) < (i.received_at, i.id))
    ORDER BY i.due_at, i.id LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED
"""


def keep(messages: Sequence[Inbound], *, now: datetime, gateway: str = "") -> int:
    """Keep texts for good before their gateway is told so; say how many were not here before.

    A text is the same if `gateway` (the name of the channel) calls it the same. Any sender and any
    words are taken in: a text that was refused here would be lost.
    """
    seal_sender = InboundText._meta.get_field("sender").get_prep_value
    seal_body = InboundText._meta.get_field("body").get_prep_value
    by_id = {_plain(m.gateway_id): m for m in reversed(messages)}
    rows = [
        {
            "gateway": gateway,
            "gateway_id": gateway_id,
            "sender": seal_sender(_plain(message.address)),
            "print": print_of(message.address),
            "recipient": _plain(message.to),
            "body": seal_body(_plain(message.body)),
            # PostgreSQL refuses an offset of sixteen hours or more, which ISO 8601 allows.
            "received_at": message.received_at.astimezone(UTC),
            "kept_at": now,
            "due_at": now,
            "kind": "",
        }
        for gateway_id, message in sorted(by_id.items())
    ]
    names = ["gateway", "gateway_id"]
    return len(bulk.insert(InboundText, rows, key=names, returning=["id"]))


def print_of(address: str) -> str:
    """Give the print under which a sender is known; empty for a sender that is no number."""
    e164 = read_phone(address).e164
    return fingerprint_phone(e164) if e164 else ""


def claim_due(*, now: datetime, limit: int) -> list[InboundText]:
    """Lock texts that nobody has read, inside the caller's transaction, one a person."""
    return list(InboundText.objects.raw(_CLAIM, {"now": now, "limit": limit}))


def settle(text: InboundText, *, kind: str, now: datetime) -> None:
    """End the claim of a text that was read as this kind."""
    InboundText.objects.filter(pk=text.pk).update(kind=kind, due_at=None, settled_at=now)


def postpone(text: InboundText, *, until: datetime) -> None:
    """Let a text that could not be read for a fault of ours come up again then."""
    InboundText.objects.filter(pk=text.pk).update(due_at=until)


def said_again(text: InboundText, *, within: timedelta) -> bool:
    """Tell whether the same person wrote the same just before: a double under another name."""
    before = InboundText.objects.filter(
        print=text.print,
        settled_at__isnull=False,
        received_at__gt=text.received_at - within,
        received_at__lte=text.received_at,
    )
    return any(other.body == text.body for other in before.exclude(pk=text.pk))


def erase(*, now: datetime, kept: timedelta) -> int:
    """Erase sender and body of the texts that were read so long ago; say how many."""
    old = InboundText.objects.filter(settled_at__lte=now - kept, body__isnull=False)
    return old.update(sender=None, body=None)


def _plain(words: str) -> str:
    """Replace what no database can keep: NUL, and halves of characters that JSON may hold."""
    return words.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
