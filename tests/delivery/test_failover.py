"""Several gateways of one channel: only what is proven not to have left goes to the next."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from structlog.testing import capture_logs

from heard.channels.memory import Memory
from heard.channels.protocol import GATEWAY_DOWN, THROTTLED, Accepted, Message, Refused
from heard.delivery import _batch, health
from heard.delivery._routing import routes
from heard.delivery.deliver import expire_leases
from heard.delivery.health import FAILURES, PAUSE
from heard.delivery.models import Letter
from tests.delivery.letters import ADDRESS, LEASE, NOW, delivered, posted, states, way

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Down(Memory):
    """A gateway that says of each message that it cannot take any."""

    def __init__(self, code: str = GATEWAY_DOWN) -> None:
        super().__init__()
        self.code, self.asked = code, 0

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        for message in messages:
            self.asked += 1
            yield Refused(reference=message.reference, code=self.code, retry=True)


def _post(count: int) -> None:
    for n in range(count):
        posted(str(n))


def _ways() -> Counter[tuple[str, str]]:
    return Counter(Letter.objects.values_list("state", "gateway"))


def _is_open() -> dict[str, bool]:
    return {name: one.is_open for name, one in health.healths(now=NOW).items()}


@pytest.mark.parametrize("code", [GATEWAY_DOWN, THROTTLED])
def test_what_the_first_does_not_have_goes_by_the_second_at_once(code: str) -> None:
    _post(3)
    down, second = Down(code), Memory()

    assert delivered(down, second) == 3

    assert (down.asked, len(second.arrived)) == (1, 3)
    assert _ways() == {("sending", "second"): 3}


def test_a_letter_that_is_busy_at_one_goes_by_the_other_and_the_rest_does_not() -> None:
    posted("a")
    posted("b", address="+1")
    first, second = Memory(busy=["+1"]), Memory()

    delivered(first, second)

    assert [message.address for message in second.arrived] == ["+1"]
    assert dict(Letter.objects.values_list("subject", "gateway")) == {"a": "first", "b": "second"}


def test_a_letter_that_may_have_left_goes_by_no_other() -> None:
    posted("a")
    second = Memory()

    delivered(Memory(silent=[ADDRESS]), second)
    expire_leases(now=NOW + LEASE)
    delivered(second, now=NOW + LEASE + MINUTE)

    assert (second.arrived, _ways()) == ([], {("unknown", "first"): 1})


def test_what_a_gateway_refused_for_good_goes_by_no_other() -> None:
    posted("a")
    second = Memory()

    delivered(Memory(refused={ADDRESS: "too-long"}), second)

    assert (second.arrived, states()) == ([], {"a": "technical-failure"})


def test_what_no_gateway_takes_waits() -> None:
    _post(2)

    delivered(Down(), Down(THROTTLED))

    assert set(states().values()) == {"created"}
    assert sorted(Letter.objects.values_list("reason", flat=True)) == ["not-offered", THROTTLED]
    assert set(Letter.objects.values_list("due_at", flat=True)) == {NOW + MINUTE}


def test_a_gateway_that_is_down_is_asked_no_more_until_its_pause_is_over() -> None:
    _post(3 * FAILURES)
    down, second = Down(), Memory()

    with capture_logs() as logs:
        for _ in range(2 * FAILURES):
            delivered(down, second, limit=1)
    assert (down.asked, len(second.arrived)) == (FAILURES, 2 * FAILURES)
    assert _is_open() == {"first": True}
    assert [log["event"] for log in logs] == ["gateway out of use"]

    for _ in range(2):
        delivered(down, second, now=NOW + PAUSE + MINUTE, limit=3)
    assert down.asked == FAILURES + 1


def test_a_gateway_that_works_again_is_the_first_again() -> None:
    _post(5)
    health.failed("first", FAILURES, now=NOW)
    first, second = Memory(), Memory()

    assert delivered(first, second, limit=1) == 1
    assert delivered(first, second, now=NOW + PAUSE) == 1
    assert delivered(first, second, now=NOW + PAUSE) == 3

    assert (len(second.arrived), len(first.arrived)) == (1, 4)
    assert _is_open() == {"first": False}


def test_with_no_gateway_that_works_letters_are_left_as_they_are() -> None:
    letter = posted("a")
    health.failed("first", FAILURES, now=NOW)

    assert delivered(Memory()) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.due_at, letter.reason) == ("created", NOW, "")
    health.failed("first", FAILURES, now=letter.expires_at)
    assert delivered(Memory(), now=letter.expires_at) == 1
    assert states() == {"a": "cancelled"}


def test_a_trial_is_one_workers_alone() -> None:
    health.failed("first", FAILURES, now=NOW)
    open_ = routes({"sms": way(Memory())}, limit=25, now=NOW + PAUSE)["sms"]

    assert (open_.most, open_.begin(now=NOW + PAUSE), open_.begin(now=NOW + PAUSE)) == (
        1,
        True,
        False,
    )


def test_answers_that_are_lost_put_a_gateway_out_of_use_too() -> None:
    _post(FAILURES + 1)
    silent = Memory(silent=[ADDRESS])

    for _ in range(FAILURES + 1):
        delivered(silent, limit=1)

    assert (len(silent.arrived), _is_open()) == (FAILURES, {"first": True})
    assert Counter(states().values()) == {"claimed": FAILURES, "created": 1}


def test_a_gateway_that_hangs_gets_one_letter_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging(Memory):
        def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
            for message in messages:
                self.arrived.append(message)
                time.sleep(0.1)
            yield from ()

    monkeypatch.setattr(_batch, "PATIENCE", 0.05)
    _post(3)
    hanging, second = Hanging(), Memory()

    delivered(hanging, second)

    assert (len(hanging.arrived), len(second.arrived)) == (1, 2)
    assert _ways() == {("claimed", "first"): 1, ("sending", "second"): 2}
    assert _is_open() == {"first": True}


def test_a_claim_takes_a_second_of_the_rate_at_most_and_paces_itself() -> None:
    _post(30)
    slow = Memory(rate=20)
    begun = time.monotonic()

    assert delivered(slow) == 20
    assert 0.95 <= time.monotonic() - begun < 1.5
    assert len(slow.arrived) == 20


def test_while_a_second_is_taken_ahead_nobody_takes_more() -> None:
    posted("a")
    health.reserve("first", 100, rate=50)

    assert delivered(Memory(rate=50)) == 0
    assert states() == {"a": "created"}


def test_no_transaction_is_open_while_a_gateway_is_called() -> None:
    seen: list[int] = []

    class Looking(Memory):
        def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
            for message in messages:
                seen.append(len(connection.savepoint_ids))
                yield from super().send([message])

    _post(2)
    before = len(connection.savepoint_ids)
    delivered(Looking())

    assert seen == [before, before]
