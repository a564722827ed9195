"""A machine that posts to the feeds."""

import json
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.test import Client

from heard.accounts.keys import issue_key
from heard.accounts.models import FeedKey

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

SOURCE = "/wmp/controlworks"
ONE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"


def a_key(kind: FeedKey.Kind = FeedKey.Kind.EVENTS, source: str = SOURCE) -> str:
    return issue_key(
        source, kind=kind, now=datetime(2020, 10, 5, tzinfo=UTC), draw=secrets.token_bytes
    )


def an_event(event_id: str = "1", **changes: object) -> dict[str, object]:
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": SOURCE,
        "type": "uk.police.contact.ended",
        "time": "2020-10-05T09:00:00Z",
        "datacontenttype": "application/json",
        "data": {
            "contact_id": f"C-{event_id}",
            "channel": "101",
            "incident_ids": [],
            "codes": ["TR-04"],
            "calling_number": "+447700900123",
            "caller_age": 40,
            "handler": "h1",
            "team": "t1",
        },
    } | changes


def a_receipt(**changes: object) -> dict[str, object]:
    return {
        "reference": "01890a5d-ac96-774b-bcce-b302099a8057",
        "status": "delivered",
        "occurred_at": "2020-10-05T09:00:00Z",
    } | changes


def post(feed: str, body: object, *, key: str, content_type: str) -> "Response":
    """Post `body`, as JSON unless it is bytes already."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client(enforce_csrf_checks=True).generic(
        "POST",
        f"/feeds/{feed}",
        data,
        content_type=content_type,
        headers={"Authorization": f"Bearer {key}"},
    )
