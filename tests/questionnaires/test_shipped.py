"""The questionnaires that ship later: victims by how they reported, and what should come first."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from heard.core.questionnaire.filled import Filled, Problem, Wrong
from heard.core.questionnaire.form import Form
from heard.questionnaires.models import Break, Question, Questionnaire, Version
from heard.questionnaires.publish import asked, version_at

pytestmark = pytest.mark.django_db

NOW = datetime(2021, 4, 2, tzinfo=UTC)
LANGUAGES = ("en", "cy", "ur", "pa", "bn", "pl", "ro", "ar", "so")
ALWAYS = ["initial_action", "feedback", "treatment", "overall", "promise", "support", "comment"]
ONLINE, ON_THE_SPOT = ["online_form", "first_answer"], ["initial_contact"]
REACHED = ["ease", "initial_contact", "came"]


def form_of(slug: str, number: int) -> Form:
    return asked(Version.objects.get(questionnaire__slug=slug, number=number))


def steps(said: dict[str, str], form: Form) -> list[str]:
    filled = Filled(form, said, now=NOW, language=form.language("en"))
    return [step.key for step in filled.steps]


@pytest.mark.parametrize(
    ("reported", "between"),
    [
        ("", [*REACHED]),
        ("1", REACHED),
        ("2", REACHED),
        ("3", ONLINE),
        ("4", REACHED),
        ("5", REACHED),
        ("6", ON_THE_SPOT),
        ("7", REACHED),
        ("98", REACHED),
    ],
)
def test_victims_are_asked_what_fits_how_they_reported(reported: str, between: list[str]) -> None:
    said = {"reported_by": reported} if reported else {}
    assert steps(said, form_of("victim", 2)) == ["reported_by", *between, *ALWAYS]


def test_arrival_is_asked_about_only_where_somebody_came() -> None:
    form = form_of("victim", 2)
    for came, asked_about in (("1", True), ("2", False), ("98", False)):
        assert ("arrival" in steps({"reported_by": "1", "came": came}, form)) is asked_about
    assert "arrival" not in steps({"reported_by": "3", "came": "1"}, form)


def test_the_second_version_begins_in_april_2021_and_marks_what_it_breaks() -> None:
    victim = Questionnaire.objects.get(slug="victim")
    midnight = datetime(2021, 4, 1, tzinfo=ZoneInfo("Europe/London"))
    assert [version_at(victim, at).number for at in (datetime(2021, 3, 31, tzinfo=UTC), NOW)] == [
        1,
        2,
    ]
    found = Break.objects.filter(version__questionnaire=victim)
    assert set(found.values_list("question_id", "why")) == {
        ("reported_by", "order"),
        ("ease", "asked_of"),
        ("initial_contact", "asked_of"),
        ("arrival", "asked_of"),
        ("arrival", "wording"),
    }
    assert set(found.values_list("at", "language", "from_version", "to_version")) == {
        (midnight, "", 1, 2)
    }
    words = found.get(question_id="initial_contact").words
    assert words == (
        "It was asked of everybody and is asked of those of whom holds: "
        "not(reported_by is “By an online form”) now."
    )


def test_what_every_victim_is_asked_in_the_same_words_goes_on() -> None:
    second = Question.objects.filter(version__questionnaire__slug="victim", version__number=2)
    going_on = second.filter(question_version=1).order_by("position")
    assert [q.question_id for q in going_on if q.question_id in ALWAYS] == ALWAYS
    assert second.get(question_id="reported_by").position == 1


def test_priorities_are_asked_in_nine_languages_and_quote_the_bank() -> None:
    form = form_of("priorities", 1)
    assert form.codes() == LANGUAGES
    rows = Question.objects.filter(version__questionnaire__slug="priorities").order_by("position")
    assert [(q.question_id, q.kind, q.bank) for q in rows] == [
        ("first", "choices", "Q-COM-01:1"),
        ("safe_day", "scale", "Q-CONF-14:1"),
        ("safe_night", "scale", "Q-CONF-15:1"),
        ("concerns", "scale", "Q-CONF-08:1"),
        ("worry", "text", "Q-COM-02:1"),
    ]
    source = Version.objects.get(questionnaire__slug="priorities").source
    assert "written by machine" in source.partition("| survey |")[0]


def test_confidence_is_asked_in_nine_languages_and_every_series_goes_on() -> None:
    form = form_of("confidence", 2)
    assert form.codes() == LANGUAGES
    both = Question.objects.filter(version__questionnaire__slug="confidence")
    first, second = (both.filter(version__number=n).order_by("position") for n in (1, 2))
    scaled = [q.question_id for q in first if q.kind == Question.Kind.SCALE]
    assert [q.question_id for q in second][: len(scaled)] == scaled
    assert {q.question_version for q in second} == {1}
    found = Break.objects.filter(version__questionnaire__slug="confidence")
    assert "" not in found.values_list("language", flat=True)  # languages begin, and no series ends
    assert {q.question_id for q in second} - {q.question_id for q in first} == {
        *("trust", "listen", "informed", "visible", "contact", "difference")
    }


@pytest.mark.parametrize("code", LANGUAGES)
def test_three_may_come_first_and_a_fourth_is_refused_in_the_own_language(code: str) -> None:
    form = form_of("priorities", 1)
    filled = Filled(form, {}, now=NOW, language=form.language(code))
    step = filled.step("first")
    assert step is not None
    assert len(filled.choices(step)) == 9
    assert filled.take(step, "drugs hate other") == "drugs hate other"
    problem = filled.take(step, "drugs hate other speeding")
    assert isinstance(problem, Problem)
    assert problem.wrong == Wrong.RULE
    assert problem.message
    assert (problem.message == "Choose three at most") is (code == "en")
