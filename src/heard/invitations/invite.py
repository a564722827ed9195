"""Asks the people whom the gate let through: a link each, in a letter for the post office."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from heard import bulk
from heard.consent import people
from heard.core.screening.stops import EMAIL
from heard.core.wording import compose_opening, stop_page
from heard.delivery.post import Draft, post
from heard.eligibility import screen
from heard.eligibility.models import Screening
from heard.eligibility.programmes import in_shadow, words
from heard.events.models import Contact
from heard.invitations import shadow
from heard.invitations.models import Invitation
from heard.questionnaires import by_text
from heard.questionnaires.models import Version
from heard.questionnaires.publish import asked, version_at

Pair = tuple[Screening, screen.Case]

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
    if not claimed:
        return 0
    live = [pair for pair in claimed if not in_shadow(pair[0].programme, now=now)]
    shaded = [pair for pair in claimed if in_shadow(pair[0].programme, now=now)]
    taken, lost = _take(live, now=now)
    screen.overtaken(lost + shadow.note(shaded, now=now), now=now)
    _ask(taken, now=now, site=site, draw=draw)
    screen.settle([s for s, _ in taken], now=now)
    return len(claimed)


def _take(claimed: Sequence[Pair], *, now: datetime) -> tuple[list[Pair], list[Pair]]:
    """Take quota and cap for each of these, and part those that got both from those that did not.

    People are locked in one order everywhere: two workers wait for each other, never crosswise.
    """
    within = [pair for pair in claimed if screen.take_quota(pair[0].programme, now=now)]
    asks = [(case.ask(s.programme), now + s.programme.cap) for s, case in within]
    got = people.take_caps(asks, now=now)
    taken = [pair for pair, mine in zip(within, got, strict=True) if mine]
    return taken, [pair for pair in claimed if pair not in taken]


def hash_token(token: str) -> bytes:
    """The 32 bytes under which a token is kept."""
    return sha256(token.encode()).digest()


def new_token(draw: Callable[[int], bytes]) -> str:
    """Draw a token of 128 bits, as 22 characters."""
    return urlsafe_b64encode(draw(TOKEN_BYTES)).rstrip(b"=").decode()


def _contact(contact: Contact | None) -> Contact:
    """A case that may be sent has a caller: without one its number would be bad."""
    if contact is None:
        raise ValueError("A screening said SEND for a touchpoint without a caller.")
    return contact


def _versions(screenings: Sequence[Screening], *, now: datetime) -> dict[int, Version]:
    used = {s.programme.questionnaire for s in screenings}
    return {q.id: version_at(q, now) for q in used}


def _openings(
    screenings: Sequence[Screening], versions: Mapping[int, Version], *, now: datetime
) -> dict[int, str]:
    """Give the first question of each questionnaire that is asked by text, as it is put."""
    used = {s.programme.questionnaire_id for s in screenings if _by_turns(s)}
    return {q: by_text.opening(asked(versions[q]), now=now) for q in used}


def _ask(
    taken: Sequence[tuple[Screening, screen.Case]],
    *,
    now: datetime,
    site: str,
    draw: Callable[[int], bytes],
) -> None:
    """Post a letter to each of them and write down that they were asked."""
    versions = _versions([s for s, _ in taken], now=now)
    openings = _openings([s for s, _ in taken], versions, now=now)
    tokens = [new_token(draw) for _ in taken]
    links = [f"{site}/s/{token}" for token in tokens]
    drafts = [
        _draft(s, case, _words(s, openings, link), link, now=now)
        for (s, case), link in zip(taken, links, strict=True)
    ]
    letters = post(KIND, drafts, now=now)
    rows = [
        {
            "touchpoint_id": case.touchpoint.id,
            "programme_id": s.programme_id,
            "version_id": versions[s.programme.questionnaire_id].id,
            "letter_id": letter.id,
            "person_print": case.reached_by(s.channel),
            "by_turns": _by_turns(s),
            "token_hash": f"\\x{hash_token(token).hex()}",  # as PostgreSQL writes bytes
            "asked_at": now,
            "expires_at": now + s.programme.link_life,
        }
        for (s, case), letter, token in zip(taken, letters, tokens, strict=True)
    ]
    bulk.insert(Invitation, rows)


def _by_turns(screening: Screening) -> bool:
    """Say whether it is asked by text, a question at a time: by its first channel only."""
    return screening.programme.by_turns and screening.channel == screening.programme.channel


def _words(screening: Screening, openings: Mapping[int, str], link: str) -> tuple[str, str]:
    """Title and body of the first message: with the link or, by turns, with the first question."""
    programme = screening.programme
    if not _by_turns(screening):
        return words(programme, link, channel=screening.channel)
    return "", compose_opening(programme.wording, openings[programme.questionnaire_id])


def _draft(
    screening: Screening, case: screen.Case, said: tuple[str, str], link: str, *, now: datetime
) -> Draft:
    if case.touchpoint.happened_at is None:
        raise ValueError("A screening said SEND for a touchpoint that has not happened.")
    programme, channel = screening.programme, screening.channel
    contact, is_email = _contact(case.contact), channel == EMAIL
    title, body = said
    return Draft(
        subject=screen.subject(case, programme, channel),
        channel=channel,
        account=programme.slug,
        address=(contact.email if is_email else contact.phone) or "",
        title=title,
        body=body,
        unsubscribe=stop_page(link) if is_email else "",
        not_before=now,
        expires_at=case.touchpoint.happened_at + programme.fresh_for,
    )
