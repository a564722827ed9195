"""One incident's call, visit and crime make one journey, whose name says nothing of it."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from heard.events.models import Contact, Incident, Touchpoint
from heard.insight.facts.read import facts
from heard.insight.facts.refresh import Written, refresh
from heard.responses.models import Response
from tests.insight.flow import CALLED, answer, programme

NOVEMBER = datetime(2020, 11, 3, 12, tzinfo=UTC)


def log(name: str, *masters: str, at: datetime | None = CALLED) -> Incident:
    return Incident.objects.create(incident_id=name, master_ids=list(masters), created_at=at)


def said(kind: str, *names: str, at: datetime = CALLED) -> int:
    """Let somebody answer about a call, a visit or a crime of these logs; give the response."""
    of = {"attendance": "sms_attendance"}.get(kind, "sms_contact")
    response = answer(programme(of), {"treatment": 9}, at=at)
    assert response.invitation is not None
    touchpoint = Touchpoint.objects.filter(pk=response.invitation.touchpoint_id)
    if kind == "attendance":
        touchpoint.update(kind=kind, key=names[0])
    else:
        contact = Contact.objects.create(contact_id=f"c{response.pk}", incident_ids=list(names))
        touchpoint.update(kind=kind, contact=contact)
    return response.pk


def journeys() -> dict[int, tuple[str, date | None]]:
    """Give by response the journey that it belongs to, and the month in which that began."""
    refresh(settings.FACTS, now=CALLED)
    rows = facts(settings.FACTS).responses.to_pyarrow().to_pylist()
    return {row["response"]: (row["journey"], row["began"]) for row in rows}


@pytest.mark.django_db
def test_a_call_a_visit_and_a_crime_of_one_log_are_one_journey() -> None:
    log("I1")
    call, visit = said("contact", "I1", "I2"), said("attendance", "I1")
    crime, other = said("recorded", "I1", at=NOVEMBER), said("contact", "I2")
    found = journeys()
    assert found[call] == found[visit] == found[crime] == (found[call][0], date(2020, 10, 1))
    assert found[other][0] not in {"", found[call][0]}


@pytest.mark.django_db
def test_its_name_is_a_fingerprint_and_no_number_of_a_log() -> None:
    call = said("contact", "0417-20201012")
    name, began = journeys()[call]
    assert len(name) == 16
    assert int(name, 16)
    assert began == date(2020, 10, 1)
    for path in settings.FACTS.rglob("*.parquet"):
        assert b"0417-20201012" not in path.read_bytes()


@pytest.mark.django_db
def test_a_call_about_no_log_has_no_journey() -> None:
    call = said("contact")
    assert journeys()[call] == ("", None)


@pytest.mark.django_db
def test_linked_logs_follow_their_master_in_any_number_of_steps() -> None:
    log("I1", "I2"), log("I2", "I3"), log("I3", at=NOVEMBER)
    calls = [said("contact", name) for name in ("I1", "I2", "I3")]
    found = journeys()
    assert len({found[call][0] for call in calls}) == 1
    assert [found[call][1] for call in calls] == [date(2020, 10, 1)] * 2 + [date(2020, 11, 1)]


@pytest.mark.django_db
def test_of_two_masters_the_first_stands_for_it_and_a_ring_of_links_ends() -> None:
    log("I1", "I9", "I5"), log("I5"), log("I9")
    log("R1", "R2"), log("R2", "R1")
    found = journeys_of("I1", "I5", "R1", "R2")
    assert found[0] == found[1]
    assert found[2] == found[3]


def journeys_of(*names: str) -> list[str]:
    calls = [said("contact", name) for name in names]
    found = journeys()
    return [found[call][0] for call in calls]


@pytest.mark.django_db
def test_a_master_that_nobody_told_of_is_followed_all_the_same() -> None:
    log("I1", "I2")
    one, other = journeys_of("I1", "I2")
    assert one == other


@pytest.mark.usefixtures("own_database")
def test_a_link_that_is_told_later_reaches_the_answers_given_before() -> None:
    log("I1", "I2"), log("I2"), log("I3")
    old, lower, other = said("contact", "I2"), said("contact", "I1"), said("contact", "I3")
    visit = said("attendance", "I2", at=NOVEMBER)
    before = journeys()
    assert before[old][0] == before[lower][0] != before[other][0]
    assert refresh(settings.FACTS, now=CALLED).written == 0
    Incident.objects.filter(incident_id="I2").update(master_ids=["I3"])
    assert refresh(settings.FACTS, now=CALLED) == Written(written=2, kept=2)
    after = journeys()
    assert {after[one][0] for one in (old, lower, other, visit)} == {before[other][0]}
    assert Response.objects.count() == 4
