"""Cuts: by local times, areas and kinds of incident, and the same as counting by hand."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from itertools import combinations
from typing import Any

import pytest

from heard.core.screening import Outcome
from heard.insight.cuts import COLUMNS, EVERYTHING, HANDLING, Cut, Segment, Slice, counted, segment
from heard.insight.facts.read import Facts
from heard.insight.ledger import accounts
from heard.insight.measure import cut, figures
from tests.insight.crowd import DONT_KNOW, PROGRAMMES, THEMES, Said, crowd
from tests.insight.flow import Disposition, answer, known, programme, screen

pytestmark = pytest.mark.django_db


def facts_of(*said: Said) -> Facts:
    for each in said:
        each.put()
    return known()


def asked(facts: Facts, *by: Cut, where: Slice = EVERYTHING) -> dict[Segment, list[Any]]:
    """Give n, positive, first and last day by programme, question and segment."""
    return {
        (row["programme"], row["question"], *segment(row, by)): [
            row[name] for name in ("n", "counted", "first", "last")
        ]
        for row in facts.ask(counted, by=by, where=where)
    }


def by_hand(said: Sequence[Said], *by: Cut) -> dict[Segment, list[Any]]:
    """Count the same from the answers themselves."""
    groups: dict[Segment, list[Said]] = {}
    for each in said:
        if each.counts:
            place = (each.of, each.question, *(each.by(c) for c in by))
            groups.setdefault(place, []).append(each)
    return {
        place: [
            len(alike),
            sum(each.value >= 8 for each in alike),
            min(each.local.date() for each in alike),
            max(each.local.date() for each in alike),
        ]
        for place, alike in groups.items()
    }


@pytest.mark.parametrize(
    ("at", "week", "weekday", "hour", "block"),
    [
        ("2020-03-29T00:59", "2020-03-23", 7, 0, 0),  # one o'clock is skipped
        ("2020-03-29T01:00", "2020-03-23", 7, 2, 0),
        ("2020-03-29T22:59", "2020-03-23", 7, 23, 21),
        ("2020-03-29T23:00", "2020-03-30", 1, 0, 0),
        ("2020-10-24T22:59", "2020-10-19", 6, 23, 21),
        ("2020-10-24T23:00", "2020-10-19", 7, 0, 0),
        ("2020-10-25T00:30", "2020-10-19", 7, 1, 0),  # one o'clock comes twice
        ("2020-10-25T01:30", "2020-10-19", 7, 1, 0),
        ("2020-10-25T23:59", "2020-10-19", 7, 23, 21),
        ("2020-10-26T00:00", "2020-10-26", 1, 0, 0),
        ("2020-09-30T23:30", "2020-09-28", 4, 0, 0),  # October in London
        ("2021-01-01T00:00", "2020-12-28", 5, 0, 0),
    ],
)
def test_weeks_days_and_hours_are_those_of_the_wall_clock(
    at: str, week: str, weekday: int, hour: int, block: int
) -> None:
    times = (Cut.WEEK, Cut.WEEKDAY, Cut.HOUR, Cut.BLOCK)
    found = asked(facts_of(Said(at=datetime.fromisoformat(at).replace(tzinfo=UTC))), *times)
    assert [place[2:] for place in found] == [(date.fromisoformat(week), weekday, hour, block)]


def test_the_hour_that_comes_twice_is_one_of_two_hours() -> None:
    twice = [datetime(2020, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    found = asked(facts_of(*(Said(at=at) for at in twice)), Cut.HOUR)
    assert {place[-1]: counts[0] for place, counts in found.items()} == {1: 2}


def test_a_code_that_is_not_mapped_and_none_at_all_are_kinds_of_their_own() -> None:
    found = asked(facts_of(*(Said(code=code) for code in THEMES)), Cut.INCIDENT)
    assert {place[-1]: counts[0] for place, counts in found.items()} == dict.fromkeys(
        THEMES.values(), 1
    )


def test_who_broke_off_and_who_did_not_know_stand_outside_the_base() -> None:
    found = facts_of(
        Said(value=8),
        Said(value=7, disposition=Disposition.PARTIAL),
        Said(value=10, disposition=Disposition.BREAK_OFF),
        Said(value=DONT_KNOW),
    )
    assert [counts[:2] for counts in asked(found).values()] == [[2, 1]]


def test_where_nobody_is_positive_the_share_is_nothing_and_not_unknown() -> None:
    found = facts_of(Said(value=0, area="BE"), Said(value=7, area="BE"), Said(value=9, area="WV"))
    assert [counts[:2] for counts in asked(found, Cut.AREA).values()] in (
        [[2, 0], [1, 1]],
        [[1, 1], [2, 0]],
    )
    by_area = cut(found, [programme()], minimum_base=1, by=[Cut.AREA])
    assert [(f.segment, f.estimate.value) for f in by_area] == [(("BE",), 0.0), (("WV",), 1.0)]
    with_answers = [f.estimate for f in figures(found, minimum_base=1) if f.estimate.n]
    assert [estimate.value for estimate in with_answers] == 2 * [1 / 3]


def test_a_segment_without_answers_is_not_there() -> None:
    found = cut(facts_of(Said(area="BE")), [programme()], minimum_base=1, by=[Cut.AREA, Cut.WEEK])
    assert [(f.question, f.segment) for f in found] == [("treatment", ("BE", date(2020, 10, 12)))]


def narrowed(cut: Cut, word: str) -> dict[str, Any]:
    return {COLUMNS[cut]: word}


@pytest.fixture
def many() -> list[Said]:
    """Let two hundred people answer."""
    said = crowd(200)
    for each in said:
        each.put()
    return said


def test_every_cut_alone_by_twos_and_by_threes_counts_as_by_hand(many: list[Said]) -> None:
    facts, of_all = known(), [*Cut]
    twos = combinations([cut for cut in Cut if cut not in HANDLING], 2)
    threes = [(of_all[n], of_all[n - 1], of_all[n - 5]) for n in range(len(of_all))]
    for by in [(), *((c,) for c in Cut), *twos, *threes]:
        assert asked(facts, *by) == by_hand(many, *by), by


def test_every_filter_lets_through_what_it_says_and_no_more(many: list[Said]) -> None:
    facts, last = known(), date(2020, 10, 25)
    kept = {
        Slice(): many,
        Slice(programmes=PROGRAMMES[:1]): [s for s in many if s.of == PROGRAMMES[0]],
        Slice(programmes=PROGRAMMES): many,
        Slice(from_=last): [s for s in many if s.local.date() >= last],
        Slice(to=last): [s for s in many if s.local.date() <= last],
        Slice(from_=last, to=last): [s for s in many if s.local.date() == last],
        Slice(area="BE"): [s for s in many if s.area == "BE"],
        Slice(area=""): [s for s in many if not s.area],
        Slice(incident="not mapped"): [s for s in many if s.code == "XX-99"],
        Slice(weekday=7): [s for s in many if s.local.isoweekday() == 7],
        Slice(hour=0): [s for s in many if s.local.hour == 0],
        Slice(ward="E05001178"): [s for s in many if s.ward == "E05001178"],
        Slice(team=""): [s for s in many if not s.team],
        Slice(area="WV", weekday=1, from_=last): [
            s
            for s in many
            if s.area == "WV" and s.local.isoweekday() == 1 and s.local.date() >= last
        ],
    }
    kept |= {
        replace(Slice(), **narrowed(cut, word)): [s for s in many if s.by(cut) == word]
        for cut in HANDLING
        for word in ("", max(str(s.by(cut)) for s in many))
    }
    of_open_surveys = {"impact_area", "came_by", "undoubted"}  # tests/insight/test_impact.py
    names = {f.name for f in fields(Slice)} - of_open_surveys
    assert {n for where in kept for n in names if getattr(where, n) not in (None, ())} == names
    for where, said in kept.items():
        assert asked(facts, where=where) == by_hand(said), where
        assert asked(facts, Cut.WEEK, where=where) == by_hand(said, Cut.WEEK), where


def test_a_question_is_counted_alone_as_among_all(many: list[Said]) -> None:
    rows = known().ask(counted, by=(Cut.AREA,), where=EVERYTHING, question="outcome")
    alone = {(r["programme"], r["question"], r["area"]): r["n"] for r in rows}
    by_area = by_hand([s for s in many if s.question == "outcome"], Cut.AREA)
    assert alone == {place: counts[0] for place, counts in by_area.items()}


def test_the_ledger_is_cut_by_the_same_words() -> None:
    screen(programme(), Outcome.SEND, at=datetime(2020, 10, 25, 1, 30, tzinfo=UTC), area="BE")
    answer(programme("sms_attendance"), {})
    by = (Cut.WEEKDAY, Cut.HOUR, Cut.INCIDENT, Cut.TOUCHPOINT)
    assert [(a.id, a.segment) for a in accounts(known(), by=by)] == [
        ("sms_contact", (7, 1, "none given", "contact")),
        ("sms_attendance", (1, 11, "none given", "attendance")),
    ]
