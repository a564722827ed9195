"""A question that is asked otherwise is a new version of itself, and its series breaks there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from heard.journal.models import Entry
from heard.questionnaires.models import Break, Question, Version
from heard.questionnaires.publish import RefusedForm, publish, questions
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.forms import COMMENT, TREATMENT, write_form

pytestmark = pytest.mark.django_db

FIRST = datetime(2021, 3, 1, tzinfo=UTC)
NOW = datetime(2021, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)
KIND = (*TREATMENT[:2], "How kind were we?", *TREATMENT[3:])


def put(number: int, *rows: tuple[str, ...]) -> Version:
    """Publish a version of these questions, a day after the one before."""
    source = write_form(*rows, version=str(number))
    at = FIRST + number * DAY
    return publish(slug="trial", source=source, valid_from=at, now=NOW)


def versions(version: Version) -> dict[str, int]:
    return {q.question_id: q.question_version for q in questions(version)}


def breaks(version: Version) -> list[tuple[str, str, int, int, str]]:
    found = Break.objects.filter(version=version).order_by("question_id", "language", "why")
    return [(b.question_id, b.language, b.from_version, b.to_version, b.why) for b in found]


def test_the_first_version_and_an_item_that_is_added_break_nothing() -> None:
    first, second = put(1, TREATMENT), put(2, TREATMENT, COMMENT)
    assert (versions(first), versions(second)) == ({"treatment": 1}, {"treatment": 1, "comment": 1})
    assert Break.objects.filter(version__in=[first, second]).count() == 0


def test_a_changed_wording_is_a_new_version_with_its_break_in_words_and_in_the_journal() -> None:
    put(1, TREATMENT, COMMENT)
    second = put(2, KIND, COMMENT)
    assert versions(second) == {"treatment": 2, "comment": 1}
    assert breaks(second) == [("treatment", "", 1, 2, "wording")]
    (found,) = Break.objects.filter(version=second)
    words = "The wording was “How polite were we?” and is “How kind were we?” now."
    assert (found.at, found.words) == (second.valid_from, words)
    entry = Entry.objects.get(act="questionnaires.break", subject__startswith="question:trial")
    assert (entry.subject, entry.reason, entry.at) == ("question:trial:treatment:2", words, NOW)


def test_each_version_is_compared_with_the_one_that_asked_last() -> None:
    put(1, TREATMENT, COMMENT)
    put(2, COMMENT)
    third, fourth = put(3, TREATMENT, COMMENT), put(4, KIND, COMMENT)
    fifth = put(5, TREATMENT, COMMENT)
    assert [versions(v)["treatment"] for v in (third, fourth, fifth)] == [1, 2, 3]
    assert breaks(third) == []


def test_what_moved_is_a_new_version_and_what_it_passed_is_not() -> None:
    put(1, TREATMENT, COMMENT)
    second = put(2, COMMENT, TREATMENT)
    assert versions(second) == {"comment": 2, "treatment": 1}
    assert breaks(second) == [("comment", "", 1, 2, "order")]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            TREATMENT,
            (*TREATMENT[:5], "kindness"),
            (
                "Question treatment was of the dimension treatment before and is of kindness now: "
                "that is another question, and needs another name."
            ),
        ),
        (
            (*COMMENT[:1], "treatment", *COMMENT[2:]),
            (*TREATMENT[:5], "free_text"),
            (
                "Question treatment was of the kind text before and is of scale now: "
                "that is another question, and needs another name."
            ),
        ),
    ],
)
def test_another_kind_or_dimension_is_another_question(
    before: tuple[str, ...], after: tuple[str, ...], sentence: str
) -> None:
    put(1, before)
    with pytest.raises(RefusedForm) as refusal:
        put(2, after)
    assert str(refusal.value) == sentence
    assert Version.objects.filter(questionnaire__slug="trial").count() == 1


def test_a_translation_breaks_its_own_language_alone_and_the_version_stays() -> None:
    publish(slug="trial", source=ALL_KINDS, valid_from=FIRST, now=NOW)
    changed = ALL_KINDS.replace("Pa mor gwrtais", "Pa mor garedig").replace(
        "| Every kind | trial | 1 |", "| Every kind | trial | 2 |"
    )
    second = publish(slug="trial", source=changed, valid_from=FIRST + DAY, now=NOW)
    assert set(versions(second).values()) == {1}
    assert breaks(second) == [("treatment", "cy", 1, 1, "wording")]
    assert Entry.objects.filter(subject="question:trial:treatment:1:cy").count() == 1


def test_the_pilot_goes_on_through_its_versions_and_only_begins_in_more_languages() -> None:
    pilot = Question.objects.filter(version__questionnaire__slug="pilot")
    assert set(pilot.values_list("question_version", flat=True)) == {1}
    found = Break.objects.filter(version__questionnaire__slug="pilot")
    assert not found.filter(language="").exists()
    assert set(found.values_list("language", "why")) == {
        (code, "language") for code in ("cy", "ur", "pa", "bn", "pl", "ro", "ar", "so")
    }


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_nobody_can_take_a_break_away(verb: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format("questionnaires_break"))
