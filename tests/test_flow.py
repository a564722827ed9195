"""The whole flow once: a call ends, a text goes out, an answer comes in, a figure moves."""

import re

import pytest
from django.conf import LazySettings

from heard import worker
from heard.channels.memory import Memory
from heard.clock import simulate
from heard.delivery import gateways
from heard.eligibility.models import Programme
from heard.insight import ledger, measure
from tests.delivery.letters import way
from tests.insight.flow import known
from tests.make import NOON, contact_ended, incident_created, minutes, told
from tests.web.citizen.citizen import Citizen

CHANCE = 0.999999999  # as good as sure
SCORES = (9, 7, 10, 0, 8)  # in the order of the questions


@pytest.mark.usefixtures("own_database")
def test_a_call_ends_and_a_figure_moves(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Memory()
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(phone)})
    settings.CLOCK = "simulated"
    simulate.begin(seed=1, now=NOON)

    Programme.objects.filter(slug="sms_contact").update(sample=CHANCE)

    # A call ends, and another about violence at home.
    told(incident_created("I1"), contact_ended("C1", "I1"))
    told(incident_created("I2", "PW-10"), contact_ended("C2", "I2", number="07700 900456"))
    worker.run_once(now=NOON)
    assert phone.arrived == []

    # Ten minutes later one text goes out, and not to her.
    simulate.advance(to=NOON + minutes(10))
    worker.run_once(now=NOON + minutes(10))
    assert [message.address for message in phone.arrived] == ["+447700900123"]

    # An answer comes in.
    token = re.search(r"/s/([\w-]{22})", phone.arrived[0].body)
    assert token is not None
    _answer(Citizen(token[1]))

    # A figure moves, and the ledger says why she was not asked.
    facts = known()
    moved = [f for f in measure.figures(facts, minimum_base=1) if f.programme == "sms_contact"]
    assert [f.estimate.value for f in moved] == [1.0, 0.0, 1.0, 0.0, 1.0]
    # The answer carries the chance with which the call was drawn.
    assert facts.responses.to_pyarrow()["probability"].unique().to_pylist() == [CHANCE]
    calls = next(account for account in ledger.accounts(facts) if account.id == "sms_contact")
    assert (calls.events, calls.outcomes["SEND"], calls.outcomes["BLOCK"]) == (2, 1, 1)
    assert (calls.reasons, calls.opened, calls.completed) == ({"sensitive": 1}, 1, 1)


def _answer(citizen: Citizen) -> None:
    citizen.get()
    where = citizen.post("/start")["Location"]
    for score in SCORES:
        citizen.get(where.removeprefix(citizen.root))
        where = citizen.post(where.removeprefix(citizen.root), answer=str(score))["Location"]
    citizen.get(where.removeprefix(citizen.root))
    assert str(citizen.post("/submit")["Location"]).startswith("/e/")
