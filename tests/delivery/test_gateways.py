"""The gateways that the settings name."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from heard.channels.memory import Memory
from heard.channels.outbox import Outbox
from heard.delivery import gateways

OUTBOX = "heard.channels.outbox.Outbox"
MEMORY = "heard.channels.memory.Memory"


class Real(Memory):
    """A gateway that could reach somebody."""

    recording = False


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    gateways.channels.cache_clear()
    yield
    gateways.channels.cache_clear()


def test_each_channel_has_the_gateway_that_the_settings_name(
    settings: Settings, tmp_path: Path
) -> None:
    settings.CHANNELS = {
        "sms": {"gateway": OUTBOX, "options": {"path": str(tmp_path / "o")}},
        "email": {"gateway": MEMORY},
    }

    made = gateways.channels()

    assert {name: [(one.name, type(one.channel)) for one in way] for name, way in made.items()} == {
        "sms": [("sms", Outbox)],
        "email": [("email", Memory)],
    }
    assert gateways.channels() is made
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("other", "recording"), [(MEMORY, True), ("tests.delivery.test_gateways.Real", False)]
)
def test_one_real_gateway_is_enough_to_reach_somebody(
    settings: Settings, other: str, *, recording: bool
) -> None:
    settings.CHANNELS = {"email": {"gateway": MEMORY}, "sms": {"gateway": other}}

    assert gateways.recording() is recording


@pytest.mark.parametrize(
    "setting",
    [
        {"gateway": "heard.channels.pigeon.Pigeon"},
        {"gateway": "heard.channels.outbox.Pigeon"},
        {"gateway": OUTBOX, "options": {}},
        {"gateway": OUTBOX, "options": {"path": 7}},
        {"gateway": OUTBOX, "options": {"path": "o", "colour": "red"}},
        {"options": {}},
        [{"gateway": MEMORY}],
    ],
)
def test_a_gateway_that_cannot_be_made_is_named(
    settings: Settings, setting: dict[str, object]
) -> None:
    settings.CHANNELS = {"sms": setting}

    with pytest.raises(ImproperlyConfigured, match="channel 'sms' in HEARD_CHANNELS"):
        gateways.channels()


def test_a_channel_may_have_several_gateways_in_order_of_preference(settings: Settings) -> None:
    settings.CHANNELS = {
        "sms": [
            {"name": "first", "gateway": MEMORY, "options": {"rate": 5}},
            {"name": "second", "gateway": MEMORY},
        ]
    }

    made = gateways.channels()["sms"]
    assert [(one.name, one.channel.rate) for one in made] == [("first", 5), ("second", math.inf)]


def test_two_gateways_of_one_name_are_refused(settings: Settings) -> None:
    settings.CHANNELS = {
        "sms": [{"name": "email", "gateway": MEMORY}],
        "email": {"gateway": MEMORY},
    }

    with pytest.raises(ImproperlyConfigured, match="named 'email'"):
        gateways.channels()
