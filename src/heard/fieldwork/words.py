"""Lends out what people wrote in forms that could not be taken, to be looked at for danger."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from heard.fieldwork.models import Rejected
from heard.questionnaires.models import Question, Version
from heard.questionnaires.publish import questions


def claim_due(*, now: datetime, limit: int) -> list[Rejected]:
    """Lock forms that nobody has looked at, inside the caller's transaction."""
    due = Rejected.objects.filter(due_at__lte=now).select_related("collector__programme")
    locked = due.select_for_update(skip_locked=True, of=("self",))
    return list(locked.order_by("due_at", "id")[:limit])


def words(rejected: Sequence[Rejected]) -> Iterator[tuple[Mapping[str, Rejected], str, str]]:
    """Give by what form, to what question and in what words; all answers if nobody knows which."""
    for form in rejected:
        told = json.loads(form.brought or '{"version": 0, "said": {}}')
        asked = _questions(form, told["version"])
        for key, value in told["said"].items():
            kind = asked.get(key.rpartition("/")[2], Question.Kind.TEXT)
            if value and kind == Question.Kind.TEXT:
                yield {"rejected": form}, key, value


def settle(rejected: Sequence[Rejected]) -> None:
    """End the claim: they have been looked at."""
    Rejected.objects.filter(pk__in=[form.pk for form in rejected]).update(due_at=None)


def _questions(form: Rejected, number: int) -> dict[str, str]:
    """Give the kind of each question by its id, of the version that was answered."""
    if form.collector is None:
        return {}
    of = form.collector.programme.questionnaire_id
    version = Version.objects.filter(questionnaire_id=of, number=number).first()
    return {q.question_id: q.kind for q in questions(version)} if version else {}
