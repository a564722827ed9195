"""Hands reports over to the force's recording system: CloudEvents 1.0, from an outbox.

An adviser makes a report; a lane posts it to the one address that is configured, with the id of
the report as that of the event and the same bytes each time, until the other side has it. Signed
as Standard Webhooks 1.0 say (standardwebhooks.com): HMAC-SHA256 over id, time and body.
"""

import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest
from http import HTTPStatus
from uuid import uuid4

import requests
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from django.db import transaction
from django.db.models import QuerySet

from heard.accounts.models import User
from heard.conversations import desk
from heard.conversations.converse import NotSaid
from heard.conversations.desk import note_act
from heard.conversations.gathered import gathered
from heard.conversations.models import Conversation, Report
from heard.core.chat.topics import TOPICS

TYPE = "uk.police.report.made"
LONGEST = 4_000  # characters of a summary
PATIENCE = (3.05, 5.0)  # seconds to connect, and between two bytes of the answer
LEASE = timedelta(minutes=1)  # until another worker may try again what this one has begun
FIRST, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)  # between two tries: doubled
TRIES = 12  # after which a report is dead, some four hours after the first
ANSWER = 2_000  # bytes of an answer that are read
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]{0,39}")
# What the other side may say differently later; whatever else of 4xx it says stays so.
_LATER = frozenset((HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """The force's recording system: its address, and the secret that both sides know."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a try: whether it arrived, may do so later, and what was given or wrong."""

    arrived: bool = False
    later: bool = False
    reference: str = ""
    fault: str = ""


@transaction.atomic
def report(number: int, summary: str, *, by: User, source: str, now: datetime) -> Report:
    """Put what an adviser wrote down of their conversation into the outbox. NotTaken, NotSaid."""
    talk = desk.mine(number, by)
    words = summary.strip()
    if not words or len(words) > LONGEST:
        raise NotSaid(f"Write what is reported, in at most {LONGEST:,} characters.")
    key = uuid4()
    told = {
        "id": str(key),
        "source": source,
        "type": TYPE,
        "time": now,
        "subject": f"conversation/{talk.pk}",
        "datacontenttype": "application/json",
    }
    event = JSONFormat().write(CloudEvent(told, _data(talk, words)))
    made = Report.objects.create(
        id=key, conversation=talk, event=event.decode(), made_by=by, made_at=now, due_at=now
    )
    note_act("conversations.report", talk, by=by, now=now)
    return made


def hand_over(recorder: Recorder, *, now: datetime, limit: int) -> int:
    """Post what is due, each after a commit that keeps it from others meanwhile; say how many.

    A kill between the post and its commit posts the same event again, with the same id.
    """
    done = 0
    while done < limit and (one := _claim(now)) is not None:
        _settle(one, post(recorder, one, now=now), now=now)
        done += 1
    return done


def post(recorder: Recorder, one: Report, *, now: datetime) -> Answer:
    """Post one report to the configured address and no other, whatever that answers."""
    body = one.event.encode()
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        **signed(recorder.secret, str(one.pk), body, now=now),
    }
    try:
        with requests.Session() as session:
            session.trust_env = False  # no proxy and no password of the machine's
            with session.post(
                recorder.url,
                data=body,
                headers=headers,
                timeout=PATIENCE,
                allow_redirects=False,
                stream=True,
            ) as answer:
                return _read(answer)
    except requests.Timeout:
        return Answer(later=True, fault="no answer in time")
    except requests.RequestException:
        return Answer(later=True, fault="not reached")


def signed(secret: str, key: str, body: bytes, *, now: datetime) -> dict[str, str]:
    """Give the headers of Standard Webhooks; `secret` is in base64, after `whsec_` if any."""
    at = str(int(now.timestamp()))
    made = digest(b64decode(secret.removeprefix("whsec_")), f"{key}.{at}.".encode() + body, sha256)
    return {
        "webhook-id": key,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{b64encode(made).decode()}",
    }


@transaction.atomic
def again(key: str, *, by: User, now: datetime) -> None:
    """Try a dead report anew. Report.DoesNotExist where it is not dead, or erased."""
    dead = Report.objects.select_for_update(of=("self",)).select_related("conversation")
    one = dead.get(pk=key, due_at=None, arrived_at=None)
    if not one.event:
        raise Report.DoesNotExist("its words have been erased")
    one.due_at, one.tries, one.fault = now, 0, ""
    one.save(update_fields=["due_at", "tries", "fault"])
    note_act("conversations.report_again", one.conversation, by=by, now=now)


def dead() -> QuerySet[Report]:
    """Give the reports that never arrived and are tried no more, the newest first."""
    return Report.objects.filter(due_at=None, arrived_at=None).order_by("-made_at", "pk")


def on_the_way() -> QuerySet[Report]:
    """Give the reports that are still to arrive, the oldest first."""
    return Report.objects.filter(due_at__isnull=False).order_by("made_at", "pk")


def _data(talk: Conversation, words: str) -> dict[str, object]:
    topic = TOPICS.get(talk.topic)
    return {
        "channel": "live_chat",
        "topic": talk.topic,
        "topic_name": topic.topic if topic else "",
        "summary": words,
        "gathered": [{"question": asked, "answer": said} for asked, said in gathered(talk)],
        "begun_at": talk.begun_at.isoformat(),
    }


@transaction.atomic(durable=True)
def _claim(now: datetime) -> Report | None:
    due = Report.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    one = due.select_for_update(skip_locked=True).first()
    if one is not None:
        one.due_at, one.tries = now + LEASE, one.tries + 1
        one.save(update_fields=["due_at", "tries"])
    return one


def _settle(one: Report, answer: Answer, *, now: datetime) -> None:
    """Note what came of a try; what has arrived meanwhile by another worker stays so."""
    if answer.arrived:
        found = {"arrived_at": now, "due_at": None, "reference": answer.reference, "fault": ""}
    elif answer.later and one.tries < TRIES:
        pause = min(FIRST * 2 ** (one.tries - 1), LONGEST_PAUSE)
        found = {"due_at": now + pause, "fault": answer.fault}
    else:
        found = {"due_at": None, "fault": answer.fault}
    Report.objects.filter(pk=one.pk, arrived_at=None).update(**found)


def _read(answer: requests.Response) -> Answer:
    status = answer.status_code
    has_it = status == HTTPStatus.CONFLICT  # an event with this id, from an earlier try
    if has_it or HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Answer(arrived=True, reference=_reference(answer))
    later = status in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return Answer(later=later, fault=f"answered {status}")


def _reference(answer: requests.Response) -> str:
    """Give the `reference` of a short JSON answer, if it is one that we can show."""
    try:
        said = json.loads(answer.raw.read(ANSWER, decode_content=True))
    except (ValueError, OSError):
        return ""
    found = said.get("reference") if isinstance(said, dict) else None
    return found if isinstance(found, str) and _REFERENCE.fullmatch(found) else ""
