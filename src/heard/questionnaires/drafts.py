"""Keeps drafts of questionnaires, and who read the words of their answer scales."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection, transaction
from django.db.models import Q

from heard.journal.write import Actor, write
from heard.questionnaires import machine_written
from heard.questionnaires._faults import RefusedForm
from heard.questionnaires._sheets import read
from heard.questionnaires.examine import Examined, as_text, examine
from heard.questionnaires.languages import Language, languages
from heard.questionnaires.models import Decision, Manuscript, Reading

__all__ = [
    "RefusedForm",
    "State",
    "Status",
    "confirm",
    "is_newest",
    "published",
    "save",
    "statuses",
    "writers",
]

_TAKEN = "Somebody else has saved this draft meanwhile: look at theirs, and put yours in there."


class State(StrEnum):
    """How far one language of a draft has come."""

    DRAFT = "draft"
    COMPLETE = "complete"
    READ = "read"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One language of a draft: how far it is, who read its scales, and what a machine wrote."""

    language: Language
    state: State
    reading: Reading | None
    machine_written: int

    @property
    def is_ready(self) -> bool:
        return self.state in {State.READ, State.PUBLISHED}


@transaction.atomic
def save(
    source: str | bytes, *, by: Actor, now: datetime, follows: Manuscript | None = None
) -> Manuscript:
    """Keep a draft, faults and all, after the one that it follows; the same again is that one.

    RefusedForm where it cannot be read, or somebody else has followed that one already.
    """
    text = as_text(source)
    if follows is not None:
        _lock(follows)
        if not is_newest(follows):
            raise RefusedForm(_TAKEN)
        if follows.source == text:
            return follows
    found = examine(text)
    saved = Manuscript.objects.create(
        slug=found.slug,
        number=found.number,
        source=text,
        languages=[language.name for language in found.languages],
        first_id=(follows.first_id or follows.pk) if follows else None,
        follows=follows,
        saved_by=by.id,
        saved_by_label=by.label,
        saved_at=now,
    )
    write("questionnaires.save", subject=f"draft:{saved.pk}", actor=by, now=now)
    return saved


def is_newest(manuscript: Manuscript) -> bool:
    """Tell whether nobody has saved the draft again since."""
    return not Manuscript.objects.filter(follows=manuscript).exists()


def statuses(manuscript: Manuscript) -> tuple[Status, ...]:
    """Give how far each language of a draft is, the first language first."""
    out = Decision.objects.filter(release__manuscript=manuscript, approves=True)
    names = out.values_list("release__languages", flat=True)
    return _statuses(
        manuscript.slug, examine(manuscript.source), {n for all_ in names for n in all_}
    )


def published(slug: str, found: Examined) -> tuple[Status, ...]:
    """Give the languages of a version, with whoever has read the scales of each."""
    return _statuses(slug, found, {language.name for language in found.languages})


def _statuses(slug: str, found: Examined, out: Container[str]) -> tuple[Status, ...]:
    readings = {
        (reading.language, reading.words_hash): reading
        for reading in Reading.objects.filter(slug=slug)
    }
    return tuple(
        Status(
            language=language,
            state=_state(language, reading, is_out=language.name in out),
            reading=reading,
            machine_written=machine_written.count(found.strings, language.name),
        )
        for language in found.languages
        for reading in [readings.get((language.name, language.words_hash))]
    )


@transaction.atomic
def confirm(
    manuscript: Manuscript, language: str, words_hash: str, *, by: Actor, now: datetime
) -> None:
    """Keep that a second person read the words of the scales in one language, and they are right.

    `words_hash` tells the words that they saw. RefusedForm if those are not the draft's, if words
    are missing, and for whoever wrote them or any saving of this draft.
    """
    found = examine(manuscript.source)
    seen = next((one for one in found.languages if one.name == language), None)
    if seen is None or seen.words_hash != words_hash or not is_newest(manuscript):
        raise RefusedForm("The words have changed since this page was opened: read them again.")
    if not all(label for *_, label, _ in seen.anchors):
        raise RefusedForm("Words of a scale are missing: there is nothing to confirm yet.")
    if by.id in writers(manuscript, found, language):
        raise RefusedForm("It takes a second person: somebody who did not write this draft.")
    key = {"slug": manuscript.slug, "language": language, "words_hash": words_hash}
    _lock(manuscript)
    if Reading.objects.filter(**key).exists():
        return
    Reading.objects.create(
        **key,
        manuscript=manuscript,
        saved_by=manuscript.saved_by,
        read_by=by.id,
        read_by_label=by.label,
        read_at=now,
    )
    subject = f"draft:{manuscript.pk} {language or 'English'}"
    write("questionnaires.confirm_scales", subject=subject, actor=by, now=now)


def writers(manuscript: Manuscript, found: Examined, language: str) -> set[str]:
    """Give who saved any state of this draft, or the same words of its scales in another one."""
    first = manuscript.first_id or manuscript.pk
    own = Q(pk=first) | Q(first=first)
    saved = set(Manuscript.objects.filter(own).values_list("saved_by", flat=True))
    others = Manuscript.objects.filter(slug=manuscript.slug).exclude(own)
    wanted = {one.words_hash for one in found.languages if one.name == language}
    return saved | {
        other.saved_by for other in others.iterator() if wanted & _hashes(other, language)
    }


def _hashes(manuscript: Manuscript, language: str) -> set[str]:
    found = languages(read(manuscript.source))
    return {one.words_hash for one in found if one.name == language}


def _state(language: Language, reading: Reading | None, *, is_out: bool) -> State:
    if is_out:
        return State.PUBLISHED
    if not language.is_complete:
        return State.DRAFT
    return State.READ if reading or not language.anchors else State.COMPLETE


def _lock(manuscript: Manuscript) -> None:
    """Let whoever acts on the same draft wait: nobody may lock a row that nobody may change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"questionnaires_draft:{manuscript.first_id or manuscript.pk}"],
        )
