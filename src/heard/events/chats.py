"""Takes in the end of a conversation in Heard's own chat as an event like any other.

Its words are no part of it. A number that the citizen left is there as a print alone: nothing is
ever sent by it, and an objection to being asked is found by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from heard.core.journeys import CHAT, CONTACT_ENDED
from heard.events import receive
from heard.events._payloads import Read

SOURCE = "/heard/chat"
CHANNEL = "webchat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A conversation that ended: its number, and of what was said the codes.

    `handler_type` is bot, bot_then_human or human; None where nobody dealt with it. `waited` are
    the seconds until somebody, or the assistant, answered. `print_` stands for the citizen.
    """

    number: int
    ended_at: datetime
    codes: Sequence[str]
    language: str
    handler_type: str | None
    waited: int | None
    handler: str = ""
    team: str = ""
    print_: str = ""


def take(ended: Sequence[Ended], *, now: datetime, quiet: timedelta) -> None:
    """Take these in, within a transaction of the caller's; one that came before changes nothing."""
    receive.take_own([_read(one) for one in ended], source=SOURCE, now=now, quiet=quiet)


def key(number: int) -> str:
    """Give the contact that a conversation is: the key of its touchpoint."""
    return f"{CHAT}{number}"


def number(key_: str) -> int:
    """Give the conversation that a contact of ours is."""
    return int(key_.removeprefix(CHAT))


def _read(one: Ended) -> Read:
    told = {"handler_type": one.handler_type, "seconds_to_answer": one.waited}
    return Read(
        event_id=f"ended/{one.number}",
        type=CONTACT_ENDED,
        occurred_at=one.ended_at,
        contact_id=key(one.number),
        incident_id=None,
        crime_id=None,
        data={
            "contact_id": key(one.number),
            "channel": CHANNEL,
            "incident_ids": [],
            "codes": [*one.codes],
            "markers": [],
            "language": one.language,
            "handler": one.handler,
            "team": one.team,
            **({"traces": [one.print_]} if one.print_ else {}),
            **{name: value for name, value in told.items() if value is not None},
        },
        phone=None,
        email=None,
    )
