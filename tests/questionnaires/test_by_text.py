"""The questions of a published version, put and answered by text."""

from datetime import UTC, datetime

import pytest

from heard.core.wording import fragments
from heard.questionnaires import by_text
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import questions, version_at

pytestmark = pytest.mark.django_db
LATE = datetime(2020, 10, 12, tzinfo=UTC)


def test_every_question_of_the_pilot_fits_into_one_text_and_so_does_its_repeat() -> None:
    asked = questions(version_at(Questionnaire.objects.get(slug="pilot"), LATE))
    texts = [by_text.put(question) for question in asked]
    assert texts[0] == (
        "How polite and respectful were we? Reply 0 (not at all) to 10 (completely)."
    )
    assert [fragments(f"Sorry, we could not read that. {text}") for text in texts] == 6 * [1]


@pytest.mark.parametrize(
    ("position", "text", "value"),
    [
        (1, "8/10", 8),
        (1, "no", None),
        (6, "You were kind", "You were kind"),
        (6, " no ", ""),
        (6, 1_200 * "a", 1_000 * "a"),
    ],
)
def test_an_answer_is_read_as_its_question_takes_it(
    position: int, text: str, value: int | str | None
) -> None:
    asked = questions(version_at(Questionnaire.objects.get(slug="pilot"), LATE))
    assert by_text.read(asked[position - 1], text) == value
