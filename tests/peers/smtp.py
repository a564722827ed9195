"""A real mail server on this machine: what it accepts is on the disk before it says so.

It speaks TLS with a certificate of its own, wants a login where told to, goes wrong at the stage
that a test names, and writes the bounces that a server writes (RFC 3464).
"""

import asyncio
import json
import os
import re
import socket
import ssl
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from typing import Any, AnyStr

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
USER, PASSWORD = "heard", "a password of tests"
SILENT, RESET, CLOSE = "silent", "reset", "close"
_LINGER_NOT = struct.pack("ii", 1, 0)  # a reset instead of a good-bye


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What the server took in: the envelope, and the bytes of the mail."""

    name: str
    sender: str
    to: str
    options: str
    tls: bool
    user: str
    raw: bytes = field(repr=False)

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def body(self) -> str:
        """The text, its lines ended by a newline, without the last one."""
        content: str = self.message.get_content()
        return content.replace("\r\n", "\n").removesuffix("\n")


@dataclass(kw_only=True)
class Server:
    """A server that listens at `port`; `ca_file` is whom to trust to know it."""

    ca_file: str
    folder: Path
    port: int = 0
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    has_dsn: bool = True
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def goes_wrong(self, stage: str, *actions: str) -> None:
        """Let these things happen when this stage is reached, one each time; then all is well.

        A stage is connect, a command, `content` (the first line of a mail was read), `before` or
        `after` (the mail was put on the disk). An action is SILENT, RESET, CLOSE, or a reply.
        """
        self.faults[stage] += actions

    def fault(self, stage: str) -> str | None:
        waiting = self.faults[stage]
        return waiting.pop(0) if waiting else None

    def keep(self, **facts: object) -> str:
        """Put a mail on the disk, and give it a name."""
        name = f"Q{len(self.arrived()) + 1:05}"
        with (self.folder / "mails.jsonl").open("a") as file:
            file.write(json.dumps({"name": name, **facts}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return name

    def arrived(self) -> list[Mail]:
        """Give every mail that is on the disk."""
        path = self.folder / "mails.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [
            Mail(**{**told, "raw": told["raw"].encode("latin-1")})
            for told in map(json.loads, lines)
        ]


class _Dialogue(SMTP):
    """One connection."""

    def __init__(self, server: Server, **options: Any) -> None:  # noqa: ANN401
        super().__init__(_Keeper(server), enable_SMTPUTF8=False, **options)
        self.server = server
        self.wire: asyncio.Transport | None = None

    async def _handle_client(self) -> None:
        self.server.connections += 1
        if not await self.goes_wrong("connect"):
            await super()._handle_client()

    async def goes_wrong(self, stage: str) -> bool:
        self.server.commands.append(stage)
        match self.server.fault(stage):
            case None:
                return False
            case "silent":
                await asyncio.sleep(60)
            case "reset":
                self.abort()
            case "close":
                assert self.transport is not None
                self.transport.close()
            case reply:
                await self.push(reply)
        return True

    def is_sealed(self) -> bool:
        assert self.transport is not None
        return bool(self.transport.get_extra_info("ssl_object"))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.wire is None:  # the first one: STARTTLS wraps it
            assert isinstance(transport, asyncio.Transport)
            self.wire = transport
        super().connection_made(transport)

    def abort(self) -> None:
        """Answer with a reset."""
        assert self.wire is not None
        connection = self.wire.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        self.wire.abort()

    async def smtp_EHLO(self, hostname: str | None) -> None:  # noqa: N802 - the library's names
        if not await self.goes_wrong("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str | None) -> None:  # noqa: N802
        if not await self.goes_wrong("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        if not await self.goes_wrong("MAIL"):
            await super().smtp_MAIL(self._without_dsn(arg or "", r"ENVID=\S+|RET=\S+"))

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        if not await self.goes_wrong("RCPT"):
            await super().smtp_RCPT(self._without_dsn(arg or "", r"NOTIFY=\S+"))

    async def smtp_RSET(self, arg: str | None) -> None:  # noqa: N802
        if not await self.goes_wrong("RSET"):
            await super().smtp_RSET(arg)

    async def smtp_QUIT(self, arg: str | None) -> None:  # noqa: N802
        if not await self.goes_wrong("QUIT"):
            await super().smtp_QUIT(arg)

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        if await self.goes_wrong("DATA"):
            return
        if self.server.faults["content"]:
            await self.push("354 go on")
            await self._reader.readuntil(b"\r\n")
            await self.goes_wrong("content")
            return
        await super().smtp_DATA(arg)

    async def push(self, status: AnyStr) -> None:
        if status:  # an empty one stands for what went wrong instead
            await super().push(status)

    def _without_dsn(self, arg: str, parameters: str) -> str:
        """Note the parameters of RFC 3461, which the library does not know."""
        assert self.session is not None
        if self.server.has_dsn:
            told = getattr(self.session, "told", "") if arg.startswith("TO") else ""
            self.session.told = " ".join([*told.split(), *re.findall(parameters, arg)])  # type: ignore[attr-defined]
            arg = re.sub(parameters, "", arg)
        return arg


class _Keeper:
    """What the library asks at its hooks."""

    def __init__(self, server: Server) -> None:
        self.server = server

    async def handle_EHLO(  # noqa: N802
        self, _dialogue: SMTP, session: Session, _: Envelope, hostname: str, replies: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*replies[:-1], *(["250-DSN"] if self.server.has_dsn else []), *replies[-1:]]

    async def handle_DATA(  # noqa: N802
        self, dialogue: _Dialogue, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        if await dialogue.goes_wrong("before"):
            return ""
        login: object = session.auth_data
        name = self.server.keep(
            sender=envelope.mail_from,
            to=",".join(envelope.rcpt_tos),
            options=getattr(session, "told", ""),
            tls=dialogue.is_sealed(),
            user=login.login.decode() if isinstance(login, LoginPassword) else "",
            raw=envelope.content.decode("latin-1"),
        )
        if await dialogue.goes_wrong("after"):
            return ""
        return f"250 2.0.0 Ok: queued as {name}"


def _may_enter(
    _server: object, _session: object, _envelope: object, _how: str, data: object
) -> AuthResult:
    right = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == right, handled=False, auth_data=data)


@contextmanager
def serving(
    folder: Path,
    *,
    tls: str = "starttls",
    login: bool = False,
    names: Sequence[str] = (HOST, "localhost"),
) -> Iterator[Server]:
    """Run a server until the block ends; `tls` is starttls, implicit or none."""
    folder.mkdir(exist_ok=True)
    authority = trustme.CA()
    certificates = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(certificates)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    server = Server(ca_file=str(folder / "ca.pem"), folder=folder)
    by_command = tls == "starttls"
    options = {
        "tls_context": certificates if by_command else None,
        "require_starttls": by_command,
        "authenticator": _may_enter,
        "auth_required": login and by_command,  # the library warns of any other
        "auth_require_tls": by_command,
    }
    with _listening(server, options, certificates if tls == "implicit" else None):
        yield server


@contextmanager
def _listening(
    server: Server, options: Mapping[str, object], certificates: ssl.SSLContext | None
) -> Iterator[None]:
    """Serve in a thread of its own; at the end every connection is closed."""
    loop = asyncio.new_event_loop()
    dialogues: list[_Dialogue] = []

    def begun() -> _Dialogue:
        dialogues.append(_Dialogue(server, loop=loop, **options))
        return dialogues[-1]

    # All of it in that thread: this one may have a loop that runs, as after a browser's test.
    thread = Thread(target=loop.run_forever)
    thread.start()
    opening = loop.create_server(begun, HOST, 0, ssl=certificates)
    listener = asyncio.run_coroutine_threadsafe(opening, loop).result(10)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        try:
            asyncio.run_coroutine_threadsafe(_end(listener, dialogues), loop).result(10)
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


async def _end(listener: asyncio.Server, dialogues: Sequence[_Dialogue]) -> None:
    """Close every connection, whatever it is waiting for."""
    listener.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for dialogue in dialogues:
        if dialogue.wire is not None:
            dialogue.wire.abort()
    await asyncio.sleep(0.01)


def bounce(mail: Mail, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """Write what a server writes to the sender when `mail` did not get there (RFC 3464)."""
    envelope_id = re.search(r"ENVID=(\S+)", mail.options)
    about = [("Reporting-MTA", "dns; mx.example.org")]
    about += [("Original-Envelope-Id", envelope_id[1])] if envelope_id else []
    recipient = [("Final-Recipient", f"rfc822; {mail.to}"), ("Action", action), ("Status", status)]
    recipient += [("Diagnostic-Code", f"smtp; 550 {status} <{mail.to}>: no such user")]
    blocks = [
        "".join(f"{name}: {value}\r\n" for name, value in block) for block in (about, recipient)
    ]
    boundary = "8D7F6A.1606307425/mx.example.org"
    head = mail.raw.partition(b"\r\n\r\n")[0]
    return (
        (
            f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.org (Mail Delivery System)\r\n"
            f"To: {mail.sender}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
            "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/report; report-type=delivery-status;\r\n"
            f'\tboundary="{boundary}"\r\n\r\nThis is a MIME-encapsulated message.\r\n\r\n'
            f"--{boundary}\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
            f"I'm sorry to have to inform you that your message to {mail.to} could not\r\n"
            f"be delivered.\r\n\r\n--{boundary}\r\nContent-Type: message/delivery-status\r\n\r\n"
            f"{blocks[0]}\r\n{blocks[1]}\r\n--{boundary}\r\n"
            "Content-Type: text/rfc822-headers\r\n\r\n"
        ).encode()
        + head
        + f"\r\n\r\n--{boundary}--\r\n".encode()
    )


def complaint(mail: Mail, *, kind: str = "abuse") -> bytes:
    """Write what a mailbox provider writes when somebody calls `mail` spam (RFC 5965)."""
    boundary = "part1_13d.2e68ed54_boundary"
    return (
        (
            "From: <abusedesk@example.com>\r\nTo: <abuse@force.example>\r\n"
            "Subject: FW: How did we do?\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/report; report-type=feedback-report;\r\n"
            f'     boundary="{boundary}"\r\n\r\n--{boundary}\r\n'
            'Content-Type: text/plain; charset="US-ASCII"\r\n\r\n'
            "This is an email abuse report.\r\n\r\n"
            f"--{boundary}\r\nContent-Type: message/feedback-report\r\n\r\n"
            f"Feedback-Type: {kind}\r\nUser-Agent: SomeGenerator/1.0\r\nVersion: 1\r\n"
            f"Original-Mail-From: <{mail.sender}>\r\nOriginal-Rcpt-To: <{mail.to}>\r\n\r\n"
            f"--{boundary}\r\nContent-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n"
        ).encode()
        + mail.raw
        + f"\r\n\r\n--{boundary}--\r\n".encode()
    )
