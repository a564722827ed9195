"""Takes in what comes back by mail: a bounce is a receipt, a complaint is for others to act on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from heard.channels.mail import Mail
from heard.core.return_paths import ReturnPath
from heard.core.returned import Report, Unreadable, read_report
from heard.delivery.gateways import channels
from heard.delivery.models import Letter
from heard.delivery.receipts import News, accept


def return_paths() -> list[ReturnPath]:
    """Give where the mail gateways of this installation let bounces come back to."""
    made = (gateway.channel for way in channels().values() for gateway in way)
    mails = (channel for channel in made if isinstance(channel, Mail))
    return [mail.bounces_to for mail in mails if mail.bounces_to is not None]


def take(raw: bytes, *, paths: Sequence[ReturnPath], now: datetime) -> tuple[Report, int]:
    """Read one mail as it came, and keep what a bounce says of its letter.

    Gives the report and how much of it was new; of a complaint nothing is kept here. Unreadable
    where the mail tells nothing. When something happened is when we heard of it: the dates of a
    mail are anybody's.
    """
    report = read_report(raw, paths=paths)
    try:
        reference = UUID(report.reference)
    except ValueError:
        raise Unreadable("not_ours") from None
    news = [News(reference=reference, status=s, occurred_at=now) for s in report.statuses]
    return report, accept(news, now=now) if news else 0


def addressee(reference: str) -> Letter | None:
    """Find the letter that a report is about."""
    return Letter.objects.filter(reference=UUID(reference)).first()
