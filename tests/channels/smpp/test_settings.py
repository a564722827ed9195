"""The options of an SMPP gateway: a bad one is refused when it is given."""

import json
from pathlib import Path

import pytest

from heard.channels.smpp import Smpp
from heard.channels.smpp._settings import read_settings, same_name

NEEDED: dict[str, object] = {
    "host": "smsc.example",
    "system_id": "heard",
    "password": "secret",
    "sender": "Police",
}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"hosts": "a"}, "there is no option 'hosts'"),
        ({"port": "2775"}, "port is not int"),
        ({"window": True}, "window is not int"),
        ({"tls": 1}, "tls is not bool"),
        ({"rate": "10"}, "rate is not float"),
        ({"password": None}, "password is not str"),
    ],
)
def test_an_option_of_a_wrong_kind_is_named(options: dict[str, object], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        Smpp(**NEEDED | options)


def test_what_is_missing_is_named() -> None:
    with pytest.raises(TypeError, match="'sender'"):
        Smpp(host="a", system_id="b", password="c")  # noqa: S106 - nobody's


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"password": "too long!"}, "password takes up to 8"),
        ({"system_id": "ŵ"}, "system_id takes up to 15"),
        ({"sender": "a\0"}, "sender takes up to 20"),
        ({"sender": ""}, "are not empty"),
        ({"host": ""}, "are not empty"),
        ({"rate": 0}, "rate is above 0"),
        ({"window": 0}, "window is at least 1"),
        ({"timeout": float("inf")}, "timeout is at least"),
        ({"address_ton": 256}, "are octets"),
        ({"receipt_base": 8}, "are 0, 10 or 16"),
        ({"timezone": "Europe/Nowhere"}, "there is no time zone 'Europe/Nowhere'"),
        ({"tls": True, "ca": "/no/such/file"}, "ca cannot be read: /no/such/file"),
    ],
)
def test_an_option_of_a_wrong_value_is_named(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Smpp(**NEEDED | options)


def test_options_are_what_json_can_say() -> None:
    options = json.loads('{"port": 3550, "tls": true, "window": 20, "rate": 50, "timeout": 5}')

    gateway = Smpp(**NEEDED | options)
    assert (gateway.rate, gateway.recording) == (50, False)


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(read_settings(NEEDED))


@pytest.mark.parametrize(
    ("options", "numbering"),
    [
        ({}, (5, 0)),
        ({"sender": "61016"}, (3, 0)),
        ({"sender": "+447700900123"}, (1, 1)),
        ({"sender": "61016", "sender_ton": 0, "sender_npi": 1}, (0, 1)),
    ],
)
def test_a_sender_says_by_its_looks_what_it_is(
    options: dict[str, object], numbering: tuple[int, int]
) -> None:
    assert read_settings(NEEDED | options).numbering() == numbering


def test_a_line_is_encrypted_only_if_asked_for(tmp_path: Path) -> None:
    encryption = read_settings(NEEDED | {"tls": True}).encryption()

    assert encryption is not None
    assert encryption.check_hostname is True
    assert read_settings(NEEDED).encryption() is None


@pytest.mark.parametrize(
    ("name", "base", "same"),
    [("0000004F", 16, "79"), ("0079", 10, "79"), ("4F", 0, "4F"), ("x-1", 16, "x-1")],
)
def test_one_name_is_written_in_one_way(name: str, base: int, same: str) -> None:
    assert same_name(name, base=base) == same
