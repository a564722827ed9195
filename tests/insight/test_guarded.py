"""The one door of figures: which days are counted, what is held back, and that it is the only."""

import ast
from datetime import date, timedelta
from pathlib import Path

import heard.insight
from heard.core.statistics.estimate import HELD_BACK, TOO_SHORT
from heard.core.statistics.whole_weeks import ALWAYS, Unit, Weeks
from heard.eligibility.models import Programme
from heard.insight.cuts import COLUMNS, FILTERS, Cut, Slice
from heard.insight.facts.read import Facts
from heard.insight.guarded import KEPT, Counted, dates, guarded
from tests.insight.attack import PROGRAMMES, QUESTIONNAIRE, Row, facts_of

MONDAY = date(2020, 9, 28)
CONTACT = PROGRAMMES[:1]


def said(
    number: int, *, week: int = 0, area: str = "BE", of: str = "contact", stage: str = ""
) -> list[Row]:
    """Let so many answer in a week, every other of them content."""
    monday = MONDAY + timedelta(weeks=week)
    shared = {
        "questionnaire": QUESTIONNAIRE.slug,
        "question": "treatment",
        "question_version": 1,
        "programme": of,
        "stage": stage,
        "scale": "N10",
        "disposition": "complete",
        "area": area,
        "week": monday,
        "day": monday + timedelta(days=2),
    }
    return [{**shared, "value": (9, 2)[one % 2]} for one in range(number)]


def asked(facts: Facts, *by: Cut, where: Slice | None = None) -> list[tuple[object, int, bool]]:
    found = guarded(facts, CONTACT, by=by, where=where or Slice(), minimum_base=10)
    return [(one.segment, one.n, one.held) for one in found]


def october(**more: str) -> Slice:
    return Slice(from_=date(2020, 10, 1), to=date(2020, 10, 31), **more)  # type: ignore[arg-type]


def many(tmp_path: Path) -> Facts:
    rows = [
        row
        for week in range(27)
        for area, number in (("BE", 20), ("CV", 15), ("WV", 3))
        for row in said(number, week=week, area=area)
    ]
    return facts_of(rows, tmp_path)


def test_days_are_whole_weeks_and_without_days_it_is_all_time(tmp_path: Path) -> None:
    facts = many(tmp_path)
    assert dates(facts, CONTACT, minimum_base=10).weeks == ALWAYS
    found = dates(facts, CONTACT, where=october(), minimum_base=10)
    assert (found.weeks, found.unit) == (Weeks(MONDAY, date(2020, 10, 26)), Unit.WEEK)
    (one,) = guarded(facts, CONTACT, where=october(), minimum_base=10)
    assert one == Counted(
        question="treatment",
        version=1,
        segment=(),
        n=5 * 38,
        counted=5 * (10 + 8 + 2),
        first=date(2020, 9, 30),
        last=date(2020, 10, 28),
        why=None,
    )


def test_days_that_are_too_fine_are_widened_or_held_back_where_they_are_exact(
    tmp_path: Path,
) -> None:
    facts = many(tmp_path)
    days = Slice(from_=date(2020, 10, 5), to=date(2020, 10, 11), area="WV")
    found = dates(facts, CONTACT, where=days, minimum_base=10)
    assert (found.unit, found.weeks) == (Unit.MONTH, Weeks(MONDAY, date(2020, 10, 26)))
    assert asked(facts, where=days) == [((), 15, False)]
    exact = guarded(facts, CONTACT, where=days, exact=True, minimum_base=10)
    assert [(one.n, one.held) for one in exact] == [(3, True)]
    assert dates(facts, CONTACT, where=Slice(to=date(2019, 1, 1)), minimum_base=10).unit == 4


def test_a_cut_is_widened_until_half_of_the_answers_are_in_what_is_shown(tmp_path: Path) -> None:
    rows = [row for week in range(13) for one in "ABCD" for row in said(4, week=week, area=one)]
    facts = facts_of(rows, tmp_path)
    week = Slice(from_=date(2020, 10, 5), to=date(2020, 10, 11))
    assert dates(facts, CONTACT, where=week, minimum_base=10).unit is Unit.WEEK
    assert dates(facts, CONTACT, by=[Cut.AREA], where=week, minimum_base=10).unit is Unit.MONTH
    assert {held for _, _, held in asked(facts, Cut.AREA, where=week)} == {False}
    assert {held for _, _, held in asked(facts, Cut.AREA, Cut.WEEK, where=week)} == {True}


def test_all_days_are_counted_where_nothing_less_may_be_shown(tmp_path: Path) -> None:
    facts = facts_of([*said(9, week=0), *said(9, week=60)], tmp_path)
    found = dates(facts, CONTACT, where=october(), minimum_base=10)
    assert (found.weeks, found.unit) == (ALWAYS, Unit.ALL)


def test_segments_of_few_are_held_back_with_another(tmp_path: Path) -> None:
    rows = [*said(40, area="BE"), *said(20, area="CV"), *said(3, area="WV")]
    found = asked(facts_of(rows, tmp_path), Cut.AREA)
    assert found == [(("BE",), 40, False), (("CV",), 20, True), (("WV",), 3, True)]


def test_a_survey_alone_tells_nothing_of_another_that_few_answered(tmp_path: Path) -> None:
    facts = facts_of([*said(40), *said(3, of="attendance")], tmp_path)
    held = {
        len(pool): [one.held for one in guarded(facts, pool, minimum_base=10)]
        for pool in (PROGRAMMES, CONTACT)
    }
    assert held == {2: [False], 1: [True]}


def test_few_answers_to_one_survey_hold_nothing_back_of_the_segments_of_another(
    tmp_path: Path,
) -> None:
    """What both have together is shown by a cut only where each of them is."""
    calls = [*said(40, area="BE"), *said(30, area="CV")]
    visits = [*said(20, area="BE", of="attendance"), *said(15, area="CV", of="attendance")]
    few = said(3, area="CV", of="attendance")
    for more, held in (([*visits], False), ([*visits[:20], *few], True)):
        folder = tmp_path / str(held)
        folder.mkdir()
        facts = facts_of([*calls, *more], folder)
        assert [one for _, _, one in asked(facts, Cut.AREA)] == [False, False]
        by_area = guarded(facts, PROGRAMMES, by=[Cut.AREA], minimum_base=10)
        of_one = guarded(facts, PROGRAMMES, where=Slice(area="CV"), minimum_base=10)
        assert {one.held for one in (*by_area, *of_one)} == {held}


def test_a_survey_lies_in_its_stage_whose_figure_is_shown_too(tmp_path: Path) -> None:
    """The calls less the one survey of calls would be the other."""
    pool = [Programme(slug=slug, questionnaire=QUESTIONNAIRE) for slug in ("a", "b", "c")]
    rows = [
        *said(3, of="a", stage="contact"),
        *said(40, of="b", stage="contact"),
        *said(20, of="c", stage="attendance"),
    ]
    facts = facts_of(rows, tmp_path)

    def held(*by: Cut) -> dict[object, bool]:
        return {one.segment: one.held for one in guarded(facts, pool, by=by, minimum_base=10)}

    assert held(Cut.TOUCHPOINT) == {("attendance",): False, ("contact",): False}
    assert held(Cut.PROGRAMME) == {("a",): True, ("b",): True, ("c",): False}
    for one in pool:
        (alone,) = guarded(facts, [one], minimum_base=10)
        assert alone.held == held(Cut.PROGRAMME)[one.slug,]


def by_ward(numbers: dict[str, int], *, weeks: int, team: str = "") -> list[Row]:
    """Let so many answer about each ward in the first week and in the last one."""
    return [
        {**row, "ward": ward, "team": team, "person": f"{team}{at % 6}" if team else ""}
        for ward, number in numbers.items()
        for week in (0, weeks - 1)
        for at, row in enumerate(said(number, week=week))
    ]


def hidden(facts: Facts, *by: Cut, where: Slice | None = None) -> dict[object, str | None]:
    found = guarded(facts, CONTACT, by=by, where=where or Slice(), minimum_base=10)
    return {one.segment: one.why for one in found}


def test_a_ward_is_shown_on_30_answers_and_about_a_year(tmp_path: Path) -> None:
    numbers = {"E05001178": 20, "E05001179": 15, "E05001180": 14, "E05001181": 18}
    for weeks in (51, 52):
        (folder := tmp_path / str(weeks)).mkdir()
        facts = facts_of(by_ward(numbers, weeks=weeks), folder)
        few = {("E05001179",): HELD_BACK, ("E05001180",): HELD_BACK}
        expected = few if weeks == 52 else dict.fromkeys(((one,) for one in numbers), TOO_SHORT)
        assert {at: why for at, why in hidden(facts, Cut.WARD).items() if why} == expected
        assert hidden(facts, Cut.AREA) == {("BE",): None}
        (one,) = hidden(facts, where=Slice(ward="E05001178")).values()
        assert one == (None if weeks == 52 else TOO_SHORT)


def test_of_a_ward_nothing_is_shown_by_week_or_of_fewer_days_than_a_year(tmp_path: Path) -> None:
    facts = facts_of(by_ward({"E05001178": 40, "E05001179": 40}, weeks=80), tmp_path)
    assert {*hidden(facts, Cut.WARD, Cut.WEEK).values()} == {TOO_SHORT}
    one_ward = october(ward="E05001178")
    assert dates(facts, CONTACT, where=one_ward, minimum_base=10).unit is Unit.ALL
    exact = guarded(facts, CONTACT, where=one_ward, exact=True, minimum_base=10)
    assert [one.why for one in exact] == [TOO_SHORT]
    nothing = Slice(from_=date(2030, 1, 1), to=date(2030, 1, 31), ward="E05001178")
    assert dates(facts, CONTACT, where=nothing, minimum_base=10).unit is Unit.ALL


def test_a_year_is_of_days_where_weeks_are_put_together(tmp_path: Path) -> None:
    """By three columns whole years are: who stands in one of them is counted by his days."""
    rows = [
        {**row, "ward": ward}
        for ward in ("E05001178", "E05001179")
        for week in (2, 20, 53, 71, 104)
        for row in said(40, week=week)
    ]
    facts = facts_of(rows, tmp_path)
    by = (Cut.WARD, Cut.INCIDENT)

    def why(first: int, last: int) -> set[str | None]:
        from_, to = (MONDAY + timedelta(weeks=week) for week in (first, last))
        asked = Slice(from_=from_, to=to + timedelta(days=6))
        found = guarded(facts, CONTACT, by=by, where=asked, exact=True, minimum_base=10)
        return {one.why for one in found}

    assert why(2, 53) == why(1, 60) == why(20, 73) == {None}
    assert why(3, 70) == why(2, 52) == why(54, 104) == {TOO_SHORT}


def test_a_force_may_ask_for_more_and_never_for_less_of_wards_and_teams(tmp_path: Path) -> None:
    rows = [row for team in "AB" for row in by_ward({"E05001178": 16}, weeks=60, team=team)]
    facts = facts_of([*rows, *by_ward({"E05001179": 7}, weeks=60, team="C")], tmp_path)

    def shown(base: int, by: Cut) -> list[object]:
        found = guarded(facts, CONTACT, by=[by], minimum_base=base)
        return [one.segment for one in found if not one.held]

    assert shown(1, Cut.TEAM) == [("B",)]
    assert shown(33, Cut.TEAM) == []
    assert shown(1, Cut.WARD) == []
    assert shown(1, Cut.AREA) == [("BE",)]


def test_those_of_no_team_that_is_known_need_be_no_number_of_people(tmp_path: Path) -> None:
    rows = [row for team in ("A", "B", "") for row in by_ward({"": 20}, weeks=2, team=team)]
    facts = facts_of(rows, tmp_path)
    found = hidden(facts, Cut.TEAM)
    assert [*found.items()] == [(("A",), None), (("B",), None), (("",), None)]
    assert hidden(facts, where=Slice(team="")) == {(): None}


def test_a_team_of_whose_people_none_is_known_is_held_back_with_another(tmp_path: Path) -> None:
    rows = [row for team in "ABC" for row in by_ward({"": 10 + ord(team)}, weeks=2, team=team)]
    for row in rows:
        row["person"] = "" if row["team"] == "C" else row["person"]  # type: ignore[index]
    facts = facts_of(rows, tmp_path)
    assert hidden(facts, Cut.TEAM) == {("A",): HELD_BACK, ("B",): None, ("C",): HELD_BACK}


def test_there_is_no_figure_of_a_person() -> None:
    assert not {"person", "handler"} & {*Cut, *COLUMNS.values(), *FILTERS}


def test_what_was_counted_once_is_remembered_while_the_facts_are_the_same(tmp_path: Path) -> None:
    facts = many(tmp_path)
    assert asked(facts, Cut.AREA) == asked(facts, Cut.AREA)
    assert len(facts.kept) == 1
    facts.kept.update(dict.fromkeys(range(KEPT)))
    asked(facts)
    assert len(facts.kept) == 1


def test_the_table_of_all_questions_has_that_of_one(tmp_path: Path) -> None:
    rows = said(30)
    facts = facts_of([*rows, *({**row, "question": "outcome"} for row in rows)], tmp_path)

    def questions(question: str | None) -> list[str]:
        found = guarded(facts, CONTACT, question=question, minimum_base=10)
        return [one.question for one in found]

    assert questions("outcome") == ["outcome"]
    assert questions(None) == ["outcome", "treatment"]
    assert questions("treatment") == ["treatment"]
    assert len(facts.kept) == 2


# Who else reads answers, and why nothing is told of few by it.
BESIDE = {
    "cuts": "the raw count, for this door, sums and tests",
    "guarded": "the door",
    "details": "asks the guard itself",
    "drivers": "asks the guard itself, with the other answer as a column",
    "weighted": "beside figures that passed, and not where some are held back",
    "raked": "of a survey as a whole",
    "teams": "puts small teams together",
    "own": "whole batches of fifteen about one person, for that person alone",
    "exposure": "how many replied about teams, small ones together, and not what they said",
    "small_groups": "a table of its own, held back by a base of 30",
    "make_up": "holds back what figures by who answered hold back, and more",
    "priorities": "areas and impact areas, held back together",
    "modes": "how people answered in two stretches of days, of which only words are shown",
    "adjusted": "beside figures that passed, and of nothing that they hold back",
    "mode_effects": "the arms of a run, each as a whole by the base; series pass the guard",
    "_stages": "journeys, whose figures `journey` holds back beside the few others",
    "groups_by_month": "who answered, in months that are over: all of them held back together",
    "impact": "how many came by which way, in which language: few are hidden",
}


def test_nobody_else_counts_answers() -> None:
    folder = Path(heard.insight.__file__).parent
    found = set()
    for path in folder.parent.rglob("*.py"):
        if "facts" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            reads = (
                isinstance(node, ast.Attribute)
                and node.attr in {"responses", "details", "groups"}
                and isinstance(node.value, ast.Name)
                and node.value.id in {"facts", "known"}
            )
            takes = (
                isinstance(node, ast.ImportFrom)
                and node.module == "heard.insight.cuts"
                and {"answered", "counted"} & {one.name for one in node.names}
            )
            if reads or takes:
                found.add(path.stem)
    assert found == {*BESIDE}
