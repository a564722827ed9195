"""Asks the people whom the gate let through: a link each, in a letter for the post office."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.db import transaction

from heard.consent import people
from heard.core.wording import compose_invitation
from heard.delivery.post import post
from heard.eligibility import screen
from heard.eligibility.models import Screening
from heard.events.models import Contact
from heard.invitations.models import Invitation
from heard.questionnaires.models import Version
from heard.questionnaires.publish import version_at

KIND = "invitation"  # the kind of its letters, and so the name of their guard
TOKEN_BYTES = 16


@transaction.atomic
def invite(*, now: datetime, limit: int, site: str, draw: Callable[[int], bytes]) -> int:
    """Invite at most `limit` people and say how many screenings were acted on.

    `site` is the address before /s/, `draw` gives random bytes. Who was asked, or objected, since
    the screening gets a newer screening instead of a letter. The version of the questionnaire is
    fixed here, and so is the token, which is kept as a hash only.
    """
    claimed = screen.claim_sendable(now=now, limit=limit)
    # People in one order everywhere: two workers wait for each other, and never crosswise.
    claimed.sort(key=lambda pair: _contact(pair[1].contact).phone_print)
    taken: list[tuple[Screening, screen.Case]] = []
    lost: list[tuple[Screening, screen.Case]] = []
    for screening, case in claimed:
        programme, contact = screening.programme, _contact(case.contact)
        ask, until = case.ask(programme), now + programme.cap
        got = people.take_cap(contact.phone_print, ask, until=until, now=now)
        (taken if got else lost).append((screening, case))
    screen.overtaken(lost, now=now)
    versions = _versions([s for s, _ in taken], now=now)
    for screening, case in taken:
        version = versions[screening.programme.questionnaire_id]
        _ask(screening, case, version, now=now, site=site, token=_token(draw))
    screen.settle([s for s, _ in taken], now=now)
    return len(claimed)


def hash_token(token: str) -> bytes:
    """The 32 bytes under which a token is kept."""
    return sha256(token.encode()).digest()


def _token(draw: Callable[[int], bytes]) -> str:
    return urlsafe_b64encode(draw(TOKEN_BYTES)).rstrip(b"=").decode()


def _contact(contact: Contact | None) -> Contact:
    """A case that may be sent has a caller: without one its number would be bad."""
    if contact is None:
        raise ValueError("A screening said SEND for a touchpoint without a caller.")
    return contact


def _versions(screenings: Sequence[Screening], *, now: datetime) -> dict[int, Version]:
    asked = {s.programme.questionnaire for s in screenings}
    return {q.id: version_at(q, now) for q in asked}


def _ask(
    screening: Screening,
    case: screen.Case,
    version: Version,
    *,
    now: datetime,
    site: str,
    token: str,
) -> None:
    programme, touchpoint, contact = screening.programme, case.touchpoint, _contact(case.contact)
    if touchpoint.happened_at is None:
        raise ValueError("A screening said SEND for a touchpoint that has not happened.")
    letter = post(
        KIND,
        subject=screen.subject(case, programme),
        channel=programme.channel,
        address=contact.phone or "",
        body=compose_invitation(programme.wording, f"{site}/s/{token}", host=urlsplit(site).netloc),
        not_before=now,
        expires_at=touchpoint.happened_at + programme.fresh_for,
        now=now,
    )
    Invitation.objects.create(
        touchpoint=touchpoint,
        programme=programme,
        version=version,
        letter=letter,
        person_print=contact.phone_print,
        token_hash=hash_token(token),
        asked_at=now,
        expires_at=now + programme.link_life,
    )
