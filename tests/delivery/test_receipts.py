"""What gateways say afterwards: in any order, more than once, too early or about nobody."""

from collections.abc import Iterable, Iterator
from datetime import timedelta, timezone
from itertools import permutations
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from heard.channels.memory import Memory
from heard.channels.protocol import Accepted, Message, Refused
from heard.core.screening import Stop
from heard.delivery.deliver import expire_leases
from heard.delivery.models import RECEIVABLE, Letter, Receipt, State
from heard.delivery.receipts import News, accept
from tests.delivery.letters import ADDRESS, LEASE, NOW, delivered, posted, saying, states

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=1)


def _news(reference: UUID, *statuses: str) -> list[News]:
    return [News(reference=reference, status=s, occurred_at=NOW) for s in statuses]


def _accept(reference: UUID, *statuses: str) -> list[int]:
    """Hand in each receipt by itself."""
    return [accept([item], now=NOW + LEASE) for item in _news(reference, *statuses)]


def _sent(subject: str = "a") -> Letter:
    letter = posted(subject)
    delivered(Memory())
    return letter


def test_a_receipt_settles_its_letter_and_erases_what_it_held() -> None:
    letter = _sent()

    assert _accept(letter.reference, "delivered") == [1]
    letter.refresh_from_db()
    assert (letter.state, letter.settled_at) == (State.DELIVERED, NOW + LEASE)
    assert (letter.address, letter.body) == (None, None)
    assert letter.gateway_id == "1"


def test_the_same_receipt_again_changes_nothing() -> None:
    letter = _sent()

    assert _accept(letter.reference, "delivered", "delivered") == [1, 0]
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (("pending", "delivered"), "delivered"),
        (("temporary-failure", "delivered"), "delivered"),
        (("permanent-failure", "delivered", "sending"), "delivered"),
        (("technical-failure", "temporary-failure", "permanent-failure"), "permanent-failure"),
        (("sending", "pending", "temporary-failure"), "temporary-failure"),
        (("sent", "pending"), "sent"),
    ],
)
def test_the_order_in_which_receipts_come_is_of_no_account(
    statuses: tuple[str, ...], state: str
) -> None:
    orders = list(permutations(statuses))
    letters = [_sent(str(n)) for n in range(len(orders))]

    for letter, order in zip(letters, orders, strict=True):
        _accept(letter.reference, *order)

    assert set(states().values()) == {state}
    assert Receipt.objects.count() == len(orders) * len(statuses)


def test_a_batch_moves_each_letter_to_the_most_that_was_said_of_it() -> None:
    a, b = _sent("a"), _sent("b")
    batch = [
        *_news(a.reference, "delivered", "pending", "delivered"),
        *_news(b.reference, "pending"),
    ]

    assert accept(batch, now=NOW + LEASE) == 3
    assert states() == {"a": "delivered", "b": "pending"}
    assert accept(batch, now=NOW + LEASE) == 0


def test_an_instant_far_from_utc_is_the_instant_that_it_is() -> None:
    letter = _sent()
    far = NOW.astimezone(timezone(-timedelta(hours=20, minutes=37)))

    accept([News(reference=letter.reference, status="delivered", occurred_at=far)], now=NOW)

    assert Receipt.objects.get().occurred_at == NOW


def test_a_batch_with_a_status_that_no_gateway_gives_leaves_all_as_it_was() -> None:
    letter = _sent()

    with pytest.raises(ValueError, match="created"):
        accept(_news(letter.reference, "delivered", "created"), now=NOW + LEASE)
    assert (states(), Receipt.objects.count()) == ({"a": "sending"}, 0)


def test_a_letter_that_moves_on_forgets_why_it_failed() -> None:
    letter = posted("a")
    delivered(Memory(refused={ADDRESS: "too-long"}))

    _accept(letter.reference, "delivered")

    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.DELIVERED, "")


@pytest.mark.parametrize("status", ["pending", "delivered", "temporary-failure"])
def test_a_receipt_settles_an_unknown_letter(status: str) -> None:
    letter = posted("a")
    delivered(Memory(silent=[ADDRESS]))
    expire_leases(now=NOW + LEASE)
    assert states() == {"a": "unknown"}

    _accept(letter.reference, status)

    assert states() == {"a": status}


def test_a_receipt_that_beats_the_outcome_is_not_overwritten() -> None:
    letter = posted("a")

    class Quick(Memory):
        def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
            for outcome in super().send(messages):
                _accept(UUID(outcome.reference), "delivered")
                yield outcome

    delivered(Quick())

    letter.refresh_from_db()
    assert (letter.state, letter.gateway_id) == (State.DELIVERED, "1")


def test_a_receipt_that_was_here_before_its_letter_is_not_lost() -> None:
    with capture_logs() as logs:
        assert _accept(NOBODY, "delivered", "pending") == [1, 1]
    assert [log["event"] for log in logs] == ["receipt without a letter"] * 2
    letter, memory = posted("a"), Memory()
    Letter.objects.filter(pk=letter.pk).update(reference=NOBODY)

    with capture_logs() as logs:
        delivered(memory)

    assert (memory.arrived, states()) == ([], {"a": "delivered"})
    assert [log["event"] for log in logs] == ["receipts for unsent letters"]


def test_a_receipt_for_an_unsent_letter_is_an_error_and_the_letter_is_not_sent() -> None:
    letter, memory = posted("a"), Memory()

    with capture_logs() as logs:
        _accept(letter.reference, "delivered")
    delivered(memory)

    assert [(log["log_level"], log["event"]) for log in logs] == [
        ("error", "receipt for an unsent letter")
    ]
    assert (memory.arrived, states()) == ([], {"a": "delivered"})


def test_a_receipt_for_a_cancelled_letter_is_kept_and_is_an_error() -> None:
    letter = posted("a")
    delivered(Memory(), guard=saying(a=Stop(reason="SC-09")))

    with capture_logs() as logs:
        assert _accept(letter.reference, "delivered") == [1]

    assert [log["event"] for log in logs] == ["receipt for an unsent letter"]
    assert states() == {"a": "cancelled"}
    assert Letter.objects.get().reason == "SC-09"
    assert Receipt.objects.get().status == "delivered"


@pytest.mark.parametrize("status", [*sorted(set(State) - set(RECEIVABLE)), "lost"])
def test_a_status_that_no_gateway_gives_is_refused(status: str) -> None:
    letter = _sent()

    with pytest.raises(ValueError, match=status):
        _accept(letter.reference, status)
    assert (states(), Receipt.objects.count()) == ({"a": "sending"}, 0)
