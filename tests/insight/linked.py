"""People who answer about a stage of one incident, as many as a figure of journeys needs."""

from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

from heard.eligibility.models import Period, Programme
from heard.events.models import Contact, Incident, Touchpoint
from heard.questionnaires.models import Version
from heard.responses.models import Answer, Response
from tests.insight.flow import CALLED, Disposition, invite

NUMBERS = count()
OPENED = datetime(2020, 9, 1, tzinfo=UTC).date()
SURVEYS = {
    "contact": "sms_contact",
    "attendance": "sms_attendance",
    "investigation": "sms_investigation",
    "recorded": "victim_email",
}
GOOD, BAD = 9, 2  # of ten
HAPPY, UNHAPPY = 2, 6  # of seven, the best first


def running(slug: str) -> Programme:
    """Give a programme that has a period, and so stands among those that ask."""
    programme = Programme.objects.get(slug=slug)
    if not programme.periods:
        Period.objects.create(programme=programme, opens_on=OPENED, opened_because="x")
    return programme


def log(*, at: datetime = CALLED) -> str:
    """Open a log, and give its name."""
    name = f"L{next(NUMBERS)}"
    Incident.objects.create(incident_id=name, created_at=at)
    return name


def say(
    stage: str,
    name: str = "",
    *,
    at: datetime = CALLED,
    code: str = "AS-02",
    scale: str = "N10",
    **scores: int,
) -> Response:
    """Let somebody answer about a stage of a log, or of none."""
    of = running(SURVEYS[stage])
    invitation = invite(of, opened=True, at=at)
    touchpoint = Touchpoint.objects.filter(pk=invitation.touchpoint_id)
    if stage == "attendance":
        touchpoint.update(key=name)
    else:
        key = f"c{invitation.pk}"
        contact = Contact.objects.create(contact_id=key, incident_ids=[name] if name else [])
        touchpoint.update(contact=contact)
    version = Version.objects.filter(questionnaire=of.questionnaire_id).latest("number")
    invitation.version = version
    invitation.save(update_fields=["version"])
    response = Response.objects.create(
        invitation=invitation,
        disposition=Disposition.COMPLETE,
        language="en",
        mode="web",
        started_at=at,
        submitted_at=at,
        stage=stage,
        happened_at=at,
        incident_code=code,
        apart=uuid4(),
    )
    Answer.objects.bulk_create(
        Answer(
            response=response,
            question_id=question,
            version=version.number,
            scale_id=scale,
            value=value,
        )
        for question, value in scores.items()
    )
    return response
