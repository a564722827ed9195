"""E-mail by a real mail server: what arrives, and what is said where the server goes wrong."""

import math
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from heard.channels.mail import Mail
from heard.channels.protocol import Accepted, Message, Refused
from tests.peers import smtp
from tests.peers.smtp import CLOSE, RESET, SILENT, Server

KEY = "k" * 32
RETURN_PATH = {"domain": "bounces.force.example", "keys": [KEY]}
ADDRESS = "sam@example.org"
UNSUBSCRIBE = "https://survey.west-midlands-police.example/s/AAAAAAAAAAAAAAAAAAAAAA/stop"
TAG = "b-a-53xiszyyg5wrjfx7@bounces.force.example"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with smtp.serving(tmp_path / "mail") as running:
        yield running


def gateway(server: Server, **options: Any) -> Mail:  # noqa: ANN401
    named = {"host": smtp.HOST, "port": server.port, "ca_file": server.ca_file, "timeout": 0.5}
    return Mail(from_address="survey@force.example", **{**named, **options})


def messages(*references: str, **facts: str) -> list[Message]:
    about = {"address": ADDRESS, "title": "How did we do?", "body": "Tell us."} | facts
    return [Message(reference=name, **about) for name in references]


def sent(channel: Mail, *references: str, **facts: str) -> list[Accepted | Refused]:
    return list(channel.send(messages(*references, **facts)))


def test_a_mail_says_who_writes_what_and_how_to_stop_it(server: Server) -> None:
    channel = gateway(
        server,
        from_name="Heddlu Dŵr, Police",
        reply_to="questions@force.example",
        return_path=RETURN_PATH,
    )
    told = sent(channel, "a", title="Sut wnaethon ni? Dŵr", unsubscribe=UNSUBSCRIBE)

    assert told == [Accepted(reference="a", gateway_id="Q00001")]
    (mail,) = server.arrived()
    assert (mail.sender, mail.to, mail.tls, mail.user) == (TAG, ADDRESS, True, "")
    assert mail.options == f"ENVID={TAG} RET=HDRS NOTIFY=FAILURE,DELAY"
    head = dict(mail.message.items())
    assert head.pop("Date") != ""
    assert head == {
        "List-Unsubscribe": f"<{UNSUBSCRIBE}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "From": '"Heddlu Dŵr, Police" <survey@force.example>',
        "To": ADDRESS,
        "Subject": "Sut wnaethon ni? Dŵr",
        "Message-ID": f"<{TAG}>",
        "Reply-To": "questions@force.example",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
    }


def test_every_character_arrives_and_no_line_ends_the_mail_early(server: Server) -> None:
    body = (
        'Dŵr, "quoted" \u2028 \U0001f600\n.\n..two dots\nFrom here\n' + "long " * 300 + "\n\n= end"
    )
    sent(gateway(server), "a", body=body)

    (mail,) = server.arrived()
    assert mail.body == body
    assert (max(map(len, mail.raw.splitlines())) <= 998, mail.raw.isascii()) == (True, True)


def test_without_a_return_path_bounces_go_to_the_sender(server: Server) -> None:
    server.has_dsn = False
    sent(gateway(server), "a")

    (mail,) = server.arrived()
    assert (mail.sender, mail.options) == ("survey@force.example", "")
    assert mail.message["Message-ID"] == "<a@force.example>"
    assert mail.message["List-Unsubscribe"] is None


def test_success_is_told_where_it_was_asked_for(server: Server) -> None:
    sent(gateway(server, notify_success=True), "a")
    assert server.arrived()[0].options.endswith("NOTIFY=SUCCESS,FAILURE,DELAY")


def test_many_mails_go_on_one_connection(server: Server) -> None:
    told = sent(gateway(server), "a", "b", "c")
    assert [type(outcome) for outcome in told] == [Accepted] * 3
    assert (server.connections, server.commands[-1]) == (1, "QUIT")


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _pem(key: rsa.RSAPrivateKey, form: PrivateFormat = PrivateFormat.PKCS8) -> str:
    return key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_a_signature_holds_until_a_signed_word_changes(
    server: Server, private_key: rsa.RSAPrivateKey, form: PrivateFormat
) -> None:
    signature = {
        "selector": "s1",
        "domain": "force.example",
        "private_key": _pem(private_key, form),
    }
    channel = gateway(server, dkim=signature)
    sent(channel, "a", title="Dŵr", body="Dŵr\n.\n  spaces  ", unsubscribe=UNSUBSCRIBE)
    public = private_key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    names: list[bytes] = []

    def look_up(name: bytes, **_: object) -> bytes:
        names.append(name)
        return b"v=DKIM1; k=rsa; p=" + b64encode(public)

    (mail,) = server.arrived()
    assert (dkim.verify(mail.raw, dnsfunc=look_up), names) == (
        True,
        [b"s1._domainkey.force.example."],
    )
    for old, new in (
        (b"spaces", b"places"),
        (b"police.example/s/A", b"police.example/s/B"),
        (b"=One-Click", b"=Two-Click"),
        (b"To: sam@", b"To: tom@"),
        (b"To: sam@", b"From: tom@force.example\r\nTo: sam@"),
    ):
        assert dkim.verify(mail.raw.replace(old, new), dnsfunc=look_up) is False


@pytest.mark.parametrize("tls", ["starttls", "implicit", "none"])
def test_every_way_in_with_a_login(tmp_path: Path, tls: str) -> None:
    with smtp.serving(tmp_path / "mail", tls=tls, login=True) as server:
        channel = gateway(server, tls=tls, user=smtp.USER, password=smtp.PASSWORD)
        assert [type(outcome) for outcome in sent(channel, "a")] == [Accepted]
        (mail,) = server.arrived()
        assert (mail.user, mail.tls) == (smtp.USER, tls != "none")


def _down(reference: str = "a") -> Refused:
    return Refused(reference=reference, code="gateway-down", retry=True)


def test_a_wrong_password_says_something_of_the_gateway(tmp_path: Path) -> None:
    with smtp.serving(tmp_path / "mail", login=True) as server:
        channel = gateway(server, user=smtp.USER, password="another")  # noqa: S106
        assert sent(channel, "a", "b") == [_down()]
        assert server.arrived() == []


def test_nothing_is_told_to_a_server_without_a_known_certificate(server: Server) -> None:
    assert sent(gateway(server, ca_file=None), "a") == [_down()]
    assert "MAIL" not in server.commands


def test_nothing_is_told_to_a_server_of_another_name(tmp_path: Path) -> None:
    with smtp.serving(tmp_path / "mail", names=("mail.example.org",)) as server:
        assert sent(gateway(server), "a") == [_down()]
        assert "MAIL" not in server.commands


def test_a_server_that_offers_no_tls_gets_nothing(tmp_path: Path) -> None:
    with smtp.serving(tmp_path / "mail", tls="none") as server:
        assert sent(gateway(server), "a", "b") == [_down()]
        assert (server.connections, server.arrived()) == (1, [])


def test_a_server_that_is_not_there_is_down_and_no_more_is_drawn(server: Server) -> None:
    drawn = iter(messages("a", "b"))
    assert list(gateway(server, port=1).send(drawn)) == [_down()]
    assert [message.reference for message in drawn] == ["b"]


@pytest.mark.parametrize("action", [SILENT, RESET, CLOSE, "bad words", "421 4.3.2 Closing"])
@pytest.mark.parametrize("stage", ["connect", "EHLO", "STARTTLS", "MAIL", "RCPT", "DATA"])
def test_what_goes_wrong_before_the_mail_is_written_leaves_it_unsent(
    server: Server, stage: str, action: str
) -> None:
    server.goes_wrong(stage, action)
    drawn = iter(messages("a", "b"))

    assert list(gateway(server).send(drawn)) == [_down()]
    assert ([message.reference for message in drawn], server.arrived()) == (["b"], [])
    assert [type(outcome) for outcome in sent(gateway(server), "a")] == [Accepted]
    assert len(server.arrived()) == 1


@pytest.mark.parametrize(
    ("stage", "action", "there"),
    [
        *(("content", action, 0) for action in (SILENT, RESET, CLOSE, "junk")),
        *(("before", action, 0) for action in (SILENT, RESET, CLOSE)),
        *(("after", action, 1) for action in (SILENT, RESET, CLOSE, "junk", "354 more", "200 ?")),
    ],
)
def test_what_goes_wrong_once_the_mail_is_written_has_no_outcome(
    server: Server, stage: str, action: str, there: int
) -> None:
    server.goes_wrong(stage, action)
    drawn = iter(messages("a", "b"))

    assert list(gateway(server).send(drawn)) == []
    assert ([message.reference for message in drawn], len(server.arrived())) == (["b"], there)


@pytest.mark.parametrize("action", [SILENT, RESET, CLOSE, "421 4.7.0 Too many messages"])
@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_used_connection_that_was_lost_is_replaced_and_nobody_is_written_to_twice(
    server: Server, stage: str, action: str
) -> None:
    sending = gateway(server).send(messages("a", "b"))
    first = next(sending)
    server.goes_wrong(stage, action)

    assert [type(outcome) for outcome in (first, *sending)] == [Accepted, Accepted]
    assert [mail.message["Message-ID"][:3] for mail in server.arrived()] == ["<a@", "<b@"]
    assert server.connections == 2


@pytest.mark.parametrize(
    ("stage", "reply", "code", "retry"),
    [
        ("MAIL", "452 4.3.1 Insufficient storage", "throttled", True),
        ("RCPT", "550 5.1.1 No such user", "bad-address", False),
        ("RCPT", "550 Unknown user", "bad-address", False),
        ("RCPT", "501 5.1.3 Bad address syntax", "bad-address", False),
        ("RCPT", "450 4.2.0 Greylisted", "try-later", True),
        ("RCPT", "552 5.2.2 Mailbox full", "try-later", True),
        ("RCPT", "554 5.7.1 Relay access denied", "not-permitted", True),
        ("RCPT", "550 relay not permitted", "not-permitted", True),
        ("RCPT", "530 Authentication required", "not-permitted", True),
        ("DATA", "451 4.3.0 Try again", "try-later", True),
        ("DATA", "554 5.5.0 No", "content-refused", False),
        ("before", "451 4.7.1 Later", "try-later", True),
        ("before", "554 5.7.1 Spam", "content-refused", False),
    ],
)
def test_a_refusal_says_whose_fault_it_is_and_stops_no_other(
    server: Server,
    stage: str,
    reply: str,
    code: str,
    retry: bool,  # noqa: FBT001 - a table
) -> None:
    server.goes_wrong(stage, reply)

    assert sent(gateway(server), "a", "b") == [
        Refused(reference="a", code=code, retry=retry),
        Accepted(reference="b", gateway_id="Q00001"),
    ]
    assert (server.connections, len(server.arrived())) == (1, 1)


def test_a_sender_that_the_server_refuses_says_something_of_the_gateway(server: Server) -> None:
    server.goes_wrong("MAIL", "553 5.7.1 Sender address rejected")
    assert sent(gateway(server), "a", "b") == [_down()]


def test_a_table_that_cannot_be_cleared_takes_another_connection(server: Server) -> None:
    server.goes_wrong("RCPT", "550 5.1.1 No such user")
    server.goes_wrong("RSET", "421 4.3.2 Closing")
    told = sent(gateway(server), "a", "b")
    assert ([type(outcome) for outcome in told], server.connections) == ([Refused, Accepted], 2)


def test_a_server_that_does_not_say_good_bye_has_the_mail_all_the_same(server: Server) -> None:
    server.goes_wrong("QUIT", SILENT)
    assert [type(outcome) for outcome in sent(gateway(server), "a")] == [Accepted]


def test_a_name_that_the_server_does_not_give_is_ours(server: Server) -> None:
    server.goes_wrong("after", "250 Thank you", "250 OK id=1kTUqz-0005Yw-3K")
    told = sent(gateway(server), "a", "b")
    names = [outcome.gateway_id for outcome in told if isinstance(outcome, Accepted)]
    assert names == ["a@force.example", "1kTUqz-0005Yw-3K"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"title": "Hello\r\nBcc: all@example.org"}, "unfit"),
        ({"title": "Hello\u2028Bcc: all@example.org"}, "unfit"),
        ({"unsubscribe": "https://x.example/\r\nBcc: all@example.org"}, "unfit"),
        ({"unsubscribe": "https://x.example/>, <mailto:all@example.org"}, "unfit"),
        ({"unsubscribe": "javascript:alert(1)"}, "unfit"),
        ({"reference": "a>\r\nBcc: all@example.org"}, "unfit"),
        ({"body": "half a pair: \ud800"}, "unfit"),
        ({"address": "sam@example.org>\r\nRCPT TO:<all@example.org"}, "bad-address"),
        ({"address": "sam@example.org, all@example.org"}, "bad-address"),
        ({"address": "+447700900123"}, "bad-address"),
        ({"address": ""}, "bad-address"),
    ],
)
@pytest.mark.parametrize("return_path", [None, RETURN_PATH])
def test_nothing_that_a_message_says_can_become_a_header_or_a_command(
    server: Server, return_path: dict[str, object], facts: dict[str, str], code: str
) -> None:
    (about,) = messages("a")
    message = replace(about, **facts)
    told = list(gateway(server, return_path=return_path).send([message]))
    assert told == [Refused(reference=message.reference, code=code, retry=False)]
    assert server.connections == 0


def test_words_of_the_protocol_in_a_body_are_words(server: Server) -> None:
    body = "Hello\r\n.\r\nMAIL FROM:<x@example.org>\nBcc: all@example.org"
    sent(gateway(server), "a", body=body)
    assert [(mail.to, mail.body) for mail in server.arrived()] == [
        (ADDRESS, body.replace("\r\n", "\n"))
    ]


SOUND: dict[str, Any] = {"host": "mail.example.org", "from_address": "survey@force.example"}
DKIM = {"selector": "s1", "domain": "force.example", "private_key": "no key"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tls": "maybe"}, 'tls is "starttls", "implicit" or "none"'),
        ({"tls": "none"}, "tls may be none only where the host is this machine"),
        ({"tls": "none", "host": "192.0.2.1"}, "tls may be none only where the host is this"),
        ({"rate": 0}, "timeout and rate are more than 0"),
        ({"timeout": math.nan}, "timeout and rate are more than 0"),
        ({"user": "heard"}, "user and password come together, in ASCII"),
        ({"user": "heard", "password": "ŵ"}, "user and password come together, in ASCII"),
        ({"from_address": "Survey <a@x.example>"}, "from_address is no e-mail address"),
        ({"reply_to": "nobody"}, "reply_to is no e-mail address"),
        ({"from_name": "Police\r\nBcc: x@y.example"}, "from_name does not fit into a line"),
        ({"return_path": {"domain": "x", "keys": [KEY]}}, "the domain of the return path is no"),
        ({"dkim": DKIM}, "the private_key of dkim is no RSA key in PEM"),
        ({"dkim": DKIM | {"selector": "a b"}}, "dkim needs a selector"),
        ({"ca_file": "/nowhere"}, "ca_file holds no certificates in PEM"),
        ({"ca_file": "/dev/null"}, "ca_file holds no certificates in PEM"),
    ],
)
def test_an_option_that_cannot_be_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Mail(**SOUND | options)


def test_a_signature_that_would_not_count_is_refused(private_key: rsa.RSAPrivateKey) -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - it is refused
    for changes, message in (
        ({"private_key": _pem(short)}, "the private_key of dkim has fewer than 2048 bits"),
        (
            {"domain": "other.example", "private_key": _pem(private_key)},
            "the domain of dkim is not",
        ),
    ):
        with pytest.raises(ValueError, match=message):
            Mail(**SOUND, dkim=DKIM | changes)


def test_secrets_are_not_shown(private_key: rsa.RSAPrivateKey) -> None:
    secrets: dict[str, Any] = {"user": "u", "password": "secret words", "return_path": RETURN_PATH}
    channel = Mail(**SOUND, **secrets, dkim=DKIM | {"private_key": _pem(private_key)})
    assert [word in repr(channel) for word in ("secret words", KEY, "PRIVATE")] == [False] * 3
    assert (channel.port, channel.recording, channel.rate) == (587, False, 10.0)
    assert channel.collect(lambda _: None) == 0
