"""What mail servers send back, read as they write it; and what only looks like it."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.return_paths import ReturnPath
from heard.core.returned import Report, Unreadable, read_report
from tests.peers.smtp import Mail, bounce, complaint

PATH = ReturnPath(domain="bounces.force.example", keys=["k" * 32])
OTHER = ReturnPath(domain="other.example", keys=["o" * 32])
REFERENCE = "01890a5d-ac96-774b-bcce-b302099a8057"
TAG = PATH.address(REFERENCE)
RAW = f"From: survey@force.example\r\nMessage-ID: <{TAG}>\r\nSubject: Hello\r\n\r\nHello\r\n"
MAIL = Mail(
    name="Q1",
    sender=TAG,
    to="sam@example.org",
    options=f"ENVID={TAG}",
    tls=True,
    user="",
    raw=RAW.encode(),
)


def read(raw: bytes) -> Report:
    return read_report(raw, paths=[OTHER, PATH])


def rule(raw: bytes) -> str:
    with pytest.raises(Unreadable) as found:
        read(raw)
    return found.value.rule


@pytest.mark.parametrize(
    ("action", "status", "said"),
    [
        ("failed", "5.1.1", "permanent-failure"),
        ("Failed ", "5.0.0 (bad mailbox)", "permanent-failure"),
        ("failed", "4.4.7", "temporary-failure"),
        ("failed", "5.2.2", "temporary-failure"),
        ("delayed", "4.4.1", "pending"),
        ("delivered", "2.0.0", "delivered"),
        ("relayed", "2.0.0", "sent"),
        ("expanded", "2.0.0", "sent"),
    ],
)
def test_a_bounce_says_what_became_of_its_letter(action: str, status: str, said: str) -> None:
    report = read(bounce(MAIL, action=action, status=status))
    assert report == Report(reference=REFERENCE, statuses=(said,))
    assert report.is_complaint is False


@pytest.mark.parametrize("place", ["envelope", "report", "message_id"])
def test_a_letter_is_named_wherever_a_server_leaves_its_address(place: str) -> None:
    raw = bounce(MAIL)
    head, rest = raw.split(b"\r\n\r\n", 1)
    places = {"envelope": head, "report": rest.split(b"rfc822-headers")[0], "message_id": raw}
    for other in places.keys() - {place}:
        assert TAG.encode() in places[other]
    if place != "envelope":
        head = head.replace(TAG.encode(), b"bounces@force.example")
    if place != "report":
        rest = rest.replace(b"Original-Envelope-Id: " + TAG.encode(), b"X-Nothing: here")
    if place != "message_id":
        rest = rest.replace(b"Message-ID: <" + TAG.encode(), b"Message-ID: <1@x.example")
    assert (head + b"\r\n\r\n" + rest).count(TAG.encode()) == 1
    assert read(head + b"\r\n\r\n" + rest).reference == REFERENCE


def test_a_whole_mail_that_was_returned_names_its_letter_too() -> None:
    raw = bounce(replace(MAIL, sender="bounces@force.example", options=""))
    whole = raw.replace(b"Content-Type: text/rfc822-headers", b"Content-Type: message/rfc822")
    assert (whole.count(TAG.encode()), read(whole).reference) == (1, REFERENCE)


def test_of_a_list_every_recipient_is_told_of() -> None:
    more = b"\r\nFinal-Recipient: rfc822; tom@example.org\r\nAction: delivered\r\n\r\n--8D7F6A"
    raw = bounce(MAIL).replace(
        b"\r\n--8D7F6A.1606307425/mx.example.org\r\nContent-Type: text/rfc",
        more + b".1606307425/mx.example.org\r\nContent-Type: text/rfc",
    )
    assert read(raw).statuses == ("permanent-failure", "delivered")


@pytest.mark.parametrize("kind", ["abuse", "fraud", "other", "opt-out"])
def test_a_complaint_names_the_mail_that_nobody_wanted(kind: str) -> None:
    report = read(complaint(MAIL, kind=kind))
    assert (report, report.is_complaint) == (Report(reference=REFERENCE, statuses=()), True)


def test_a_complaint_about_a_mail_without_a_return_path_is_found_by_its_name() -> None:
    raw = complaint(replace(MAIL, sender="survey@force.example"))
    assert (raw.count(TAG.encode()), read(raw).is_complaint) == (1, True)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "no_report"),
        (b"Subject: Hello\r\n\r\nYou came too late.\r\n", "no_report"),
        (b"Auto-Submitted: auto-replied\r\n\r\nI am away.\r\n", "automatic_reply"),
        (b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nx", "no_report"),
        (bounce(MAIL).replace(b"multipart/report", b"multipart/mixed"), "automatic_reply"),
        (bounce(MAIL).replace(REFERENCE.encode(), REFERENCE.encode()[:-1] + b"8"), "not_ours"),
        (bounce(replace(MAIL, sender="bounces@x.example", options="", raw=b"")), "not_ours"),
        (complaint(replace(MAIL, sender="bounces@x.example", raw=b"")), "not_ours"),
        (bounce(MAIL).replace(b"Action: ", b"Acted: "), "no_status"),
        (bounce(MAIL).replace(b"Status: 5.1.1", b"Status: bad"), "no_status"),
        (bounce(MAIL).replace(b"message/delivery-status", b"text/plain"), "no_status"),
        (complaint(MAIL).replace(b"Feedback-Type", b"X-Type"), "no_status"),
        (complaint(MAIL, kind="not-spam"), "no_complaint"),
    ],
)
def test_what_tells_nothing_says_which_rule_it_breaks(raw: bytes, expected: str) -> None:
    assert rule(raw) == expected


def test_what_is_nested_too_deeply_is_not_followed() -> None:
    parts = "".join(
        f"Content-Type: multipart/mixed; boundary={n}x\r\n\r\n--{n}x\r\n" for n in range(2_000)
    )
    assert rule(parts.encode()) == "nested"


@given(st.binary(), st.sampled_from([bounce(MAIL), complaint(MAIL)]), st.integers(0, 1_500))
def test_any_bytes_can_be_read(spoilt: bytes, raw: bytes, place: int) -> None:
    for mail in (spoilt, raw[:place] + spoilt + raw[place + len(spoilt) :]):
        with suppress(Unreadable):
            assert read(mail).reference == REFERENCE


def test_a_bounce_that_postfix_wrote_and_piped_is_read() -> None:
    raw = Path(__file__).with_name("bounce_of_postfix_3_7.eml").read_bytes()
    assert read(raw) == Report(
        reference="01a21365-029b-765a-afee-d5b8fdae6f69", statuses=("permanent-failure",)
    )
