"""What GOV.UK Notify posts, read into the words of the post office."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import structlog

from heard.core.addresses import read_phone
from heard.delivery.inbound import Inbound, keep
from heard.delivery.receipts import News, accept
from heard.events.receive import Received
from heard.web.feeds.batches import read_each, told
from heard.web.feeds.schemas import NotifyInbound, NotifyReceipt

_log = structlog.get_logger(__name__)
GATEWAY = "notify"


def take_receipts(items: Sequence[object], *, now: datetime) -> Received:
    """Accept receipts; the moment is the last that Notify names."""
    receipts, rejected = read_each(items, NotifyReceipt)
    news = [
        News(
            reference=receipt.reference,
            status=receipt.status,
            occurred_at=receipt.completed_at or receipt.sent_at or receipt.created_at,
        )
        for receipt in receipts
    ]
    return told(news, rejected, partial(accept, now=now))


def take_inbound(items: Sequence[object], *, now: datetime) -> Received:
    """Keep texts. One that cannot be read is an error: Notify will not post it again."""
    texts, rejected = read_each(items, NotifyInbound)
    for one in rejected:
        _log.error("text that cannot be read", field=one.field, rule=one.rule)
    messages = [
        Inbound(
            gateway_id=str(text.id),
            address=_sender(text.source_number),
            to=text.destination_number,
            body=text.message,
            received_at=text.date_received,
        )
        for text in texts
    ]
    return told(messages, rejected, partial(keep, now=now, gateway=GATEWAY))


def mend(item: object) -> object:
    """Take out of a text what no database can store, rather than refuse what somebody wrote."""
    if not isinstance(item, dict):
        return item
    return {name: _plain(value) for name, value in item.items()}


def _plain(value: object) -> object:
    if not isinstance(value, str):
        return value
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _sender(number: str) -> str:
    """Give a sender in E.164; Notify leaves out the plus sign, and a short code has none."""
    return read_phone(f"+{number}").e164 or read_phone(number).e164 or number
