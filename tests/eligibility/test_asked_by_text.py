"""A version that no text can carry never goes out where a programme asks by text."""

from datetime import timedelta

import pytest

from heard.eligibility.asked_by_text import by_turns, objections, opening
from heard.eligibility.models import Programme
from heard.questionnaires import publish, queries, release
from heard.questionnaires.models import Version
from tests.eligibility.staff import programme
from tests.questionnaires.bilingual import NOON, SPRING
from tests.questionnaires.forms import COMMENT, TREATMENT, write_form

pytestmark = pytest.mark.django_db
NOTE = ("note", "hello", "A few questions", "", "", "")
HELLO = "Question hello of version 9 of the questionnaire is of the kind note"
LONG = ("select_one n10", "polite", f"How {80 * 'very '}polite?", "yes", "N10", "polite")


def _by_text(slug: str = "sms_contact") -> Programme:
    found = programme(slug)
    Programme.objects.filter(pk=found.pk).update(
        by_turns=True, wording="Trial Police: how did we do? {question} Text STOP to end."
    )
    return programme(slug)


def _published(*questions: tuple[str, ...]) -> Version:
    source = write_form(*questions, slug="pilot", version="9")
    return publish.publish(slug="pilot", source=source, valid_from=SPRING, now=NOON)


def test_a_version_that_texts_carry_has_nothing_against_it() -> None:
    _by_text()
    assert objections(_published(("select_one n10", "polite", *TREATMENT[2:]))) == ()


def test_where_nobody_asks_by_text_nothing_stands_against_it() -> None:
    assert by_turns("pilot") == ()
    assert objections(_published(NOTE)) == ()


def test_what_a_text_cannot_carry_is_named_with_the_programme_that_asks_by_text() -> None:
    found = _by_text()
    assert [one.slug for one in by_turns("pilot")] == [found.slug]
    assert objections(_published(NOTE)) == (
        f"{found.name} asks by text. {HELLO}: a text carries only scales and words.",
    )


def test_a_first_question_that_makes_the_first_text_too_long_is_refused() -> None:
    found = _by_text()
    assert objections(_published(LONG)) == (
        f"{found.name} asks by text. SC-24: the first text takes 4 fragments and may take 1.",
    )


def test_the_first_text_is_shown_as_it_would_leave() -> None:
    version = _published(("text", "more", *COMMENT[2:]))
    assert opening(_by_text(), publish.questions(version)[0]) == (
        "Trial Police: how did we do? Anything else? Reply in your own words, or NO to skip. "
        "Text STOP to end."
    )


def test_a_file_that_no_text_carries_is_refused_whole() -> None:
    _by_text()
    source = write_form(NOTE, slug="pilot", version="9")
    with pytest.raises(release.RefusedForm, match="a text carries only scales and words"):
        release.publish_file(
            source, valid_from=NOON + timedelta(days=999), objects=objections, now=NOON
        )
    assert queries.find_version("pilot", 9) is None
