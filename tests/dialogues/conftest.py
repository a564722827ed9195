"""Every telephone hangs on one recording gateway."""

import pytest

from heard.channels.memory import Memory
from heard.delivery import gateways
from tests.delivery.letters import way
from tests.dialogues.phone import Phone


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Memory:
    memory = Memory()
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(memory)})
    return memory


@pytest.fixture
def phone(gateway: Memory, db: None) -> Phone:
    return Phone(gateway)
