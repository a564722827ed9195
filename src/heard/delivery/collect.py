"""Fetches what gateways tell by themselves: receipts, and texts that people wrote to us."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog

from heard.channels.protocol import Inbound, Receipt
from heard.delivery.gateways import Gateway
from heard.delivery.models import RECEIVABLE
from heard.delivery.receipts import News, accept

__all__ = ["Inbound", "KeepInbound", "collect"]

_log = structlog.get_logger(__name__)
# Keeps texts that came in, each once, whatever comes again; called as `keep(texts, now=now)`.
KeepInbound = Callable[..., None]


class NotKept(Exception):
    """There is nobody who keeps this: the gateway is not told that we have it."""


def collect(
    channels: Mapping[str, Sequence[Gateway]], *, keep_inbound: KeepInbound | None, now: datetime
) -> int:
    """Take in what every gateway has for us, and say how much that was.

    A gateway is told that we have it once it is committed. One that fails holds up no other.
    """
    keep = partial(_keep, keep_inbound, now)
    count = 0
    for gateway in (gateway for way in channels.values() for gateway in way):
        try:
            count += gateway.channel.collect(keep)
        except Exception as error:  # noqa: BLE001 - whatever it raises, its text may be personal
            name = type(error).__name__
            _log.error("nothing collected", gateway=gateway.name, error=name)
    return count


def _keep(
    keep_inbound: KeepInbound | None, now: datetime, items: Sequence[Receipt | Inbound]
) -> None:
    """Keep receipts first: they may come again, if the texts cannot be kept."""
    news = [_news(item) for item in items if isinstance(item, Receipt)]
    if known := [item for item in news if item is not None]:
        accept(known, now=now)
    if texts := [item for item in items if isinstance(item, Inbound)]:
        if keep_inbound is None:
            raise NotKept
        keep_inbound(texts, now=now)


def _news(receipt: Receipt) -> News | None:
    """Read a receipt; one that is about nothing of ours would come again for ever: it is logged."""
    try:
        reference = UUID(receipt.reference)
    except ValueError:
        reference = None
    if reference is None or receipt.status not in RECEIVABLE:
        _log.error("receipt that is none of ours", status=receipt.status)
        return None
    return News(reference=reference, status=receipt.status, occurred_at=receipt.occurred_at)
