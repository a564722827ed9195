"""Fetches what gateways tell by themselves: receipts, and texts that people wrote to us."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog

from heard.channels.protocol import Inbound, Receipt
from heard.delivery.gateways import Gateway
from heard.delivery.models import RECEIVABLE
from heard.delivery.parts import accept

__all__ = ["Inbound", "KeepInbound", "collect"]

_log = structlog.get_logger(__name__)
# Keeps texts that came in, each once, whatever comes again: `keep(texts, now=…, gateway=…)`.
KeepInbound = Callable[..., object]


class NotKept(Exception):
    """There is nobody who keeps this: the gateway is not told that we have it."""


def collect(
    channels: Mapping[str, Sequence[Gateway]], *, keep_inbound: KeepInbound | None, now: datetime
) -> int:
    """Take in what every gateway has for us, and say how much that was.

    A gateway is told that we have it once it is committed. One that fails holds up no other.
    """
    count = 0
    for gateway in (gateway for way in channels.values() for gateway in way):
        try:
            keep = partial(_keep, keep_inbound, gateway.name, now)
            count += gateway.channel.collect(keep)
        except Exception as error:  # noqa: BLE001 - whatever it raises, its text may be personal
            name = type(error).__name__
            _log.error("nothing collected", gateway=gateway.name, error=name)
    return count


def _keep(
    keep_inbound: KeepInbound | None,
    gateway: str,
    now: datetime,
    items: Sequence[Receipt | Inbound],
) -> None:
    """Keep receipts first: they may come again, if the texts cannot be kept."""
    if known := [item for item in items if isinstance(item, Receipt) and _is_ours(item)]:
        accept(gateway, known, now=now)
    if texts := [item for item in items if isinstance(item, Inbound)]:
        if keep_inbound is None:
            raise NotKept
        keep_inbound(texts, now=now, gateway=gateway)


def _is_ours(receipt: Receipt) -> bool:
    """Tell whether a receipt can be ours; what cannot would come again for ever, and is logged."""
    try:
        named = bool(receipt.gateway_id) or UUID(receipt.reference) is not None
    except ValueError:
        named = False
    if named and receipt.status in RECEIVABLE:
        return True
    _log.error("receipt that is none of ours", status=receipt.status)
    return False
