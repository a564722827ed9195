"""E-mail addresses in every spelling, and what may not be written to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.emails import Email, EmailKind, masked_email, read_email

NONE, BAD = Email("", EmailKind.NONE), Email("", EmailKind.BAD)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("sam@example.org", "sam@example.org"),
        ("  Sam.O'Neil+police@Example.ORG\n", "Sam.O'Neil+police@example.org"),
        ("mailto:sam@example.org", "sam@example.org"),
        ("sam@bücher.example.org", "sam@xn--bcher-kva.example.org"),
        ("sam@bu\u0308cher.example.org", "sam@xn--bcher-kva.example.org"),
        ("no@example.org", "no@example.org"),
        ("na@example.org", "na@example.org"),
        ("informal@example.org", "informal@example.org"),
        ("12345@qq.example.com", "12345@qq.example.com"),
    ],
)
def test_an_address_is_read_into_one_spelling(text: str, address: str) -> None:
    assert read_email(text) == Email(address, EmailKind.OK)


@pytest.mark.parametrize(
    "text",
    [
        *(
            None,
            "",
            "  ",
            "-",
            "None",
            "N/A",
            "n.a.",
            "NO EMAIL",
            "not known",
            "Unknown",
            "declined",
        ),
        *("no e-mail address", "none@example.org", "no.email@force.example", "noemail@x.example"),
        *("notgiven@example.org", "refused@example.org"),
    ],
)
def test_what_stands_in_for_an_address_is_none(text: str | None) -> None:
    assert read_email(text) == NONE


@pytest.mark.parametrize(
    "text",
    [
        *("sam", "sam@", "@example.org", "sam@localhost", "sam@example", "sam@x.test"),
        *("a@x.org; b@x.org", "a@x.org,b@x.org", "Sam <sam@x.org>", "sam@x.org\r\nBcc: b@x.org"),
        *("sam smith@x.org", '"sam smith"@x.org', "sam@[192.0.2.1]", "sam..smith@x.org"),
        *("jörg@x.org", "sam@x.org\u200b", "sam\x00@x.org", "a" * 65 + "@x.org", "07700 900123"),
    ],
)
def test_what_cannot_be_one_address_is_bad(text: str) -> None:
    assert read_email(text) == BAD


@pytest.mark.parametrize(
    "address",
    [
        *("postmaster@example.org", "info@example.org", "no-reply@example.org", "Admin@x.org"),
        *("do_not_reply@example.org", "help+sam@example.org", "office@example.org"),
    ],
)
def test_a_mailbox_that_an_office_reads_is_a_role(address: str) -> None:
    assert read_email(address) == Email(address, EmailKind.ROLE)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    found = read_email(text)
    assert (found.address == "") == (found.kind in (EmailKind.NONE, EmailKind.BAD))
    assert not set(found.address) & set("\r\n <>,\0")


def test_little_of_an_address_is_shown() -> None:
    assert masked_email("sam.smith@smiths.example.co.uk") == "s•••@•••.uk"
    assert masked_email("") == "•••@•••."
    assert "sam" not in repr(read_email("sam@example.org"))
