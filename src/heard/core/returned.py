"""Reads what comes back by mail: bounces (RFC 3464) and complaints of spam (RFC 5965)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from heard.core.return_paths import ReturnPath

# What a server says that it did, in GOV.UK Notify's words; of a failure the status says more.
_ACTIONS = {"delayed": "pending", "delivered": "delivered", "relayed": "sent", "expanded": "sent"}
_FAILURES = {"5": "permanent-failure", "4": "temporary-failure"}
_FULL = "5.2.2"  # a mailbox that is full is there
_PRAISE = "not-spam"

# Where the address that we made may stand: in the mail itself, in its report, in what it returns.
_OF_MAIL = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_OF_REPORT = ("Original-Envelope-Id", "Original-Mail-From")
_OF_RETURNED = ("Message-ID", "Return-Path")

RULES = {
    "no_report": "This is no report of a mail server.",
    "automatic_reply": "This is an automatic reply, and no report of a mail server.",
    "not_ours": "No address in it is one that Heard made: it may be forged.",
    "no_status": "The report does not say what became of the mail.",
    "no_complaint": "The report says that the mail was welcome.",
    "nested": "It is nested too deeply to be read.",
}


class Unreadable(Exception):
    """A mail that tells nothing; `rule` says why, in one of RULES."""

    def __init__(self, rule: str) -> None:
        super().__init__(RULES[rule])
        self.rule = rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of the mail with this reference: `statuses` are GOV.UK Notify's.

    A complaint has none: whoever got the mail wants no more.
    """

    reference: str
    statuses: tuple[str, ...]

    @property
    def is_complaint(self) -> bool:
        return not self.statuses


def read_report(raw: bytes, *, paths: Sequence[ReturnPath]) -> Report:
    """Read one mail as it came, with its headers.

    It counts only if an address in it was made by one of `paths`. Unreadable where it tells
    nothing.
    """
    try:
        mail = message_from_bytes(raw)
    except RecursionError:
        raise Unreadable("nested") from None
    kind = str(mail.get_param("report-type", "")).lower()
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        replied = str(mail.get("Auto-Submitted", "no")).strip().lower() != "no"
        raise Unreadable("automatic_reply" if replied else "no_report")
    reference = next(_references(mail, paths), None)
    if reference is None:
        raise Unreadable("not_ours")
    if kind == "feedback-report":
        return Report(reference=reference, statuses=_complaint(mail))
    return Report(reference=reference, statuses=_statuses(mail))


def _statuses(mail: Message) -> tuple[str, ...]:
    """Give what the report says of each recipient; there is one, unless it was a list."""
    said = [_status(block) for block in _blocks(mail, "message/delivery-status")]
    known = tuple(dict.fromkeys(status for status in said if status))
    if not known:
        raise Unreadable("no_status")
    return known


def _status(block: Message) -> str | None:
    action = str(block.get("Action", "")).strip().lower()
    status = str(block.get("Status", "")).strip()
    if action != "failed":
        return _ACTIONS.get(action)
    return _FAILURES["4"] if status.startswith(_FULL) else _FAILURES.get(status[:1])


def _complaint(mail: Message) -> tuple[str, ...]:
    kinds = [block.get("Feedback-Type") for block in _blocks(mail, "message/feedback-report")]
    said = [str(kind).strip().lower() for kind in kinds if kind is not None]
    if not said:
        raise Unreadable("no_status")
    if _PRAISE in said:
        raise Unreadable("no_complaint")
    return ()


def _blocks(mail: Message, content_type: str) -> Iterator[Message]:
    """Give the blocks of fields that a report is made of."""
    for part in mail.get_payload():
        if isinstance(part, Message) and part.get_content_type() == content_type:
            blocks = part.get_payload()
            yield from (block for block in blocks if isinstance(block, Message))


def _references(mail: Message, paths: Sequence[ReturnPath]) -> Iterator[str]:
    """Give the references of the addresses that we made, those on the envelope first."""
    for text in _texts(mail):
        for path in paths:
            yield from path.references(text)


def _texts(mail: Message) -> Iterator[str]:
    yield from _fields(mail, _OF_MAIL)
    for content_type in ("message/delivery-status", "message/feedback-report"):
        for block in _blocks(mail, content_type):
            yield from _fields(block, _OF_REPORT)
    for block in _blocks(mail, "message/rfc822"):
        yield from _fields(block, _OF_RETURNED)
    for part in mail.get_payload():
        if isinstance(part, Message) and part.get_content_type() == "text/rfc822-headers":
            head = message_from_bytes(bytes(part.get_payload(decode=True)))
            yield from _fields(head, _OF_RETURNED)


def _fields(block: Message, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from map(str, block.get_all(name, []))
