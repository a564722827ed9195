"""The ways in which the gateway that only remembers goes wrong when told to."""

import pytest

from heard.channels.memory import Memory
from heard.channels.protocol import BAD_ADDRESS, Accepted, Message, Refused


def _to(*addresses: str) -> list[Message]:
    return [Message(reference=address, address=address, body="Hello") for address in addresses]


def test_a_refused_address_is_refused_for_good() -> None:
    memory = Memory(refused={"+1": BAD_ADDRESS})

    assert list(memory.send(_to("+1", "+2"))) == [
        Refused(reference="+1", code="bad-address", retry=False),
        Accepted(reference="+2", gateway_id="1"),
    ]
    assert [message.address for message in memory.arrived] == ["+2"]


def test_a_busy_address_is_refused_for_now() -> None:
    memory = Memory(busy=["+1"])

    assert list(memory.send(_to("+1"))) == [Refused(reference="+1", code="busy", retry=True)]
    assert memory.arrived == []


def test_a_silent_address_is_reached_and_nobody_says_so() -> None:
    memory = Memory(silent=["+1"])

    assert list(memory.send(_to("+1", "+2"))) == [Accepted(reference="+2", gateway_id="2")]
    assert [message.address for message in memory.arrived] == ["+1", "+2"]


def test_the_line_drops_at_a_broken_address() -> None:
    memory = Memory(broken=["+2"])

    with pytest.raises(ConnectionResetError):
        list(memory.send(_to("+1", "+2", "+3")))
    assert [message.address for message in memory.arrived] == ["+1"]
