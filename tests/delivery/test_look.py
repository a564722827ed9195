"""The look before each call, and what keeps a letter back that nothing spoke against."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from heard.channels.memory import Memory
from heard.channels.protocol import Accepted, Message, Refused
from heard.core.screening import Stop
from heard.delivery.models import Letter, Overtaken
from heard.delivery.receipts import News, accept
from tests.delivery.letters import NOW, Saying, delivered, posted, states

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Failing(Saying):
    """A guard that lets letters be claimed, and then cannot be asked."""

    def denied(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
        raise ConnectionError("no names")


class Doing(Memory):
    """A gateway behind whose first message something is done."""

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        for outcome in super().send(messages):
            if len(self.arrived) == 1:
                self.do()
            yield outcome

    def do(self) -> None:
        """Do nothing, here."""


def test_a_guard_that_cannot_be_asked_lets_nothing_leave() -> None:
    letter, memory = posted("a"), Memory()

    with capture_logs() as logs:
        delivered(memory, guard=Failing({}, {}))

    letter.refresh_from_db()
    assert (memory.arrived, letter.state, letter.reason) == ([], "created", "guard-failed")
    assert NOW + 5 * MINUTE <= (letter.due_at or NOW) < NOW + 6 * MINUTE
    assert [(log["event"], log["error"]) for log in logs] == [("guard failed", "ConnectionError")]
    assert not Overtaken.objects.exists()


def test_the_guard_is_told_the_time_that_it_is_by_then() -> None:
    seen: list[datetime] = []

    class Asking(Saying):
        def denied(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
            seen.append(now)
            return {}

    posted("a")
    posted("b")
    delivered(Memory(), guard=Asking({}, {}))

    assert NOW < seen[0] < seen[1] < NOW + MINUTE


def test_a_letter_that_expires_meanwhile_does_not_leave() -> None:
    letter = posted("a")
    Letter.objects.update(expires_at=NOW + timedelta(microseconds=1))
    memory = Memory()

    delivered(memory)

    letter.refresh_from_db()
    assert (memory.arrived, letter.state, letter.reason) == ([], "cancelled", "expired")
    assert not Overtaken.objects.exists()


def test_a_letter_that_somebody_else_moved_on_is_not_sent() -> None:
    class Telling(Doing):
        def do(self) -> None:
            accept([News(reference=other.reference, status="delivered", occurred_at=NOW)], now=NOW)

    posted("a")
    other, telling = posted("b"), Telling()

    with capture_logs() as logs:
        delivered(telling)

    assert (len(telling.arrived), states()) == (1, {"a": "sending", "b": "delivered"})
    assert [log["event"] for log in logs] == ["a claimed letter is in other hands"]
