"""What gateways say by their own names: early or late, of a whole or of its parts."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.channels.memory import Memory
from heard.channels.protocol import Accepted, Message, Receipt
from heard.delivery import parts
from heard.delivery.deliver import expire_leases
from heard.delivery.models import Letter, PartReceipt, State
from heard.delivery.models import Receipt as Kept
from tests.delivery.letters import LEASE, NOW, delivered, posted, states

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(seconds=30)


class Named(Memory):
    """Accepts every message under the next of these names."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self._names = iter(names)

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted]:
        for message in messages:
            yield Accepted(reference=message.reference, gateway_id=next(self._names))


def _told(
    name: str, status: str = "delivered", *, minutes: int = 1, reference: str = ""
) -> Receipt:
    at = NOW + timedelta(minutes=minutes)
    return Receipt(reference=reference, gateway_id=name, status=status, occurred_at=at)


def _accept(*told: Receipt, channel: str = "sms") -> int:
    return parts.accept(channel, told, now=LATER)


def _sent(*names: str) -> Letter:
    letter = posted("a")
    delivered(Named(*names))
    return letter


def test_a_receipt_finds_its_letter_by_the_gateways_name() -> None:
    letter = _sent("4f")

    assert _accept(_told("4f")) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.settled_at, letter.address) == (State.DELIVERED, LATER, None)
    assert list(Kept.objects.values_list("reference", "status", "occurred_at")) == [
        (letter.reference, "delivered", NOW + timedelta(minutes=1))
    ]


def test_the_same_receipt_again_changes_nothing() -> None:
    _sent("4f")

    assert [_accept(_told("4f")), _accept(_told("4f"), _told("4f"))] == [1, 0]
    assert (PartReceipt.objects.count(), Kept.objects.count()) == (1, 1)


def test_a_receipt_that_is_early_waits_for_its_letter() -> None:
    letter = posted("a")
    Letter.objects.update(state=State.CLAIMED, claimed_at=NOW, due_at=NOW + LEASE)
    assert _accept(_told("4f")) == 1
    assert states() == {"a": "claimed"}

    Letter.objects.update(state=State.SENDING, gateway_id="4f", due_at=None)
    assert parts.settle(now=LATER) == 1
    assert states() == {"a": "delivered"}
    assert parts.settle(now=LATER) == 0
    assert PartReceipt.objects.get().is_waiting is False
    assert Kept.objects.get().reference == letter.reference


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"1": "delivered"}, "sending"),
        ({"1": "delivered", "2": "delivered"}, "sending"),
        ({"1": "delivered", "2": "delivered", "3": "delivered"}, "delivered"),
        ({"2": "permanent-failure"}, "permanent-failure"),
        ({"1": "delivered", "2": "temporary-failure", "3": "delivered"}, "temporary-failure"),
        ({"1": "temporary-failure", "2": "permanent-failure"}, "permanent-failure"),
        ({"1": "delivered", "2": "sent", "3": "delivered"}, "sent"),
        ({"1": "delivered", "2": "sending", "3": "delivered"}, "sending"),
    ],
)
def test_a_long_text_is_delivered_when_all_its_parts_are(said: dict[str, str], state: str) -> None:
    _sent("1,2,3")

    for name, status in said.items():
        _accept(_told(name, status))
    assert states() == {"a": state}


@pytest.mark.parametrize("order", list(permutations(["1", "2", "3"])))
def test_parts_may_come_in_any_order(order: tuple[str, ...]) -> None:
    _sent("1,2,3")

    _accept(*(_told(name) for name in order[:2]))
    _accept(_told(order[2]))
    assert states() == {"a": "delivered"}


def test_a_part_that_arrives_after_all_is_the_last_word() -> None:
    _sent("1,2")

    _accept(_told("1"), _told("2", "temporary-failure"))
    assert states() == {"a": "temporary-failure"}
    _accept(_told("2", minutes=2))
    assert states() == {"a": "delivered"}


def test_a_late_answer_names_a_letter_whose_outcome_was_lost() -> None:
    letter = posted("a")
    delivered(Memory(silent=[letter.address or ""]))
    expire_leases(now=NOW + LEASE)
    assert states() == {"a": "unknown"}

    _accept(_told("2"), _told("1,2", "sending", reference=str(letter.reference)))
    assert states() == {"a": "sending"}
    _accept(_told("1"))
    assert states() == {"a": "delivered"}


def test_a_late_answer_changes_no_name_that_is_known() -> None:
    letter = _sent("4f")

    _accept(_told("5a", "sending", reference=str(letter.reference)))
    letter.refresh_from_db()
    assert letter.gateway_id == "4f"


def test_a_receipt_of_another_channel_is_not_ours() -> None:
    _sent("4f")

    _accept(_told("4f"), channel="email")
    assert states() == {"a": "sending"}


def test_a_receipt_of_an_earlier_bearer_of_the_name_is_not_ours() -> None:
    parts.accept("sms", [_told("4f", "permanent-failure")], now=NOW - timedelta(minutes=2))
    _sent("4f")

    assert parts.settle(now=LATER) == 0
    assert _accept(_told("4f", minutes=2)) == 1
    assert states() == {"a": "delivered"}


def test_a_name_that_comes_again_names_the_later_letter() -> None:
    _sent("4f")
    _accept(_told("4f"))
    posted("b")
    later = NOW + timedelta(days=8)
    Letter.objects.filter(subject="b").update(expires_at=later + timedelta(days=1))
    delivered(Named("4f"), now=later)

    told = Receipt(reference="", gateway_id="4f", status="permanent-failure", occurred_at=later)
    parts.accept("sms", [told], now=later + timedelta(seconds=30))
    assert states() == {"a": "delivered", "b": "permanent-failure"}


def test_a_status_that_is_no_gateways_to_give_is_refused_whole() -> None:
    _sent("4f")

    with pytest.raises(ValueError, match="cancelled is no gateway's to give"):
        _accept(_told("4f"), _told("4f", "cancelled"))
    assert states() == {"a": "sending"}
    assert PartReceipt.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_many_receipts_take_no_more_queries_than_one(count: int) -> None:
    names = [str(number) for number in range(count)]
    for name in names:
        posted(name)
    delivered(Named(*names))

    with CaptureQueriesContext(connection) as queries:
        assert parts.accept("sms", [_told(name) for name in names], now=LATER) == count
    assert len([each for each in queries if "SAVEPOINT" not in each["sql"]]) == 7
    assert set(states().values()) == {"delivered"}


def test_a_pass_that_began_before_the_claim_may_bring_its_receipt() -> None:
    _sent("4f")

    parts.accept("sms", [_told("4f")], now=NOW - timedelta(seconds=5))
    assert states() == {"a": "delivered"}


def test_a_letter_is_looked_up_by_an_index() -> None:
    _sent("4f")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    parts.accept("sms", [_told("nobody's")], now=LATER)

    with CaptureQueriesContext(connection) as queries:
        parts.settle(now=LATER)
    (find,) = [each["sql"] for each in queries if "LATERAL" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {find}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan on delivery_letter_gateway_ids" in plan
