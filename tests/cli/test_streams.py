"""Where the event streams are served, and how pages come to know it."""

import pytest
from pytest_django import Settings

from heard.cli.streams import streams


@pytest.fixture(autouse=True)
def _no_address(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STREAM_URL, settings.SITE_URL = "", "http://127.0.0.1:8000"
    monkeypatch.setenv("HEARD_STREAM_URL", "")


def test_a_trial_tells_its_pages_where_the_streams_are(settings: Settings) -> None:
    assert len(streams(host="127.0.0.1")) == 1
    assert settings.STREAM_URL.startswith("http://127.0.0.1:")
    assert settings.STREAM_URL.endswith("/staff/stream")


def test_production_has_streams_only_where_it_was_told_of_them(settings: Settings) -> None:
    settings.PRODUCTION = True
    assert streams(host="127.0.0.1") == []
    settings.STREAM_URL = "https://heard.example/staff/stream"
    assert len(streams(host="127.0.0.1")) == 1
    assert settings.STREAM_URL == "https://heard.example/staff/stream"
