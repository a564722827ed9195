"""Forms that could not be taken: kept sealed with the reason, read, and tried again."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError

from heard import bulk
from heard.accounts.models import User
from heard.fieldwork._xml import Head, known, texts, without_apart
from heard.fieldwork.apart import TOLD
from heard.fieldwork.models import Rejected, Submission
from heard.fieldwork.receive import Unacceptable, Via
from heard.journal.write import SYSTEM, write

WARNED = timedelta(days=7)  # for so long a page says that a form is about to go
_HERE = Exists(
    Submission.objects.filter(instance=OuterRef("instance"), content=OuterRef("content"))
)


def keep(
    xml: bytes, fault: Unacceptable, *, head: Head, who: tuple[User | None, str], now: datetime
) -> None:
    """Keep a form as it came, once for each reason, with its texts to be looked at for danger."""
    interviewer, device = who
    told = {
        "xml": b64encode(xml).decode(),
        "version": 0,  # which questions these answer nobody knows
        "said": dict(texts(head)),
        "interviewer": interviewer.pk if interviewer else None,
        "device": device,
    }
    row = Rejected(
        instance=known(head),
        via=Via.OPENROSA,
        content=print_of(xml),
        why=fault.why,
        key=fault.key,
        brought=json.dumps(told),
        received_at=now,
        due_at=now,
    )
    bulk.put([row], key=["instance", "content", "why"])


@transaction.atomic
def settle(instance: str, prints: AbstractSet[str], *, now: datetime) -> None:
    """Note of a form that was rejected before that it is taken now.

    What people said of themselves is kept apart from now on, and goes from here.
    """
    found = Rejected.objects.filter(instance=instance, content__in=prints, settled_at=None)
    for row in found.select_for_update():
        row.settled_at = now
        row.brought = row.brought and json.dumps(_without_apart(json.loads(row.brought)))
        row.save(update_fields=["settled_at", "brought"])


def going_soon(*, now: datetime, kept: timedelta) -> int:
    """Give how many go within a week that nobody has taken yet."""
    soon = Rejected.objects.filter(
        received_at__lte=now - kept + WARNED, settled_at=None, brought__isnull=False
    )
    return soon.exclude(_HERE).count()


@transaction.atomic
def drop_old(*, now: datetime, kept: timedelta, limit: int) -> int:
    """Drop forms that came so long ago, and say how many; what nobody looked at for danger stays.

    Where an alert was raised about one, its row stays without what the form said.
    """
    old = Rejected.objects.filter(received_at__lte=now - kept, due_at=None, brought__isnull=False)
    locked = old.select_for_update(skip_locked=True).order_by("received_at", "id")
    rows = list(locked[:limit])
    lost = sum(not is_taken(row) for row in rows)
    for row in rows:
        try:
            row.delete()
        except ProtectedError:
            Rejected.objects.filter(pk=row.pk).update(brought=None)
    if rows:
        told = f"forms:{len(rows)} not-taken:{lost}"
        write("fieldwork.drop_rejected", subject=told, actor=SYSTEM, now=now)
    return len(rows)


def print_of(xml: bytes) -> str:
    """Give the SHA-256 of a form as it came."""
    return sha256(xml).hexdigest()


def find(number: int) -> Rejected | None:
    """Give one of them."""
    found = Rejected.objects.select_related("collector__programme__questionnaire")
    return found.filter(pk=number).first()


def is_taken(row: Rejected) -> bool:
    """Tell whether the same answers are here after all."""
    same = Submission.objects.filter(instance=row.instance, content=row.content)
    return row.settled_at is not None or same.exists()


def brought_by(row: Rejected) -> str:
    """Give who brought it, and on which device, as far as it is known."""
    kept = json.loads(row.brought or "{}") or {"interviewer": None, "device": ""}
    person = User.objects.filter(pk=kept["interviewer"] or 0).first()
    return ", ".join(filter(None, [person.name if person else "", kept["device"]]))


def told(row: Rejected) -> dict[str, str]:
    """Give what was brought, for whoever reads it: answers by key, or the whole as it came.

    What people said of themselves is in neither.
    """
    kept = json.loads(row.brought or "{}")
    if "xml" in kept:
        shown = without_apart(b64decode(kept["xml"]))
        return {"The form as it came": shown.decode("utf-8", "replace")}
    return {key: text for key, text in kept.get("said", {}).items() if text}


def _without_apart(kept: Mapping[str, Any]) -> Mapping[str, Any]:
    if "xml" in kept:
        xml = without_apart(b64decode(kept["xml"]))
        return {**kept, "xml": b64encode(xml).decode()}
    return {key: told for key, told in kept.items() if key != TOLD}
