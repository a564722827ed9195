"""Throws away a draft that is not out; all that was saved of it stays, and none of it goes out."""

from datetime import datetime

from django.db import transaction

from heard.core.timing import london_date
from heard.journal.write import Actor, write
from heard.questionnaires._faults import RefusedForm
from heard.questionnaires._locks import lock_draft, lock_releases
from heard.questionnaires.models import Decision, Discard, Manuscript

__all__ = ["RefusedForm", "against", "discard", "discarded", "find", "is_newest", "require_kept"]


@transaction.atomic
def discard(manuscript: Manuscript, *, reason: str, by: Actor, now: datetime) -> Discard:
    """Throw a draft away, by its newest saving. RefusedForm.

    Refused where it is published, was saved again since, or was thrown away already. What waits
    for a second person is not published any more.
    """
    if not reason.strip():
        raise RefusedForm("Why: say it.")
    lock_releases(manuscript.slug)
    lock_draft(manuscript)
    if why := against(manuscript):
        raise RefusedForm(why)
    kept = Discard.objects.create(
        manuscript=manuscript,
        reason=reason.strip(),
        discarded_by=by.id,
        discarded_by_label=by.label,
        discarded_at=now,
    )
    subject = f"draft:{manuscript.pk}"
    write("questionnaires.discard", subject=subject, actor=by, now=now, reason=kept.reason)
    return kept


def against(manuscript: Manuscript) -> str:
    """Say why a draft cannot be thrown away; '' if it can."""
    if gone := discarded(manuscript):
        return gone
    if not is_newest(manuscript):
        return "The draft was saved again since: look at the newest saving first."
    if Decision.objects.filter(release__manuscript=manuscript, approves=True).exists():
        return "It is published, and what is out is never discarded."
    return ""


def find(manuscript: Manuscript) -> Discard | None:
    """Give who threw the draft away that this is a saving of; None if nobody did."""
    first = manuscript.first_id or manuscript.pk
    found = Discard.objects.filter(manuscript__first=first) | Discard.objects.filter(
        manuscript=first
    )
    return found.first()


def discarded(manuscript: Manuscript) -> str:
    """Say who threw the draft away, when and why; '' if nobody did."""
    found = find(manuscript)
    if found is None:
        return ""
    day = london_date(found.discarded_at)
    return (
        f"{found.discarded_by_label} discarded this draft on {day.day} {day:%B %Y}: {found.reason}"
    )


def require_kept(manuscript: Manuscript) -> None:
    """Refuse what would be done with a draft that was thrown away. RefusedForm with who did."""
    if why := discarded(manuscript):
        raise RefusedForm(why)


def is_newest(manuscript: Manuscript) -> bool:
    """Tell whether nobody has saved the draft again since."""
    return not Manuscript.objects.filter(follows=manuscript).exists()
