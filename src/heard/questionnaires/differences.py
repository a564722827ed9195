"""Says what a draft changes of the version that is out, and which series break by it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heard.core.questionnaire.compared import moved_among
from heard.questionnaires._faults import RefusedForm
from heard.questionnaires._succession import successor
from heard.questionnaires._written import CHOICES, LABEL, List, Said, Written, written
from heard.questionnaires.examine import examine, trial
from heard.questionnaires.models import Break, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is said otherwise: of what, what of it, in which language, before and now."""

    about: str
    what: str
    language: str  # '' where it is the same in all
    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What a form changes of the version before it; without a `version` it is the first.

    `added` and `removed` are questions with their labels, `moved` those with another place and
    where it was. `unknown` says why it cannot be told which series break.
    """

    version: Version | None
    added: Sequence[tuple[str, str]] = ()
    removed: Sequence[tuple[str, str]] = ()
    moved: Sequence[tuple[str, str]] = ()
    more_languages: Sequence[str] = ()
    fewer_languages: Sequence[str] = ()
    changes: Sequence[Change] = ()
    breaks: Sequence[Break] = ()
    unknown: Sequence[str] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing at all is asked otherwise."""
        found = (self.added, self.removed, self.moved, self.more_languages, self.fewer_languages)
        return not any((*found, self.changes))


def differences(source: str, *, kept: Sequence[str]) -> Differences:
    """Compare a form with the newest version that it would follow.

    Breaks are those that publishing it in the languages `kept` would mark.
    """
    found = examine(source)
    before = _versions(found.slug, found.number)
    if not before:
        return Differences(version=None)
    old, new = written(before[-1].source), written(source)
    breaks, unknown = _breaks(source, tuple(kept), before)
    there = set(new.rows)
    return Differences(
        version=before[-1],
        added=[(name, new.label(name)) for name in new.asked if name not in old.rows],
        removed=[(name, old.label(name)) for name in old.asked if name not in there],
        moved=[*moved_among(old.asked, new.asked).items()],
        more_languages=[n for code, n in new.languages.items() if code not in old.languages],
        fewer_languages=[n for code, n in old.languages.items() if code not in new.languages],
        changes=[*_rows(old, new), *_lists(old, new), *_settings(old, new)],
        breaks=breaks,
        unknown=unknown,
    )


def _versions(slug: str, number: int | None) -> list[Version]:
    """Give the versions that a form follows, oldest first; of one that is out, those before it."""
    out = Version.objects.select_related("questionnaire").filter(questionnaire__slug=slug)
    found = list(out.order_by("number"))
    if any(version.number == number for version in found):
        return [version for version in found if number and version.number < number]
    return found


def _breaks(
    source: str, kept: tuple[str, ...], before: Sequence[Version]
) -> tuple[Sequence[Break], Sequence[str]]:
    """Ask what publishing asks: the same rule marks the breaks, and nothing is saved."""
    if not kept:
        return (), ["The first language lacks words: every string of it must be there first."]
    try:
        return successor(trial(source, kept).compiled, before).breaks, ()
    except RefusedForm as refusal:
        return (), str(refusal).splitlines()


def _rows(old: Written, new: Written) -> Iterator[Change]:
    for name, said in new.rows.items():
        if name in old.rows:
            yield from _changed(name, old.rows[name], said, old, new)


def _settings(old: Written, new: Written) -> Iterator[Change]:
    yield from _changed("settings", old.settings, new.settings, old, new)


def _changed(about: str, before: Said, after: Said, old: Written, new: Written) -> Iterator[Change]:
    """Give what differs, each language apart; one that only one of the forms has is no change."""
    for what, code in dict.fromkeys((*before, *after)):
        was, now = before.get((what, code), ""), after.get((what, code), "")
        if was != now and (not code or code in old.languages.keys() & new.languages.keys()):
            yield _change((about, what, code), was, now, new)


def _lists(old: Written, new: Written) -> Iterator[Change]:
    nothing = List(labels={})
    for name in dict.fromkeys((*old.lists, *new.lists)):
        before, after = old.lists.get(name, nothing), new.lists.get(name, nothing)
        users = new.users.get(name) or old.users.get(name, ())
        about = f"{name} ({', '.join(users)})" if users else name
        if [*before.labels] != [*after.labels]:
            first = old.first if old.first in new.languages else new.first
            named = before.named(old.first), after.named(first)
            yield _change((about, CHOICES, ""), *named, new)
        for choice in [choice for choice in after.labels if choice in before.labels]:
            was, now = (
                {(LABEL, code): text for code, text in of.labels[choice].items()}
                for of in (before, after)
            )
            yield from _changed(f"{about}: {choice}", was, now, old, new)


def _change(key: tuple[str, str, str], before: str, after: str, new: Written) -> Change:
    about, what, code = key
    language = (new.languages[code] or "English") if code else ""
    return Change(about=about, what=what, language=language, code=code, before=before, after=after)
