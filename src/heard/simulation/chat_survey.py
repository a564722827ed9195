"""What people answered in the survey of the live chat in October 2020, whoever dealt with them.

How many answered, and how many of them said what is good, is the report's (paragraphs 46 and 47);
how that lies between handlers is ours, but that it is less with the assistant alone (53).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from heard import bulk
from heard.conversations import told
from heard.conversations.models import Conversation
from heard.eligibility.models import Programme, Screening
from heard.events import chats
from heard.events.models import Contact, Touchpoint
from heard.insight.chats import PROGRAMME
from heard.invitations.models import Invitation
from heard.questionnaires.publish import questions, version_at
from heard.responses.models import Answer, Response
from heard.simulation.force import Mix

BATCH = 5_000
Row = dict[str, Any]  # of a conversation, by column


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How many answered of whom one kind of handler had, and how many of them said what is good."""

    answered: int
    outcome: int
    next_steps: int
    knowledge: int


# Fewer answer whom the assistant dealt with alone, and they are less content (paragraph 53): how
# many and how much is ours. Together they are 6,599, and 72, 88 and 91 per cent of them.
SAID: Mapping[str, Answers] = {
    "bot": Answers(answered=770, outcome=420, next_steps=600, knowledge=650),
    "bot_then_human": Answers(answered=5_520, outcome=4_110, next_steps=4_930, knowledge=5_075),
    "human": Answers(answered=249, outcome=186, next_steps=232, knowledge=233),
    "": Answers(answered=60, outcome=35, next_steps=45, knowledge=47),
}
# Months before, by their first days: how many met the assistant, and what share it ended.
_SCALES = {  # by question and whether it is counted as good: the points, and how often each
    "outcome": (Mix({1: 62, 2: 38}), Mix({3: 100})),
    "next_steps": (Mix({1: 64, 2: 36}), Mix({3: 60, 4: 40})),
    "knowledge": (Mix({1: 70, 2: 30}), Mix({3: 100})),
}


def _handler(row: Row) -> str:
    talk = Conversation(met_bot=row["met_bot"], taken_at=row["taken_at"], ending=row["ending"])
    return told.handler_type(talk) or ""


def survey(month: Sequence[tuple[int, Row]], rng: Random, *, of: int) -> None:
    """Invite everybody, and let as many of each kind answer as the month has."""
    programme = Programme.objects.select_related("questionnaire").get(slug=PROGRAMME)
    version = version_at(programme.questionnaire, month[0][1]["ended_at"])
    contacts = dict(
        bulk.insert(
            Contact,
            [_contact(number, row) for number, row in month],
            returning=["contact_id", "id"],
        )
    )
    places = dict(
        bulk.insert(
            Touchpoint,
            [
                {
                    "kind": Touchpoint.Kind.CONTACT,
                    "key": chats.key(number),
                    "contact_id": contacts[chats.key(number)],
                    "happened_at": str(row["ended_at"]),
                }
                for number, row in month
            ],
            returning=["key", "id"],
        )
    )
    bulk.insert(
        Screening,
        [_screening(programme, places[chats.key(number)], row) for number, row in month],
    )
    invited = dict(
        bulk.insert(
            Invitation,
            [
                {
                    "touchpoint_id": places[chats.key(number)],
                    "programme_id": programme.pk,
                    "version_id": version.pk,
                    "person_print": "",
                    "by_turns": False,
                    "token_hash": f"\\x{rng.randbytes(32).hex()}",
                    "asked_at": str(row["ended_at"]),
                    "expires_at": str(row["ended_at"] + programme.link_life),
                    "spent_at": str(row["ended_at"] + programme.link_life),
                }
                for number, row in month
            ],
            returning=["touchpoint_id", "id"],
        )
    )
    scales = {one.question_id: one.scale_id for one in questions(version)}
    for handler, said in SAID.items():
        those = [pair for pair in month if _handler(pair[1]) == handler]
        answering = rng.sample(those, round(said.answered / of))
        rows = [
            _response(invited[places[chats.key(number)]], row, contacts[chats.key(number)], rng)
            for number, row in answering
        ]
        made = Response.objects.bulk_create(rows, batch_size=BATCH)
        facts = {"version": version.number}
        bulk.put(
            Answer(response=one, question_id=name, scale_id=scales[name], value=value, **facts)
            for name in _SCALES
            for one, value in zip(
                made, _points(name, len(made), round(getattr(said, name) / of), rng), strict=True
            )
        )


def _points(question: str, n: int, good: int, rng: Random) -> list[int]:
    """Deal points of a scale, so many of them good."""
    liked, not_liked = _SCALES[question]
    dealt = [(liked if at < good else not_liked).draw(rng) for at in range(n)]
    return rng.sample(dealt, n)


def _contact(number: int, row: Row) -> Row:
    return {
        **dict.fromkeys(("role", "handler", "team", "phone_print", "email_print", "address"), ""),
        **dict.fromkeys(("incident_ids", "markers", "risks", "traces"), ()),
        "contact_id": chats.key(number),
        "channel": chats.CHANNEL,
        "ended_at": str(row["ended_at"]),
        "codes": [row["topic"]],
        "language": "en",
        "phone_kind": "withheld",
        "demographics": {},
        "handler_type": _handler(row),
        "seconds_to_answer": 0 if row["met_bot"] else row["waited"],
    }


def _screening(programme: Programme, touchpoint: int, row: Row) -> Row:
    return {
        "touchpoint_id": touchpoint,
        "programme_id": programme.pk,
        "outcome": "SEND",
        "reasons": [],
        "channel": programme.channel,
        "probability": 1.0,
        "policy": "before Heard",
        "decided_at": str(row["ended_at"]),
        "happened_at": str(row["ended_at"]),
        "area": "",
        "incident_code": row["topic"],
        "is_current": True,
        "invited_at": str(row["ended_at"]),
    }


def _response(invitation: int, row: Row, contact: int, rng: Random) -> Response:
    at = row["ended_at"] + timedelta(seconds=rng.randrange(5, 120))
    return Response(
        invitation_id=invitation,
        disposition=Response.Disposition.COMPLETE,
        language="en",
        mode="web",
        apart=UUID(bytes=rng.randbytes(16), version=4),
        started_at=at,
        submitted_at=at + timedelta(seconds=rng.randrange(15, 90)),
        stage=Touchpoint.Kind.CONTACT,
        happened_at=row["ended_at"],
        incident_code=row["topic"],
        contact_channel=chats.CHANNEL,
        contact_id=contact,
    )
