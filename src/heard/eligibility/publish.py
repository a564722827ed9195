"""Publishes a version of a questionnaire, unless a programme could not ask it."""

from datetime import datetime

from django.db import transaction

from heard.core.timing import london_date
from heard.eligibility._by_text import against
from heard.eligibility.models import Programme
from heard.questionnaires import publish as questionnaires
from heard.questionnaires.models import Version
from heard.questionnaires.publish import RefusedForm, asked

__all__ = ["RefusedForm", "publish", "require_askable"]


@transaction.atomic
def publish(*, slug: str, source: str | bytes, valid_from: datetime, now: datetime) -> Version:
    """Publish as `questionnaires.publish` does, and nothing that a programme cannot ask.

    RefusedForm, also where a programme that asks by text then could not put every question.
    """
    version = questionnaires.publish(slug=slug, source=source, valid_from=valid_from, now=now)
    require_askable(version)
    return version


def require_askable(version: Version) -> None:
    """Refuse a version, in the transaction that publishes it, which a text could not carry.

    Only a programme counts that asks by text and has a period left when the version begins. Whoever
    changes a programme meanwhile waits, and then finds the version. RefusedForm.
    """
    programmes = Programme.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    used = [p for p in programmes if p.questionnaire_id == version.questionnaire_id and p.by_turns]
    begins = london_date(version.valid_from)
    for programme in used:
        if any(p.closes_on is None or p.closes_on >= begins for p in programme.periods):
            for sentence in against(programme, asked(version)):
                raise RefusedForm(f"{sentence}; {programme.name} asks it by text.")
