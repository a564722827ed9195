"""Takes in what people say of themselves after a survey: a draft first, then once and for good.

On a device there is no draft here: what was said there comes whole.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from heard import bulk
from heard.core.questionnaire.filled import Filled, Problem
from heard.core.timing import london_date
from heard.equality import form
from heard.equality.form import Page
from heard.equality.models import Draft, Profile
from heard.questionnaires.models import Version

OLDEST = 120  # years
KEPT = timedelta(days=2)  # of days: a link lives for one, and may begin late in the evening


class AlreadyGiven(Exception):
    """What was said under this id is kept for good."""


class Refused(ValueError):
    """An answer that is not taken: the name of its question, and what is wrong with it."""

    def __init__(self, key: str, problem: Problem) -> None:
        super().__init__(f"{key} does not take that: {problem.wrong}.")
        self.key, self.problem = key, problem


class NotAsked(ValueError):
    """An answer to what is no question of the version: its name."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key} is no equality question of this version.")
        self.key = key


def filled(apart: UUID, *, now: datetime, language: str) -> Filled:
    """Give the form with what was said so far. AlreadyGiven."""
    _require_open(apart)
    draft = Draft.objects.filter(pk=apart).first()
    return form.fill(_said(draft), now=now, language=language)


@transaction.atomic
def save(
    apart: UUID, page: Page, texts: Mapping[str, str], *, now: datetime, language: str
) -> Filled:
    """Keep what was said to the questions of a page, all of it or nothing. AlreadyGiven, Refused.

    Blank is not answered. What does not belong to what was chosen there is not kept.
    """
    begun = Draft(apart=apart, answers="{}", closes_on=london_date(now) + KEPT)
    Draft.objects.bulk_create([begun], ignore_conflicts=True)
    draft = Draft.objects.select_for_update().get(pk=apart)
    _require_open(apart)  # whoever closed it meanwhile held its lock
    said = _said(draft)
    as_is = form.fill(said, now=now, language=language)
    for question in page.questions:
        said.pop(question.name, None)
        as_is = form.refill(as_is, said, now=now)
        step = as_is.step(question.name)
        found = as_is.take(step, texts.get(question.name, "")) if step else ""
        if isinstance(found, Problem):
            raise Refused(question.name, found)
        if found:
            said[question.name] = found
    Draft.objects.filter(pk=apart).update(answers=json.dumps(said))
    return form.refill(as_is, said, now=now)


@transaction.atomic
def finish(apart: UUID, *, now: datetime) -> None:
    """Keep what was said for good. AlreadyGiven."""
    draft = Draft.objects.select_for_update().filter(pk=apart).first()
    _require_open(apart)
    if draft:
        _keep(draft, now=now)


@transaction.atomic
def skip(apart: UUID) -> None:
    """Leave nothing of what was said. AlreadyGiven."""
    Draft.objects.filter(pk=apart).delete()
    _require_open(apart)


@transaction.atomic
def bring(apart: UUID, said: Mapping[str, str], *, version: Version, at: datetime) -> None:
    """Keep for good what was said on a device, all of it or nothing.

    AlreadyGiven, NotAsked, Refused. What is not asked as things stand is not kept, as on the pages.
    """
    _require_open(apart)
    as_is = form.fill(said, now=at, language="en", of=version)
    names = {question.name for question in as_is.form.questions()}
    for key, text in said.items():
        if text and key not in names:
            raise NotAsked(key)
    kept = {}
    for step in as_is.steps:
        found = as_is.take(step, as_is.said(step))
        if isinstance(found, Problem):
            raise Refused(step.key, found)
        kept[step.key] = found
    _write(apart, form.refill(as_is, kept, now=at), version, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerProfile:
    """What somebody said of themselves to the tool that asked before Heard; '' is not answered."""

    apart: UUID
    at: datetime
    birth_year: int | None = None
    condition: str = ""
    reduces: str = ""
    ethnic_group: str = ""
    religion: str = ""
    sex: str = ""
    orientation: str = ""
    gender_group: str = ""


_SAID = tuple(one.name for one in fields(FormerProfile) if one.name not in {"apart", "at"})


@transaction.atomic
def bring_former(profiles: Sequence[FormerProfile], *, version: Version) -> None:
    """Keep for good what came with the answers to a former survey, all of it or nothing.

    AlreadyGiven, and ValueError for a group that is none, or a year that nobody who was asked can
    have been born in.
    """
    if Profile.objects.filter(pk__in=[one.apart for one in profiles]).exists():
        raise AlreadyGiven
    for one in profiles:
        if one.ethnic_group not in {"", form.SKIP, *form.GROUPS}:
            raise ValueError(f"{one.ethnic_group!r} is no ethnic group of the questions.")
        if one.gender_group not in {"", form.SKIP, *form.GENDERS}:
            raise ValueError(f"{one.gender_group!r} is no gender of the list.")
        if one.birth_year is not None and not 0 <= one.at.year - one.birth_year <= OLDEST:
            raise ValueError(f"{one.birth_year} is no year of a birth.")
    bulk.put(
        Profile(
            apart=one.apart,
            month=london_date(one.at).replace(day=1),
            version=version.number,
            **{name: getattr(one, name) for name in _SAID},
        )
        for one in profiles
        if any(getattr(one, name) for name in _SAID)
    )


@transaction.atomic
def close_ended(*, now: datetime, limit: int) -> int:
    """Keep what nobody finished as it stands, once no link to it works; say how many."""
    due = Draft.objects.filter(closes_on__lte=london_date(now))
    drafts = list(due.select_for_update(skip_locked=True).order_by("closes_on")[:limit])
    for draft in drafts:
        _keep(draft, now=now)
    return len(drafts)


def is_given(apart: UUID) -> bool:
    """Tell whether what was said under this id is kept for good."""
    return Profile.objects.filter(pk=apart).exists()


def _require_open(apart: UUID) -> None:
    if is_given(apart):
        raise AlreadyGiven


def _said(draft: Draft | None) -> dict[str, str]:
    said: dict[str, str] = json.loads(draft.answers) if draft else {}
    return said


def _keep(draft: Draft, *, now: datetime) -> None:
    """Write what was said so far, and drop the draft."""
    version = form.version(now=now)
    _write(draft.pk, form.fill(_said(draft), now=now, language="en", of=version), version, at=now)
    draft.delete()


def _write(apart: UUID, as_is: Filled, version: Version, *, at: datetime) -> None:
    """Write the row that never changes, of what is asked as things stand, if anything was said."""
    words = form.words(as_is)
    if said := as_is.counted():
        Profile.objects.create(
            apart=apart,
            month=london_date(at).replace(day=1),
            version=version.number,
            words=json.dumps(words) if words else None,
            **form.columns(said),
        )
