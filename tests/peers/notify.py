"""GOV.UK Notify as its published API tells it, over real HTTP; what it took is on the disk.

Sources: docs.notifications.service.gov.uk/rest-api.html and the code of alphagov/notifications-api.
"""

import json
import os
import re
import socket
import struct
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import SSLContext
from threading import Event, Lock, Thread
from time import time
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import jwt
import phonenumbers

from heard.core.wording import fragments

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"  # noqa: S105 - of the documentation's example
KEY = f"trial-{SERVICE}-{SECRET}"
TEXT = "f33517ff-2a88-4f6e-b855-c550268ce08a"
EMAIL = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
SENDER = "8e222534-7f05-4972-86e3-17c5d9f894e2"
PERMANENT, TEMPORARY = "+447700900002", "+447700900003"
PAGE = 250  # messages in a page of the list
DAY, HOUR, MINUTE = 86_400, 3_600, 60
Item = dict[str, Any]
Trouble = str | tuple[int, str, str] | tuple[int, bytes]


class Wrong(Exception):
    """A request that is refused, in Notify's own words."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.status, self.kind = status, kind


@dataclass(kw_only=True)
class Limits:
    """What a service may do: requests a minute, messages a day; a trial sends to its team only."""

    a_minute: int = 3_000
    a_day: int = 250_000
    trial: bool = False
    international: bool = False
    same_to_one: int = 20
    any_to_one: int = 100


@dataclass(kw_only=True)
class StandIn:
    """One service at Notify. `took` is the file: a line an acceptance, on the disk before the 201.

    `troubles` names what goes wrong with coming calls, first come first served: `ok`, `500-before`,
    `500-after`, `502`, `hang`, `reset-before`, `reset-after`, `not-json`, `other-json`, `cut`,
    `redirect`; or a status with type and message, or a status with a body. `dated` gives the Date
    of each answer.
    """

    took: Path
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time
    troubles: deque[Trouble] = field(default_factory=deque)
    dated: Callable[[], str] | None = None
    delay: float = 0
    on_taken: Callable[[Item], object] = lambda _item: None  # before the 201
    key_kind: str = "live"

    calls: int = 0
    most_at_once: int = 0
    released: Event = field(default_factory=Event)
    _at_once: int = 0
    _lock: Lock = field(default_factory=Lock)
    _minute: deque[float] = field(default_factory=deque)
    _days: Counter[int] = field(default_factory=Counter)
    _to_one: dict[str, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def served(self, *, tls: SSLContext | None = None) -> Iterator[str]:
        """Answer on a free port of this machine, and give the address."""
        with ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"of": self})) as web:
            if tls:
                web.socket = tls.wrap_socket(
                    web.socket, server_side=True, do_handshake_on_connect=False
                )
            thread = Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            try:
                yield f"{'https' if tls else 'http'}://127.0.0.1:{web.server_port}"
            finally:
                self.released.set()
                web.shutdown()
                thread.join()

    def accepted(self) -> list[Item]:
        """Give every message that was taken, as the disk has it."""
        if not self.took.exists():
            return []
        return [json.loads(line) for line in self.took.read_text().splitlines()]

    def post(self, path: str, token: str, body: bytes) -> Item:
        """Take a message, or raise Wrong; in the order in which Notify looks at things."""
        self.check_token(token)
        asked = _read(body)
        kind = {"/v2/notifications/sms": "sms", "/v2/notifications/email": "email"}.get(path)
        if kind is None:
            raise Wrong(404, "NotFound", "The requested URL was not found on the server.")
        _check_form(asked, kind)
        with self._lock:
            self._check_rate()
        words = self._words(asked, kind)
        if kind == "sms":
            self._check_recipient(asked["phone_number"])
        return self._take(asked, kind, words)

    def get(self, path: str, token: str) -> Item:
        """Tell of one message, or of all that have a reference."""
        self.check_token(token)
        if urlsplit(path).path == "/v2/notifications":
            return self._list(parse_qs(urlsplit(path).query))
        name = path.removeprefix("/v2/notifications/")
        found = [item for item in self.accepted() if item["id"] == name]
        if not found:
            raise Wrong(404, "NoResultFound", "No result found")
        return {**found[0], "type": found[0]["notification_type"]}

    def _list(self, asked: Mapping[str, list[str]]) -> Item:
        """Give a page of messages, the newest first; `next` is there where another may follow."""
        found = list(reversed(self.accepted()))
        if kind := asked.get("template_type"):
            found = [item for item in found if item["notification_type"] in kind]
        if older := asked.get("older_than"):
            found = found[[item["id"] for item in found].index(older[0]) + 1 :]
        page = found[:PAGE]
        links = {"current": "/v2/notifications"}
        if len(found) > PAGE:
            links["next"] = f"/v2/notifications?older_than={page[-1]['id']}"
        return {"notifications": [_as_listed(item) for item in page], "links": links}

    def check_token(self, token: str) -> None:
        """Read the token as Notify does: signed with the key's secret, issued within 30 seconds."""
        try:
            issuer = jwt.decode(token, options={"verify_signature": False})["iss"]
            told = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
        except (jwt.InvalidTokenError, KeyError):
            raise Wrong(403, "AuthError", "Invalid token: API key not found") from None
        if issuer != SERVICE:
            raise Wrong(403, "AuthError", "Invalid token: service not found")
        if abs(self.clock() - told.get("iat", 0)) > 30:
            clock = "Error: Your system clock must be accurate to within 30 seconds"
            raise Wrong(403, "AuthError", clock)

    def _check_rate(self) -> None:
        now = self.clock()
        while self._minute and self._minute[0] <= now - MINUTE:
            self._minute.popleft()
        if len(self._minute) >= self.limits.a_minute:
            said = f"{self.key_kind.upper()} of {self.limits.a_minute} requests per 60 seconds"
            raise Wrong(429, "RateLimitError", f"Exceeded rate limit for key type {said}")
        self._minute.append(now)
        if self._days[int(now // DAY)] >= self.limits.a_day:
            said = f"Exceeded send limits ({self.limits.a_day}) for today"
            raise Wrong(429, "TooManyRequestsError", said)

    def _words(self, asked: Item, kind: str) -> Item:
        if asked["template_id"] != {"sms": TEXT, "email": EMAIL}[kind]:
            raise Wrong(400, "BadRequestError", "Template not found")
        given = asked.get("personalisation", {})
        needed = ["body"] if kind == "sms" else ["title", "body"]
        if missing := [name for name in needed if name not in given]:
            raise Wrong(400, "BadRequestError", f"Missing personalisation: {', '.join(missing)}")
        if asked.get("sms_sender_id", SENDER) != SENDER:
            said = f"sms_sender_id {asked['sms_sender_id']} does not exist in database"
            raise Wrong(400, "BadRequestError", f"{said} for service id {SERVICE}")
        if kind == "sms" and len(given["body"]) > 918:
            said = "Content for template has a character count greater than the limit of 918"
            raise Wrong(400, "BadRequestError", said)
        return {name: given[name] for name in needed}

    def _check_recipient(self, number: str) -> None:
        if self.key_kind == "team":
            said = "Can\u2019t send to this recipient using a team-only API key"
            raise Wrong(400, "BadRequestError", said)
        if self.limits.trial:
            said = "Can\u2019t send to this recipient when service is in trial mode"
            raise Wrong(400, "BadRequestError", said)
        if not self.limits.international and not e164(number).startswith("+447"):
            raise Wrong(400, "BadRequestError", "Cannot send to international mobile numbers")

    def _take(self, asked: Item, kind: str, words: Item) -> Item:
        at = self.clock()
        to = e164(asked["phone_number"]) if kind == "sms" else asked["email_address"]
        item = {
            "id": str(uuid4()),
            "reference": asked.get("reference"),
            "notification_type": kind,
            "to": to,
            **words,
            "unsubscribe": asked.get("one_click_unsubscribe_url"),
            "fragments": fragments(words["body"]) if kind == "sms" else 0,
            "at": at,
        }
        with self._lock:
            item["status"] = self._fate(to, words["body"], at)
            self._days[int(at // DAY)] += 1
            with self.took.open("a", encoding="utf-8") as file:
                file.write(json.dumps(item) + "\n")
                file.flush()
                os.fsync(file.fileno())
        return item

    def _fate(self, to: str, body: str, at: float) -> str:
        """Say how it will end: as its test number says, or as the networks block a number."""
        if to in (PERMANENT, TEMPORARY):
            return "permanent-failure" if to == PERMANENT else "temporary-failure"
        recent = [one for one in self._to_one[to] if one[0] > at - HOUR]
        same = sum(text == body for _, text in recent)
        self._to_one[to] = [*recent, (at, body)]
        if len(recent) >= self.limits.any_to_one or same >= self.limits.same_to_one:
            return "permanent-failure"
        return "delivered"

    def enter(self) -> Trouble:
        """Begin a call, and give what will go wrong with it."""
        with self._lock:
            self.calls += 1
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            return self.troubles.popleft() if self.troubles else "ok"

    def leave(self) -> None:
        with self._lock:
            self._at_once -= 1


def _as_listed(item: Item) -> Item:
    """Give a message as the list of messages has it."""
    made = datetime.fromtimestamp(item["at"], tz=UTC)
    is_text = item["notification_type"] == "sms"
    return {
        "id": item["id"],
        "reference": item["reference"],
        "phone_number": item["to"] if is_text else None,
        "email_address": None if is_text else item["to"],
        "type": item["notification_type"],
        "status": item["status"],
        "template": {"id": TEXT if is_text else EMAIL, "version": 1},
        "body": item["body"],
        "created_at": made.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer on a line that is kept waits 40 ms
    of: ClassVar[StandIn]

    def do_POST(self) -> None:
        trouble = self.of.enter()
        try:
            self._post(trouble)
        finally:
            self.of.leave()

    def do_GET(self) -> None:
        try:
            self._answer(200, self.of.get(self.path, self._token()))
        except Wrong as wrong:
            self._refuse(wrong)

    def _post(self, trouble: Trouble) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.of.released.wait(self.of.delay)
        try:
            if self._goes_wrong(trouble):
                return
            item = self.of.post(self.path, self._token(), body)
        except Wrong as wrong:
            self._refuse(wrong)
            return
        self.of.on_taken(item)
        _AFTER.get(trouble, _Handler.tell)(self, item)

    def _goes_wrong(self, trouble: Trouble) -> bool:
        """Do what goes wrong before the message is taken, if something does."""
        match trouble:
            case (int(status), bytes(body)):
                self._write(status, "text/html", body)
            case (int(status), str(kind), str(message)):
                self._refuse(Wrong(status, kind, message))
            case str(name) if name in _BEFORE:
                _BEFORE[name](self)
            case _:
                return False
        return True

    def tell(self, item: Item) -> None:
        """Answer 201, as the documentation shows it."""
        url = f"http://{self.headers['Host']}"
        kind = item["notification_type"]
        content = {"body": item["body"]}
        content |= {"from_number": "Trial"} if kind == "sms" else {"subject": item["title"]}
        name = TEXT if kind == "sms" else EMAIL
        template = {"id": name, "version": 1, "uri": f"{url}/v2/template/{name}"}
        told = {
            "id": item["id"],
            "reference": item["reference"],
            "content": content,
            "uri": f"{url}/v2/notifications/{item['id']}",
            "template": template,
            "scheduled_for": None,
        }
        self._answer(201, told)

    def fail(self, *_item: Item) -> None:
        self._refuse(Wrong(500, "Exception", "Internal server error"))

    def stand_before(self) -> None:
        self._write(502, "text/html", b"<html>Bad gateway</html>")

    def hang(self, *_item: Item) -> None:
        self.of.released.wait(60)
        self.close_connection = True

    def reset(self, *_item: Item) -> None:
        """Drop the line without a word."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def babble(self, _item: Item) -> None:
        self._write(201, "application/json", b'{"id": ')

    def mistake(self, item: Item) -> None:
        self._answer(201, {"id": item["id"], "reference": "of another"})

    def cut(self, item: Item) -> None:
        whole = json.dumps({"id": item["id"], "reference": item["reference"]}).encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(whole)))
        self.end_headers()
        self.wfile.write(whole[:-9])
        self.close_connection = True

    def redirect(self, *_item: Item) -> None:
        self.send_response(307)
        self.send_header("Location", self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _token(self) -> str:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer":
            raise Wrong(401, "AuthError", "Unauthorized, authentication token must be provided")
        return token

    def _refuse(self, wrong: Wrong) -> None:
        told = {
            "status_code": wrong.status,
            "errors": [{"error": wrong.kind, "message": str(wrong)}],
        }
        self._answer(wrong.status, told)

    def _answer(self, status: int, told: Mapping[str, object]) -> None:
        self._write(status, "application/json", json.dumps(told).encode())

    def _write(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        if self.of.dated:
            return self.of.dated()
        return formatdate(self.of.clock() if timestamp is None else timestamp, usegmt=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


_BEFORE: Mapping[str, Callable[[_Handler], None]] = {
    "500-before": _Handler.fail,
    "502": _Handler.stand_before,
    "reset-before": _Handler.reset,
    "redirect": _Handler.redirect,
}
_AFTER: Mapping[object, Callable[[_Handler, Item], None]] = {
    "500-after": _Handler.fail,
    "hang": _Handler.hang,
    "reset-after": _Handler.reset,
    "not-json": _Handler.babble,
    "other-json": _Handler.mistake,
    "cut": _Handler.cut,
}


def e164(number: str) -> str:
    """Give a number as Notify keeps it; Wrong where it is none."""
    bare = re.sub(r"[\s().-]", "", number)
    if not re.fullmatch(r"\+?\d+", bare):
        raise _not_valid("phone_number", "Must not contain letters or symbols")
    if bare.startswith("+") and not bare.startswith("+44"):
        return _abroad(bare)
    national = re.sub(r"^(?:\+44|44|0)", "", bare)
    if not national.startswith("7"):
        raise _not_valid("phone_number", "Not a UK mobile number")
    if len(national) != 10:
        many = len(national) > 10
        raise _not_valid("phone_number", "Too many digits" if many else "Not enough digits")
    return f"+44{national}"


def _abroad(number: str) -> str:
    try:
        phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        raise _not_valid("phone_number", "Not a valid country prefix") from None
    return number


def _not_valid(name: str, why: str) -> Wrong:
    return Wrong(400, "ValidationError", f"{name} {why}")


def _read(body: bytes) -> Item:
    try:
        asked = json.loads(body)
    except ValueError:
        raise Wrong(400, "BadRequestError", "Invalid JSON supplied in POST data") from None
    if not isinstance(asked, dict):
        raise _not_valid("body", "is not of type object")
    return asked


def _check_form(asked: Item, kind: str) -> None:
    for name in ("phone_number" if kind == "sms" else "email_address", "template_id"):
        if name not in asked:
            raise _not_valid(name, "is a required property")
    for name in ("template_id", "sms_sender_id"):
        try:
            UUID(asked.get(name, SENDER))
        except ValueError:
            raise _not_valid(name, "is not a valid UUID") from None
    if len(asked.get("reference") or "") > 1_000:
        raise _not_valid("reference", "is too long")
    if kind == "sms":
        e164(asked["phone_number"])
    elif not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", asked["email_address"]):
        raise _not_valid("email_address", "Not a valid email address")


def stamp(at: float) -> str:
    """Write a moment as Notify does."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
