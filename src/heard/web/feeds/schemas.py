"""What goes in and out of the feeds, as their OpenAPI description tells it."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from heard.web.feeds.reading import BATCH_ITEMS

EVENT_TYPE = "application/cloudevents+json"
EVENTS_TYPE = "application/cloudevents-batch+json"
RECEIPTS_TYPE = "application/json"
MAIL_TYPE = "message/rfc822"

Status = Literal[
    "sending",
    "pending",
    "sent",
    "delivered",
    "permanent-failure",
    "temporary-failure",
    "technical-failure",
]


Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC)),
]


class Receipt(BaseModel):
    """What a gateway says became of one letter."""

    model_config = ConfigDict(strict=True)

    reference: UUID
    status: Status
    occurred_at: Moment


class NotifyReceipt(BaseModel):
    """What GOV.UK Notify posts of a message; whom it went to is left unread."""

    model_config = ConfigDict(strict=True)

    id: UUID
    reference: UUID
    status: Status
    created_at: Moment
    sent_at: Moment | None = None
    completed_at: Moment | None = None


class NotifyInbound(BaseModel):
    """What GOV.UK Notify posts of a text that somebody wrote."""

    model_config = ConfigDict(strict=True)

    id: UUID
    source_number: str
    destination_number: str
    message: str
    date_received: Moment


class RejectedItem(Schema):
    """An item that broke a rule: its place from 0, the field, the rule, and that in words."""

    index: int
    field: str
    rule: str
    message: str


class Outcome(Schema):
    """What became of what was sent. A duplicate came before, and changed nothing."""

    accepted: int
    duplicates: int
    rejected: list[RejectedItem]


class Problem(Schema):
    """Why nothing at all was taken in."""

    detail: str


RESPONSES: dict[int, type[Schema]] = {
    200: Outcome,
    401: Problem,
    413: Problem,
    415: Problem,
    422: Outcome,
}

_TEXT = {"type": "string", "minLength": 1}
_EVENT = {
    "type": "object",
    "description": "A CloudEvent 1.0. Its `source` is the one that the key was issued for.",
    "required": ["specversion", "id", "source", "type", "time", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": _TEXT | {"maxLength": 100},
        "source": _TEXT,
        "type": _TEXT | {"examples": ["uk.police.contact.ended"]},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "data": {"type": "object"},
    },
}
_RECEIPT = {
    "type": "object",
    "required": ["reference", "status", "occurred_at"],
    "properties": {
        "reference": {"type": "string", "format": "uuid"},
        "status": {"enum": list(get_args(Status))},
        "occurred_at": {"type": "string", "format": "date-time"},
    },
}
_UUID = {"type": "string", "format": "uuid"}
_MOMENT = {"type": "string", "format": "date-time"}
_MOMENT_IF_ANY = {"type": ["string", "null"], "format": "date-time"}
_NOTIFY_RECEIPT = {
    "type": "object",
    "description": "A delivery receipt of GOV.UK Notify. `reference` is the letter's.",
    "required": ["id", "reference", "status", "created_at"],
    "properties": {
        "id": _UUID,
        "reference": _UUID,
        "status": {"enum": list(get_args(Status))},
        "created_at": _MOMENT,
        "sent_at": _MOMENT_IF_ANY,
        "completed_at": _MOMENT_IF_ANY,
    },
}
_NOTIFY_INBOUND = {
    "type": "object",
    "description": "A text that GOV.UK Notify received for us.",
    "required": ["id", "source_number", "destination_number", "message", "date_received"],
    "properties": {
        "id": _UUID,
        "source_number": {"type": "string"},
        "destination_number": {"type": "string"},
        "message": {"type": "string"},
        "date_received": _MOMENT,
    },
}


def _list_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "maxItems": BATCH_ITEMS, "items": item}


def _body(**schemas: dict[str, Any]) -> dict[str, Any]:
    content = {media_type: {"schema": schema} for media_type, schema in schemas.items()}
    return {"requestBody": {"required": True, "content": content}}


EVENTS_BODY = _body(**{EVENT_TYPE: _EVENT, EVENTS_TYPE: _list_of(_EVENT)})
RECEIPTS_BODY = _body(**{RECEIPTS_TYPE: {"anyOf": [_RECEIPT, _list_of(_RECEIPT)]}})
NOTIFY_RECEIPT_BODY = _body(**{RECEIPTS_TYPE: _NOTIFY_RECEIPT})
NOTIFY_INBOUND_BODY = _body(**{RECEIPTS_TYPE: _NOTIFY_INBOUND})
MAIL_BODY = _body(
    **{MAIL_TYPE: {"type": "string", "format": "binary", "description": "One mail as it came."}}
)
