"""What the force did for people who answer, and what their answers are cut by for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from heard.core.journeys import VICTIM_UPDATED
from heard.delivery.models import Letter
from heard.events.models import Attendance, Contact, Crime, Event, Incident
from heard.insight.cuts import Cut
from heard.invitations.models import Invitation
from tests.insight.flow import CALLED

MINUTE = timedelta(minutes=1)
_NUMBERS = count()


@dataclass(frozen=True, kw_only=True)
class Handling:
    """What was done: minutes from the opening of the log and from what happened, seconds waited.

    Without a channel there is no contact, without a grade no log, and a visit only where somebody
    was `sent_out`. What happened to a crime is there where it has an `outcome`.
    """

    channel: str = ""
    handler_type: str = ""
    waited: int | None = None
    grade: str = ""
    sent_out: bool = False
    arrived: float | None = None
    closing: str = ""
    is_open: bool = False
    outcome: str | None = None
    updates: int = 0
    delay: float | None = None
    said: tuple[str, str, str, str, str] = ("", "", "", "", "")

    def by(self, cut: Cut) -> str:
        """Give what this is cut by; of what is worked out, `said` has it in this order."""
        waited, response, outcome, updates, delay = self.said
        return {
            Cut.CHANNEL: self.channel,
            Cut.HANDLER_TYPE: self.handler_type,
            Cut.GRADE: self.grade,
            Cut.TIME_TO_ANSWER: waited,
            Cut.RESPONSE_TIME: response,
            Cut.OUTCOME: outcome,
            Cut.UPDATES: updates,
            Cut.DELAY: delay,
        }[cut]

    def sent(self, invitation: Invitation, *, at: datetime) -> Invitation:
        """Let the letter leave so long after what happened at `at`."""
        if self.delay is not None:
            left = at + self.delay * MINUTE
            assert invitation.letter_id
            Letter.objects.filter(pk=invitation.letter_id).update(claimed_at=left)
        return invitation

    def put(self, at: datetime) -> dict[str, Contact | Incident | None]:
        """Write what is known of it, and give what a response is about."""
        if not self.channel:
            return {}
        name = f"S{next(_NUMBERS)}"
        contact = Contact.objects.create(
            contact_id=name,
            channel=self.channel,
            handler_type=self.handler_type,
            seconds_to_answer=self.waited,
        )
        if self.outcome is not None:
            Crime.objects.create(crime_id=name, victim=contact, outcome=self.outcome)
            Event.objects.bulk_create(
                Event(
                    source="/rms",
                    event_id=f"{name}/{number}",
                    type=VICTIM_UPDATED,
                    occurred_at=CALLED + (2 * number - 2 * self.updates + 1) * MINUTE,
                    received_at=CALLED,
                    crime_id=name,
                    data={},
                )
                for number in range(self.updates + 1)  # the last one after the survey
            )
        return {"contact": contact, "incident": self._log(name, at) if self.grade else None}

    def _log(self, name: str, at: datetime) -> Incident:
        log = Incident.objects.create(
            incident_id=name,
            created_at=at,
            grade=self.grade,
            is_open=self.is_open,
            closing_codes=[self.closing] if self.closing else [],
        )
        if self.sent_out:
            arrived = None if self.arrived is None else at + self.arrived * MINUTE
            Attendance.objects.create(incident=log, arrived_at=arrived)
        return log


UNKNOWN = Handling()
HANDLINGS = (
    UNKNOWN,
    Handling(
        channel="999",
        handler_type="human",
        waited=10,
        grade="EMERGENCY",
        sent_out=True,
        arrived=15,
        closing="TR-04",
        delay=15,
        said=("0-10 s", "met", "closed: Transport", "", "0-15 min"),
    ),
    Handling(
        channel="101",
        handler_type="bot_then_human",
        waited=11,
        grade="EMERGENCY",
        sent_out=True,
        arrived=15.1,
        closing="XX-99",
        delay=15.1,
        said=("11-30 s", "missed", "closed: not mapped", "", "15-60 min"),
    ),
    Handling(
        channel="101",
        waited=601,
        grade="PRIORITY",
        sent_out=True,
        is_open=True,
        delay=20_161,
        said=("over 10 min", "", "open", "", "over 14 d"),
    ),
    Handling(
        channel="webchat",
        handler_type="bot",
        grade="PRIORITY",
        said=("", "not_attended", "closed: none given", "", ""),
    ),
    Handling(
        channel="101",
        waited=0,
        grade="SCHEDULED",
        sent_out=True,
        arrived=4_000,
        closing="AS-02",
        said=("0-10 s", "no_target", "closed: Anti-social behaviour", "", ""),
    ),
    Handling(channel="crime", outcome="", said=("", "", "none_yet", "0", "")),
    Handling(channel="crime", outcome="18", updates=1, said=("", "", "no_suspect", "1", "")),
    Handling(channel="crime", outcome="Charged", updates=3, said=("", "", "charged", "2+", "")),
    Handling(channel="crime", outcome="Filed on Friday", said=("", "", "other", "0", "")),
)
