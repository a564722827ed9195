"""Says what keeps a programme from asking a form by text, a question at a time."""

from collections.abc import Iterator

from heard.core.questionnaire.form import Form
from heard.core.wording import WordingError, compose_opening
from heard.eligibility._refused import RefusedChange
from heard.eligibility.models import Programme
from heard.questionnaires import by_text, carried
from heard.questionnaires.models import Version
from heard.questionnaires.publish import asked


def against(programme: Programme, form: Form) -> Iterator[str]:
    """Give what a text cannot carry of a form, and whether its first question is too long."""
    found = carried.refusals(form)
    yield from found
    if not found:
        try:
            compose_opening(programme.wording, by_text.opening(form, now=carried.TRIAL))
        except WordingError as error:
            yield f"Version {form.version} of the questionnaire cannot open the survey: {error}"


def require_carried(programme: Programme) -> None:
    """Refuse to ask by text what a text cannot carry, now or in a version that is to come."""
    if not programme.by_turns:
        return
    for version in Version.objects.filter(questionnaire=programme.questionnaire_id):
        for sentence in against(programme, asked(version)):
            raise RefusedChange(f"{sentence}.", about="by_turns")
