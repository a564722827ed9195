"""The look right before the call: what was told after the claim keeps the letter back."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.consent import people
from heard.core.screening import Stop
from heard.delivery.models import Denial, Letter
from heard.eligibility import guard
from heard.eligibility.models import ForceCode, Programme
from heard.events.models import Contact
from heard.insight.holds import holds
from heard.invitations.models import Invitation
from heard.invitations.withdraw import withdraw
from tests import make
from tests.make import minutes

pytestmark = pytest.mark.django_db
SOON = make.NOON + minutes(11)


def invite_callers(count: int = 1) -> list[str]:
    """Bring callers as far as a letter each that waits; give the subjects."""
    for n in range(count):
        number = f"07700 90012{n}"
        make.told(
            make.contact_ended(f"C{n}", f"I{n}", number=number), make.incident_created(f"I{n}")
        )
    make.passed(make.NOON + minutes(10))
    return list(Letter.objects.order_by("id").values_list("subject", flat=True))


def test_nothing_keeps_back_a_letter_about_which_nothing_new_is_known() -> None:
    assert guard.denied(invite_callers(), now=SOON) == {}


def test_a_touchpoint_that_something_was_told_about_is_to_be_screened_first() -> None:
    subjects = invite_callers(2)
    make.told(make.incident_tagged("I1", "QU-01"), now=SOON)

    assert guard.denied(subjects, now=SOON) == {subjects[1]: Stop(reason="unscreened", until=SOON)}
    assert guard.denied(subjects, now=SOON - minutes(2)) == {}


def test_what_was_decided_otherwise_since_stops_it_for_the_same_reason() -> None:
    (subject,) = invite_callers()
    make.told(make.incident_tagged("I0", "QU-01"), now=SOON)
    make.screened(SOON)
    guard.recheck([subject], now=SOON)

    assert guard.denied([subject], now=SOON) == {subject: Stop(reason="sensitive")}


def test_an_objection_stops_it() -> None:
    subjects = invite_callers(2)
    print_ = Contact.objects.get(contact_id="C0").phone_print
    people.opt_out(print_, by="link", now=SOON)

    assert guard.denied(subjects, now=SOON) == {subjects[0]: Stop(reason="opted_out")}


def test_a_letter_about_nothing_that_we_know_stays() -> None:
    assert guard.denied(["no-programme/contact/ff/C9"], now=SOON) == {
        "no-programme/contact/ff/C9": Stop(reason="unscreened", until=SOON)
    }


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_one_statement_for_any_number(count: int) -> None:
    subjects = invite_callers(count)

    with CaptureQueriesContext(connection) as asked:
        guard.denied(subjects, now=SOON)

    assert len(asked) == 1
    assert " FOR " not in asked[0]["sql"]


@pytest.mark.parametrize(
    "news",
    [
        make.marked("domestic_abuse", phone="07700 900120"),
        make.marked("no_text", address="4 Elm Road, Anytown B1 1AA"),
        make.contact_ended("D1", codes=["QU-01"], number="07700 900120"),
        make.contact_ended("D1", number=None, address="4 Elm Rd B11AA", codes=["PW-10"]),
        make.incident_created("I9", "PW-10", address="4, ELM ROAD, B1 1AA"),
    ],
)
def test_news_of_the_same_home_sends_the_letter_back_to_the_gate(news: make.Item) -> None:
    """It is no news of the touchpoint itself, and nothing has been screened since."""
    home = "4 Elm Road, Anytown, B1 1AA"
    make.told(make.contact_ended("C0", number="07700 900120", address=home))
    make.passed(make.NOON + minutes(10))
    (subject,) = Letter.objects.values_list("subject", flat=True)
    assert guard.denied([subject], now=SOON) == {}

    make.told(news, now=SOON)

    assert guard.denied([subject], now=SOON) == {subject: Stop(reason="unscreened", until=SOON)}
    assert guard.recheck([subject], now=SOON)[subject].until is None


def test_what_the_force_calls_it_counts_as_what_it_is() -> None:
    ForceCode.objects.create(code="DOM1", category="PW-10")
    (subject,) = invite_callers()
    make.told(make.contact_ended("D1", codes=["DOM1"], number="07700 900120"), now=SOON)

    assert guard.denied([subject], now=SOON) == {subject: Stop(reason="unscreened", until=SOON)}
    assert guard.recheck([subject], now=SOON) == {subject: Stop(reason="household")}


def test_what_waits_since_the_claim_is_kept_back_until_then() -> None:
    (subject,) = invite_callers()
    make.told(make.unit("assigned", "I0", at=SOON), now=SOON)
    waits = {subject: Stop(reason="still_open", until=make.NOON + minutes(24 * 60))}
    assert guard.recheck([subject], now=SOON) == waits
    make.screened(SOON)
    assert guard.denied([subject], now=SOON) == waits


def test_an_objection_by_another_number_of_the_same_person_stops_it() -> None:
    """The e-mail address joins the numbers; a neighbour at the same home is somebody else."""
    home, mail = "4 Elm Road, Anytown, B1 1AA", "ann@example.org"
    make.told(make.contact_ended("C0", email=mail, address=home))
    make.passed(make.NOON + minutes(10))
    subject = Letter.objects.get(subject__endswith="/C0").subject
    for key, number, email in (("D1", "07700 900777", mail), ("D2", "07700 900888", None)):
        other = make.contact_ended(key, number=number, email=email, address=home, at=SOON)
        make.told(other, now=SOON)
    make.screened(SOON)
    prints = dict(Contact.objects.values_list("contact_id", "phone_print"))

    people.opt_out(prints["D2"], by="link", now=SOON)
    assert guard.denied([subject], now=SOON) == {}
    people.opt_out(prints["D1"], by="link", now=SOON)
    assert guard.denied([subject], now=SOON) == {subject: Stop(reason="opted_out")}
    assert guard.recheck([subject], now=SOON) == {subject: Stop(reason="opted_out")}


def test_what_a_slow_gateway_would_send_at_night_waits_for_the_morning() -> None:
    (subject,) = invite_callers()
    night = make.NOON + minutes(8 * 60)  # eight in the evening, in London
    assert guard.denied([subject], now=night - minutes(1)) == {}
    morning = make.NOON + minutes(21 * 60)
    stop = Stop(reason="quiet_hours", until=morning)
    assert guard.denied([subject], now=night) == {subject: stop}


def london(day: int, hour: int) -> datetime:
    """Give an hour of a day in October 2020, the fourth of which is a Sunday."""
    return datetime(2020, 10, day, hour, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (london(2, 10), london(2, 11)),
        (london(2, 19), london(3, 11)),
        (london(4, 11), london(4, 12)),
        (london(4, 16), london(5, 11)),
        (london(2, 18), None),
        (london(4, 12), None),
    ],
)
def test_the_hours_of_the_last_look_are_those_of_its_programme(
    now: datetime, opens: datetime | None
) -> None:
    (subject,) = invite_callers()
    Programme.objects.update(
        weekday_opens=time(11), weekday_closes=time(19), rest_opens=time(12), rest_closes=time(16)
    )
    stops = {} if opens is None else {subject: Stop(reason="quiet_hours", until=opens)}
    assert guard.denied([subject], now=now) == stops


def test_news_taken_in_by_a_clock_before_ours_is_seen_all_the_same() -> None:
    """A claim takes time, and another machine has another clock: news seems to come from ahead."""
    (subject,) = invite_callers()
    make.told(make.incident_tagged("I0", "QU-01", at=SOON), now=SOON + minutes(0.5))
    stop = Stop(reason="unscreened", until=SOON + minutes(0.5))
    assert guard.denied([subject], now=SOON) == {subject: stop}


def test_a_visit_that_went_on_after_all_is_asked_about_when_it_is_quiet() -> None:
    """Another unit came and left since: the touchpoint comes up in a quarter of an hour."""
    make.told(*make.attended())
    now = make.NOON + minutes(45)
    make.passed(now)
    subject = Letter.objects.get(subject__contains="/attendance/").subject
    assert guard.denied([subject], now=now) == {}
    moves = [make.unit(m, name="BE22", at=now) for m in ("assigned", "at_scene", "cleared")]
    make.told(*moves, now=now)
    stop = Stop(reason="unscreened", until=now + make.QUIET)
    assert guard.denied([subject], now=now) == {subject: stop}
    assert guard.recheck([subject], now=now).keys() == {subject}


def test_a_child_of_the_home_keeps_no_letter_back_for_ever_from_an_adult() -> None:
    """The gate lets it through, since the age is known: the last look must not say otherwise."""
    make.told(make.contact_ended("C0", age=40), make.marked("child", phone=make.NUMBER))
    make.passed(make.NOON + minutes(10))
    (subject,) = Letter.objects.values_list("subject", flat=True)

    assert (guard.recheck([subject], now=SOON), guard.denied([subject], now=SOON)) == ({}, {})


@pytest.mark.parametrize(
    ("news", "reason"),
    [
        (make.contact_ended("C0", summary="her ex-partner came by"), "risk_words"),
        (
            make.contact_ended("C0", number="07700 900999", at=make.NOON + minutes(1)),
            "number_changed",
        ),
    ],
)
def test_what_the_screening_sees_while_the_letter_is_claimed_keeps_it_back(
    news: make.Item, reason: str
) -> None:
    """The claim is over, the call has not come, and the news has been screened in between."""
    make.told(make.contact_ended("C0"))
    make.passed(make.NOON + minutes(10))
    letter = Letter.objects.get()
    Letter.objects.update(state="claimed", claimed_at=SOON)

    make.told(news, now=SOON)
    make.screened(SOON)

    assert guard.denied([letter.subject], now=SOON) == {letter.subject: Stop(reason=reason)}
    assert make.verdict("C0")[1] == reason
    assert not holds(now=SOON).holds
    assert withdraw(now=SOON, limit=9) == 1
    assert Invitation.objects.get().spent_at is None
    said = Denial.objects.filter(kind=letter.kind).values_list("subject", "reason")
    assert list(said) == [(letter.subject, reason)]
