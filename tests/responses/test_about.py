"""Responses that came in before name what they are about, as those do that come in now."""

from datetime import timedelta
from importlib import import_module

import psycopg

from heard.events.models import Attendance, Contact, Incident, Touchpoint
from heard.home import Server
from heard.invitations.models import Invitation
from heard.responses._segments import segments
from heard.responses.models import Response
from tests.asked import CALLED, ask


def answered(invitation: Invitation) -> Response:
    """Give a response as it was written before: it says nothing of what it is about."""
    return Response.objects.create(
        invitation=invitation,
        disposition=Response.Disposition.COMPLETE,
        language="en",
        mode="web",
        started_at=CALLED,
        submitted_at=CALLED,
        stage=invitation.programme.stage,
        happened_at=CALLED,
    )


def test_each_names_what_it_would_name_now(own_database: dict[str, str], server: Server) -> None:
    call, visit, crime = (ask(number) for number in range(3))
    Attendance.objects.create(incident=Incident.objects.get(incident_id="I1"))
    Contact.objects.create(contact_id="C9", incident_ids=["I1"], ended_at=CALLED - timedelta(1))
    of_visit = {"contact": None, "incident": Incident.objects.get(incident_id="I1")}
    Touchpoint.objects.filter(pk=visit.touchpoint_id).update(kind="attendance", **of_visit)
    Touchpoint.objects.filter(pk=crime.touchpoint_id).update(kind="recorded")
    Contact.objects.filter(contact_id="C2").update(channel="crime", incident_ids=["I404"])
    responses = [answered(invitation) for invitation in (call, visit, crime)]

    name = own_database["DATABASE_URL"].rpartition("/")[2].partition("?")[0]
    (fill,) = import_module(
        "heard.responses.migrations.0011_about_those_before"
    ).Migration.operations
    with psycopg.connect(server.url(name, "heard_owner")) as owner:
        owner.execute(fill.sql)

    found = [Response.objects.get(pk=response.pk) for response in responses]
    now = [segments(invitation) for invitation in (call, visit, crime)]
    assert [(one.contact, one.incident) for one in found] == [
        (one["contact"], one["incident"]) for one in now
    ]
    told = [one.contact.contact_id if one.contact else None for one in found]
    assert told == ["C0", "C9", "C2"]
