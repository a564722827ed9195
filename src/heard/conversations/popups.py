"""Asks in the window of the chat whom the gate lets through: a link, and no letter."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from heard import bulk
from heard.consent import people
from heard.conversations.converse import Author, Kind, Say, locked, say
from heard.eligibility import screen
from heard.eligibility.models import Programme, Screening
from heard.eligibility.programmes import in_shadow
from heard.events import chats
from heard.invitations.invite import hash_token, new_token
from heard.invitations.models import Invitation
from heard.questionnaires.publish import version_at

Pair = tuple[Screening, screen.Case]


@transaction.atomic
def ask(*, now: datetime, limit: int, site: str, draw: Callable[[int], bytes]) -> int:
    """Put the link to the survey into at most `limit` windows; say on how many was acted.

    `site` is the address before /s/, `draw` gives random bytes. A programme in shadow asks nobody.
    """
    claimed = screen.claim_sendable(now=now, limit=limit, route=Programme.Route.POPUP)
    if not claimed:
        return 0
    live = [pair for pair in claimed if not in_shadow(pair[0].programme, now=now)]
    taken, lost = _take(live, now=now)
    screen.overtaken(lost, now=now)
    for screening, case in taken:
        _ask(screening, case, now=now, link=(site, new_token(draw)))
    gone = {screening.pk for screening, _ in lost}
    screen.settle([one for one, _ in claimed if one.pk not in gone], now=now)
    return len(claimed)


def _take(claimed: Sequence[Pair], *, now: datetime) -> tuple[list[Pair], list[Pair]]:
    """Part those that may be asked from those between whom and us something came.

    Of whom nothing is known there is nothing to be held: they are asked where they are.
    """
    known = [(s, case) for s, case in claimed if case.prints]
    asks = [(case.ask(s.programme), now + s.programme.cap) for s, case in known]
    got = people.take_caps(asks, now=now)
    lost = [pair for pair, mine in zip(known, got, strict=True) if not mine]
    return [pair for pair in claimed if pair not in lost], lost


def _ask(screening: Screening, case: screen.Case, *, now: datetime, link: tuple[str, str]) -> None:
    programme, (site, token) = screening.programme, link
    talk = locked(chats.number(case.touchpoint.key))
    bulk.insert(
        Invitation,
        [
            {
                "touchpoint_id": case.touchpoint.id,
                "programme_id": programme.pk,
                "version_id": version_at(programme.questionnaire, now).pk,
                "person_print": next(iter(case.prints), ""),
                "by_turns": False,
                "token_hash": f"\\x{hash_token(token).hex()}",  # as PostgreSQL writes bytes
                "asked_at": now,
                "expires_at": now + programme.link_life,
            }
        ],
    )
    said = Say(text=f"{site}/s/{token}", kind=Kind.SURVEY)
    say(talk, said, author=Author.SYSTEM, now=now)
    talk.save(update_fields=["said"])
