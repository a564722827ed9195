"""Forms that could not be taken: kept sealed with the reason, read, and tried again."""

import json
from base64 import b64decode, b64encode
from collections.abc import Set as AbstractSet
from datetime import datetime
from hashlib import sha256

from heard import bulk
from heard.accounts.models import User
from heard.fieldwork._xml import Head, known, texts
from heard.fieldwork.models import Rejected, Submission
from heard.fieldwork.receive import Unacceptable, Via


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


def settle(instance: str, prints: AbstractSet[str], *, now: datetime) -> None:
    """Note of a form that was rejected before that it is taken now."""
    found = Rejected.objects.filter(instance=instance, content__in=prints, settled_at=None)
    found.update(settled_at=now)


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
    kept = json.loads(row.brought)
    person = User.objects.filter(pk=kept["interviewer"] or 0).first()
    return ", ".join(filter(None, [person.name if person else "", kept["device"]]))


def told(row: Rejected) -> dict[str, str]:
    """Give what was brought, for whoever reads it: answers by key, or the whole as it came."""
    kept = json.loads(row.brought)
    if "xml" in kept:
        return {"The form as it came": b64decode(kept["xml"]).decode("utf-8", "replace")}
    return {key: text for key, text in kept["said"].items() if text}
