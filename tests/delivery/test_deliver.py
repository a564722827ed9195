"""Letters on their way out: who is asked, what is handed over, what is written down."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import DataError, connection, transaction
from structlog.testing import capture_logs

from heard.channels.memory import Memory
from heard.channels.protocol import Accepted, Message, Refused
from heard.core.screening import Stop
from heard.delivery.deliver import deliver, expire_leases
from heard.delivery.models import Letter, State
from tests.delivery.letters import (
    ADDRESS,
    LEASE,
    NOW,
    Saying,
    delivered,
    posted,
    saying,
    states,
    way,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Watching(Memory):
    """A gateway that looks at what the database knew when it was called."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[dict[str, str], int]] = []

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        self.seen.append((states(), len(connection.savepoint_ids)))
        yield from super().send(messages)


class Babbling(Memory):
    """A gateway that speaks of a message twice, and of one that it never had."""

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        for outcome in super().send(messages):
            yield outcome
            yield Refused(reference=outcome.reference, code="late", retry=True)
            yield Accepted(reference=str(UUID(int=1)), gateway_id="9")


def test_a_due_letter_is_handed_over_and_keeps_its_name_there() -> None:
    letter, memory = posted("a"), Memory()

    assert delivered(memory) == 1
    assert [(str(m.reference), m.address, m.body) for m in memory.arrived] == [
        (str(letter.reference), letter.address, letter.body)
    ]
    letter.refresh_from_db()
    assert (letter.state, letter.gateway_id, letter.due_at) == (State.SENDING, "1", None)
    assert (letter.claimed_at, letter.settled_at) == (NOW, None)


def test_a_letter_leaves_once() -> None:
    posted("a")
    memory = Memory()

    assert [delivered(memory), delivered(memory, now=NOW + 5 * LEASE)] == [1, 0]
    assert len(memory.arrived) == 1


def test_the_claim_is_written_before_the_gateway_is_called() -> None:
    posted("a")
    watching = Watching()
    before = len(connection.savepoint_ids)

    delivered(watching)

    assert watching.seen == [({"a": "claimed"}, before)]


def test_a_caller_with_a_transaction_open_is_refused() -> None:
    posted("a")
    memory = Memory()

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        delivered(memory)
    assert (memory.arrived, states()) == ([], {"a": "created"})


def test_a_letter_is_not_early_and_a_batch_is_not_larger_than_asked() -> None:
    for subject in ("a", "b", "c"):
        posted(subject)
    memory = Memory()

    assert delivered(memory, now=NOW - MINUTE) == 0
    assert delivered(memory, limit=2) == 2
    assert len(memory.arrived) == 2


def test_a_letter_that_came_too_late_is_cancelled_and_erased() -> None:
    letter, memory = posted("a"), Memory()

    assert delivered(memory, now=letter.expires_at) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.CANCELLED, "expired")
    assert (letter.address, letter.body, letter.due_at) == (None, None, None)
    assert letter.settled_at == letter.expires_at
    assert memory.arrived == []


def test_a_stop_for_good_cancels_with_its_reason() -> None:
    posted("stopped")
    posted("free")
    memory = Memory()

    assert delivered(memory, guard=saying(stopped=Stop(reason="SC-09"))) == 2
    assert Letter.objects.get(subject="stopped").reason == "SC-09"
    assert states() == {"stopped": "cancelled", "free": "sending"}
    assert len(memory.arrived) == 1


def test_a_stop_until_then_lets_the_letter_wait() -> None:
    letter, memory = posted("a"), Memory()
    until = NOW + 3 * MINUTE
    guard = saying(a=Stop(reason="SC-17", until=until))

    assert [delivered(memory, guard=guard), delivered(memory)] == [1, 0]
    letter.refresh_from_db()
    assert (letter.state, letter.due_at, letter.reason) == (State.CREATED, until, "SC-17")
    assert delivered(memory, now=until) == 1
    assert states() == {"a": "sending"}


@pytest.mark.parametrize(
    ("until", "due"),
    [
        (NOW, NOW + MINUTE),
        (NOW + timedelta(days=9), NOW + timedelta(days=1)),
    ],
    ids=["a minute at least", "until it expires at most"],
)
def test_a_waiting_letter_comes_back(until: datetime, due: datetime) -> None:
    letter = posted("a")

    delivered(Memory(), guard=saying(a=Stop(reason="SC-17", until=until)))

    letter.refresh_from_db()
    assert letter.due_at == due


def test_a_kind_without_a_guard_and_a_channel_without_a_gateway_never_leave() -> None:
    posted("stray", kind="stray")
    posted("pigeon", channel="pigeon")
    posted("a")
    memory = Memory()

    with capture_logs() as logs:
        assert delivered(memory) == 3
    assert states() == {"stray": "created", "pigeon": "created", "a": "sending"}
    assert [(log["log_level"], log["event"]) for log in logs] == [
        ("error", "no gateway for channel"),
        ("error", "no guard for kind"),
    ]
    assert [delivered(memory), delivered(memory, now=NOW + 5 * MINUTE)] == [0, 2]
    assert len(memory.arrived) == 1


def test_a_guard_that_fails_lets_nothing_through_and_holds_up_no_other_kind() -> None:
    class Failing(Saying):
        def recheck(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
            return {}

    posted("a", kind="failing")
    posted("b")
    memory = Memory()

    with capture_logs() as logs:
        deliver(
            now=NOW,
            guards={"failing": Failing({}, {}), "trial": saying()},
            channels={"sms": way(memory)},
            lease=LEASE,
            limit=10,
        )
    assert states() == {"a": "created", "b": "sending"}
    assert [(log["event"], log["error"]) for log in logs] == [("guard failed", "DataError")]


def test_a_refusal_for_now_waits_as_long_again_as_it_has_waited() -> None:
    letter = posted("a")
    busy = Memory(busy=[ADDRESS])
    due = [NOW]

    while due[-1] < NOW + timedelta(hours=4):
        assert delivered(busy, now=due[-1]) == 1
        letter.refresh_from_db()
        assert (letter.state, letter.reason) == (State.CREATED, "busy")
        due.append(letter.due_at or NOW)

    assert [round((at - NOW) / MINUTE) for at in due] == [0, 1, 2, 4, 8, 16, 32, 64, 124, 184, 244]


def test_a_claim_forgets_why_the_letter_waited() -> None:
    letter = posted("a")
    delivered(Memory(busy=[ADDRESS]))

    delivered(Memory(silent=[ADDRESS]), now=NOW + MINUTE)

    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.CLAIMED, "")


@pytest.mark.parametrize(
    ("code", "state"),
    [("bad-address", State.PERMANENT_FAILURE), ("too-long", State.TECHNICAL_FAILURE)],
)
def test_a_refusal_for_good_is_final(code: str, state: State) -> None:
    letter = posted("a")

    delivered(Memory(refused={ADDRESS: code}))

    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.settled_at) == (state, code, NOW)
    assert (letter.address, letter.body) == (None, None)


def test_a_letter_without_an_outcome_is_claimed_then_unknown_and_never_sent_again() -> None:
    letter, silent = posted("a"), Memory(silent=[ADDRESS])
    delivered(silent)

    assert (states(), expire_leases(now=NOW + LEASE - MINUTE)) == ({"a": "claimed"}, 0)
    assert expire_leases(now=NOW + LEASE) == 1
    assert delivered(silent, now=NOW + 2 * LEASE) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.due_at, letter.address) == (State.UNKNOWN, None, ADDRESS)
    assert len(silent.arrived) == 1


def test_a_gateway_that_fails_keeps_what_it_drew_and_no_more_and_tells_no_secret() -> None:
    posted("a")
    posted("b", address="+1")
    posted("c")

    with capture_logs() as logs:
        delivered(Memory(broken=["+1"]))
    assert states() == {"a": "sending", "b": "claimed", "c": "created"}
    assert Letter.objects.get(subject="c").due_at == NOW + MINUTE
    assert [log.get("error") for log in logs] == ["ConnectionResetError", None]
    assert ADDRESS not in str(logs)


def test_only_the_first_outcome_of_a_message_counts() -> None:
    posted("a")

    with capture_logs() as logs:
        delivered(Babbling())
    assert states() == {"a": "sending"}
    assert [log["event"] for log in logs] == ["outcome for no message"] * 2


def test_an_outcome_after_the_lease_still_counts_and_what_was_not_drawn_by_then_waits() -> None:
    class Slow(Memory):
        def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
            for outcome in super().send(messages):
                expire_leases(now=NOW + LEASE)
                yield outcome

    posted("a")
    posted("b")
    slow = Slow(busy=["+1"])
    delivered(slow)

    assert states() == {"a": "sending", "b": "created"}
    assert len(slow.arrived) == 1
    posted("c", address="+1")
    delivered(slow)
    assert states() == {"a": "sending", "b": "created", "c": "created"}


def test_a_database_that_fails_is_not_taken_for_a_gateway_that_does() -> None:
    class Cutting(Memory):
        def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
            for outcome in super().send(messages):
                yield Accepted(reference=outcome.reference, gateway_id="\0")

    posted("a")

    with pytest.raises(DataError, match="NUL"):
        delivered(Cutting())
