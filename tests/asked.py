"""A person who was asked: a call about an incident, let through by the gate, and their link."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

from heard.eligibility import screen
from heard.events.receive import receive
from heard.invitations.invite import invite
from heard.invitations.models import Invitation

CALLED = datetime(2020, 10, 12, 10, tzinfo=UTC)  # the questionnaire has its comment by then
ASKED = CALLED + timedelta(minutes=10)
TOKEN = urlsafe_b64encode(bytes(16)).rstrip(b"=").decode()
SCORES = {"treatment": 9, "timeliness": 7, "outcome": 10, "next_steps": 0, "knowledge": 8}


def token_of(number: int) -> str:
    """Give the link of the person with this number."""
    return urlsafe_b64encode(number.to_bytes(16)).rstrip(b"=").decode()


def ask(number: int = 0, *, at: datetime = CALLED) -> Invitation:
    """Let a person call at `at`, and ask them ten minutes later."""
    place = {"area": "NPU-1", "ward": "E05001178"}
    _tell(_event("incident.created", number, at, opening_codes=["TR-04"], **place))
    _tell(_event("incident.graded", number, at, grade="PRIORITY"))
    _tell(_call(number, at))
    now = at + timedelta(minutes=10)
    screen.screen(now=now, limit=10)
    invite(
        now=now,
        limit=10,
        site="https://heard.example",
        draw=lambda _size: number.to_bytes(16),
    )
    return Invitation.objects.select_related("version").get(
        touchpoint__contact__contact_id=f"C{number}"
    )


def _call(number: int, at: datetime) -> dict[str, object]:
    return _event(
        "contact.ended",
        number,
        at,
        contact_id=f"C{number}",
        channel="101",
        incident_ids=[f"I{number}"],
        codes=[],
        calling_number=f"+447700900{number:03}",
        caller_age=40,
        handler="H7",
        team="Team A",
    )


def _event(kind: str, number: int, at: datetime, **data: object) -> dict[str, object]:
    named = data if kind == "contact.ended" else {"incident_id": f"I{number}", **data}
    return {
        "specversion": "1.0",
        "id": f"{kind}-{number}",
        "source": "/wmp/controlworks",
        "type": f"uk.police.{kind}",
        "time": at.isoformat(),
        "datacontenttype": "application/json",
        "data": named,
    }


def _tell(event: dict[str, object]) -> None:
    told = receive(
        [event],
        source="/wmp/controlworks",
        now=datetime.fromisoformat(str(event["time"])),
        quiet=timedelta(minutes=15),
        kept=timedelta(days=30),
    )
    assert told.rejected == ()
