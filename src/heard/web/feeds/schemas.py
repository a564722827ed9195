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


class Receipt(BaseModel):
    """What a gateway says became of one letter."""

    model_config = ConfigDict(strict=True)

    reference: UUID
    status: Status
    occurred_at: Annotated[
        AwareDatetime,
        Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC)),
    ]


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


def _list_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "maxItems": BATCH_ITEMS, "items": item}


def _body(**schemas: dict[str, Any]) -> dict[str, Any]:
    content = {media_type: {"schema": schema} for media_type, schema in schemas.items()}
    return {"requestBody": {"required": True, "content": content}}


EVENTS_BODY = _body(**{EVENT_TYPE: _EVENT, EVENTS_TYPE: _list_of(_EVENT)})
RECEIPTS_BODY = _body(**{RECEIPTS_TYPE: {"anyOf": [_RECEIPT, _list_of(_RECEIPT)]}})
MAIL_BODY = _body(
    **{MAIL_TYPE: {"type": "string", "format": "binary", "description": "One mail as it came."}}
)
