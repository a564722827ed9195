"""Cuts: by local times, areas and kinds of incident, and the same as counting by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from random import Random
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from heard.core.screening import Outcome
from heard.insight.cuts import EVERYTHING, Cut, Segment, Slice, counted, segment
from heard.insight.facts.read import Facts
from heard.insight.ledger import accounts
from heard.insight.measure import cut, figures
from heard.responses.models import Answer, Response
from tests.insight.flow import (
    CALLED,
    Disposition,
    answer,
    invite,
    known,
    programme,
    screen,
    tell,
)

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
THEMES = {
    "AS-02": "Anti-social behaviour",
    "TR-04": "Transport",
    "XX-99": "not mapped",
    "": "none given",
}
PROGRAMMES = ("sms_contact", "sms_attendance")
DONT_KNOW = 98


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer, with all that it can be cut and filtered by."""

    of: str = "sms_contact"
    at: datetime = CALLED
    area: str = ""
    code: str = ""
    question: str = "treatment"
    value: int = 9
    disposition: Disposition = Disposition.COMPLETE
    born: int | None = None
    group: str = ""
    condition: str = ""
    reduces: str = ""
    sex: str = ""

    @property
    def local(self) -> datetime:
        return self.at.astimezone(LONDON)

    @property
    def counts(self) -> bool:
        return self.disposition != Disposition.BREAK_OFF and self.value != DONT_KNOW

    @property
    def age(self) -> str:
        if self.born is None:
            return ""
        years = self.local.year - self.born
        firsts = {16: "16-24", 25: "25-34", 35: "35-44", 45: "45-54", 55: "55-64", 65: "65-74"}
        found = [band for first, band in firsts.items() if years >= first]
        return "75+" if years >= 75 else found[-1] if found else "under 16"

    @property
    def disabled(self) -> str:
        if self.condition != "yes":
            return self.condition
        return "yes" if self.reduces in {"lot", "little"} else self.reduces

    def by(self, cut: Cut) -> date | int | str:
        """Give what this is cut by, as a person would work it out."""
        day = self.local.date()
        found: dict[Cut, date | int | str] = {
            Cut.WEEK: day - timedelta(days=day.weekday()),
            Cut.AREA: self.area,
            Cut.INCIDENT: THEMES[self.code],
            Cut.WEEKDAY: day.isoweekday(),
            Cut.HOUR: self.local.hour,
            Cut.BLOCK: self.local.hour // 3 * 3,
            Cut.TOUCHPOINT: programme(self.of).stage,
            Cut.AGE: self.age,
            Cut.ETHNIC_GROUP: self.group,
            Cut.DISABILITY: self.disabled,
            Cut.SEX: self.sex,
            Cut.IMPACT_AREA: "",  # these were invited: tests/insight/test_impact.py has others
            Cut.CAME_BY: "",
        }
        return found[cut]

    def put(self) -> None:
        """Let somebody say it."""
        of = programme(self.of)
        response = Response.objects.create(
            invitation=invite(of, opened=True),
            disposition=self.disposition,
            language="en",
            mode="web",
            started_at=self.at,
            submitted_at=self.at,
            stage=of.stage,
            happened_at=self.at,
            area=self.area,
            incident_code=self.code,
            apart=uuid4(),
        )
        if self.born or self.group or self.condition or self.sex:
            tell(
                response,
                birth_year=self.born,
                ethnic_group=self.group,
                condition=self.condition,
                reduces=self.reduces,
                sex=self.sex,
            )
        Answer.objects.create(
            response=response,
            question_id=self.question,
            version=2,
            scale_id="N10",
            value=self.value,
        )


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


@pytest.fixture
def crowd() -> list[Said]:
    """Two hundred answers at random, most of them around both clock changes."""
    random = Random(7)  # noqa: S311 - nothing here is secret
    starts = [datetime(2020, 3, 27, tzinfo=UTC), datetime(2020, 10, 23, tzinfo=UTC)]
    said = [
        Said(
            of=random.choice(PROGRAMMES),
            at=random.choice(starts) + timedelta(minutes=random.randrange(5 * 24 * 60)),
            area=random.choice(["", "BE", "WV"]),
            code=random.choice(list(THEMES)),
            question=random.choice(["treatment", "outcome"]),
            value=random.choice([*range(11), DONT_KNOW]),
            disposition=random.choice(list(Disposition)),
            born=random.choice([None, *range(1930, 2007)]),
            group=random.choice(["", "white", "asian", "skip"]),
            condition=random.choice(["", "yes", "yes", "no", "skip"]),
            reduces=random.choice(["", "lot", "little", "no", "skip"]),
            sex=random.choice(["", "female", "male", "skip"]),
        )
        for _ in range(200)
    ]
    for each in said:
        each.put()
    return said


def test_every_cut_and_every_two_together_count_as_by_hand(crowd: list[Said]) -> None:
    facts = known()
    for by in [(), *((c,) for c in Cut), *combinations(Cut, 2)]:
        assert asked(facts, *by) == by_hand(crowd, *by), by


def test_every_filter_lets_through_what_it_says_and_no_more(crowd: list[Said]) -> None:
    facts, last = known(), date(2020, 10, 25)
    kept = {
        Slice(): crowd,
        Slice(programmes=PROGRAMMES[:1]): [s for s in crowd if s.of == PROGRAMMES[0]],
        Slice(programmes=PROGRAMMES): crowd,
        Slice(from_=last): [s for s in crowd if s.local.date() >= last],
        Slice(to=last): [s for s in crowd if s.local.date() <= last],
        Slice(from_=last, to=last): [s for s in crowd if s.local.date() == last],
        Slice(area="BE"): [s for s in crowd if s.area == "BE"],
        Slice(area=""): [s for s in crowd if not s.area],
        Slice(incident="not mapped"): [s for s in crowd if s.code == "XX-99"],
        Slice(weekday=7): [s for s in crowd if s.local.isoweekday() == 7],
        Slice(hour=0): [s for s in crowd if s.local.hour == 0],
        Slice(area="WV", weekday=1, from_=last): [
            s
            for s in crowd
            if s.area == "WV" and s.local.isoweekday() == 1 and s.local.date() >= last
        ],
    }
    of_open_surveys = {"impact_area", "came_by", "undoubted"}  # tests/insight/test_impact.py
    names = {f.name for f in fields(Slice)} - of_open_surveys
    assert {n for where in kept for n in names if getattr(where, n) not in (None, ())} == names
    for where, said in kept.items():
        assert asked(facts, where=where) == by_hand(said), where
        assert asked(facts, Cut.WEEK, where=where) == by_hand(said, Cut.WEEK), where


def test_a_question_is_counted_alone_as_among_all(crowd: list[Said]) -> None:
    rows = known().ask(counted, by=(Cut.AREA,), where=EVERYTHING, question="outcome")
    alone = {(r["programme"], r["question"], r["area"]): r["n"] for r in rows}
    by_area = by_hand([s for s in crowd if s.question == "outcome"], Cut.AREA)
    assert alone == {place: counts[0] for place, counts in by_area.items()}


def test_the_ledger_is_cut_by_the_same_words() -> None:
    screen(programme(), Outcome.SEND, at=datetime(2020, 10, 25, 1, 30, tzinfo=UTC), area="BE")
    answer(programme("sms_attendance"), {})
    by = (Cut.WEEKDAY, Cut.HOUR, Cut.INCIDENT, Cut.TOUCHPOINT)
    assert [(a.id, a.segment) for a in accounts(known(), by=by)] == [
        ("sms_contact", (7, 1, "none given", "contact")),
        ("sms_attendance", (1, 11, "none given", "attendance")),
    ]
