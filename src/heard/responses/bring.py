"""Records a whole form that was filled in elsewhere: on an officer's device, in ODK Collect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from heard.core.questionnaire.filled import AGAIN, Filled
from heard.core.questionnaire.form import Form, code_of
from heard.invitations.models import Collector
from heard.questionnaires.models import Version
from heard.questionnaires.publish import asked
from heard.responses._filled import Refused, fill, taken
from heard.responses._segments import by_collector
from heard.responses._write import IN_THE_FIELD, write_down
from heard.responses.models import Response


class NotTaken(Exception):
    """The form cannot be recorded: `key` names the answer, empty for the form as a whole."""

    def __init__(self, why: str, *, key: str = "") -> None:
        super().__init__(why)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A form that was filled in: answers by key as ODK writes them, and when it was."""

    collector: Collector
    version: Version
    language: str
    said: Mapping[str, str]
    started_at: datetime
    ended_at: datetime


@transaction.atomic
def bring(whole: Whole, *, now: datetime) -> Response:
    """Record it as a complete response; rules are worked out as of its end. NotTaken."""
    _require_known(whole)
    at = min(whole.ended_at, now)
    form = _kept(whole, at=at)
    for step, problem in form.problems():
        raise NotTaken(problem.message or f"{step.key}: {problem.wrong}.", key=step.key)
    response = Response.objects.create(
        disposition=Response.Disposition.COMPLETE,
        language=code_of(form.language),
        mode=IN_THE_FIELD,
        started_at=min(whole.started_at, at),
        submitted_at=at,
        happened_at=at,
        apart=uuid4(),  # whoever was asked could be asked for more, as on the pages
        **by_collector(whole.collector, whole.version),
    )
    write_down(response, whole.version, form.counted(), form.calculated())
    return response


def _kept(whole: Whole, *, at: datetime) -> Filled:
    """Give the form with each answer as it is kept; a place only becomes a ward that way."""
    form = fill(whole.version, whole.said, now=at, language=whole.language)
    kept = {}
    for step in form.steps:
        text = whole.said.get(step.key, "")
        try:
            kept[step.key] = taken(form, whole.version, step.key, text) if text else ""
        except Refused as refusal:
            raise NotTaken(str(refusal), key=step.key) from refusal
    told = {key: value for key, value in kept.items() if value is not None}
    # That a group is there not once is no step, and would be lost.
    told |= {key: text for key, text in whole.said.items() if key.endswith(f"/0/{AGAIN}")}
    return fill(whole.version, told, now=at, language=whole.language)


def _require_known(whole: Whole) -> None:
    """Refuse what the version does not ask, so that no answer gets lost without a word."""
    names = set(_names(asked(whole.version)))
    form = fill(whole.version, whole.said, now=whole.ended_at, language=whole.language)
    for key, text in whole.said.items():
        name = key.rpartition("/")[2]
        if text and (name not in names or not (name == AGAIN or form.has(key))):
            raise NotTaken(f"{key} is no question of this version.", key=key)


def _names(form: Form) -> Iterable[str]:
    yield AGAIN
    yield from (question.name for question in form.questions())
