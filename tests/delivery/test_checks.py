"""What the system check finds before anything runs."""

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

OUTBOX = {"gateway": "heard.channels.outbox.Outbox", "options": {"path": "o"}}
REAL = {"gateway": "tests.delivery.test_gateways.Real"}
LOST = {"gateway": "heard.channels.pigeon.Pigeon"}


@pytest.mark.parametrize(
    ("clock", "channels", "found"),
    [
        ("system", {"sms": OUTBOX, "email": REAL}, []),
        ("system", {"sms": LOST, "email": LOST}, ["delivery.E001", "delivery.E001"]),
        ("simulated", {"sms": OUTBOX}, []),
        ("system", {"sms": [{"name": "a", **OUTBOX}, {"name": "b", **REAL}]}, []),
        ("simulated", {"sms": [{"name": "a", **OUTBOX}, {"name": "b", **REAL}]}, ["delivery.E002"]),
        ("system", {"sms": [{"name": "email", **OUTBOX}], "email": OUTBOX}, ["delivery.E003"]),
        ("simulated", {"sms": OUTBOX, "email": REAL}, ["delivery.E002"]),
        ("simulated", {"sms": LOST, "email": REAL}, ["delivery.E001", "delivery.E002"]),
    ],
)
def test_gateways_fit_their_settings_and_the_clock(
    settings: Settings, clock: str, channels: dict[str, object], found: list[str]
) -> None:
    settings.CLOCK = clock
    settings.CHANNELS = channels

    assert [message.id for message in run_checks(tags=["delivery"])] == found
