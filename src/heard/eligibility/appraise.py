"""Keeps what was decided when a programme was reviewed, and when it is reviewed again."""

from datetime import date, datetime

from django.db import transaction

from heard.core.timing import london_date
from heard.eligibility._refused import RefusedChange
from heard.eligibility.models import Appraisal, Programme
from heard.journal.write import Actor, write

Verdict = Appraisal.Verdict


@transaction.atomic
def appraise(
    programme: Programme,
    verdict: Appraisal.Verdict,
    *,
    why: str,
    next_on: date | None,
    by: Actor,
    now: datetime,
) -> Appraisal:
    """Keep a decision, with its next review unless it ends. RefusedChange.

    It changes nothing by itself: what is to be changed or ended is proposed, and takes two.
    """
    if not why.strip():
        raise RefusedChange("Say why.", about="why")
    if verdict != Verdict.ENDS and (next_on is None or next_on <= london_date(now)):
        raise RefusedChange("Give the day of the next review, after today.", about="next_on")
    found = Appraisal.objects.create(
        programme=programme,
        verdict=verdict,
        why=why.strip(),
        next_on=None if verdict == Verdict.ENDS else next_on,
        decided_by=by.id,
        decided_by_label=by.label,
        decided_at=now,
    )
    Programme.objects.filter(pk=programme.pk).update(review_on=found.next_on)
    write(
        "eligibility.appraise",
        subject=f"programme:{programme.slug}",
        actor=by,
        now=now,
        reason=found.why,
    )
    return found
