"""A person finds out whether an unknown letter had left."""

from uuid import UUID

import pytest

from heard.channels.memory import Memory
from heard.delivery.deliver import expire_leases
from heard.delivery.models import Letter, Spending
from heard.delivery.settle import settle_unknown
from heard.journal.models import Entry
from heard.journal.write import Actor
from tests.delivery.letters import ADDRESS, LEASE, NOW, delivered, posted

pytestmark = pytest.mark.django_db
ANN = Actor(id="user:1", label="Ann")


def _unknown() -> UUID:
    letter = posted("a")
    delivered(Memory(silent=[ADDRESS]))
    expire_leases(now=NOW + LEASE)
    return letter.reference


@pytest.mark.parametrize(
    ("arrived", "state", "reason", "paid", "said"),
    [
        (True, "delivered", "", 1, "it arrived"),
        (False, "cancelled", "not-left", 0, "it did not arrive"),
    ],
)
def test_what_a_person_found_out_is_final(
    *, arrived: bool, state: str, reason: str, paid: int, said: str
) -> None:
    reference = _unknown()

    assert settle_unknown(reference, arrived=arrived, by=ANN, now=NOW + LEASE) is True

    letter = Letter.objects.get()
    assert (letter.state, letter.reason, letter.address) == (state, reason, None)
    assert Spending.objects.get().letters == paid
    entry = Entry.objects.get(act="sending.settle")
    assert (entry.subject, entry.actor, entry.reason) == (f"letter:{reference}", "Ann", said)
    assert delivered(Memory(), now=NOW + 2 * LEASE) == 0


def test_what_is_clear_already_is_left_alone() -> None:
    letter = posted("a")
    delivered(Memory())

    assert settle_unknown(letter.reference, arrived=False, by=ANN, now=NOW) is False
    assert settle_unknown(UUID(int=1), arrived=True, by=ANN, now=NOW) is False
    assert Letter.objects.get().state == "sending"
    assert not Entry.objects.filter(act="sending.settle").exists()
