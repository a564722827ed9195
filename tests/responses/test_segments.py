"""A response carries the facts of its touchpoint as they were."""

from datetime import timedelta

import pytest

from heard.events.models import Attendance, Contact, Incident, Touchpoint
from heard.responses._segments import segments
from tests.asked import CALLED, ask

pytestmark = pytest.mark.django_db

CONTACT = {
    "stage": "contact",
    "happened_at": CALLED,
    "area": "NPU-1",
    "incident_code": "TR-04",
    "contact_channel": "101",
    "team": "Team A",
    "person": "H7",
}


def test_a_call_has_its_handler_and_the_facts_of_its_first_incident() -> None:
    assert segments(ask()) == CONTACT


def test_a_call_without_an_incident_has_its_own_code() -> None:
    invitation = ask()
    Contact.objects.update(incident_ids=[], codes=["PS-01", "AD-01"])
    assert segments(invitation) == CONTACT | {"area": "", "incident_code": "PS-01"}


def test_what_is_not_known_is_empty() -> None:
    invitation = ask()
    Contact.objects.update(incident_ids=["I404"], channel="", team="", handler="")
    Touchpoint.objects.update(happened_at=None)
    assert segments(invitation) == {
        "stage": "contact",
        "happened_at": invitation.asked_at,
        "area": "",
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
    assert segments(invitation) == CONTACT | {
        "stage": "attendance",
        "happened_at": left,
        "contact_channel": "999",
        "team": "Response 3",
        "person": "U1",
    }
