"""Rows as the flow leaves them, as many as a figure needs."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.conf import settings

from heard.core.screening import Outcome
from heard.delivery.models import FINAL, QUEUED, Letter, State
from heard.eligibility.models import Programme, Screening
from heard.equality.models import Profile
from heard.events.models import Touchpoint
from heard.insight.facts.read import Facts, facts
from heard.insight.facts.refresh import refresh
from heard.invitations.models import Invitation
from heard.questionnaires.models import Version
from heard.responses.models import Answer, Response

CALLED = datetime(2020, 10, 12, 10, tzinfo=UTC)
DAY = timedelta(days=1)
NUMBERS = count()
Disposition = Response.Disposition


def known() -> Facts:
    """Give the facts as they are now."""
    refresh(settings.FACTS, now=CALLED)
    return facts(settings.FACTS)


def programme(slug: str = "sms_contact") -> Programme:
    return Programme.objects.get(slug=slug)


def happen(of: Programme, *, at: datetime | None = CALLED, due: bool = False) -> Touchpoint:
    """Let something happen that `of` asks about; `at` None: it turned out that it did not."""
    return Touchpoint.objects.create(
        kind=of.stage,
        key=f"K{next(NUMBERS)}",
        happened_at=at,
        due_at=CALLED if due else None,
    )


def screen(
    of: Programme,
    outcome: Outcome,
    *reasons: str,
    at: datetime | None = CALLED,
    area: str = "",
    code: str = "",
) -> Screening:
    return Screening.objects.create(
        touchpoint=happen(of, at=at),
        happened_at=at,
        area=area,
        incident_code=code,
        programme=of,
        outcome=outcome,
        reasons=list(reasons),
        policy="p1",
        decided_at=CALLED,
    )


def invite(
    of: Programme,
    *,
    state: State = State.DELIVERED,
    opened: bool = False,
    at: datetime = CALLED,
    area: str = "",
) -> Invitation:
    """Let somebody be screened, written to and, where `opened`, begin."""
    screening = screen(of, Outcome.SEND, at=at, area=area)
    number = next(NUMBERS)
    letter = Letter.objects.create(
        kind="invitation",
        subject=str(number),
        channel="sms",
        fragments=1,
        state=state,
        address=None if state in FINAL else "+447700900123",
        body=None if state in FINAL else "How did we do?",
        due_at=CALLED if state in QUEUED else None,
        settled_at=CALLED if state in FINAL else None,
        posted_at=CALLED,
        not_before=CALLED,
        expires_at=CALLED + DAY,
    )
    return Invitation.objects.create(
        touchpoint=screening.touchpoint,
        programme=of,
        version=Version.objects.latest("number"),
        letter=letter,
        person_print="0" * 64,
        token_hash=number.to_bytes(32),
        asked_at=CALLED,
        expires_at=CALLED + DAY,
        opened_at=CALLED if opened else None,
    )


def answer(
    of: Programme,
    scores: Mapping[str, int],
    *,
    disposition: Disposition = Disposition.COMPLETE,
    at: datetime = CALLED,
    scale: str = "N10",
    area: str = "",
) -> Response:
    """Let somebody answer these questions about what happened at `at` in `area`."""
    invitation = invite(of, opened=True, area=area)
    response = Response.objects.create(
        invitation=invitation,
        disposition=disposition,
        language="en",
        mode="web",
        started_at=at,
        submitted_at=at,
        stage=of.stage,
        happened_at=at,
        area=area,
        apart=uuid4(),
    )
    Answer.objects.bulk_create(
        Answer(response=response, question_id=q, version=2, scale_id=scale, value=value)
        for q, value in scores.items()
    )
    return response


def tell(response: Response, **said: Any) -> None:  # noqa: ANN401
    """Let whoever gave a response say who they are, as columns of a profile."""
    assert response.apart is not None
    month = response.submitted_at.date().replace(day=1)
    Profile.objects.create(apart=response.apart, month=month, version=1, **said)
