"""The questions of a published version, put and answered by text."""

from datetime import UTC, datetime

import pytest

from heard.core.questionnaire.filled import Filled, Step
from heard.core.questionnaire.form import Form
from heard.core.timing import LONDON
from heard.core.wording import fragments
from heard.questionnaires import by_text
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import asked, version_at
from tests.questionnaires.said_by_text import BY_TEXT, form_of

LATE = datetime(2020, 10, 12, 11, tzinfo=UTC)


def filled(form: Form, **said: str) -> Filled:
    now = LATE.astimezone(LONDON)
    return Filled(form, said, now=now, language=form.language("en"))


def step(form: Filled, key: str) -> Step:
    found = form.step(key)
    assert found is not None
    return found


def put(key: str, **said: str) -> str:
    form = filled(form_of(BY_TEXT), **said)
    return by_text.text(form, step(form, key))


@pytest.mark.django_db
def test_every_question_of_the_pilot_fits_into_one_text_and_so_does_its_repeat() -> None:
    form = asked(version_at(Questionnaire.objects.get(slug="pilot"), LATE))
    begun = by_text.begin(form, now=LATE)
    texts = [by_text.text(begun, each) for each in by_text.asked(begun)]
    assert texts[0] == by_text.opening(form, now=LATE)
    assert texts[0] == (
        "How polite and respectful were we? Reply 0 (not at all) to 10 (completely)."
    )
    assert [fragments(f"Sorry, we could not read that. {text}") for text in texts] == 6 * [1]


@pytest.mark.parametrize(
    ("key", "said", "text"),
    [
        (
            "treatment",
            {},
            (
                "A few questions about your area. They take a minute. How polite were we? "
                "Reply 0 (not at all) to 10 (completely)."
            ),
        ),
        ("told", {}, "Were you told what happens next? Reply 1 (Yes), 2 (No), or PASS to skip."),
        (
            "park",
            {"district": "south"},
            "Which park? Reply 2 (Elm Park), 3 (Fir Park), or NO to skip.",
        ),
        ("safe", {}, "How safe is it? Reply 1 to 5."),
        ("share", {}, "What share of it? Reply with a number from 0 to 1 in steps of 0.25."),
        ("seen", {}, "Thank you for that. You may stop at any time. Reply YES."),
    ],
)
def test_a_question_is_put_with_its_notes_and_its_choices(
    key: str, said: dict[str, str], text: str
) -> None:
    assert put(key, **said) == text


def test_no_note_is_a_turn_of_its_own_nor_is_a_choice_of_nothing() -> None:
    form = filled(form_of(BY_TEXT))
    keys = [each.key for each in by_text.asked(form)]
    assert [key for key in keys if key in {"hello", "minute", "park", "thanks", "bye"}] == []
    assert "park" in [each.key for each in by_text.asked(filled(form.form, district="north"))]
    assert by_text.closing(form) == "Goodbye."


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("treatment", "8/10", "8"),
        ("worries", "1 3", "drugs burglary"),
        ("park", "1", None),
        ("park", "2", "elm"),
        ("told", "no", "no"),
        ("age", "thirty-four", None),
        ("day", "yesterday", "2020-10-11"),
        ("seen", "yes", "OK"),
    ],
)
def test_an_answer_is_read_as_its_question_takes_it(key: str, text: str, value: str | None) -> None:
    form = filled(form_of(BY_TEXT), district="south")
    assert by_text.answer(form, step(form, key), text, at=LATE) == value


def test_whether_a_group_is_asked_again_is_no_question_of_a_text() -> None:
    form = filled(form_of(BY_TEXT))
    again = Step(key="child/1/add-another", question=None, group=None, nth=1)
    with pytest.raises(ValueError, match="no question of a text"):
        by_text.as_put(form, again)
