"""The equality questions as a form: its pages, and what of it is written down under which name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from heard.core.questionnaire.filled import Filled, Step
from heard.core.questionnaire.form import Group, Kind, Question
from heard.core.timing import LONDON
from heard.questionnaires.models import Questionnaire, Version
from heard.questionnaires.publish import asked, version_at

SLUG = "equality"
SKIP = "skip"  # prefers not to say, which is an answer
NOT_STATED = "NS"
GENDERS = ("female", "male", "non_binary", "intersex", "trans_man", "trans_woman")
GROUPS = ("white", "mixed", "asian", "black", "other")  # each has a question of the same name


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked together: one question, or a group with the words for 'any other'."""

    key: str
    questions: tuple[Question, ...]


def version(*, now: datetime) -> Version:
    """Give the version of the questions that is asked now."""
    return version_at(Questionnaire.objects.get(slug=SLUG), now)


def numbered(number: int) -> Version:
    """Give a version of the questions by its number. Version.DoesNotExist."""
    return Version.objects.defer("source", "xform").get(questionnaire__slug=SLUG, number=number)


def fill(
    said: Mapping[str, str], *, now: datetime, language: str, of: Version | None = None
) -> Filled:
    """Give the form with what was said; `language` is a code, as 'ur'.

    It is the version that is asked now, unless it is said which one was.
    """
    form = asked(of or version(now=now))
    return Filled(form, said, now=now.astimezone(LONDON), language=form.language(language))


def refill(filled: Filled, said: Mapping[str, str], *, now: datetime) -> Filled:
    """Give the same form with what was said since, without looking for its version again."""
    return Filled(filled.form, said, now=now.astimezone(LONDON), language=filled.language)


def pages(filled: Filled) -> list[Page]:
    """Give the pages that are asked as things stand, in their order."""
    return [page for page in _pages(filled) if filled.step(page.key)]


def step_of(question: Question, filled: Filled) -> Step:
    """Give the step of a question of a page.

    Words for 'any other' stand on their page from the start, since no script brings them up.
    """
    found = filled.step(question.name)
    return found or Step(key=question.name, question=question, group=None, nth=0)


def columns(said: Mapping[str, str]) -> dict[str, object]:
    """Give what is written down of what was said to questions that are asked."""
    group = said.get("ethnic_group", "")
    code = next((said[name] for name in GROUPS if name in said), "")
    year = said.get("birth_year")
    same = ("condition", "reduces", "religion", "sex", "gender", "orientation")
    return {
        **{name: said.get(name, "") for name in same},
        "birth_year": int(year) if year else None,
        "ethnic_group": group,
        "ethnic_code": NOT_STATED if group == SKIP else code.replace(SKIP, ""),
    }


def words(filled: Filled) -> dict[str, str]:
    """Give what was written in own words where it is asked."""
    texts = {q.name for q in filled.form.questions() if q.kind is Kind.TEXT}
    return {key: text for key, text in filled.counted().items() if key in texts}


def _pages(filled: Filled) -> Iterator[Page]:
    for part in filled.form.body:
        if isinstance(part, Group):
            found = tuple(q for q in part.body if isinstance(q, Question))
            yield Page(found[0].name, found)
        else:
            yield Page(part.name, (part,))
