"""Takes in a mail that came back about an invitation: nothing that it says is lost."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from heard.consent import people
from heard.core.emails import EmailKind, read_email
from heard.core.return_paths import ReturnPath
from heard.core.returned import Unreadable
from heard.delivery import bounces
from heard.events.receive import Received, Rejection, bury
from heard.invitations.models import Invitation
from heard.vault.ring import fingerprint_email

MAIL_BYTES = 5_000_000
_NOBODY = "Nobody was invited by the mail that this report is about."
_SIZE = f"A mail has at most {MAIL_BYTES:,} bytes: what came after them was cut off."


@transaction.atomic(durable=True)
def take(
    raw: bytes, *, source: str, paths: Sequence[ReturnPath], now: datetime, kept: timedelta
) -> Received:
    """Take in one mail as it came, in one commit; `source` is whose door it came by.

    A bounce is a receipt of its letter. Whoever complains is never written to again. What cannot
    be read is kept sealed as a dead letter, with the rule that it broke.
    """
    try:
        if len(raw) > MAIL_BYTES:
            return _dead(raw, "size", _SIZE, source=source, now=now, kept=kept)
        report, new = bounces.take(raw, paths=paths, now=now)
    except Unreadable as error:
        return _dead(raw, error.rule, str(error), source=source, now=now, kept=kept)
    if not report.is_complaint:
        return Received(accepted=new, duplicates=len(report.statuses) - new, rejected=())
    if not _complained(report.reference, now=now):
        return _dead(raw, "no_invitation", _NOBODY, source=source, now=now, kept=kept)
    return Received(accepted=1, duplicates=0, rejected=())


def _complained(reference: str, *, now: datetime) -> bool:
    """Never write to whoever complains again: the person, and the address while it is known."""
    letter = bounces.addressee(reference)
    invitation = Invitation.objects.filter(letter=letter).first() if letter else None
    if letter is None or invitation is None:
        return False
    prints = {invitation.person_print}
    email = read_email(letter.address)
    if email.kind in (EmailKind.OK, EmailKind.ROLE):
        prints.add(fingerprint_email(email.address))
    for print_ in sorted(prints):
        people.opt_out(print_, by="complaint", now=now)
    return True


def _dead(
    raw: bytes, rule: str, message: str, *, source: str, now: datetime, kept: timedelta
) -> Received:
    wrong = Rejection(index=0, field="", rule=rule, message=message)
    bury(wrong, body=raw[:MAIL_BYTES].decode("latin-1"), source=source, now=now, kept=kept)
    return Received(accepted=0, duplicates=0, rejected=(wrong,))
