"""What keeps a version of a questionnaire from being asked by the programmes that ask by text."""

from collections.abc import Iterator, Sequence

from heard.core.questionnaire.form import Form
from heard.core.timing import london_date
from heard.core.wording import WordingError, compose_opening
from heard.eligibility._refused import RefusedChange
from heard.eligibility.models import Programme
from heard.questionnaires import by_text, carried
from heard.questionnaires.models import Version
from heard.questionnaires.publish import asked


def objections(version: Version) -> tuple[str, ...]:
    """Say why a version cannot go out, a sentence each; to be called in its transaction.

    Only a programme counts that asks by text and has a period left when the version begins. All
    are locked: whoever changes one meanwhile waits, and then finds the version.
    """
    programmes = Programme.objects.select_for_update(no_key=True).order_by("pk")
    used = [p for p in programmes if p.questionnaire_id == version.questionnaire_id and p.by_turns]
    begins = london_date(version.valid_from)
    return tuple(
        f"{programme.name} asks by text. {sentence}."
        for programme in used
        if any(p.closes_on is None or p.closes_on >= begins for p in programme.periods)
        for sentence in _against(programme, asked(version))
    )


def opening(programme: Programme, form: Form) -> str:
    """Give the first text of a programme that asks by text. WordingError, with the rule."""
    return compose_opening(programme.wording, by_text.opening(form, now=carried.TRIAL))


def by_turns(slug: str) -> Sequence[Programme]:
    """Give the programmes that ask a questionnaire by text, a question at a time."""
    asking = Programme.objects.filter(questionnaire__slug=slug, by_turns=True)
    return tuple(asking.order_by("pk"))


def require_carried(programme: Programme) -> None:
    """Refuse to ask by text what a text cannot carry, now or in a version that is to come."""
    if not programme.by_turns:
        return
    for version in Version.objects.filter(questionnaire=programme.questionnaire_id):
        for sentence in _against(programme, asked(version)):
            raise RefusedChange(f"{sentence}.", about="by_turns")


def _against(programme: Programme, form: Form) -> Iterator[str]:
    refusals = carried.refusals(form)
    yield from refusals
    if refusals:
        return
    try:
        opening(programme, form)
    except WordingError as error:
        yield f"Version {form.version} of the questionnaire cannot open the survey: {error}"
