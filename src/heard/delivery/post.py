"""Takes letters in: nothing leaves the building in any other way."""

from datetime import datetime

from heard.core.wording import fragments
from heard.delivery.models import Letter, State


def post(  # noqa: PLR0913 - a letter has that many sides
    kind: str,
    *,
    subject: str,
    channel: str,
    address: str,
    body: str,
    not_before: datetime,
    expires_at: datetime,
    now: datetime,
) -> Letter:
    """Take in one letter of this kind about this subject; a second one finds the first.

    It is offered to its gateway from `not_before` on, and cancelled at `expires_at`.
    """
    letter = Letter(
        kind=kind,
        subject=subject,
        channel=channel,
        address=address,
        body=body,
        fragments=fragments(body),
        state=State.CREATED,
        posted_at=now,
        not_before=not_before,
        expires_at=expires_at,
        due_at=not_before,
    )
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    return Letter.objects.get(kind=kind, subject=subject)
