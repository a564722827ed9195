"""The questions of a published version, put and answered by text."""

from datetime import UTC, datetime

import pytest

from heard.core.wording import fragments
from heard.eligibility._refused import RefusedChange
from heard.eligibility._settable import changed
from heard.eligibility.models import Programme
from heard.questionnaires import by_text
from heard.questionnaires.examine import trial
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import publish, questions, version_at
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.forms import HEAD, write_form

pytestmark = pytest.mark.django_db
MORE = "Question more of version 1 of the questionnaire is"
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


def test_what_a_text_cannot_carry_is_named_with_the_reason() -> None:
    Questionnaire.objects.get_or_create(slug="trial")
    version = publish(slug="trial", source=ALL_KINDS, valid_from=LATE, now=LATE)
    refused = by_text.refusals(version)
    assert refused[:2] == (
        (
            "Question hello of version 1 of the questionnaire is of the kind note: "
            "a text carries only scales and words"
        ),
        (
            "Question worries of version 1 of the questionnaire is of the kind choices: "
            "a text carries only scales and words"
        ),
    )
    assert refused[-1] == (
        "Group child of version 1 of the questionnaire is asked several times: "
        "a text cannot tell them apart"
    )
    pilot = Questionnaire.objects.get(slug="pilot")
    assert by_text.refusals(version_at(pilot, LATE)) == ()


def test_a_programme_cannot_ask_by_text_what_a_text_cannot_carry() -> None:
    programme = Programme.objects.get(slug="sms_contact")
    values = {"by_turns": True, "wording": "About your recent contact with us. {question}"}
    programme.periods = []
    assert changed(programme, values).by_turns
    Questionnaire.objects.get_or_create(slug="trial")
    version = publish(slug="trial", source=ALL_KINDS, valid_from=LATE, now=LATE)
    programme.questionnaire = version.questionnaire
    with pytest.raises(RefusedChange, match=r"^Question hello of version 1 .* is of the kind note"):
        changed(programme, values)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (
            ("text", "more", "Anything?", "no", "", "", ""),
            f"{MORE} on no scale: no text could be read as its answer",
        ),
        (
            ("text", "more", "Anything?", "no", "TEXT", "free_text", "1 = 2"),
            f"{MORE} the first and not for everybody: each is texted it",
        ),
    ],
)
def test_what_would_fail_only_once_it_is_texted_is_said_before(
    question: tuple[str, ...], reason: str
) -> None:
    found = trial(write_form(question, head=(*HEAD, "relevant")), ("",))
    assert by_text.objections(1, found.questions, found.form) == (reason,)


def test_a_group_that_not_everybody_is_asked_keeps_its_first_question_from_a_text() -> None:
    group = ("begin_group", "visit", "Your visit", "", "", "", "1 = 2")
    comment = ("text", "more", "Anything?", "no", "TEXT", "free_text", "")
    rows = (group, comment, ("end_group", *6 * ("",)))
    found = trial(write_form(*rows, head=(*HEAD, "relevant")), ("",))
    (reason,) = by_text.objections(1, found.questions, found.form)
    assert "more of version 1 of the questionnaire is the first and not for everybody" in reason


def test_a_form_without_a_question_cannot_be_texted() -> None:
    found = trial(write_form(("today", "today", "", "", "", "")), ("",))
    assert by_text.objections(1, found.questions, found.form) == (
        "There is no question in version 1 of the questionnaire",
    )
