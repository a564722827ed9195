"""Publishes questionnaires: a version, once out, never changes."""

import csv
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from django.db import connection, transaction

from heard.core.questionnaire import xform
from heard.core.questionnaire.form import Form as Asked
from heard.core.timing import LONDON
from heard.journal.write import SYSTEM, Actor, write
from heard.questionnaires._compile import Form, Item, RefusedForm, compile_form
from heard.questionnaires._succession import note, successor
from heard.questionnaires.models import Question, Questionnaire, Version

__all__ = ["RefusedForm", "asked", "install", "publish", "published", "questions", "version_at"]


@transaction.atomic
def publish(
    *, slug: str, source: str | bytes, valid_from: datetime, now: datetime, by: Actor = SYSTEM
) -> Version:
    """Compile an XLSForm and freeze it under the number in its settings.

    `source` is Markdown, CSV or the bytes of an .xlsx. What is published already, from the same
    instant, is returned as it is. RefusedForm, in one sentence, for anything that cannot stand
    beside the versions that are out. A question that is asked otherwise than before gets a new
    version of its own, and a break in its series.
    """
    form = compile_form(source)
    if form.form_id != slug:
        raise RefusedForm(f"Sheet settings, row 2, column form_id: must be {slug}.")
    Questionnaire.objects.get_or_create(slug=slug)
    questionnaire = Questionnaire.objects.select_for_update().get(slug=slug)
    source_hash = sha256(form.source.encode()).hexdigest()
    versions = {v.number: v for v in Version.objects.filter(questionnaire=questionnaire)}
    if published := versions.get(form.number):
        if (published.source_hash, published.valid_from) != (source_hash, valid_from):
            raise RefusedForm(f"{slug} version {form.number} is out: a change needs a new number.")
        return published
    _require_successor(form, versions, valid_from=valid_from)
    version = Version.objects.create(
        questionnaire=questionnaire,
        number=form.number,
        valid_from=valid_from,
        source=form.source,
        xform=form.xform,
        source_hash=source_hash,
        published_at=now,
    )
    succeeding = successor(form, tuple(versions.values()))
    Question.objects.bulk_create(rows_of(version, form.items, succeeding.question_versions))
    write(
        "questionnaires.publish",
        subject=f"questionnaire:{slug}:{form.number}",
        actor=by,
        now=now,
    )
    note(version, succeeding, now=now)
    return version


def install(*, now: datetime) -> None:
    """Publish what `shipped.csv` lists, from midnight in London on; again changes nothing."""
    folder = files("heard.questionnaires")
    shipped = folder.joinpath("shipped.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(shipped.splitlines()):
        file = folder.joinpath(f"{row['slug']}_{row['version']}.md")
        valid_from = datetime.fromisoformat(row["valid_from"]).replace(tzinfo=LONDON)
        source = file.read_text(encoding="utf-8")
        publish(slug=row["slug"], source=source, valid_from=valid_from, now=now)


def version_at(questionnaire: Questionnaire, instant: datetime) -> Version:
    """Return the version that is asked at `instant`; Version.DoesNotExist before the first."""
    started = Version.objects.filter(questionnaire=questionnaire, valid_from__lte=instant)
    return started.defer("source", "xform").order_by("-valid_from")[:1].get()


def published(version_id: int) -> Version:
    """Return a version by its id, without its source; read once a process, since it is frozen."""
    return _published(str(connection.settings_dict["NAME"]), version_id)


def questions(version: Version) -> tuple[Question, ...]:
    """Return the questions of a version in their order, from 1 on; read once a process."""
    return _questions(version.pk, version.source_hash)


def asked(version: Version) -> Asked:
    """Return the form of a version, with its rules and languages; read once a process."""
    return _asked(version.pk, version.source_hash)


@lru_cache(maxsize=256)
def _published(_database: str, version_id: int) -> Version:
    return Version.objects.defer("source", "xform").get(pk=version_id)


@lru_cache(maxsize=256)
def _questions(version_id: int, _source_hash: str) -> tuple[Question, ...]:
    """Frozen rows may be remembered for good; the hash tells one database's from another's."""
    return tuple(Question.objects.filter(version_id=version_id).order_by("position"))


@lru_cache(maxsize=256)
def _asked(version_id: int, _source_hash: str) -> Asked:
    return xform.read(Version.objects.values_list("xform", flat=True).get(pk=version_id))


def _require_successor(form: Form, versions: dict[int, Version], *, valid_from: datetime) -> None:
    """Refuse a version that is out of order."""
    for number, out in versions.items():
        if number > form.number or out.valid_from >= valid_from:
            raise RefusedForm(
                f"Version {number} is out: a new one has a higher number and a later start."
            )


def rows_of(
    version: Version, items: tuple[Item, ...], question_versions: Mapping[str, int] | None = None
) -> list[Question]:
    """Give the questions of a version in the order in which they are asked; nothing is saved."""
    return [
        Question(
            version=version,
            position=position,
            question_id=item.question_id,
            kind=item.kind,
            label=item.label,
            hint=item.hint,
            scale_id=item.scale_id,
            dimension=item.dimension,
            required=item.required,
            question_version=(question_versions or {}).get(item.question_id, 1),
            bank=item.bank,
        )
        for position, item in enumerate(items, start=1)
    ]
