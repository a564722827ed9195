"""Where bounces come back to is what the mail gateways of the settings say."""

import pytest
from pytest_django import Settings

from heard.core.return_paths import ReturnPath
from heard.delivery import gateways
from heard.delivery.bounces import return_paths

KEY = "k" * 32
MAIL = "heard.channels.mail.Mail"
SENDER = {"host": "mail.force.example", "from_address": "survey@force.example"}


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        ({}, []),
        (
            {"return_path": {"domain": "bounces.force.example", "keys": [KEY]}},
            [ReturnPath(domain="bounces.force.example", keys=[KEY])],
        ),
    ],
)
def test_only_a_mail_gateway_with_a_return_path_has_one(
    settings: Settings, options: dict[str, object], paths: list[ReturnPath]
) -> None:
    settings.CHANNELS = {
        "sms": {"gateway": "heard.channels.memory.Memory"},
        "email": {"gateway": MAIL, "options": SENDER | options},
    }
    gateways.channels.cache_clear()
    try:
        assert return_paths() == paths
    finally:
        gateways.channels.cache_clear()
