"""A response carries the facts of its touchpoint as they were."""

from datetime import timedelta

import pytest

from heard.events.models import Attendance, Contact, Incident, Touchpoint
from heard.invitations.models import Invitation
from heard.responses._segments import segments
from tests.asked import CALLED, ask

pytestmark = pytest.mark.django_db

CONTACT = {
    "stage": "contact",
    "happened_at": CALLED,
    "area": "NPU-1",
    "ward": "E05001178",
    "incident_code": "TR-04",
    "contact_channel": "101",
    "team": "Team A",
    "person": "H7",
}


def facts(invitation: Invitation) -> dict[str, object]:
    """Give the facts but for the rows that it is about."""
    found = segments(invitation)
    return {name: value for name, value in found.items() if name not in {"contact", "incident"}}


def about(invitation: Invitation) -> tuple[str | None, str | None]:
    """Give the contact and the incident that it is about."""
    found = segments(invitation)
    contact, incident = found["contact"], found["incident"]
    return contact.contact_id if contact else None, incident.incident_id if incident else None


def test_a_call_has_its_handler_and_the_facts_of_its_first_incident() -> None:
    invitation = ask()
    assert facts(invitation) == CONTACT
    assert about(invitation) == ("C0", "I0")


def test_a_call_without_an_incident_has_its_own_code() -> None:
    invitation = ask()
    Contact.objects.update(incident_ids=[], codes=["PS-01", "AD-01"])
    assert facts(invitation) == CONTACT | {"area": "", "ward": "", "incident_code": "PS-01"}
    assert about(invitation) == ("C0", None)


def test_what_is_not_known_is_empty() -> None:
    invitation = ask()
    Contact.objects.update(incident_ids=["I404"], channel="", team="", handler="")
    Touchpoint.objects.update(happened_at=None)
    assert facts(invitation) == {
        "stage": "contact",
        "happened_at": invitation.asked_at,
        "area": "",
        "ward": "",
        "incident_code": "",
        "contact_channel": "",
        "team": "",
        "person": "",
    }


def test_a_visit_has_its_team_and_first_unit_and_the_channel_of_the_first_call() -> None:
    invitation = ask()
    left = CALLED + timedelta(hours=1)
    incident = Incident.objects.get()
    Contact.objects.create(
        contact_id="C9", channel="999", incident_ids=["I0"], ended_at=CALLED - timedelta(hours=1)
    )
    Attendance.objects.create(incident=incident, units=["U1", "U2"], team="Response 3")
    Touchpoint.objects.filter(pk=invitation.touchpoint_id).update(
        kind="attendance", contact=None, incident=incident, happened_at=left
    )
    assert about(invitation) == ("C9", "I0")
    assert facts(invitation) == CONTACT | {
        "stage": "attendance",
        "happened_at": left,
        "contact_channel": "999",
        "team": "Response 3",
        "person": "U1",
    }


def test_a_crime_has_the_area_and_the_kind_of_the_incident_that_its_victim_names() -> None:
    invitation = ask()
    Contact.objects.update(channel="crime")
    Touchpoint.objects.filter(pk=invitation.touchpoint_id).update(kind="recorded")
    assert about(invitation) == ("C0", "I0")
    assert facts(invitation) == CONTACT | {
        "stage": "recorded",
        "contact_channel": "crime",
        "team": "",
        "person": "",
    }
