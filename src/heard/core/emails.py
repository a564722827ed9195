"""E-mail addresses as people and police systems write them, read into one spelling and one kind."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email


class EmailKind(StrEnum):
    """What an address is, as far as writing to a citizen goes; only OK may be written to."""

    OK = "ok"
    ROLE = "role"
    NONE = "none"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Email:
    """An address that was read: `address` is empty where there is none (NONE, BAD)."""

    address: str = field(repr=False)
    kind: EmailKind


# What stands where an address should, its letters only; nothing at all counts too.
_ABSENT = re.compile(
    r"|(?:email)?(?:blank|declined|nil|none|refused|unavailable|unknown|withheld)(?:email)?"
    r"|na|no|notapplicable|not(?:available|given|held|known|provided|supplied)"
    r"|(?:has|hasno|no)(?:email|mail)(?:address|given|provided)?"
)
# Mailboxes that an office reads, or nobody: those of RFC 2142, and what people put there instead.
_ROLES = frozenset(
    (
        *("abuse", "hostmaster", "info", "mailerdaemon", "marketing", "noc", "postmaster", "root"),
        *("sales", "security", "support", "usenet", "uucp", "webmaster", "www", "ftp", "news"),
        *("accounts", "admin", "administrator", "billing", "bookings", "bounce", "bounces"),
        *("complaints", "contact", "contactus", "customerservice", "donotreply", "email", "help"),
        *("enquiries", "enquiry", "feedback", "hello", "helpdesk", "hr", "inquiries", "jobs"),
        *("mail", "noreply", "nobody", "office", "orders", "reception", "service", "team", "test"),
    )
)


def read_email(text: str | None) -> Email:
    """Read one address into the spelling that a mail server takes; nothing is looked up.

    Nothing, a word such as 'none', or an address such as none@… is NONE. A domain in other letters
    is written in ASCII (IDNA). What cannot be one address is BAD, and so is one whose part before
    the @ needs more than ASCII: few servers take it. A mailbox that an office reads is ROLE.
    """
    plain = unicodedata.normalize("NFC", text or "").strip().removeprefix("mailto:")
    if not re.search(r"[@\d]", plain) and _ABSENT.fullmatch(_letters(plain)):
        return Email("", EmailKind.NONE)
    try:
        address = validate_email(plain, check_deliverability=False, strict=True).ascii_email
    except EmailNotValidError:
        return Email("", EmailKind.BAD)
    if address is None:
        return Email("", EmailKind.BAD)
    name = _letters(address.rpartition("@")[0].partition("+")[0])
    if name and _ABSENT.fullmatch(name) and name not in {"na", "no", "nil"}:
        return Email("", EmailKind.NONE)
    return Email(address, EmailKind.ROLE if name in _ROLES else EmailKind.OK)


def masked_email(address: str) -> str:
    """Return what may be shown of an address: its first letter, and the last part of its domain."""
    return f"{address[:1]}•••@•••.{address.rpartition('.')[2]}"


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text)).casefold()
