"""Works out what a new version breaks: which series of which question, where and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from heard.core.questionnaire import xform
from heard.core.questionnaire.compared import Change, Why, changes, moved
from heard.core.questionnaire.form import Form as Asked
from heard.journal.write import SYSTEM, write
from heard.questionnaires._compile import Form, Item
from heard.questionnaires._faults import RefusedForm
from heard.questionnaires.models import Break, Question, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """The version that each question of a form has, and the breaks that begin with the form."""

    question_versions: Mapping[str, int]
    breaks: Sequence[Break]


def successor(form: Form, versions: Sequence[Version]) -> Successor:
    """Compare a form with the versions that are out. RefusedForm for another kind of question.

    Each question is compared with the last version that asked it, and its place with the last
    version of all.
    """
    out = {version.pk: version for version in sorted(versions, key=lambda one: one.number)}
    rows = Question.objects.filter(version__in=out).order_by("version__number")
    known = {row.question_id: row for row in rows}
    after = xform.read(form.xform)
    forms = {pk: xform.read(out[pk].xform) for pk in {row.version_id for row in known.values()}}
    last = next(reversed(out), None)
    places = moved(xform.read(out[last].xform), after) if last else {}
    numbers = {item.question_id: 1 for item in form.items}
    breaks: list[Break] = []
    for item in form.items:
        if before := known.get(item.question_id):
            _require_same(item, before)
            earlier = forms[before.version_id]
            found = list(_changed(earlier, after, item, places))
            broken = any(not change.language for change in found)
            numbers[item.question_id] = before.question_version + broken
            breaks += _breaks(before, found)
    return Successor(question_versions=numbers, breaks=breaks)


def note(version: Version, succeeding: Successor, *, now: datetime) -> None:
    """Keep the breaks that begin with a version, and journal each."""
    for one in succeeding.breaks:
        one.version, one.at = version, version.valid_from
    slug = version.questionnaire.slug
    for one in Break.objects.bulk_create(succeeding.breaks):
        named = f"question:{slug}:{one.question_id}:{one.to_version}"
        write(
            "questionnaires.break",
            subject=f"{named}:{one.language}" if one.language else named,
            actor=SYSTEM,
            now=now,
            reason=one.words,
        )


def _require_same(item: Item, before: Question) -> None:
    """Refuse what makes a question another one, and not another version of it."""
    for what in ("kind", "dimension"):
        was, now = getattr(before, what), getattr(item, what)
        if was != now:
            raise RefusedForm(
                f"Question {item.question_id} was of the {what} {was or 'none'} before and is of "
                f"{now or 'none'} now: that is another question, and needs another name."
            )


def _changed(
    earlier: Asked, after: Asked, item: Item, places: Mapping[str, str]
) -> Iterator[Change]:
    yield from changes(earlier, after, item.question_id)
    if item.question_id in places:
        yield Change(Why.ORDER, "", places[item.question_id])


def _breaks(before: Question, found: Sequence[Change]) -> Iterator[Break]:
    """Give a row for each kind of change in each language, with all that is said of it."""
    said: dict[tuple[str, Why], list[str]] = {}
    for change in found:
        said.setdefault((change.language, change.why), []).append(change.words)
    broken = any(not language for language, _ in said)
    for (language, why), words in said.items():
        yield Break(
            question_id=before.question_id,
            language=language,
            from_version=before.question_version,
            to_version=before.question_version + broken,
            why=why,
            words=" ".join(words),
        )
