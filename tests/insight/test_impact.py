"""What the impact areas said, counted by hand; nothing hidden can be worked out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from pytest_django import Settings

from heard.core.questionnaire.form import Kind
from heard.core.statistics.estimate import HELD_BACK, Estimate
from heard.core.statistics.few import BESIDE_FEW
from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.apart import apart, guarded, less, without_doubted
from heard.insight.concerns import concerns, find
from heard.insight.cuts import Cut, Slice
from heard.insight.impact import Reached, reached
from heard.insight.measure import cut, figures
from heard.insight.priorities import Priority, _asked, _told, ranked
from heard.insight.ways import compared, ways
from heard.questionnaires.models import Questionnaire
from tests.insight.flow import known
from tests.insight.impact import answered, fill, survey
from tests.open_ways import NOW, way_in

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "cy", "ur", "pa", "bn", "pl", "ro", "ar", "so")
FEW = "fewer than 10 answers"


def counted() -> Reached:
    return reached(known(), [survey()], LANGUAGES)


def test_every_area_is_there_with_its_zeros_and_people_are_counted_once() -> None:
    fill()
    found = counted()
    assert (len(found.areas), found.answers) == (20, 83)
    answers = {one.area.slug if one.area else "": one.answers for one in found.areas}
    assert {slug: n for slug, n in answers.items() if n} == {
        "harrow-bank": 4,
        "copper-mill": 20,
        "larkfield": 45,
        "weavers-cross": 8,
        "": 6,
    }
    assert found.channels == {
        **dict.fromkeys(("email", "chat", "link"), 0),
        "officer": 20,
        "poster": 45,
        "facebook": 4,
        "x": 6,
        "partner": 8,
    }
    larkfield = next(one for one in found.of("BE") if one.answers == 45)
    assert larkfield.per_thousand == pytest.approx(45_000 / 9_150)
    assert larkfield.margin == pytest.approx(0.14, abs=0.005)
    assert found.areas[-1].per_thousand is None


def test_languages_are_told_with_their_zeros_and_the_few_are_hidden() -> None:
    fill()
    found = counted()
    rows = {one.area.slug: one.languages for one in found.areas if one.area}
    assert rows["larkfield"] == [30, 0, None, 0, 0, None, 0, 0, 0]
    assert rows["copper-mill"] == [20, 0, 0, 0, 0, 0, 0, 0, 0]
    for column in zip(*rows.values(), found.areas[-1].languages, found.languages, strict=True):
        assert column.count(None) != 1


def test_an_area_that_the_force_gave_up_counts_for_the_whole_force(settings: Settings) -> None:
    answered(way_in(), 2)
    facts = known()
    settings.IMPACT_AREAS = settings.FACTS.parent / "ours.csv"
    rows = "slug,name,area,residents_16_plus\nnorth,North End,CV,5000\n"
    settings.IMPACT_AREAS.write_text(rows, encoding="utf-8")
    found = reached(facts, [survey()], LANGUAGES)
    assert [one.answers for one in found.areas] == [0, 2]


def test_nobody_answered() -> None:
    found = counted()
    assert (found.answers, {one.margin for one in found.areas}) == (0, {None})


def shown(priorities: list[Priority]) -> list[tuple[str, int | None, int]]:
    return [(one.label, one.place, one.estimate.n) for one in priorities]


def test_priorities_are_ranked_by_the_people_who_named_each() -> None:
    fill()
    (found,) = ranked(known(), [survey()], "BE", minimum_base=10)
    assert shown([*found.area])[:3] == [
        ("Anti-social behaviour", 1, 58),
        ("Drugs", 2, 58),
        ("Burglary", 3, 58),
    ]
    first = found.area[0].estimate
    assert first == share(37, 58, minimum_base=10)
    assert {one.place for one in found.area[3:]} == {4}


def test_where_too_few_answered_nothing_is_ranked_and_the_order_tells_nothing() -> None:
    fill()
    (found,) = ranked(known(), [survey()], "CV", minimum_base=10)
    assert [one.value for one in found.area] == [
        *("speeding", "drugs", "burglary", "vehicle", "behaviour"),
        *("violence", "domestic", "hate", "other"),
    ]
    assert {(one.place, one.estimate.hidden, one.estimate.value) for one in found.area} == {
        (None, FEW, None)
    }
    assert found.impact_areas["ribbon-street"][0].estimate.hidden == "no answers"


def test_an_area_is_held_back_so_that_one_of_too_few_cannot_be_worked_out() -> None:
    ways_in = fill()
    answered(ways_in["patrol"], 11)
    (found,) = ranked(known(), [survey()], "BE", minimum_base=10)
    hidden = {slug: told[0].estimate.hidden for slug, told in found.impact_areas.items()}
    assert hidden == {
        "harrow-bank": FEW,
        "copper-mill": BESIDE_FEW,
        "larkfield": None,
        "stone-yard": "no answers",
    }


def test_perceptions_agree_on_every_page() -> None:
    fill()
    facts = known()
    (_, night) = apart(facts, [survey()], minimum_base=10, measure="safe")
    assert night.force.estimate == share(24, 83, minimum_base=10)
    assert night.areas["BE"] == share(23, 69, minimum_base=10)
    assert (night.areas["CV"].hidden, night.areas[""].hidden) == (HELD_BACK, HELD_BACK)
    assert night.impact_areas["larkfield"] == share(12, 45, minimum_base=10)
    for slug in ("copper-mill", "weavers-cross", "harrow-bank"):
        assert (night.impact_areas[slug].hidden, night.impact_areas[slug].n) == (HELD_BACK, 0)


def estimates(**bases: int) -> dict[str, Estimate]:
    names = {name.replace("_", "-").strip("-"): n for name, n in bases.items()}
    return {name: share(0, n, minimum_base=10) for name, n in names.items()}


def hidden(found: Mapping[str, Estimate]) -> set[str]:
    return {name for name, one in found.items() if not one.shown}


def test_of_an_area_that_is_held_back_no_part_is_shown() -> None:
    areas = estimates(BE=40, BW=30, CV=5)
    parts = estimates(larkfield=40, canal_reach=15, tanner_row=15, weavers_cross=5)
    kept, found = guarded(areas, parts, minimum_base=10)
    assert hidden(kept) == {"BW", "CV"}
    assert hidden(found) == {"canal-reach", "tanner-row", "weavers-cross"}
    assert found["weavers-cross"].hidden == FEW


def test_a_part_of_no_area_stays_as_it_is() -> None:
    _, found = guarded({}, estimates(larkfield=40), minimum_base=10)
    assert hidden(found) == set()


@pytest.mark.parametrize(("some", "is_shown"), [(83, True), (82, False), (74, False), (73, True)])
def test_what_few_said_is_not_told_by_leaving_them_out(some: int, is_shown: bool) -> None:  # noqa: FBT001
    everybody = share(40, 83, minimum_base=10)
    assert less(everybody, share(40, some, minimum_base=10), minimum_base=10).shown is is_shown


def places(**counts: tuple[int, int]) -> dict[date | int | str, Estimate]:
    return {name: share(half, n, minimum_base=10) for name, (half, n) in counts.items()}


def test_what_few_said_cannot_be_worked_out_from_two_pages_one_without_the_doubted() -> None:
    everybody = places(five=(2, 5), twelve=(6, 12), thirty=(15, 30))
    beside = replace(everybody["twelve"], value=None, low=None, high=None, hidden=BESIDE_FEW)
    some = places(five=(0, 0), twelve=(6, 12), thirty=(15, 30))
    kept = without_doubted(everybody | {"twelve": beside}, some, minimum_base=10)
    # If twelve were shown here, it could be taken off there, and five be left.
    assert {place for place, one in kept.items() if one.shown} == {"thirty"}


def test_of_those_in_doubt_so_many_are_held_back_that_they_are_many_together() -> None:
    everybody = places(a=(6, 12), b=(10, 20), c=(15, 30), d=(20, 40))
    some = places(a=(2, 4), b=(10, 20), c=(9, 18), d=(12, 24))
    kept = without_doubted(everybody, some, minimum_base=10)
    # What b says without doubt is known from the other page; c is held back beside a.
    assert {place for place, one in kept.items() if one.shown} == {"b", "d"}


def test_where_nobody_is_in_doubt_nothing_more_is_held_back() -> None:
    everybody = places(a=(3, 6), b=(4, 8), c=(15, 30))
    assert without_doubted(everybody, everybody, minimum_base=10) == everybody
    fewer = without_doubted(everybody, places(c=(15, 30), d=(1, 1)), minimum_base=10)
    assert [*fewer] == ["c"]


def test_figures_are_cut_by_impact_area_and_by_way_in_and_without_doubts() -> None:
    fill()
    facts = known()
    by_way = cut(
        facts, [survey()], minimum_base=1, by=[Cut.CAME_BY], measure="safe", question="safe_night"
    )
    assert {f.segment[0]: f.estimate.n for f in by_way} == {
        "facebook": 4,
        "officer": 20,
        "partner": 8,
        "poster": 45,
        "x": 6,
    }
    (sure,) = cut(
        facts,
        [survey()],
        minimum_base=1,
        measure="safe",
        question="safe_night",
        where=Slice(undoubted=True, impact_area="larkfield", came_by="poster"),
    )
    assert sure.estimate == share(12, 42, minimum_base=1)
    told = figures(facts, minimum_base=1, measure="safe", by=[Cut.IMPACT_AREA])
    assert {f.segment[0] for f in told} == {
        *("", "copper-mill", "harrow-bank", "larkfield", "weavers-cross")
    }


def test_a_way_tells_its_answers_its_doubts_and_whether_it_is_open() -> None:
    made = fill()
    found = {one.collector.place: one for one in ways(now=NOW, minimum_base=10)}
    library = found["Library"]
    assert (library.answers, library.doubts, library.is_open) == (
        *(45, {"same_device": 3, "burst": 0}, True),
    )
    assert library.doubted == share(3, 45, minimum_base=10)
    (same,) = ways(now=NOW, minimum_base=10, code=made["library"].code)
    assert same == library
    assert ways(now=NOW, minimum_base=10, code="nothing") == []


def test_figures_stand_beside_those_without_doubts() -> None:
    fill()
    found = {one.everybody.question: one for one in compared(known(), [survey()], minimum_base=10)}
    assert found.keys() == {"safe_day", "safe_night", "concerns"}
    night = found["safe_night"]
    assert night.everybody.estimate == share(24, 83, minimum_base=10)
    assert night.undoubted == share(13, 69, minimum_base=10)


def test_words_are_given_to_those_who_may_read_them_where_enough_wrote_any() -> None:
    fill()
    be = concerns([survey()], "BE", with_words=True, minimum_base=10)
    assert (be.written, dict(be.by_impact_area)) == (34, {"larkfield": 30, "harrow-bank": 4})
    assert be.words[0].words == "<b>Cars</b>"
    one = be.words[0].number
    found = find([survey()], one, minimum_base=10)
    assert found is not None
    assert (found.pk, found.text) == (one, "<b>Cars</b>")
    assert find([survey()], one, minimum_base=35) is None
    assert find([], one, minimum_base=10) is None
    assert find([survey()], 0, minimum_base=10) is None
    assert concerns([survey()], "BE", with_words=False, minimum_base=10).words == []
    assert concerns([survey()], "BE", with_words=True, minimum_base=35).words == []


def test_what_is_asked_on_a_scale_is_ranked_without_those_who_do_not_know() -> None:
    asked = Questionnaire.objects.get(slug="neighbourhood")
    Programme.objects.filter(slug="neighbourhood").update(questionnaire=asked)
    library = way_in(impact_area="larkfield")
    answered(library, 12, said={"first": 2}, first="")
    answered(library, 8, said={"first": 5}, first="")
    answered(library, 5, said={"first": 98}, first="")
    (found,) = ranked(known(), [survey()], "BE", minimum_base=10)
    assert shown([*found.area])[:3] == [
        ("Drugs", 1, 20),
        ("Anti-social behaviour", 2, 20),
        ("Speeding and parking", 3, 20),
    ]


def test_of_a_ranking_the_share_who_put_it_first_counts() -> None:
    library = way_in(impact_area="larkfield")
    answered(library, 7, first="drugs hate")
    answered(library, 5, first="hate drugs")
    ranking = replace(_asked(survey())[0], kind=Kind.RANK)
    told = _told(known(), Slice(), ranking)
    assert told.named["impact_area", "larkfield"] == {"drugs": 7, "hate": 5}
    assert told.people["area", "BE"] == 12
