"""A published version never changes, and the next one breaks no series."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from pytest_django import DjangoAssertNumQueries

from heard.journal.models import Entry
from heard.questionnaires.models import Question, Questionnaire, Version
from heard.questionnaires.publish import RefusedForm, install, publish, questions, version_at
from heard.questionnaires.scales import scales
from tests.questionnaires.forms import COMMENT, TREATMENT, write_form

pytestmark = pytest.mark.django_db

FIRST = datetime(2021, 3, 1, tzinfo=UTC)
NOW = datetime(2021, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def _publish(source: str, *, valid_from: datetime = FIRST) -> Version:
    return publish(slug="trial", source=source, valid_from=valid_from, now=NOW)


def test_a_version_is_published_with_its_questions_and_an_entry() -> None:
    version = _publish(write_form(TREATMENT, COMMENT))
    assert (version.number, version.valid_from, version.published_at) == (1, FIRST, NOW)
    told = [(q.position, q.question_id, q.kind, q.required) for q in questions(version)]
    assert told == [(1, "treatment", "scale", True), (2, "comment", "text", False)]
    entry = Entry.objects.get(subject="questionnaire:trial:1")
    assert (entry.act, entry.at, entry.actor) == ("questionnaires.publish", NOW, "Heard")


def test_the_same_source_from_the_same_instant_changes_nothing() -> None:
    source = write_form(TREATMENT)
    assert _publish(source) == _publish(source)
    assert Version.objects.filter(questionnaire__slug="trial").count() == 1


@pytest.mark.parametrize(
    ("source", "valid_from"),
    [(write_form(TREATMENT, COMMENT), FIRST), (write_form(TREATMENT), FIRST + DAY)],
)
def test_a_number_that_is_out_cannot_be_given_again(source: str, valid_from: datetime) -> None:
    _publish(write_form(TREATMENT))
    with pytest.raises(
        RefusedForm, match=r"^trial version 1 is out: a change needs a new number\.$"
    ):
        _publish(source, valid_from=valid_from)


@pytest.mark.parametrize(("number", "valid_from"), [("1", FIRST + DAY), ("3", FIRST)])
def test_versions_come_in_order(number: str, valid_from: datetime) -> None:
    _publish(write_form(TREATMENT, version="2"))
    with pytest.raises(RefusedForm, match="higher number and a later start"):
        _publish(write_form(TREATMENT, COMMENT, version=number), valid_from=valid_from)


def test_a_form_belongs_to_the_questionnaire_that_it_names() -> None:
    with pytest.raises(RefusedForm, match=r"column form_id: must be trial\.$"):
        _publish(write_form(TREATMENT, slug="other"))


def test_the_version_of_an_instant_is_the_last_that_began() -> None:
    first = _publish(write_form(TREATMENT))
    second = _publish(write_form(TREATMENT, COMMENT, version="2"), valid_from=FIRST + DAY)
    trial = Questionnaire.objects.get(slug="trial")
    instants = [FIRST, FIRST + DAY - timedelta(seconds=1), FIRST + DAY]
    assert [version_at(trial, instant) for instant in instants] == [first, first, second]
    with pytest.raises(Version.DoesNotExist):
        version_at(trial, FIRST - timedelta(seconds=1))


def test_the_pilot_is_installed_once_and_its_second_version_only_adds_the_comment() -> None:
    install(now=NOW)
    rows = Question.objects.filter(version__questionnaire__slug="pilot").order_by("position")
    asked = {
        n: [(q.question_id, q.label, q.scale_id) for q in rows.filter(version__number=n)]
        for n in (1, 2)
    }
    assert [name for name, _, _ in asked[1]] == [
        "treatment",
        "timeliness",
        "outcome",
        "next_steps",
        "knowledge",
    ]
    comment = ("comment", "Is there anything else you want to tell us?", "TEXT")
    assert asked[2] == [*asked[1], comment]


def test_the_pilot_changes_its_version_at_midnight_in_london() -> None:
    pilot = Questionnaire.objects.get(slug="pilot")
    midnight = datetime(2020, 10, 8, 23, tzinfo=UTC)
    instants = [midnight - timedelta(seconds=1), midnight]
    assert [version_at(pilot, instant).number for instant in instants] == [1, 2]


@pytest.mark.parametrize("table", ["questionnaires_version", "questionnaires_question"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_keeps_what_is_published(table: str, verb: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table))


def test_the_questions_of_a_version_are_read_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    version = _publish(write_form(TREATMENT))
    first = questions(version)
    with django_assert_num_queries(0):
        assert questions(version) == first


def _asked(slug: str) -> list[tuple[str, str]]:
    rows = Question.objects.filter(version__questionnaire__slug=slug, version__number=1)
    return [(q.dimension, q.scale_id) for q in rows.order_by("position")]


def test_victims_are_asked_about_each_aspect_and_the_whole() -> None:
    assert [d for d, scale in _asked("victim") if scale == "SAT7"] == [
        *("ease_of_contact", "initial_contact", "timeliness", "actions", "kept_informed"),
        *("treatment", "whole_experience"),
    ]


def test_the_chat_has_scales_of_its_own() -> None:
    assert {scale for _, scale in _asked("live_chat")} == {"RATE3", "CLR4", "KNOW3", "TEXT"}


def test_after_domestic_abuse_everything_but_safety_may_be_left_out_or_refused() -> None:
    rows = Question.objects.filter(version__questionnaire__slug="domestic_abuse")
    assert [q.question_id for q in rows if q.required] == ["safe"]
    choices = [q for q in rows if q.kind == Question.Kind.SCALE and not q.required]
    assert all(scales()[q.scale_id].labels[99] == "Prefer not to say" for q in choices)
    assert {"children", "kept_informed"} <= {q.dimension for q in choices}
