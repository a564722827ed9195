"""Takes in forms that were filled in elsewhere: in any order, each once."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction

from heard import bulk
from heard.accounts.models import User
from heard.core.timing import london_date
from heard.fieldwork.apart import Apart, keep_apart, told_apart
from heard.fieldwork.models import Rejected, Submission
from heard.invitations.models import Collector
from heard.places.wards import ELSEWHERE, wards
from heard.questionnaires.models import Version
from heard.responses.bring import NotTaken, Whole, bring
from heard.responses.models import Response

Via = Submission.Via


class Unacceptable(Exception):
    """What was brought breaks a rule; it is kept. `key` names the answer, if it is one."""

    def __init__(self, why: str, *, key: str = "") -> None:
        super().__init__(why)
        self.why, self.key = why, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One whole form: answers by key as ODK writes them ('child/1/called'), and paradata."""

    instance: str
    collector: Collector
    version: Version
    language: str
    said: Mapping[str, str]
    started_at: datetime
    ended_at: datetime
    via: str
    device: str = ""
    ward: str = ""
    interviewer: User | None = None
    apart: Apart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """That it is here for good; `known` if it had been here before, and nothing changed."""

    known: bool
    response: Response


def receive(brought: Brought, *, now: datetime) -> Receipt:
    """Take a form in, once for each instance id. Unacceptable; then it is kept as rejected."""
    with or_kept(brought, now=now):
        return take_in(brought, now=now)


@contextmanager
def or_kept(brought: Brought, *, now: datetime) -> Iterator[None]:
    """Keep as rejected what is NotTaken in here, once all that was done in here is undone.

    So the transaction of whoever wants to do more with the same commit has to be in here.
    """
    try:
        yield
    except NotTaken as fault:
        _keep(brought, fault, now=now)
        raise Unacceptable(str(fault), key=fault.key) from fault


@transaction.atomic
def take_in(brought: Brought, *, now: datetime) -> Receipt:
    """Take a form in, once for each instance id. NotTaken; then nothing of it is kept."""
    wait_for(brought.instance)
    found = Submission.objects.select_related("response").filter(instance=brought.instance).first()
    if found is not None:
        if found.content != content(brought):
            raise NotTaken("It was here before with other answers, and those stay.")
        return Receipt(known=True, response=found.response)
    _require_place(brought)
    _require_open(brought, now=now)
    response = bring(
        Whole(
            collector=brought.collector,
            version=brought.version,
            language=brought.language,
            said=brought.said,
            started_at=brought.started_at,
            ended_at=brought.ended_at,
        ),
        now=now,
    )
    Submission.objects.create(
        instance=brought.instance,
        response=response,
        content=content(brought),
        via=brought.via,
        interviewer=brought.interviewer,
        device=brought.device,
        ward=brought.ward,
        started_at=brought.started_at,
        ended_at=brought.ended_at,
        received_at=now,
    )
    if brought.apart is not None and response.apart is not None:
        keep_apart(brought.apart, response.apart, at=response.submitted_at)
    return Receipt(known=False, response=response)


def content(brought: Brought) -> str:
    """Give the SHA-256 of what was said, to what version, in what language, by what way in.

    What is kept apart is no part of it: there are so few answers that they could be guessed.
    """
    said = {key: text for key, text in sorted(brought.said.items()) if text}
    told = [brought.collector.pk, brought.version.pk, brought.language, said]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def wait_for(instance: str) -> None:
    """Let whoever brings the same form at the same moment wait until this one is through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [instance])


def _require_place(brought: Brought) -> None:
    if brought.ward not in {"", ELSEWHERE, *wards()}:
        raise NotTaken(f"{brought.ward} is no ward.")


def _require_open(brought: Brought, *, now: datetime) -> None:
    """Refuse what was not asked for: by another survey's questions, or outside of its days.

    What counts is when the interview was, not when it arrives: a device may come back late.
    """
    collector, at = brought.collector, min(brought.ended_at, now)
    if brought.version.questionnaire_id != collector.programme.questionnaire_id:
        raise NotTaken(f"{collector.programme.name} does not ask this questionnaire.")
    if collector.closed_at is not None and at > collector.closed_at:
        raise NotTaken(f"The way in {collector.code} was closed before the interview ended.")
    if not any(period.holds(london_date(at)) for period in collector.programme.periods):
        raise NotTaken(f"{collector.programme.name} was not open on the day of the interview.")


def _keep(brought: Brought, fault: NotTaken, *, now: datetime) -> None:
    told = {
        "version": brought.version.number,
        "language": brought.language,
        "said": dict(brought.said),
        "started": brought.started_at.isoformat(),
        "ended": brought.ended_at.isoformat(),
        "device": brought.device,
        "ward": brought.ward,
        "interviewer": brought.interviewer.pk if brought.interviewer else None,
        **told_apart(brought.apart),
    }
    row = Rejected(
        instance=brought.instance,
        collector=brought.collector,
        via=brought.via,
        content=content(brought),
        why=str(fault),
        key=fault.key,
        brought=json.dumps(told),
        received_at=now,
        due_at=now,
    )
    bulk.put([row], key=["instance", "content", "why"])
