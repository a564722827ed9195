"""Replies about teams and the people in them, as many as a figure of teams needs."""

from heard.responses.models import Answer, Response
from tests.insight.flow import CALLED, Disposition, invite, programme


def reply(team: str, person: str, score: int, *, area: str = "BE") -> None:
    """Let somebody answer about what a person of a team did."""
    response = Response.objects.create(
        invitation=invite(programme(), opened=True, area=area),
        disposition=Disposition.COMPLETE,
        language="en",
        mode="web",
        started_at=CALLED,
        submitted_at=CALLED,
        stage="contact",
        happened_at=CALLED,
        area=area,
        team=team,
        person=person,
    )
    Answer.objects.create(
        response=response, question_id="treatment", version=2, scale_id="N10", value=score
    )


def replies(team: str, number: int, happy: int, *, people: int = 6, area: str = "BE") -> None:
    """Let so many answer about the people of a team in turn, of whom some are happy."""
    for at in range(number):
        reply(team, f"{team}-{at % people}" if people else "", 9 if at < happy else 2, area=area)
