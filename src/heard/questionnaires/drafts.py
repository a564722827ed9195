"""Keeps drafts of questionnaires, and who read the words of their answer scales."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from heard.journal.write import Actor, write
from heard.questionnaires import machine_written
from heard.questionnaires._faults import RefusedForm
from heard.questionnaires._locks import lock_draft
from heard.questionnaires._sheets import read
from heard.questionnaires.discard import discarded, is_newest, require_kept
from heard.questionnaires.examine import Examined, as_text, examine
from heard.questionnaires.languages import Language, languages
from heard.questionnaires.models import Decision, Manuscript, Reading

__all__ = [
    "RefusedForm",
    "State",
    "Status",
    "against",
    "confirm",
    "published",
    "save",
    "statuses",
    "writers",
]

_CHANGED = "The words have changed since this page was opened: read them again."
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

    RefusedForm where it cannot be read, somebody else has followed that one already, or the draft
    was discarded.
    """
    text = as_text(source)
    if follows is not None:
        lock_draft(follows)
        require_kept(follows)
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
    if seen is None or seen.words_hash != words_hash:
        raise RefusedForm(_CHANGED)
    if why := against(manuscript, seen, by=by.id):
        raise RefusedForm(why)
    key = {"slug": manuscript.slug, "language": language, "words_hash": words_hash}
    lock_draft(manuscript)
    if not is_newest(manuscript):
        raise RefusedForm(_CHANGED)
    require_kept(manuscript)
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


def against(manuscript: Manuscript, language: Language, *, by: str) -> str:
    """Say why this person cannot confirm the scales of a language as they stand; '' if they can."""
    if gone := discarded(manuscript):
        return gone
    if not is_newest(manuscript):
        return "The draft was saved again since: its newest saving is the one to read."
    if not all(label for *_, label, _ in language.anchors):
        return "Words of a scale are missing: there is nothing to confirm yet."
    if by in writers(manuscript, language):
        return (
            "It takes a second person: who wrote this draft, or the same words in another, cannot "
            "confirm them. An administrator or an analyst who saved no state of it does."
        )
    return ""


def writers(manuscript: Manuscript, language: Language) -> set[str]:
    """Give who saved any state of this draft, or the same words of its scales in another one."""
    first = manuscript.first_id or manuscript.pk
    own = Q(pk=first) | Q(first=first)
    saved = set(Manuscript.objects.filter(own).values_list("saved_by", flat=True))
    others = Manuscript.objects.filter(slug=manuscript.slug).exclude(own)
    return saved | {other.saved_by for other in others.iterator() if _says(other, language)}


def _says(manuscript: Manuscript, language: Language) -> bool:
    said = {(one.name, one.words_hash) for one in languages(read(manuscript.source))}
    return (language.name, language.words_hash) in said


def _state(language: Language, reading: Reading | None, *, is_out: bool) -> State:
    if is_out:
        return State.PUBLISHED
    if not language.is_complete:
        return State.DRAFT
    return State.READ if reading or not language.anchors else State.COMPLETE
