"""Opens what officers' devices bring, one sealed interview at a time, and takes it in."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NotRequired, TypedDict, cast

from django.db import transaction
from django.db.models import Count

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.fieldwork import rejected, seals
from heard.fieldwork._xml import LONGEST_ID
from heard.fieldwork.apart import Apart, read_apart
from heard.fieldwork.badges import holder
from heard.fieldwork.models import Submission
from heard.fieldwork.receive import Brought, Unacceptable, content, or_kept, take_in
from heard.invitations.models import Collector
from heard.journal.write import write
from heard.questionnaires.models import Version
from heard.questionnaires.publish import published

_YEARS = (1900, 2200)  # a clock that was reset says 1970, and such an interview is kept aside
LONGEST = 500_000  # characters of one sealed interview


class State(StrEnum):
    """What became of an interview: only what is taken or known may leave the device."""

    TAKEN = "taken"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    instance: str
    state: State
    why: str = ""


class Told(TypedDict):
    """What a device seals of one interview."""

    instance: str
    way: str
    questionnaire: str
    version: int
    language: str
    said: dict[str, str]
    started: str
    ended: str
    device: str
    ward: str
    badge: str
    equality: NotRequired[dict[str, object]]  # apps of before know no such questions


class _Wrong(ValueError):
    """What was sealed is not an interview as our app writes one."""


def take(instance: str, sealed: str, *, by: User, now: datetime) -> Outcome:
    """Take one interview in that `by` sends: once, however often it is sent, or say why not."""
    try:
        told = _told(instance, sealed)
        return _taken(told, by=by, now=now)
    except (seals.Unopened, _Wrong, Unacceptable) as fault:
        return Outcome(instance=instance, state=State.REFUSED, why=str(fault))


def received(collectors: list[Collector]) -> dict[int, int]:
    """Give how many interviews have come in by each way in, by its id; none is not there."""
    rows = Submission.objects.filter(response__collector__in=collectors)
    counted = rows.values("response__collector").annotate(count=Count("id"))
    return {row["response__collector"]: row["count"] for row in counted}


def _taken(told: Told, *, by: User, now: datetime) -> Outcome:
    brought = _brought(told, by=by)
    with or_kept(brought, now=now), transaction.atomic():
        receipt = take_in(brought, now=now)
        rejected.settle(brought.instance, {content(brought)}, now=now)
        if receipt.known:
            return Outcome(instance=told["instance"], state=State.KNOWN)
        subject = f"interview:{told['instance']} way:{brought.collector.code}"
        write("fieldwork.take", subject=subject, actor=actor(by), now=now)
    return Outcome(instance=told["instance"], state=State.TAKEN)


def _told(instance: str, sealed: str) -> Told:
    if len(sealed) > LONGEST:
        raise _Wrong(f"It is longer than {LONGEST:,} characters.")
    try:
        found = json.loads(seals.opened(sealed))
    except json.JSONDecodeError as error:
        raise _Wrong("What was sealed is no JSON.") from error
    for name in sorted(Told.__required_keys__):
        kind = _KINDS.get(name, str)
        if not isinstance(found, dict) or not isinstance(found.get(name), kind):
            raise _Wrong(f"{name} is missing, or is not what it should be ({kind.__name__}).")
    if not _are_texts(found["said"]):
        raise _Wrong("said must give a text for each question.")
    if "equality" in found and not _is_apart(found["equality"]):
        raise _Wrong("equality must give a version, and a text for each question.")
    _require_kept(found)
    if found["instance"] != instance:
        raise _Wrong("It is another interview than the device says.")
    return cast("Told", found)


def _require_kept(found: dict[str, Any]) -> None:
    """Refuse what no table can hold: the rest of its batch must not suffer for it."""
    texts = {name: text for name, text in found.items() if isinstance(text, str)}
    apart = found.get("equality", {}).get("said", {})
    for name, text in [*texts.items(), *found["said"].items(), *apart.items()]:
        if _UNSTORABLE.search(name + text):
            raise _Wrong(f"{_UNSTORABLE.sub('?', name)} has a character in it that is none.")
    for name, longest in _LONGEST.items():
        if len(texts[name]) > longest:
            raise _Wrong(f"{name} is longer than {longest} characters.")


_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_LONGEST = {"instance": LONGEST_ID, "device": 100, "language": 20, "ward": 20}


def _are_texts(said: object) -> bool:
    return isinstance(said, dict) and all(isinstance(text, str) for text in said.values())


def _is_apart(told: object) -> bool:
    return (
        isinstance(told, dict)
        and isinstance(told.get("version"), int)
        and _are_texts(told.get("said"))
    )


_KINDS: dict[str, type] = {"version": int, "said": dict}


def _brought(told: Told, *, by: User) -> Brought:
    collector = _collector(told["way"])
    return Brought(
        instance=told["instance"],
        collector=collector,
        version=_version(told),
        language=told["language"],
        said=told["said"],
        started_at=_moment(told, "started"),
        ended_at=_moment(told, "ended"),
        device=told["device"],
        interviewer=holder(told["badge"]) or by,
        via=Submission.Via.APP,
        ward=told["ward"],
        apart=_apart(told),
    )


def _apart(told: Told) -> Apart | None:
    """Give what was said of themselves, if anything was."""
    apart = read_apart(told)
    return apart if apart and apart.said else None


def _collector(code: str) -> Collector:
    officers = Collector.objects.filter(channel=Collector.Channel.OFFICER)
    found = officers.select_related("programme").filter(code=code).first()
    if found is None:
        raise _Wrong(f"There is no way in for officers with the code {code}.")
    return found


def _version(told: Told) -> Version:
    found = Version.objects.filter(
        questionnaire__slug=told["questionnaire"], number=told["version"]
    ).values_list("pk", flat=True)
    if not found:
        raise _Wrong(f"There is no version {told['version']} of {told['questionnaire']}.")
    return published(found[0])


def _moment(told: Told, name: str) -> datetime:
    text = told["started"] if name == "started" else told["ended"]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _Wrong(f"{name} is no time.") from error
    if moment.tzinfo is None:
        raise _Wrong(f"{name} has no offset.")
    if not _YEARS[0] <= moment.year < _YEARS[1]:
        raise _Wrong(f"{name} is a time of another century.")
    return moment
