"""Writes a message down as its mail server will get it: headers, text, its HTML, signature."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import Self

import dkim
from dkim.crypto import UnparsableKeyError, parse_pem_private_key

from heard.channels.protocol import BAD_ADDRESS, Message
from heard.core.emails import EmailKind, read_email
from heard.core.return_paths import ReturnPath

UNFIT = "unfit"  # ours to mend: a title of two lines, an address of a page that is none
_FEWEST_BITS = 2048
_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,64}")
_PAGE = re.compile(r"https?://[!-;=?-~]{1,900}")
# Those that say who writes, to whom, what, and how to stop it (RFC 8058 asks for the last two).
# From stands twice, so that nobody can add another one (RFC 6376, 8.15).
_SIGNED = (
    *(b"from", b"from", b"to", b"subject", b"date", b"message-id", b"reply-to"),
    *(b"auto-submitted", b"mime-version", b"content-type", b"content-transfer-encoding"),
    *(b"list-unsubscribe", b"list-unsubscribe-post"),
)


class Unfit(ValueError):
    """A message that no mail can be made of; `code` is that of its refusal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Signs as `domain` (DKIM, RFC 6376), by a private RSA key in PEM of 2,048 bits or more."""

    selector: str
    domain: str
    private_key: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9.-]+ [a-z0-9.-]+", f"{self.selector} {self.domain}"):
            raise ValueError("dkim needs a selector, and a domain in lower case")
        try:
            modulus = parse_pem_private_key(self.private_key.encode())["modulus"]
        except (UnparsableKeyError, ValueError, IndexError, TypeError):
            raise ValueError("the private_key of dkim is no RSA key in PEM") from None
        if modulus.bit_length() < _FEWEST_BITS:
            raise ValueError(f"the private_key of dkim has fewer than {_FEWEST_BITS} bits")

    def sign(self, mail: bytes) -> bytes:
        """Give the header that stands in front of the mail."""
        header: bytes = dkim.sign(
            mail,
            self.selector.encode(),
            self.domain.encode(),
            self.private_key.encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=list(_SIGNED),
        )
        return header


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One mail: whom bounces go to, whom it goes to, its name among all mails, and its bytes."""

    sender: str
    address: str = field(repr=False)
    message_id: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes: the same on every mail."""

    sender: Address
    reply_to: str
    return_path: ReturnPath | None
    signature: Signature | None

    @classmethod
    def read(
        cls,
        *,
        sender: tuple[str, str],
        reply_to: str,
        return_path: Mapping[str, object] | None,
        signature: Mapping[str, str] | None,
    ) -> Self:
        """Read the options of a gateway: `sender` is a name and an address; ValueError if bad."""
        name, address = sender
        for option, text in (("from_address", address), ("reply_to", reply_to or address)):
            if read_email(text).address != text:
                raise ValueError(f"{option} is no e-mail address")
        if not name.isprintable():
            raise ValueError("from_name does not fit into a line")
        head = cls(
            sender=Address(name, addr_spec=address),
            reply_to=reply_to,
            return_path=ReturnPath(**return_path) if return_path else None,  # type: ignore[arg-type]
            signature=Signature(**signature) if signature else None,
        )
        if head.signature and not f".{head.sender.domain}".endswith(f".{head.signature.domain}"):
            raise ValueError("the domain of dkim is not the one of from_address, nor above it")
        return head

    def write(self, message: Message) -> Written:
        """Write a mail; Unfit where that cannot be. Its date is the machine's, as a postmark's."""
        email = read_email(message.address)
        if email.kind in (EmailKind.NONE, EmailKind.BAD):
            raise Unfit(BAD_ADDRESS)
        try:
            name = self._name(message.reference)
            content = _unsubscribe(message.unsubscribe) + self._plain(message, name, email.address)
        except ValueError:
            raise Unfit(UNFIT) from None
        return Written(
            sender=name if self.return_path else self.sender.addr_spec,
            address=email.address,
            message_id=name,
            content=(self.signature.sign(content) if self.signature else b"") + content,
        )

    def _plain(self, message: Message, name: str, address: str) -> bytes:
        if not message.title.isprintable():
            raise ValueError("a title is one line")
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self.sender
        mail["To"] = Address(addr_spec=address)
        mail["Subject"] = message.title
        mail["Date"] = formatdate()
        mail["Message-ID"] = f"<{name}>"
        if self.reply_to:
            mail["Reply-To"] = self.reply_to
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content(message.body, cte="quoted-printable")
        if message.html:
            mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
        return mail.as_bytes()

    def _name(self, reference: str) -> str:
        """Give the name of a mail among all mails, which is also where its bounces go."""
        if self.return_path:
            return self.return_path.address(reference)
        if not _REFERENCE.fullmatch(reference):
            raise ValueError("the reference does not fit into a name")
        return f"{reference}@{self.sender.domain}"


def _unsubscribe(page: str) -> bytes:
    """Write the two headers of RFC 8058 by hand: the library would fold and encode a long one."""
    if not page:
        return b""
    if not _PAGE.fullmatch(page):
        raise ValueError("the page is no address")
    return (
        b"List-Unsubscribe: <%b>\r\n"
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" % page.encode()
    )
