"""A citizen's telephone: asked by text, it answers by text, and the real lanes do the rest."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

from heard import worker
from heard.channels.memory import Memory
from heard.channels.protocol import Inbound
from heard.delivery.inbound import keep
from heard.delivery.models import InboundText
from heard.eligibility.models import Programme
from heard.invitations.models import Invitation
from tests.asked import ask

NOW = datetime(2020, 10, 12, 10, 10, tzinfo=UTC)  # a Monday, when those who called were asked
OURS = "+447700900999"
WORDING = "About your recent contact with us. {question} Reply STOP to opt out."
ONE = "How polite and respectful were we? Reply 0 (not at all) to 10 (completely)."
FIRST = f"About your recent contact with us. {ONE} Reply STOP to opt out."
SECOND = "How satisfied are you with the time we took? Reply 0 (not at all) to 10 (completely)."
THIRD = "How well did we help you? Reply 0 (not at all) to 10 (completely)."
THANKS = (
    "Thank you. That was the last question. Nobody reads this number for emergencies: call 999. "
    "For anything else call 101."
)
STOPPED = "You will not get any more texts from us."
_ids = count(1)


class Phone:
    """The telephone of the person with this number, and the clock by which everybody goes."""

    def __init__(self, gateway: Memory, number: int = 0) -> None:
        self.gateway = gateway
        self.number = f"+447700900{number:03}"
        self.person = number
        self.now = NOW
        self._seen = 0

    def asked(self, wording: str = WORDING) -> Invitation:
        """Let its owner call, and be asked the first question by text."""
        Programme.objects.update(by_turns=True, wording=wording)
        invitation = ask(self.person, at=NOW - timedelta(minutes=10))
        worker.run_once(now=NOW)
        self.new()
        return invitation

    def new(self) -> list[str]:
        """Give the texts that came since the last look."""
        mine = [m.body for m in self.gateway.arrived if m.address == self.number]
        fresh, self._seen = mine[self._seen :], len(mine)
        return fresh

    def send(self, body: str, *, at: datetime | None = None, gateway_id: str = "") -> None:
        """Hand a text to our door, by default half a minute later; nobody reads it yet."""
        if at is None:
            self.now += timedelta(seconds=30)
        message = Inbound(
            gateway_id=gateway_id or f"m{next(_ids)}",
            address=self.number,
            to=OURS,
            body=body,
            received_at=at or self.now,
        )
        keep([message], now=max(self.now, NOW))

    def work(self) -> list[str]:
        """Let every lane work, and give what came to the telephone."""
        worker.run_once(now=self.now)
        return self.new()

    def says(self, *bodies: str) -> list[str]:
        """Send texts, each read before the next, and give what came back."""
        return [answer for body in bodies for answer in self._said(body)]

    def _said(self, body: str) -> Iterator[str]:
        self.send(body)
        yield from self.work()


def kinds() -> list[str]:
    """Give what each text was read as, in the order in which they came in."""
    return list(InboundText.objects.order_by("id").values_list("kind", flat=True))
