"""What was chosen, ranked and entered, counted as by hand, with bases, intervals and hiding."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from heard.core.statistics.numbers import mean, median
from heard.core.statistics.proportions import share
from heard.eligibility.models import Period, Programme
from heard.insight.cuts import EVERYTHING, Cut, Slice
from heard.insight.details import Detailed, Statistic, as_object, details
from heard.places.wards import wards
from heard.questionnaires.models import Questionnaire, Version
from heard.questionnaires.publish import publish
from heard.responses.models import Detail, Response
from tests.insight.flow import CALLED, known
from tests.questionnaires.all_kinds import ALL_KINDS

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
KINDS = {
    "worries": "choices",
    "order": "rank",
    "district": "choice",
    "age": "integer",
    "safe": "range",
    "where": "place",
    "years": "integer",
    "day": "date",
    "first": "choices",
}
Disposition = Response.Disposition


def trial(source: str = ALL_KINDS, *, days: int = 0) -> Version:
    return publish(slug="trial", source=source, valid_from=CALLED + days * DAY, now=CALLED)


def asking(slug: str = "neighbourhood", *, what: str = "trial") -> Programme:
    """Let a programme ask another questionnaire than the one it ships with."""
    asked = Questionnaire.objects.get(slug=what)
    Programme.objects.filter(slug=slug).update(questionnaire=asked)
    return Programme.objects.get(slug=slug)


def say(
    of: Programme,
    version: Version,
    said: Mapping[str, str],
    *,
    disposition: Disposition = Disposition.COMPLETE,
    nth: int = 0,
    **about: str,
) -> None:
    """Let somebody answer in person; of several things each is a row, in their order."""
    response = Response.objects.create(
        programme=of,
        version=version,
        disposition=disposition,
        language="en",
        mode="officer",
        started_at=CALLED,
        submitted_at=CALLED,
        stage="",
        happened_at=CALLED,
        **about,
    )
    Detail.objects.bulk_create(
        Detail(
            response=response,
            question_id=question,
            version=version.number,
            kind=KINDS[question],
            nth=nth,
            position=position,
            value=value,
        )
        for question, text in said.items()
        for position, value in enumerate(text.split(), start=1)
    )


def found(question: str, *, minimum_base: int = 1, **more: object) -> list[Detailed]:
    every = details(known(), minimum_base=minimum_base, question=question, **more)  # type: ignore[arg-type]
    return [one for one in every if one.programme == "neighbourhood"]


def shares(question: str, where: Slice = EVERYTHING) -> dict[str, tuple[float | None, int]]:
    return {
        one.answer: (one.estimate.value, one.estimate.n)
        for one in found(question, where=where)
        if one.statistic is Statistic.SHARE
    }


def test_a_share_of_many_choices_is_of_the_people_who_answered() -> None:
    version = trial()
    of = asking()
    for said in ("drugs speeding", "drugs", "burglary", "drugs burglary"):
        say(of, version, {"worries": said})
    say(of, version, {"district": "north"})
    assert shares("worries") == {"drugs": (0.75, 4), "speeding": (0.25, 4), "burglary": (0.5, 4)}
    first = found("worries")[0]
    assert (first.words, first.label, first.name) == (
        *("Drugs", "What worries you?"),
        of.name,
    )
    assert first.estimate == share(3, 4, minimum_base=1)
    assert (first.from_, first.to) == (CALLED.date(), CALLED.date())


def test_a_choice_that_nobody_took_has_a_share_of_nothing() -> None:
    version = trial()
    say(asking(), version, {"district": "north"})
    assert shares("district") == {"north": (1.0, 1), "south": (0.0, 1)}


def test_a_ward_is_named_and_one_that_nobody_named_is_not_listed() -> None:
    version = trial()
    of = asking()
    code, ward = next(iter(wards().items()))
    for said in (code, code, "elsewhere"):
        say(of, version, {"where": said})
    told = {one.answer: (one.words, one.estimate.n) for one in found("where")}
    assert told == {code: (ward.name, 3), "elsewhere": ("elsewhere", 3)}


def test_a_ranking_has_mean_ranks_and_who_was_put_first() -> None:
    version = trial()
    of = asking()
    orders = [*6 * ["drugs speeding burglary"], *4 * ["burglary drugs speeding"]]
    for order in orders:
        say(of, version, {"order": order})
    told = {(one.answer, one.statistic): one.estimate for one in found("order")}
    assert told["drugs", Statistic.MEAN_RANK] == mean({1: 6, 2: 4}, minimum_base=1)
    assert told["drugs", Statistic.FIRST] == share(6, 10, minimum_base=1)
    assert told["speeding", Statistic.MEAN_RANK] == mean({2: 6, 3: 4}, minimum_base=1)
    assert told["speeding", Statistic.FIRST] == share(0, 10, minimum_base=1)
    assert told["burglary", Statistic.FIRST] == share(4, 10, minimum_base=1)


def test_numbers_have_a_mean_and_a_median_with_their_base() -> None:
    version = trial()
    of = asking()
    ages = [16, 18, 20, 20, 30, 44, 70]
    for age in ages:
        say(of, version, {"age": str(age)})
    counts = {float(age): ages.count(age) for age in ages}
    told = {one.statistic: one.estimate for one in found("age")}
    assert told == {
        Statistic.MEAN: mean(counts, minimum_base=1),
        Statistic.MEDIAN: median(counts, minimum_base=1),
    }
    assert told[Statistic.MEDIAN].value == 20


def test_who_broke_off_and_what_was_said_in_a_repeat_are_not_counted() -> None:
    version = trial()
    of = asking()
    say(of, version, {"age": "20", "worries": "drugs"}, disposition=Disposition.BREAK_OFF)
    say(of, version, {"years": "4"}, nth=1)
    assert (found("age"), found("worries"), found("years")) == ([], [], [])


def test_what_is_neither_chosen_nor_a_number_has_no_figure() -> None:
    version = trial()
    say(asking(), version, {"day": "2020-10-12"})
    assert found("day") == []


def test_below_the_minimum_base_nothing_has_a_value() -> None:
    version = trial()
    of = asking()
    for _ in range(9):
        say(of, version, {"worries": "drugs", "age": "20", "order": "drugs speeding burglary"})
    for question in ("worries", "age", "order"):
        told = found(question, minimum_base=10)
        assert told
        assert {(o.estimate.value, o.estimate.hidden) for o in told if o.estimate.n} == {
            (None, "fewer than 10 answers")
        }


def test_it_is_cut_and_narrowed_down_as_other_figures_are() -> None:
    version = trial()
    of = asking()
    for area, said in (("BE", "north"), ("BE", "south"), ("WV", "north")):
        say(of, version, {"district": said}, area=area)
    by_area = found("district", by=(Cut.AREA,))
    assert [(o.segment, o.answer, o.estimate.value) for o in by_area] == [
        (("BE",), "north", 0.5),
        (("BE",), "south", 0.5),
        (("WV",), "north", 1.0),
        (("WV",), "south", 0.0),
    ]
    assert shares("district", where=Slice(area="WV")) == {"north": (1.0, 1), "south": (0.0, 1)}


def test_of_teams_what_few_people_are_behind_is_held_back() -> None:
    version, of = trial(), asking()
    for team, people in (("A", 6), ("B", 6), ("C", 2)):
        for at in range(16 + people):
            say(of, version, {"district": "north"}, team=team, person=f"{team}{at % people}")
    by_team = found("district", by=(Cut.TEAM,), minimum_base=10)
    assert {one.segment: one.estimate.shown for one in by_team} == {
        ("A",): False,
        ("B",): True,
        ("C",): False,
    }


def test_another_choice_breaks_the_series_and_each_version_stands_apart() -> None:
    first = trial()
    of = asking()
    say(of, first, {"district": "north"})
    source = ALL_KINDS.replace("| The south |", "| The deep south |").replace(
        "| Every kind | trial | 1 |", "| Every kind | trial | 2 |"
    )
    say(of, trial(source, days=1), {"district": "south"})
    told = [(o.version, o.words, o.estimate.value) for o in found("district")]
    assert told == [
        (1, "The north", 1.0),
        (1, "The south", 0.0),
        (2, "The north", 0.0),
        (2, "The deep south", 1.0),
    ]
    last = found("district")[-1]
    assert last.asked == "Which district? (version 2)"
    assert [b.why for b in last.breaks] == ["choices"]
    assert {o.version for o in found("district", version=2)} == {2}


def test_programmes_that_ask_the_same_are_pooled_and_stand_apart() -> None:
    version = trial()
    of, other = asking(), asking("sms_contact")
    say(of, version, {"district": "north"})
    say(other, version, {"district": "south"})
    told = details(known(), minimum_base=1, question="district")
    assert [(o.programme, o.name, o.answer, o.estimate.value) for o in told] == [
        ("sms_contact+neighbourhood", "All together", "north", 0.5),
        ("sms_contact+neighbourhood", "All together", "south", 0.5),
        ("sms_contact", other.name, "north", 0.0),
        ("sms_contact", other.name, "south", 1.0),
        ("neighbourhood", of.name, "north", 1.0),
        ("neighbourhood", of.name, "south", 0.0),
    ]


def test_what_was_said_to_a_trained_caller_is_not_among_them() -> None:
    version = trial()
    of = asking("domestic_abuse")
    Period.objects.create(
        programme=of, mode="usual", opens_on=CALLED.date(), opened_because="A trial."
    )
    say(of, version, {"district": "north"})
    assert details(known(), minimum_base=1) == []


def test_the_priorities_of_a_neighbourhood_are_shares_of_its_people() -> None:
    version = Version.objects.get(questionnaire__slug="priorities")
    of = asking(what="priorities")
    for number in range(12):
        say(of, version, {"first": "drugs hate burglary" if number < 9 else "drugs"})
    told = {one.answer: one for one in found("first", minimum_base=10)}
    assert len(told) == 9
    assert [told[a].estimate.value for a in ("drugs", "hate", "vehicle")] == [1.0, 0.75, 0.0]
    assert told["hate"].words == "Hate crime"
    assert as_object(told["hate"]) == {
        "programme": "neighbourhood",
        "question": "first",
        "version": 1,
        "statistic": "share",
        "answer": "hate",
        "words": "Hate crime",
        "segment": [],
        "value": 0.75,
        "low": pytest.approx(0.4677, abs=1e-4),
        "high": pytest.approx(0.9111, abs=1e-4),
        "n": 12,
        "n_effective": 12.0,
        "method": "Wilson 95%",
        "shown": True,
        "hidden": None,
        "from": "2020-10-12",
        "to": "2020-10-12",
        "breaks": [],
    }
