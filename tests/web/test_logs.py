"""No line of a log holds the token of a link."""

import logging

import pytest

from heard.web.logs import MaskedFormatter, mask

TOKEN = "AbCdEfGhIjKlMnOpQrStUv"  # noqa: S105 - nobody's


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"GET /s/{TOKEN}/start?change HTTP/1.1", "GET /s/…/start?change HTTP/1.1"),
        (f"Not Found: /s/{TOKEN}", "Not Found: /s/…"),
        ("GET /e/0a-1f-0:b_C/sex", "GET /e/…/sex"),
        (f"'https://heard.example/s/{TOKEN}'", "'https://heard.example/s/…'"),
        (f"/staff/link/{TOKEN}", "/staff/link/…"),
        (f"/openrosa/{TOKEN}/formList", "/openrosa/…/formList"),
        (f"/chat/frame/{TOKEN}/say", "/chat/frame/…/say"),
        (f"/chat/stream/{TOKEN}?after=3", "/chat/stream/…?after=3"),
        ("/static/built/citizen.css", "/static/built/citizen.css"),
        ("/staff/figures", "/staff/figures"),
    ],
)
def test_a_token_is_masked_and_nothing_else(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_arguments_and_tracebacks_are_masked_too() -> None:
    fault = ValueError(f"/s/{TOKEN}/q/treatment")
    record = logging.LogRecord(
        "django.request",
        logging.ERROR,
        "here.py",
        1,
        "Internal Server Error: %s",
        (f"/s/{TOKEN}/2",),
        (ValueError, fault, None),
    )
    line = MaskedFormatter().format(record)
    assert line == "Internal Server Error: /s/…/2\nValueError: /s/…/q/treatment"
