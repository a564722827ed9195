"""Mails that come back: bounces settle letters, complaints end all asking, the rest is kept."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from heard.consent.models import Person
from heard.core.return_paths import ReturnPath
from heard.delivery.models import Letter, State
from heard.events.models import DeadLetter
from heard.events.receive import Received
from heard.invitations import returned
from heard.invitations.models import Invitation
from heard.journal.models import Entry
from heard.vault.ring import fingerprint_email
from tests.asked import ASKED, ask
from tests.peers.smtp import Mail, bounce, complaint

pytestmark = pytest.mark.django_db

PATH = ReturnPath(domain="bounces.force.example", keys=["k" * 32])
LATER = ASKED + timedelta(hours=1)
KEPT = timedelta(days=30)


def _mail(reference: object) -> Mail:
    """Give the mail that a letter was sent as."""
    tag = PATH.address(str(reference))
    raw = f"Message-ID: <{tag}>\r\nSubject: Hello\r\n\r\nHello\r\n".encode()
    return Mail(name="Q1", sender=tag, to="sam@example.org", options="", tls=True, user="", raw=raw)


def _take(raw: bytes, *, paths: Sequence[ReturnPath] = (PATH,)) -> Received:
    return returned.take(raw, source="mail", paths=paths, now=LATER, kept=KEPT)


def _rules(received: Received) -> list[str]:
    return [wrong.rule for wrong in received.rejected]


def test_a_bounce_settles_its_letter_once() -> None:
    letter = ask().letter
    assert letter
    told = [_take(bounce(_mail(letter.reference))) for _ in range(2)]
    assert [(r.accepted, r.duplicates, r.rejected) for r in told] == [(1, 0, ()), (0, 1, ())]
    letter.refresh_from_db()
    assert (letter.state, letter.settled_at) == (State.PERMANENT_FAILURE, LATER)
    assert DeadLetter.objects.count() == 0


def test_a_bounce_that_came_before_its_letter_waits_for_it() -> None:
    received = _take(bounce(_mail(UUID(int=7)), status="4.4.7"))
    assert (received.accepted, received.rejected) == (1, ())


def test_whoever_complains_is_never_asked_again_nor_is_their_address() -> None:
    invitation = ask()
    Letter.objects.update(address="Sam@example.org")
    assert invitation.letter
    for _ in range(2):
        assert _take(complaint(_mail(invitation.letter.reference))).accepted == 1
    prints = {invitation.person_print, fingerprint_email("sam@example.org")}
    opted_out = Person.objects.filter(opted_out_at=LATER).values_list("print", "opted_out_by")
    assert set(opted_out) == {(print_, "complaint") for print_ in prints}
    acts = Entry.objects.filter(act="consent.opt_out").values_list("actor_id", "reason")
    assert list(acts) == 2 * [("heard", "complaint")]


def test_a_complaint_after_the_address_was_erased_still_reaches_the_person() -> None:
    invitation = ask()
    Letter.objects.update(
        state=State.DELIVERED, due_at=None, settled_at=ASKED, address=None, body=None
    )
    assert invitation.letter
    assert _take(complaint(_mail(invitation.letter.reference))).accepted == 1
    people = Person.objects.filter(opted_out_at=LATER)
    assert [person.print for person in people] == [invitation.person_print]


@pytest.mark.parametrize("invited", [False, True])
def test_a_complaint_about_no_invitation_is_kept(*, invited: bool) -> None:
    letter = ask().letter
    assert letter
    reference = letter.reference if invited else UUID(int=7)
    if invited:
        Invitation.objects.all().delete()
    assert _rules(_take(complaint(_mail(reference)))) == ["no_invitation"]
    assert Person.objects.filter(opted_out_at__isnull=False).count() == 0


def test_what_cannot_be_read_is_kept_whole_and_sealed() -> None:
    raw = b"Subject: D\xc5\xb5r\r\n\r\nI am \x00 away.\xff\r\n"
    received = _take(raw)
    assert (received.accepted, received.duplicates, _rules(received)) == (0, 0, ["no_report"])
    dead = DeadLetter.objects.get()
    assert dead.body.encode("latin-1") == raw
    assert (dead.source, dead.rule, dead.index, dead.field) == ("mail", "no_report", 0, "")
    assert dead.message == "This is no report of a mail server."
    assert (dead.received_at, dead.expires_at) == (LATER, LATER + KEPT)


@pytest.mark.parametrize("make", [bounce, complaint])
def test_a_forged_report_settles_nothing_and_stops_nothing(make: object) -> None:
    assert callable(make)
    invitation = ask()
    assert invitation.letter
    raw = make(_mail(invitation.letter.reference))
    forged = ReturnPath(domain=PATH.domain, keys=["x" * 32])
    for paths in ([forged], []):
        assert _rules(_take(raw, paths=paths)) == ["not_ours"]
    invitation.letter.refresh_from_db()
    assert invitation.letter.state == State.CREATED
    assert Person.objects.filter(opted_out_at__isnull=False).count() == 0
    assert DeadLetter.objects.count() == 2


def test_a_reference_that_is_no_letters_is_not_ours() -> None:
    assert _rules(_take(bounce(_mail("a")))) == ["not_ours"]


def test_of_a_mail_that_is_too_long_the_beginning_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned, "MAIL_BYTES", 1_000)
    raw = bounce(_mail(UUID(int=7))) + b"x" * 1_000
    assert _rules(_take(raw)) == ["size"]
    assert DeadLetter.objects.get().body.encode("latin-1") == raw[:1_000]
