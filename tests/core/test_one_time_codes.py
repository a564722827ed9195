"""Codes of authenticator apps, against the test values of their standards."""

from datetime import UTC, datetime

import pytest

from heard.core.one_time_codes import address, code, matching, spelt, step_at

SECRET = b"12345678901234567890"  # of RFC 4226, appendix D, and RFC 6238, appendix B


@pytest.mark.parametrize(
    ("step", "digits"),
    [
        *((0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314")),
        *((5, "254676"), (6, "287922"), (7, "162583"), (8, "399871"), (9, "520489")),
    ],
)
def test_codes_by_counter_are_those_of_rfc_4226(step: int, digits: str) -> None:
    assert code(SECRET, step) == digits


@pytest.mark.parametrize(
    ("seconds", "digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_by_time_are_those_of_rfc_6238(seconds: int, digits: str) -> None:
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    assert code(SECRET, step_at(moment), digits=8) == digits


def test_a_code_counts_near_its_time_and_once() -> None:
    moment = datetime.fromtimestamp(59, tz=UTC)
    assert [matching(SECRET, code(SECRET, n), moment=moment, after=-1) for n in range(4)] == [
        *(0, 1, 2, None)
    ]
    assert matching(SECRET, code(SECRET, 1), moment=moment, after=1) is None
    assert matching(SECRET, code(SECRET, 2), moment=moment, after=1) == 2
    assert matching(SECRET, "\u0661" * 6, moment=moment, after=-1) is None


def test_an_app_is_told_by_an_address_and_people_by_letters() -> None:
    assert spelt(SECRET) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert address(SECRET, account="ann@example.org", issuer="Trial Police") == (
        "otpauth://totp/Trial%20Police:ann@example.org"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Trial%20Police"
    )
