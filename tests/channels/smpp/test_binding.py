"""The bind: opened when needed and anew when it dropped, and nobody is written to twice."""

import ssl
from collections import Counter
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from time import monotonic, sleep

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from heard.channels.protocol import Accepted, Message, Receipt, Refused
from tests.channels.smpp.conftest import Make
from tests.peers.relay import Refuser, Relay
from tests.peers.smsc import Smsc, free_port

ADDRESSES = [f"+4477009{number:05}" for number in range(200)]


def _message(address: str) -> Message:
    return Message(reference=address, address=address, body="Hello")


def test_nothing_is_opened_before_the_first_call(smsc: Smsc, make: Make) -> None:
    gateway = make()
    assert smsc.binds == 0

    list(gateway.send(map(_message, ADDRESSES[:2])))
    list(gateway.send(map(_message, ADDRESSES[2:4])))
    assert smsc.binds == 1


def test_where_nobody_listens_all_are_refused_for_now(make: Make) -> None:
    outcomes = list(make(port=free_port()).send(map(_message, ADDRESSES[:3])))

    assert outcomes == [
        Refused(reference=address, code="gateway-down", retry=True) for address in ADDRESSES[:3]
    ]


def test_a_bind_that_is_refused_is_not_tried_at_once_again(make: Make) -> None:
    with Refuser(0x0E) as refuser:
        gateway = make(port=refuser.port, reconnect=0.2)
        first = list(gateway.send(map(_message, ADDRESSES[:3])))
        assert gateway.collect(lambda _news: None) == 0
        assert refuser.binds == 1
        sleep(0.25)
        list(gateway.send(map(_message, ADDRESSES[:3])))
        assert refuser.binds == 2

    assert [type(outcome) for outcome in first] == [Refused] * 3


def test_a_peer_that_never_answers_the_bind_is_given_up(smsc: Smsc, make: Make) -> None:
    with Relay(smsc.port) as relay:
        relay.back = False
        begun = monotonic()
        outcomes = list(make(port=relay.port, timeout=0.3).send(map(_message, ADDRESSES[:1])))

    assert outcomes == [Refused(reference=ADDRESSES[0], code="gateway-down", retry=True)]
    assert monotonic() - begun < 3


def test_a_line_that_drops_is_bound_anew(smsc: Smsc, make: Make) -> None:
    with Relay(smsc.port) as relay:
        gateway = make(port=relay.port)
        first = list(gateway.send([_message(ADDRESSES[0])]))
        relay.cut()
        sleep(0.1)
        then = list(gateway.send([_message(ADDRESSES[1])]))

    assert [type(outcome) for outcome in first + then] == [Accepted] * 2
    assert smsc.binds == 2


@pytest.mark.parametrize("octets", [900, 1300, 2777])
def test_a_line_that_drops_amid_a_window_writes_to_nobody_twice(
    smsc: Smsc, make: Make, octets: int
) -> None:
    smsc.late = dict.fromkeys((address[1:] for address in ADDRESSES), 0.01)
    with Relay(smsc.port) as relay:
        gateway = make(port=relay.port)
        relay.cut_after = octets
        outcomes = list(gateway.send(map(_message, ADDRESSES)))
        refused = [outcome.reference for outcome in outcomes if isinstance(outcome, Refused)]
        again = list(gateway.send(map(_message, refused)))

    accepted = [each.reference for each in outcomes + again if isinstance(each, Accepted)]
    truth = Counter(smsc.numbers())
    unclear = set(ADDRESSES) - set(accepted)
    assert truth.most_common(1)[0][1] == 1
    assert {address[1:] for address in accepted} <= set(truth)
    assert len(accepted) == len(set(accepted))
    assert 1 <= len(unclear) <= 10
    assert smsc.binds == 2


def test_what_was_written_and_never_answered_has_no_outcome(smsc: Smsc, make: Make) -> None:
    smsc.silent, smsc.deaf = {ADDRESSES[1][1:]}, {ADDRESSES[2][1:]}

    outcomes = list(make(timeout=0.3).send(map(_message, ADDRESSES[:5])))

    assert sorted(outcome.reference for outcome in outcomes) == [
        ADDRESSES[number] for number in (0, 3, 4)
    ]
    assert smsc.numbers() == [ADDRESSES[number][1:] for number in (0, 1, 3, 4)]


def test_no_more_is_written_to_a_peer_that_fell_silent(smsc: Smsc, make: Make) -> None:
    with Relay(smsc.port) as relay:
        gateway = make(port=relay.port, timeout=0.3, window=5)
        list(gateway.send([_message(ADDRESSES[0])]))
        relay.back = False
        relay_is_deaf = list(gateway.send(map(_message, ADDRESSES[1:30])))

    # Five had left when it was noticed; binding anew fails as well.
    refused = {each.reference for each in relay_is_deaf if isinstance(each, Refused)}
    assert smsc.numbers() == [address[1:] for address in ADDRESSES[:6]]
    assert refused == set(ADDRESSES[6:30])


def test_a_peer_that_takes_its_leave_is_bound_anew(smsc: Smsc, make: Make) -> None:
    gateway = make()
    list(gateway.send([_message(ADDRESSES[0])]))
    smsc.unbind()
    sleep(0.1)

    assert [type(each) for each in gateway.send([_message(ADDRESSES[1])])] == [Accepted]
    assert smsc.binds == 2


def test_an_answer_that_came_too_late_is_told_when_it_is_collected(smsc: Smsc, make: Make) -> None:
    smsc.late = {ADDRESSES[0][1:]: 1.0}
    gateway = make(timeout=0.5)
    message = Message(reference="late", address=ADDRESSES[0], body="a" * 200)
    assert list(gateway.send([message])) == []

    news: list[object] = []
    end = monotonic() + 5
    while not news and monotonic() < end:
        gateway.collect(news.extend)
    (told,) = news
    assert isinstance(told, Receipt)
    assert told.reference == "late"
    assert sorted(told.gateway_id.split(",")) == ["1", "2"]
    assert told.status == "sending"
    assert smsc.binds == 1


def test_a_quiet_line_is_kept(smsc: Smsc, make: Make) -> None:
    gateway = make(enquire=0.1, timeout=0.2)
    list(gateway.send([_message(ADDRESSES[0])]))
    sleep(1)

    assert [type(each) for each in gateway.send([_message(ADDRESSES[1])])] == [Accepted]
    assert smsc.binds == 1


def test_a_line_that_died_quietly_is_noticed(smsc: Smsc, make: Make) -> None:
    with Relay(smsc.port) as relay:
        gateway = make(port=relay.port, enquire=0.1, timeout=0.2)
        list(gateway.send([_message(ADDRESSES[0])]))
        relay.back = False
        sleep(0.8)
        relay.back = True

        assert [type(each) for each in gateway.send([_message(ADDRESSES[1])])] == [Accepted]
    assert smsc.binds == 2


def test_a_gateway_that_was_closed_binds_anew(smsc: Smsc, make: Make) -> None:
    gateway = make()
    gateway.close()
    list(gateway.send([_message(ADDRESSES[0])]))
    gateway.close()
    list(gateway.send([_message(ADDRESSES[1])]))

    assert smsc.binds == 2


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of its own authority for this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "smsc")])
    now = datetime.now(tz=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "ca.pem", folder / "key.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return public, private


def test_a_line_is_encrypted_and_its_peer_checked(smsc: Smsc, make: Make, tmp_path: Path) -> None:
    public, private = _certificate(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(public, private)
    with Relay(smsc.port, tls=server) as relay:
        trusting = make(port=relay.port, tls=True, ca=str(public))
        assert [type(each) for each in trusting.send([_message(ADDRESSES[0])])] == [Accepted]
        wary = make(port=relay.port, tls=True)
        assert [type(each) for each in wary.send([_message(ADDRESSES[1])])] == [Refused]
        trusting.close()

    assert smsc.numbers() == [ADDRESSES[0][1:]]
