"""The whole history of a touchpoint, and nothing of it that is personal."""

from dataclasses import asdict

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.delivery.models import Letter
from heard.delivery.receipts import News, accept
from heard.events.models import Touchpoint
from heard.insight.history import TOLD, History, history
from heard.responses import record
from tests.asked import ASKED, SCORES, ask
from tests.make import (
    NOON,
    attended,
    contact_ended,
    incident_created,
    incident_linked,
    incident_tagged,
    minutes,
    screened,
    told,
)

pytestmark = pytest.mark.django_db


def found(kind: str, key: str) -> History:
    """Give a history that is there."""
    of = history(kind, key)
    assert of is not None
    return of


def test_what_nobody_told_of_has_none() -> None:
    told(contact_ended("C1"))
    assert (history("contact", "C2"), history("attendance", "C1"), history("x", "C1")) == (
        *(None, None, None),
    )


def test_a_call_is_told_with_its_log_its_decisions_its_text_and_its_end() -> None:
    invitation = ask()
    assert invitation.letter_id
    letter = Letter.objects.get(pk=invitation.letter_id)
    at = ASKED + minutes(1)
    accept([News(reference=letter.reference, status="delivered", occurred_at=at)], now=at)
    record.start(invitation, now=at)
    for question, value in SCORES.items():
        record.save(invitation, question, value, now=at)
    record.save(invitation, "comment", "Ada Jones was kind", now=at)
    record.submit(invitation, now=at, language="en", mode="web")
    of = found("contact", "C0")
    assert [event.type.rpartition(".")[2] for event in of.told] == ["created", "graded", "ended"]
    assert [(d.outcome, d.stands) for d in of.decided] == [("SEND", True)]
    (asked,) = of.asked
    assert (asked.reference, asked.state, asked.disposition) == (
        *(letter.reference, "delivered", "complete"),
    )
    assert (asked.at, asked.opened_at, asked.submitted_at) == (ASKED, at, at)
    assert [(r.state, r.at, r.told_at) for r in asked.receipts] == [("delivered", at, at)]
    words = str(asdict(of))
    kept = ["7700900", invitation.person_print, "Jones", "H7", "caller_age", "heard.example/s/"]
    assert [word for word in kept if word in words] == []


def test_a_visit_is_told_with_the_call_that_led_to_it() -> None:
    told(*attended())
    screened(NOON + minutes(16))
    of = found("attendance", "I1")
    assert [event.contact_id for event in of.told if event.contact_id] == ["C1"]
    assert len(of.told) == 7
    assert [(point.kind, point.key) for point in of.near] == [("contact", "C1")]
    assert of.programmes == ["Text after a visit"]
    assert [decided.outcome for decided in of.decided] == ["WAIT"]


def test_linked_logs_stand_beside_with_their_codes() -> None:
    told(
        contact_ended("C1", "I1"),
        incident_created("I1"),
        incident_created("I2", "AS-03"),
        incident_tagged("I2", "QU-01"),
        incident_linked("I2", "I1"),
        *attended("C3", "I3"),
        incident_linked("I3", "I1"),
    )
    of = found("contact", "C1")
    assert [(log.incident_id, list(log.codes), log.is_own) for log in of.logs] == [
        ("I1", ["AS-02"], True),
        ("I2", ["AS-03", "QU-01"], False),
        ("I3", ["AS-02"], False),
    ]
    assert [(point.kind, point.key) for point in of.near] == [("attendance", "I3")]


def test_a_log_of_which_very_much_was_told_is_cut() -> None:
    told(contact_ended("C1", "I1"))
    told(*(incident_tagged("I1", "QU-01") for _ in range(TOLD)))
    of = found("contact", "C1")
    assert (len(of.told), of.is_cut) == (TOLD, True)


def test_what_is_not_decided_on_yet_has_its_time() -> None:
    told(contact_ended("C1"))
    due = Touchpoint.objects.get().due_at
    of = found("contact", "C1")
    assert (of.due_at, of.decided, of.asked) == (due, [], [])


@pytest.mark.parametrize("more", [1, 3])
def test_more_of_everything_needs_no_more_queries(
    more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ask()
    told(*(contact_ended(f"C9{n}", "I0") for n in range(more)))
    told(*(incident_tagged("I0", "QU-22") for _ in range(more)))
    with django_assert_num_queries(10):
        found("contact", "C0")
