"""Publishes a draft by two people: one asks, and another approves; nothing is out before."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

from django.db import transaction

from heard.journal.write import Actor, write
from heard.questionnaires._compile import compile_form
from heard.questionnaires._faults import RefusedForm
from heard.questionnaires._locks import lock_releases
from heard.questionnaires.discard import discarded, is_newest
from heard.questionnaires.drafts import State, confirm, save, statuses
from heard.questionnaires.examine import as_text
from heard.questionnaires.languages import only_in
from heard.questionnaires.models import Decision, Manuscript, Release, Version
from heard.questionnaires.publish import publish

__all__ = ["Objects", "RefusedForm", "against", "ask", "decide", "publish_file"]

BY_COMMAND = "By heard questionnaires publish"  # why, where nobody is asked
_LATE = "It must start in the future: no invitation that is out may change."

# Says what stands against a version in the words of a later stage, a sentence each.
Objects: TypeAlias = Callable[[Version], Sequence[str]]


@transaction.atomic
def ask(
    manuscript: Manuscript,
    *,
    valid_from: datetime,
    reason: str,
    objects: Objects,
    by: Actor,
    now: datetime,
) -> Release:
    """Ask to publish a draft in the languages that are ready. RefusedForm.

    It is published for a trial, and taken back: what would be refused then is refused now.
    """
    if not reason.strip():
        raise RefusedForm("Say why.")
    found = statuses(manuscript)
    ready = [status.language.name for status in found if status.is_ready]
    if not found[0].is_ready:
        raise RefusedForm("The first language is not ready, and no other can go without it.")
    release = Release(
        manuscript=manuscript,
        source=only_in(manuscript.source, ready),
        languages=ready,
        left_out=[s.language.name for s in found if not s.is_ready],
        valid_from=valid_from,
        reason=reason.strip(),
        asked_by=by.id,
        asked_by_label=by.label,
        asked_at=now,
    )
    lock_releases(manuscript.slug)
    _require_open(release, now=now)
    decided = Decision.objects.values("release_id")
    if Release.objects.filter(manuscript=manuscript).exclude(pk__in=decided).exists():
        raise RefusedForm("This draft waits for a second person already.")
    with transaction.atomic():
        _publish(release.source, valid_from=valid_from, objects=objects, by=by, now=now)
        transaction.set_rollback(True)
    release.save(force_insert=True)
    subject = f"release:{release.pk}"
    write("questionnaires.ask_to_publish", subject=subject, actor=by, now=now, reason=reason)
    return release


@transaction.atomic
def decide(
    release: Release, *, approves: bool, why: str, objects: Objects, by: Actor, now: datetime
) -> Decision:
    """Approve a release, which publishes it at once, or reject it. RefusedForm.

    Refused to whoever asked, where it is decided already, and where the draft or the time has
    gone on since.
    """
    if by.id == release.asked_by:
        raise RefusedForm("It takes two people: somebody else decides on what you asked for.")
    lock_releases(release.manuscript.slug)
    if Decision.objects.filter(release=release).exists():
        raise RefusedForm("This was decided already.")
    version = None
    if approves:
        _require_open(release, now=now)
        version = _publish(
            release.source, valid_from=release.valid_from, objects=objects, by=by, now=now
        )
    decision = Decision.objects.create(
        release=release,
        approves=approves,
        version=version,
        why=why.strip(),
        asked_by=release.asked_by,
        decided_by=by.id,
        decided_by_label=by.label,
        decided_at=now,
    )
    subject = f"release:{release.pk}"
    if approves:
        write("questionnaires.approve_release", subject=subject, actor=by, now=now, reason=why)
    else:
        write("questionnaires.reject_release", subject=subject, actor=by, now=now, reason=why)
    return decision


@transaction.atomic
def publish_file(
    source: str | bytes,
    *,
    valid_from: datetime,
    objects: Objects,
    writer: Actor,
    approver: Actor,
    now: datetime,
) -> Version:
    """Publish a file by the steps of the pages, all at once. RefusedForm.

    One person wrote it and asks; another read its scales and approves. It goes in all its
    languages or not at all: what lacks a word has a fault.
    """
    text = as_text(source)
    compile_form(text)
    manuscript = save(text, by=writer, now=now)
    for status in statuses(manuscript):
        if status.state is State.COMPLETE:  # else somebody has read these very words before
            language = status.language
            confirm(manuscript, language.name, language.words_hash, by=approver, now=now)
    asked = ask(
        manuscript, valid_from=valid_from, reason=BY_COMMAND, objects=objects, by=writer, now=now
    )
    decision = decide(asked, approves=True, why=BY_COMMAND, objects=objects, by=approver, now=now)
    out = Decision.objects.filter(pk=decision.pk).values("version")
    return Version.objects.select_related("questionnaire").get(pk__in=out)


def _publish(
    source: str, *, valid_from: datetime, objects: Objects, by: Actor, now: datetime
) -> Version:
    form = compile_form(source)
    out = Version.objects.filter(questionnaire__slug=form.form_id, number=form.number)
    if out.exists():
        raise RefusedForm(
            f"{form.form_id} version {form.number} is out: a change needs a new number."
        )
    version = publish(slug=form.form_id, source=source, valid_from=valid_from, now=now, by=by)
    if sentences := objects(version):
        raise RefusedForm("\n".join(sentences))
    return version


def against(release: Release, *, now: datetime) -> str:
    """Say why a release can be published no more, whoever approves it; '' if it can."""
    if gone := discarded(release.manuscript):
        return gone
    if release.valid_from <= now:
        return _LATE
    if not is_newest(release.manuscript):
        return "The draft was saved again since: ask for the newest one."
    return ""


def _require_open(release: Release, *, now: datetime) -> None:
    if why := against(release, now=now):
        raise RefusedForm(why)
