"""Every questionnaire with its versions and drafts, and one version with all its words."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from heard.clock.read import now
from heard.questionnaires import drafts, export, queries
from heard.questionnaires.models import Version
from heard.questionnaires.rights import WRITERS
from heard.web.staff.access import EVERYBODY, File, Shown, holds, page
from heard.web.staff.questionnaires.editions import NOT_THERE, Edition, find
from heard.web.staff.times import moment

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "xml": "application/xml",
}


@page(*EVERYBODY)
def show_questionnaires(request: HttpRequest) -> Shown:
    found = queries.versions()
    context = {
        "versions": [(version, _standing(version, found)) for version in found],
        "drafts": queries.drafts(),
        "waiting": queries.waiting(),
        "may_write": may_write(request),
        "moment": moment,
    }
    return Shown(template="staff/questionnaires/list.html", context=context)


@page(*EVERYBODY)
def show_version(request: HttpRequest, *, form: str, number: int) -> Shown:
    """Show one version: when it is asked, its words in every language, and what to look at."""
    version = queries.find_version(form, number)
    edition = find(form=form, number=number)
    if version is None or edition is None:
        return NOT_THERE
    said = edition.examined
    context = {
        "edition": edition,
        "version": version,
        "found": said,
        "statuses": drafts.published(form, said),
        "may_write": may_write(request),
        "moment": moment,
    }
    return Shown(template="staff/questionnaires/version.html", context=context, about=edition.about)


@page(*EVERYBODY)
def download(_request: HttpRequest, *, suffix: str, **parts: Any) -> Shown:  # noqa: ANN401 - the parts of an address
    """Hand over a version or a draft: a workbook, the tables that are kept, or an XForm."""
    edition = find(**parts)
    if edition is None or suffix not in KINDS:
        return NOT_THERE
    if suffix == "xml" and not edition.xform:
        return _cannot(edition, edition.refusals)
    try:
        content = _content(edition, suffix)
    except export.TooLong as error:
        return _cannot(edition, [str(error)])
    name = f"{_name(edition)}.{suffix}"
    return Shown(file=File(name=name, content=content, kind=KINDS[suffix]), about=edition.about)


def _content(edition: Edition, suffix: str) -> bytes:
    """Give an edition as a file. TooLong for what no workbook can hold."""
    if suffix == "xlsx":
        return export.workbook(edition.source)
    return (edition.xform if suffix == "xml" else edition.source).encode()


def _cannot(edition: Edition, sentences: Sequence[str]) -> Shown:
    context = {"edition": edition, "sentences": sentences, "channel": "file"}
    return Shown(template="staff/questionnaires/no_preview.html", context=context)


def may_write(request: HttpRequest) -> bool:
    """Tell whether somebody may write and ask, or only read."""
    return holds(request, *WRITERS)


def _name(edition: Edition) -> str:
    kind = () if edition.name == "questionnaire" else (edition.name,)
    return "_".join(map(str, (*kind, *edition.parts)))


def _standing(version: Version, found: Sequence[Version]) -> str:
    """Say whether a version is asked now, is to come, or was followed by another."""
    instant = now()
    if version.valid_from > instant:
        return "to come"
    started = [v for v in found if v.questionnaire_id == version.questionnaire_id]
    newest = max(v.valid_from for v in started if v.valid_from <= instant)
    return "asked" if version.valid_from == newest else "followed"
