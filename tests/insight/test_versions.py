"""A series ends where a question is asked otherwise: what both got is never put together."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut, Slice
from heard.insight.measure import Figure, as_object, cut, figures
from heard.insight.queries import labels, programmes, running_at
from heard.insight.survey import Survey, View, survey
from heard.questionnaires.models import Version
from heard.questionnaires.publish import publish
from tests.insight.flow import CALLED, answer, known, programme

pytestmark = pytest.mark.django_db

LATER = datetime(2021, 3, 1, tzinfo=ZoneInfo("Europe/London"))
OLD, NEW = "How polite and respectful were we?", "How politely did we treat you?"
WORDS = f"The wording was “{OLD}” and is “{NEW}” now."
QUESTIONS = ["treatment", "timeliness", "outcome", "next_steps", "knowledge"]


def asked_otherwise() -> Version:
    """Publish a version of the pilot that asks about treatment in other words."""
    pilot = Version.objects.get(questionnaire__slug="pilot", number=3)
    source = pilot.source.replace(OLD, NEW).replace("| pilot | 3 |", "| pilot | 4 |")
    return publish(slug="pilot", source=source, valid_from=LATER, now=CALLED)


def both(*, before: int = 12, after: int = 11) -> None:
    """Let people answer before and after: all were content before, and nobody is after."""
    for _ in range(before):
        answer(programme(), {"treatment": 9, "outcome": 9}, area="BE")
    asked_otherwise()
    for number in range(after):
        at = LATER + timedelta(days=7 * (number % 2))
        answer(programme(), {"treatment": 1, "outcome": 9}, at=at, area="BE")


def treatment(found: list[Figure], slug: str = "sms_contact") -> list[Figure]:
    return [f for f in found if (f.programme, f.question) == (slug, "treatment")]


def told(view: View) -> Survey:
    return survey(known(), running_at("contact"), view, minimum_base=1)


def test_each_version_has_its_own_figure_and_the_second_says_what_broke() -> None:
    both()
    old, new = treatment(figures(known(), minimum_base=10))
    assert (old.label, old.version, old.asked, old.breaks) == (OLD, 1, OLD, ())
    assert (new.label, new.version, new.asked) == (NEW, 2, f"{NEW} (version 2)")
    assert [(b.at, b.why, b.words) for b in new.breaks] == [(LATER.date(), "wording", WORDS)]
    assert old.estimate == share(12, 12, minimum_base=10)
    assert new.estimate == share(0, 11, minimum_base=10)
    assert as_object(new)["breaks"] == [{"at": "2021-03-01", "why": "wording", "words": WORDS}]


def test_a_question_that_goes_on_is_one_series_through_all_versions_of_the_form() -> None:
    both()
    (outcome,) = [
        f
        for f in figures(known(), minimum_base=10)
        if (f.programme, f.question) == ("sms_contact", "outcome")
    ]
    assert (outcome.version, outcome.estimate.n, outcome.breaks) == (1, 23, ())


def test_one_version_alone_is_given_to_whoever_asks_for_it_and_others_stay_whole() -> None:
    both()
    for version, n in ((1, 12), (2, 11)):
        found = figures(known(), minimum_base=1, version=version)
        assert [f.estimate.n for f in treatment(found)] == [n]
        assert len([f for f in found if f.programme == "sms_contact"]) == len(QUESTIONS)


def test_without_answers_a_question_has_one_figure_in_its_newest_words() -> None:
    asked_otherwise()
    (only,) = treatment(figures(known(), minimum_base=10))
    assert (only.label, only.version, only.estimate.n) == (NEW, 2, 0)


def test_what_only_one_version_was_asked_about_shows_that_one() -> None:
    both()
    where = Slice(to=date(2020, 12, 31))
    found = cut(known(), [programme()], minimum_base=1, where=where, question="treatment")
    assert [(f.version, f.estimate.n) for f in found] == [(1, 12)]


def test_a_segment_is_cut_by_version_too() -> None:
    both()
    found = cut(known(), [programme()], minimum_base=1, by=[Cut.AREA], question="treatment")
    assert [(f.segment, f.version, f.estimate.value) for f in found] == [
        (("BE",), 1, 1.0),
        (("BE",), 2, 0.0),
    ]


def test_a_survey_has_its_weeks_by_version_and_the_rest_of_the_newest() -> None:
    both()
    found = told(View(where=Slice(), question="treatment", by=(Cut.AREA,)))
    assert [(f.segment[0], f.version) for f in found.weeks] == [
        (date(2020, 10, 12), 1),
        (date(2021, 3, 1), 2),
        (date(2021, 3, 8), 2),
    ]
    assert (found.chosen.version, [f.version for f in found.cut]) == (2, [2])
    assert sum(f.estimate.n for f in found.hours) == 11
    assert [(f.question, f.version) for f in found.questions][:2] == [
        ("treatment", 1),
        ("treatment", 2),
    ]
    assert found.lowest is not None
    assert (found.lowest.figure.question, found.lowest.figure.version) == ("treatment", 2)


def test_a_survey_of_one_version_is_of_that_version_throughout() -> None:
    both()
    found = told(View(where=Slice(), question="treatment", version=1, by=(Cut.AREA,)))
    assert {f.version for f in (*found.weeks, *found.hours, *found.cut)} == {1}
    assert found.chosen.estimate.n == 12


def test_each_version_has_its_wording_in_the_order_of_the_questions() -> None:
    asked_otherwise()
    pilot = Programme.objects.get(slug="sms_contact").questionnaire_id
    found = [(i.question, i.version, w) for i, w in labels().items() if i.questionnaire == pilot]
    assert [(q, n) for q, n, _ in found] == [
        ("treatment", 1),
        ("treatment", 2),
        *((question, 1) for question in QUESTIONS[1:]),
    ]
    assert [words for _, _, words in found[:2]] == [OLD, NEW]


def test_a_break_is_asked_for_once_and_only_where_there_is_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    both()
    found, pool = known(), [one for one in programmes() if one.slug == "sms_contact"]
    with django_assert_num_queries(2):
        cut(found, pool, minimum_base=1)
