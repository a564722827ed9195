"""A gateway that hands e-mail to a mail server by SMTP, one recipient a message."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import InitVar, dataclass, field
from ipaddress import ip_address

from heard.channels._mime import Letterhead, Unfit, Written
from heard.channels.protocol import (
    BAD_ADDRESS,
    GATEWAY_DOWN,
    THROTTLED,
    Accepted,
    Inbound,
    Message,
    Receipt,
    Refused,
)
from heard.core.return_paths import ReturnPath

TRY_LATER = "try-later"
NOT_PERMITTED = "not-permitted"
CONTENT_REFUSED = "content-refused"
_PORTS = {"starttls": 587, "implicit": 465, "none": 25}
_DONE, _GO_ON, _CLOSING = 250, 354, 421
_LATER, _NEVER = 4, 5  # the first digit of an answer
# The names that Postfix, Exim and Exchange give a message; a number in an answer is no address.
_NAME = re.compile(rb"(?:queued as |id=|InternalId=)([A-Za-z0-9-]{1,60})")
_FULL = re.compile(rb"\s*5\.2\.2\b")
# Of the sender, not of the address: RFC 3463's security and policy, or an Exim without its codes.
_POLICY = re.compile(rb"\s*5\.7\.\d|.*\brelay", re.IGNORECASE | re.DOTALL)
_NO_LOGIN = frozenset((530, 534, 535, 538))


@dataclass(kw_only=True, eq=False)
class Mail:
    """Sends by the mail server at `host`. Nothing leaves unless TLS holds and the login succeeded.

    `tls` is "starttls" (required, not just tried), "implicit", or "none" for a loopback host.
    `return_path` is {"domain", "keys"}: see ReturnPath; bounces name their letters by it.
    `dkim` is {"selector", "domain", "private_key"}; without it the mail server has to sign.
    `rate` is messages a second, `timeout` seconds for each answer. With `notify_success` the
    servers on the way are asked to say when a message has arrived, which not all of them do.
    """

    host: str
    from_address: str
    from_name: InitVar[str] = ""
    port: int = 0
    tls: str = "starttls"
    ca_file: InitVar[str | None] = None
    user: str = ""
    password: str = field(default="", repr=False)
    reply_to: InitVar[str] = ""
    return_path: InitVar[Mapping[str, object] | None] = None
    dkim: InitVar[Mapping[str, str] | None] = None
    notify_success: bool = False
    hello: str = ""
    timeout: float = 60.0
    rate: float = 10.0
    recording: bool = field(default=False, init=False)
    letterhead: Letterhead = field(init=False, repr=False)

    def __post_init__(
        self,
        from_name: str,
        ca_file: str | None,
        reply_to: str,
        return_path: Mapping[str, object] | None,
        dkim: Mapping[str, str] | None,
    ) -> None:
        if self.tls not in _PORTS:
            raise ValueError('tls is "starttls", "implicit" or "none"')
        if self.tls == "none" and not _is_loopback(self.host):
            raise ValueError("tls may be none only where the host is this machine")
        if not (self.timeout > 0 and self.rate > 0):
            raise ValueError("timeout and rate are more than 0")
        if not (self.user + self.password).isascii() or bool(self.user) != bool(self.password):
            raise ValueError("user and password come together, in ASCII")
        self.letterhead = Letterhead.read(
            sender=(from_name, self.from_address),
            reply_to=reply_to,
            return_path=return_path,
            signature=dkim,
        )
        self.port = self.port or _PORTS[self.tls]
        self.hello = self.hello or self.letterhead.sender.domain
        try:
            self._context = ssl.create_default_context(cafile=ca_file)
        except OSError:
            raise ValueError("ca_file holds no certificates in PEM") from None

    @property
    def bounces_to(self) -> ReturnPath | None:
        """Where bounces come back to, by which they can be told from forged ones."""
        return self.letterhead.return_path

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        """Hand each message over on one connection, and on a fresh one where that was lost.

        It stops drawing once the server is down, or swallowed a message without an answer.
        """
        line = _Line(self._connect, notify_success=self.notify_success)
        try:
            for message in messages:
                try:
                    outcome = line.offer(message.reference, self.letterhead.write(message))
                except Unfit as unfit:
                    yield _refused(message.reference, unfit.code, retry=False)
                    continue
                if outcome is None:
                    return
                yield outcome
                if isinstance(outcome, Refused) and outcome.code == GATEWAY_DOWN:
                    return
        finally:
            line.close()

    def collect(self, keep: Callable[[Sequence[Receipt | Inbound]], None]) -> int:  # noqa: ARG002
        """Bounces come in by a door of ours: nothing is fetched."""
        return 0

    def _connect(self) -> smtplib.SMTP:
        """Open a connection, safe and logged in; OSError where that cannot be."""
        where, wait = (self.host, self.port, self.hello), self.timeout
        line = (
            smtplib.SMTP_SSL(*where, timeout=wait, context=self._context)
            if self.tls == "implicit"
            else smtplib.SMTP(*where, timeout=wait)
        )
        try:
            if self.tls == "starttls":
                line.starttls(context=self._context)
            line.ehlo_or_helo_if_needed()
            if self.user:
                line.login(self.user, self.password)
        except OSError:
            line.close()
            raise
        return line


class _Line:
    """A connection to the server that is opened when it is needed, and again when it was lost."""

    def __init__(self, connect: Callable[[], smtplib.SMTP], *, notify_success: bool) -> None:
        self._connect = connect
        self._smtp: smtplib.SMTP | None = None
        self._notify = "NOTIFY=SUCCESS,FAILURE,DELAY" if notify_success else "NOTIFY=FAILURE,DELAY"

    def offer(self, reference: str, mail: Written) -> Accepted | Refused | None:
        """Hand one mail over. None where it was written and nobody knows what became of it.

        A connection that was used before may have been closed meanwhile: then a fresh one is
        tried, once. What was lost before the mail itself was written is certainly not there.
        """
        tries = 1 if self._smtp is None else 2
        for _ in range(tries):
            try:
                return self._announce(reference, mail)
            except OSError:
                self._drop()
        return _refused(reference, GATEWAY_DOWN, retry=True)

    def close(self) -> None:
        """Say good-bye, if there is anybody to say it to."""
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.quit()
        self._drop()

    def _announce(self, reference: str, mail: Written) -> Accepted | Refused | None:
        """Say who writes to whom; then the mail. OSError where the connection is lost before it."""
        smtp = self._smtp = self._smtp or self._connect()
        has_dsn = smtp.has_extn("dsn")
        told = [f"ENVID={mail.message_id}", "RET=HDRS"] if has_dsn else []
        code, _ = _answered(smtp.mail(mail.sender, told))
        if code != _DONE:
            why = THROTTLED if code // 100 == _LATER else GATEWAY_DOWN
            return self._after_reset(smtp, reference, (why, True))
        code, text = _answered(smtp.rcpt(mail.address, [self._notify] if has_dsn else []))
        if code not in (_DONE, _DONE + 1):
            return self._after_reset(smtp, reference, _why_not_to(code, text))
        code, _ = _answered(smtp.docmd("DATA"))
        if code != _GO_ON:
            return self._after_reset(smtp, reference, _why_not(code))
        return self._write(smtp, reference, mail)

    def _write(
        self, smtp: smtplib.SMTP, reference: str, mail: Written
    ) -> Accepted | Refused | None:
        """Write the mail itself: from here on, only a clear answer tells what became of it."""
        try:
            smtp.send(re.sub(rb"(?m)^\.", b"..", mail.content) + b".\r\n")
            code, text = smtp.getreply()
        except OSError:
            self._drop()
            return None
        if code == _DONE:
            name = _NAME.search(text)
            gateway_id = name[1].decode() if name else mail.message_id
            return Accepted(reference=reference, gateway_id=gateway_id)
        if code // 100 in (_LATER, _NEVER):
            why, retry = _why_not(code)
            return _refused(reference, why, retry=retry)
        self._drop()
        return None

    def _after_reset(
        self, smtp: smtplib.SMTP, reference: str, refusal: tuple[str, bool]
    ) -> Refused:
        """Clear the table for the next message."""
        try:
            _answered(smtp.rset())
        except OSError:
            self._drop()
        code, retry = refusal
        return _refused(reference, code, retry=retry)

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _answered(answer: tuple[int, bytes]) -> tuple[int, bytes]:
    """Give an answer that was understood; one that was not, or a good-bye, is the end."""
    if answer[0] // 100 not in (2, 3, 4, 5) or answer[0] == _CLOSING:
        raise smtplib.SMTPServerDisconnected("the server goes, or is none")
    return answer


def _why_not(code: int) -> tuple[str, bool]:
    return (TRY_LATER, True) if code // 100 == _LATER else (CONTENT_REFUSED, False)


def _why_not_to(code: int, text: bytes) -> tuple[str, bool]:
    """Tell an address that does not exist from one that may not be written to by us, or not now."""
    if code // 100 == _LATER or _FULL.match(text):
        return TRY_LATER, True
    if code in _NO_LOGIN or _POLICY.match(text):
        return NOT_PERMITTED, True
    return BAD_ADDRESS, False


def _refused(reference: str, code: str, *, retry: bool) -> Refused:
    return Refused(reference=reference, code=code, retry=retry)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
