"""A message centre, and gateways that take leave of it in time."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from heard.channels.smpp import Smpp
from tests.peers.smsc import Smsc

Make = Callable[..., Smpp]


@pytest.fixture
def smsc(tmp_path: Path) -> Iterator[Smsc]:
    with Smsc(tmp_path / "truth.jsonl") as running:
        yield running


@pytest.fixture
def make(smsc: Smsc) -> Iterator[Make]:
    """Make gateways to the message centre, or to another port, with quick timers."""
    made: list[Smpp] = []

    def one(**options: object) -> Smpp:
        needed = {"host": "127.0.0.1", "port": smsc.port, "system_id": "heard", "password": "pw"}
        timers = {"sender": "Police", "timeout": 1.0, "reconnect": 0.05}
        made.append(Smpp(**needed | timers | options))
        return made[-1]

    yield one
    for gateway in made:
        gateway.close()
