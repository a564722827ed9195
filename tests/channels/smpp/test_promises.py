"""What every gateway promises, asked of this one with a window of one."""

from collections.abc import Iterable, Iterator

import pytest

from heard.channels.protocol import Accepted, Message, Refused
from heard.channels.smpp import Smpp
from heard.channels.smpp._text import decode
from tests.channels import test_channels as promises
from tests.channels.smpp.conftest import Make
from tests.channels.test_channels import Arrived, Subject
from tests.peers.smsc import Smsc

test_each_has_one_outcome = promises.test_each_message_arrives_once_and_has_one_outcome
test_every_name_is_its_own = promises.test_every_name_that_a_gateway_gives_is_its_own
test_it_is_there_before_its_outcome = (
    promises.test_an_accepted_message_is_there_before_its_outcome_is
)
test_what_was_not_drawn = promises.test_what_was_not_drawn_was_not_sent
test_what_ends_early = promises.test_what_is_drawn_may_end_early
test_it_has_a_rate = promises.test_it_has_a_rate
test_a_body_arrives = promises.test_a_body_arrives_as_it_was_written
test_nothing_to_send = promises.test_nothing_to_send_has_no_outcome


class _Noting:
    """A gateway, and which of our references has which of its names: no peer is told them."""

    recording = False

    def __init__(self, gateway: Smpp) -> None:
        self._gateway = gateway
        self.rate, self.collect = gateway.rate, gateway.collect
        self.references: dict[str, str] = {}

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        for outcome in self._gateway.send(messages):
            if isinstance(outcome, Accepted):
                self.references[outcome.gateway_id] = outcome.reference
            yield outcome


@pytest.fixture
def subject(smsc: Smsc, make: Make) -> Subject:
    channel = _Noting(make(window=1))

    def arrived() -> Arrived:
        return [
            (
                channel.references.get(line["id"], "nobody knows"),
                f"+{line['to']}",
                decode(bytes.fromhex(line["octets"]), data_coding=line["coding"]),
            )
            for line in smsc.accepted()
        ]

    return Subject(channel, arrived)
