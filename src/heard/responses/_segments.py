"""The facts by which a response may be cut, copied as they were when it came in."""

from datetime import datetime
from typing import TypedDict

from heard.core.timing import LONDON
from heard.events.models import Attendance, Contact, Incident, Touchpoint
from heard.invitations.models import Asked, Collector, Invitation
from heard.organisation.chart import team_of
from heard.places.impact_areas import impact_areas
from heard.questionnaires.models import Version


class Segments(TypedDict):
    stage: str
    happened_at: datetime
    area: str
    ward: str
    incident_code: str
    contact_channel: str
    team: str
    person: str
    contact: Contact | None
    incident: Incident | None


def whose(asked: Asked) -> dict[str, object]:
    """Give by what way a response came, and the facts by which it may be cut."""
    if isinstance(asked, Invitation):
        return {"invitation": asked, **segments(asked)}
    way = {"guest": asked, "doubt": asked.doubt, "happened_at": asked.asked_at}
    found = by_collector(asked.collector, asked.version)
    return way | found | ({"area": asked.area} if asked.area else {})


def by_collector(collector: Collector, version: Version) -> dict[str, object]:
    """Give what a response has from the collector by which it came."""
    found = impact_areas().get(collector.impact_area)
    return {
        "programme_id": collector.programme_id,
        "version": version,
        "collector": collector,
        "stage": collector.programme.stage,
        "impact_area": collector.impact_area,
        "area": found.area if found else "",
    }


def segments(invitation: Invitation) -> Segments:
    """Read the facts of the touchpoint that the invitation asks about; unknown is empty."""
    touchpoint = Touchpoint.objects.select_related("contact", "incident").get(
        pk=invitation.touchpoint_id
    )
    contact, incident = touchpoint.contact, touchpoint.incident
    if touchpoint.kind == Touchpoint.Kind.ATTENDANCE:
        contact = contact or _first_contact(incident)
        team, person = _attended_by(incident)
    else:
        incident = incident or _first_incident(contact)
        is_call = touchpoint.kind == Touchpoint.Kind.CONTACT
        team, person = (contact.team, contact.handler) if contact and is_call else ("", "")
    happened_at = touchpoint.happened_at or invitation.asked_at
    # A person who is named stands for the team that they were in that day.
    team = team or team_of(person, on=happened_at.astimezone(LONDON).date())
    codes = (incident.opening_codes if incident else []) or (contact.codes if contact else [])
    return Segments(
        stage=touchpoint.kind,
        happened_at=happened_at,
        area=incident.area if incident else "",
        ward=incident.ward if incident else "",
        incident_code=codes[0] if codes else "",
        contact_channel=contact.channel if contact else "",
        team=team,
        person=person,
        contact=contact,
        incident=incident,
    )


def _first_incident(contact: Contact | None) -> Incident | None:
    if contact is None or not contact.incident_ids:
        return None
    return Incident.objects.filter(incident_id=contact.incident_ids[0]).first()


def _first_contact(incident: Incident | None) -> Contact | None:
    if incident is None:
        return None
    named = Contact.objects.filter(incident_ids__contains=[incident.incident_id])
    return named.order_by("ended_at").first()


def _attended_by(incident: Incident | None) -> tuple[str, str]:
    attendance = Attendance.objects.filter(incident=incident).first() if incident else None
    if attendance is None:
        return "", ""
    return attendance.team, attendance.units[0] if attendance.units else ""
