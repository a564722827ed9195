"""Tries to take a form that could not be taken before, as things stand now."""

import json
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from heard.accounts.models import User
from heard.fieldwork import rejected
from heard.fieldwork.apart import read_apart
from heard.fieldwork.models import Rejected
from heard.fieldwork.receive import Brought, Receipt, Unacceptable, content, or_kept, take_in
from heard.fieldwork.submit import Sent, read
from heard.journal.write import Actor, write
from heard.questionnaires.models import Version


def take_again(row: Rejected, *, by: Actor, now: datetime) -> Receipt:
    """Take a rejected form, without the files that came with it. Unacceptable, as before."""
    kept = json.loads(row.brought or "{}")
    if not kept:
        raise Unacceptable("What it said was erased.")
    brought = _from_xml(row, kept) if "xml" in kept else _from_answers(row, kept)
    with or_kept(brought, now=now), transaction.atomic():
        receipt = take_in(brought, now=now)
        rejected.settle(row.instance, {row.content, content(brought)}, now=now)
        write("fieldwork.take_rejected", subject=f"rejected:{row.pk}", actor=by, now=now)
    return receipt


def _from_xml(row: Rejected, kept: Mapping[str, Any]) -> Brought:
    """Read the form as if it had just come, but at the time when it came."""
    sent = Sent(
        xml=b64decode(kept["xml"]), interviewer=_person(kept["interviewer"]), device=kept["device"]
    )
    return read(sent, now=row.received_at)


def _from_answers(row: Rejected, kept: Mapping[str, Any]) -> Brought:
    collector = row.collector
    if collector is None:
        raise Unacceptable("Nobody knows by which way in it came.")
    found = Version.objects.filter(
        questionnaire=collector.programme.questionnaire_id, number=kept["version"]
    )
    version = found.defer("source", "xform").first()
    brought = (
        None
        if version is None
        else Brought(
            instance=row.instance,
            collector=collector,
            version=version,
            language=kept["language"],
            said=kept["said"],
            started_at=datetime.fromisoformat(kept["started"]),
            ended_at=datetime.fromisoformat(kept["ended"]),
            via=row.via,
            device=kept["device"],
            ward=kept["ward"],
            interviewer=_person(kept["interviewer"]),
            apart=read_apart(kept),
        )
    )
    # The number alone does not say of which questionnaire it is a version.
    if brought is None or content(brought) != row.content:
        raise Unacceptable("It was filled in by a questionnaire that this way in does not ask.")
    return brought


def _person(key: int | None) -> User | None:
    return None if key is None else User.objects.filter(pk=key).first()
