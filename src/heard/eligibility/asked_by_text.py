"""What keeps a version of a questionnaire from being asked by the programmes that ask by text."""

from collections.abc import Iterator, Sequence

from heard.core.wording import WordingError, compose_opening
from heard.eligibility.models import Programme
from heard.questionnaires import by_text
from heard.questionnaires.models import Question, Version
from heard.questionnaires.publish import questions


def objections(version: Version) -> tuple[str, ...]:
    """Say why a version cannot go out, a sentence each; to be called in its transaction.

    The programmes are locked, so that none begins to ask by text while nobody sees the version.
    """
    asking = Programme.objects.select_for_update().filter(questionnaire=version.questionnaire_id)
    return tuple(
        sentence
        for programme in asking.order_by("pk")
        if programme.by_turns
        for sentence in _objections(programme, version)
    )


def opening(programme: Programme, first: Question) -> str:
    """Give the first text of a programme that asks by text. WordingError, with the rule."""
    return compose_opening(programme.wording, by_text.put(first))


def by_turns(slug: str) -> Sequence[Programme]:
    """Give the programmes that ask a questionnaire by text, a question at a time."""
    asking = Programme.objects.filter(questionnaire__slug=slug, by_turns=True)
    return tuple(asking.order_by("pk"))


def _objections(programme: Programme, version: Version) -> Iterator[str]:
    named = f"{programme.name} asks by text"
    refusals = by_text.refusals(version)
    yield from (f"{named}. {sentence}." for sentence in refusals)
    if refusals:
        return
    try:
        opening(programme, questions(version)[0])
    except WordingError as error:
        yield f"{named}. {error}."
