"""GOV.UK Notify: texts and e-mails by its official client, each handed over once at most."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import NewConnectionError

from heard.channels._notify_refusals import refusal
from heard.channels.protocol import (
    Accepted,
    Inbound,
    Listed,
    Message,
    Receipt,
    Refused,
)

# What a text may have, whatever its alphabet; Notify counts characters here, not places.
MOST_CHARACTERS = 918

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_LOOPBACK = frozenset(("127.0.0.1", "localhost"))
_Outcome = Accepted | Refused

# The client logs what Notify says of a wrong request, and that may quote the number.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


@dataclass(kw_only=True)
class Notify:
    """Hands texts to GOV.UK Notify, or e-mails where `kind` says so.

    `template_id` names a template that is nothing but `((body))`, and `((title))` as the subject
    of an e-mail. `timeout` is in seconds, for connecting and for each answer; `connections` is how
    many calls run at once; `rate` is in messages a second (3,000 a minute by contract).
    Receipts and inbound texts come by the web, to /feeds/notify.
    """

    api_key: str = field(repr=False)
    template_id: str
    kind: str = "sms"
    base_url: str = "https://api.notifications.service.gov.uk"
    sms_sender_id: str | None = None
    timeout: float = 30
    connections: int = 10
    rate: float = 50

    recording = False

    def __post_init__(self) -> None:
        if not re.fullmatch(rf".+-{_UUID}-{_UUID}", self.api_key):
            raise ValueError("api_key is not a name and two UUIDs with a dash between")
        for name in filter(None, (self.template_id, self.sms_sender_id)):
            UUID(name)
        if self.kind not in {"sms", "email"} or not self.template_id:
            raise ValueError("kind is sms or email, and each has a template_id")
        address = urlsplit(self.base_url)
        if address.scheme != "https" and address.hostname not in _LOOPBACK:
            raise ValueError("base_url is not https")
        if min(self.timeout, self.rate) <= 0 or self.connections < 1:
            raise ValueError("timeout, rate and connections are more than nothing")

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        """Call Notify once for each message, on a connection of its own each, and yield outcomes.

        After a call whose outcome is unclear nothing more is drawn: what troubles one call may
        trouble the next, and a message that stayed here can still be offered again.
        """
        fault: Exception | None = None
        with ExitStack() as stack:
            calls = _Calls(self, stack)
            drawing = iter(messages)
            while not calls.unclear:
                try:
                    message = next(drawing, None)
                except Exception as error:  # noqa: BLE001 - those in flight come home first
                    fault = error
                    break
                if message is None:
                    break
                calls.start(message)
                yield from calls.landed()
            yield from calls.landed_all()
        if fault is not None:
            raise fault

    def collect(self, keep: Callable[[Sequence[Receipt | Inbound]], None]) -> int:  # noqa: ARG002
        """Have nothing to hand over: Notify posts to our own door."""
        return 0

    def accepted(self, *, since: datetime, until: datetime) -> Iterator[Listed]:
        """Ask page by page, the newest first, for what was made from our template.

        Notify keeps the list for as long as the service keeps its messages, seven days at most.
        """
        with ExitStack() as stack:
            client, last = _open(self, stack), None
            while page := _page(client, self.kind, older_than=last):
                for item in page:
                    at = datetime.fromisoformat(item["created_at"])
                    if at < since:
                        return
                    if at < until and item["template"]["id"] == self.template_id:
                        yield Listed(
                            reference=item["reference"] or "",
                            gateway_id=item["id"],
                            accepted_at=at,
                        )
                last = page[-1]["id"]


def _page(
    client: NotificationsAPIClient, kind: str, *, older_than: str | None
) -> list[dict[str, Any]]:
    """Give the messages before one, newest first; the client's own iterator fails at the end."""
    told = client.get_all_notifications(template_type=kind, older_than=older_than)
    found: list[dict[str, Any]] = told["notifications"]
    return found


class _Calls:
    """The calls in flight, at most one a connection; they end, and are closed, with `stack`.

    No connection outlives this: one that had lain idle could be closed by the other side in the
    moment of its next use, and nobody would know whether the message had arrived.
    """

    def __init__(self, options: Notify, stack: ExitStack) -> None:
        self.unclear = False
        self._options = options
        self._idle = [_open(options, stack) for _ in range(options.connections)]
        self._threads = stack.enter_context(ThreadPoolExecutor(options.connections))
        self._busy: dict[Future[_Outcome | None], NotificationsAPIClient] = {}

    def start(self, message: Message) -> None:
        """Make the call of this message in a thread of its own; a connection is idle."""
        client = self._idle.pop()
        self._busy[self._threads.submit(_call, client, message, self._options)] = client

    def landed(self) -> Iterator[_Outcome]:
        """Give what is clear by now; wait for something only where no connection is idle."""
        done, _ = wait(self._busy, timeout=0 if self._idle else None, return_when=FIRST_COMPLETED)
        for call in done:
            self._idle.append(self._busy.pop(call))
            outcome = call.result()
            if outcome is None:
                self.unclear = True
            else:
                yield outcome

    def landed_all(self) -> Iterator[_Outcome]:
        """Wait for every call, and give what becomes clear."""
        self._idle.clear()
        while self._busy:
            yield from self.landed()
            self._idle.clear()


def _call(client: NotificationsAPIClient, message: Message, options: Notify) -> _Outcome | None:
    """Hand one message over; None where it may have arrived or not."""
    if options.kind == "sms" and len(message.body) > MOST_CHARACTERS:
        return Refused(reference=message.reference, code="too-long", retry=False)
    try:
        told = _post(client, message, options)
    except HTTPError as error:
        return refusal(error, message.reference)
    except Exception:  # noqa: BLE001 - who knows how far the call had come
        return None
    return _accepted(told, message.reference)


def _post(client: NotificationsAPIClient, message: Message, options: Notify) -> object:
    told: object
    if options.kind == "email":
        told = client.send_email_notification(
            email_address=message.address,
            template_id=options.template_id,
            personalisation={"title": message.title, "body": message.body},
            reference=message.reference,
            one_click_unsubscribe_url=message.unsubscribe,
        )
    else:
        told = client.send_sms_notification(
            phone_number=message.address,
            template_id=options.template_id,
            personalisation={"body": message.body},
            reference=message.reference,
            sms_sender_id=options.sms_sender_id,
        )
    return told


def _accepted(told: object, reference: str) -> Accepted | None:
    """Read what Notify says of a message that it took; what speaks of another one is unclear."""
    match told:
        case {"id": str(name), "reference": str(ours)} if ours == reference and name:
            return Accepted(reference=reference, gateway_id=name)
    return None


class _Connection(HTTPSConnection):
    """Tells a failure to connect, that of TLS included, from one of a connection that stood."""

    def connect(self) -> None:
        try:
            super().connect()
        except Exception as error:
            raise NewConnectionError(self, type(error).__name__) from error


class _Pool(HTTPSConnectionPool):
    ConnectionCls = _Connection


class _Adapter(HTTPAdapter):
    """Tries nothing a second time."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)
        self.poolmanager.pool_classes_by_scheme = {"http": HTTPConnectionPool, "https": _Pool}


def _open(options: Notify, stack: ExitStack) -> NotificationsAPIClient:
    """Make a client for one connection; the official one is not made for threads to share."""
    client = NotificationsAPIClient(options.api_key, options.base_url, options.timeout)
    session = stack.enter_context(client.request_session)
    session.max_redirects = 0  # what is posted elsewhere might arrive there too
    session.mount("https://", _Adapter())
    session.mount("http://", _Adapter())
    return client
