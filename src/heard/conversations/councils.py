"""Finds the council for what somebody tells of, by a postcode that is not kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from heard.conversations.gathered import One, keep
from heard.conversations.models import Conversation, Message
from heard.core.timing import london_date
from heard.places import postcodes
from heard.places.councils import ANY as ANY_COUNCIL
from heard.places.councils import councils

__all__ = ["ANY_COUNCIL", "Council", "council"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """What is said of a postcode: a key of `says.csv`, and what is filled in."""

    key: str
    filled: Mapping[str, str] = field(default_factory=dict)


def council(talk: Conversation, words: str, *, now: datetime) -> Council | None:
    """Give the council of a postcode in a message; None where there is none that is known.

    Of the postcode only its sector is kept, in what was said and in what was gathered.
    """
    shown, code = _in(words)
    if not code:
        return None
    _forget(talk, shown, code)
    found = postcodes.find(code, on=london_date(now))
    if found is None:
        return None
    if found.outside:
        return Council(key="outside", filled={"address": ANY_COUNCIL})
    own = councils().get(found.area)
    if own is None:
        return Council(key="any_council", filled={"address": ANY_COUNCIL})
    keep(talk, One(key="council", value=own.name, question="Council", answer=own.name))
    return Council(key="council", filled={"name": own.name, "address": own.address})


def _in(words: str) -> tuple[str, str]:
    """Give the postcode in a message as it stands there, one word or two, and as it is spelt."""
    parts = [found.span() for found in re.finditer(r"\S+", words)]
    ends = [*parts, *((a[0], b[1]) for a, b in pairwise(parts))]
    spelt = ((words[a:b], postcodes.spelt(words[a:b])) for a, b in ends)
    return next((found for found in spelt if found[1]), ("", ""))


def _forget(talk: Conversation, shown: str, code: str) -> None:
    """Write the sector over the postcode in the last message of the citizen."""
    said = Message.objects.filter(conversation=talk, author=Message.Author.CITIZEN)
    last = said.order_by("-position").first()
    if last is not None:
        last.text = last.text.replace(shown, f"{postcodes.sector(code)}··")
        last.save(update_fields=["text"])
