"""Parts what people say of themselves from their other answers, and has it kept apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from heard.equality import form, give
from heard.questionnaires.models import Version
from heard.responses.bring import NotTaken

# The group of an XForm, with the version of its questions: no name of an XLSForm has a hyphen.
GROUP = "heard-equality-"
GATE = "wanted"
TOLD = "equality"  # among what is kept of a form that could not be taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """What was said to the equality questions by their names, and to what version of them."""

    version: int
    said: Mapping[str, str] = field(repr=False)


def keep_apart(apart: Apart, key: UUID, *, at: datetime) -> None:
    """Keep it under the random id of a response, as the pages do. NotTaken."""
    try:
        version = form.numbered(apart.version)
        give.bring(key, apart.said, version=version, at=at)
    except Version.DoesNotExist:
        raise NotTaken(f"There is no version {apart.version} of the equality questions.") from None
    except (give.NotAsked, give.Refused) as fault:
        raise NotTaken(str(fault), key=fault.key) from None


def told_apart(apart: Apart | None) -> dict[str, object]:
    """Give it as it stands, sealed, beside a form that could not be taken."""
    return {} if apart is None else {TOLD: {"version": apart.version, "said": dict(apart.said)}}


def read_apart(kept: Mapping[str, Any]) -> Apart | None:
    """Read it again."""
    told = kept.get(TOLD)
    return Apart(version=told["version"], said=told["said"]) if told else None
