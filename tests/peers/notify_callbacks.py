"""What GOV.UK Notify posts to a service: receipts, and the texts that people write to it."""

import json
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from time import sleep
from urllib.parse import urlsplit
from uuid import uuid4

from tests.peers.notify import TEXT, Item, stamp


def receipt(item: Item, status: str | None = None, *, at: float | None = None) -> Item:
    """Give the receipt of a message that was taken, as the documentation shows it."""
    return {
        "id": item["id"],
        "reference": item["reference"],
        "to": item["to"],
        "status": status or item["status"],
        "created_at": stamp(item["at"]),
        "completed_at": stamp(item["at"] + 5 if at is None else at),
        "sent_at": stamp(item["at"] + 1),
        "notification_type": item["notification_type"],
        "template_id": TEXT,
        "template_version": 1,
    }


def inbound(source: str, message: str, *, at: float) -> Item:
    """Give a text that somebody wrote; numbers come without a plus sign."""
    return {
        "id": str(uuid4()),
        "source_number": source,
        "destination_number": "07700987654",
        "message": message,
        "date_received": stamp(at),
    }


@dataclass
class Poster:
    """Posts to one callback address, five times again after 5xx, 429 or no answer."""

    address: str
    token: str
    pause: float = 0  # seconds between two tries; five minutes in earnest
    again: int = 5
    tries: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        where = urlsplit(self.address)
        self._path = where.path
        self._line = HTTPConnection(where.hostname or "", where.port, timeout=30)

    def post(self, told: Item, *, token: str = "") -> int:
        """Post one callback, and give the last status; 0 where there was no answer."""
        status = self._try(told, token or self.token)
        for _ in range(self.again):
            if 0 < status < 500 and status != 429:
                break
            sleep(self.pause)
            status = self._try(told, token or self.token)
        return status

    def close(self) -> None:
        self._line.close()

    def _try(self, told: Item, token: str) -> int:
        self.tries += 1
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        try:
            self._line.request("POST", self._path, json.dumps(told), headers)
            answer = self._line.getresponse()
            answer.read()
        except (OSError, HTTPException):
            self._line.close()
            return 0
        return answer.status
