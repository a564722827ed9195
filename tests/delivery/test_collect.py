"""What gateways tell by themselves is kept before they hear that we have it."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from structlog.testing import capture_logs

from heard.channels.memory import Memory
from heard.channels.protocol import Inbound, Receipt
from heard.delivery.collect import collect
from heard.delivery.models import Letter
from tests.delivery.letters import NOW, delivered, posted, states, way

pytestmark = pytest.mark.django_db
TEXT = Inbound(gateway_id="7", address="+447700900123", to="+4478", body="STOP", received_at=NOW)


class Telling(Memory):
    """A gateway that has something for us until it hears that we have it."""

    def __init__(self, *items: Receipt | Inbound) -> None:
        super().__init__()
        self.items = list(items)

    def collect(self, keep: Callable[[Sequence[Receipt | Inbound]], None]) -> int:
        count = len(self.items)
        if self.items:
            keep(self.items)
        self.items = []
        return count


def _receipt(reference: str, status: str = "delivered") -> Receipt:
    return Receipt(reference=reference, status=status, occurred_at=NOW)


def _sent() -> str:
    posted("a")
    delivered(Memory())
    return str(Letter.objects.get().reference)


def test_a_receipt_moves_its_letter_on() -> None:
    telling = Telling(_receipt(_sent()))

    assert collect({"sms": way(Memory(), telling)}, keep_inbound=None, now=NOW) == 1
    assert (states(), telling.items) == ({"a": "delivered"}, [])
    assert collect({"sms": way(telling)}, keep_inbound=None, now=NOW) == 0


def test_a_text_is_given_to_whoever_keeps_it() -> None:
    kept: list[tuple[Sequence[Inbound], datetime, str]] = []
    telling = Telling(_receipt(_sent()), TEXT)

    def keep(texts: Sequence[Inbound], *, now: datetime, gateway: str) -> None:
        kept.append((texts, now, gateway))

    assert collect({"sms": way(telling)}, keep_inbound=keep, now=NOW) == 2
    assert (kept, states()) == ([([TEXT], NOW, "first")], {"a": "delivered"})


def test_a_text_that_nobody_keeps_stays_with_its_gateway_and_holds_up_no_other() -> None:
    telling, other = Telling(_receipt(_sent()), TEXT), Telling(_receipt(str(Letter().reference)))

    with capture_logs() as logs:
        assert collect({"sms": way(telling, other)}, keep_inbound=None, now=NOW) == 1

    assert (len(telling.items), other.items, states()) == (2, [], {"a": "delivered"})
    assert [(log["event"], log.get("error")) for log in logs] == [
        ("nothing collected", "NotKept"),
        ("receipt without a letter", None),
    ]
    assert "447700" not in str(logs)


@pytest.mark.parametrize(
    "receipt", [_receipt("nobody's"), _receipt(str(Letter().reference), "created")]
)
def test_a_receipt_that_is_none_of_ours_is_logged_and_over(receipt: Receipt) -> None:
    telling = Telling(receipt, _receipt(_sent()))

    with capture_logs() as logs:
        assert collect({"sms": way(telling)}, keep_inbound=None, now=NOW) == 2

    assert (telling.items, states()) == ([], {"a": "delivered"})
    assert [log["event"] for log in logs] == ["receipt that is none of ours"]
