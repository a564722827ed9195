"""Views, files and the figures for machines, subtracted from one another: none tells of few."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest

from heard.core.statistics.whole_weeks import Weeks, monday_of
from heard.insight.cuts import COLUMNS, Cut
from heard.insight.facts.read import Facts
from heard.insight.queries import labels
from heard.web.api import api
from heard.web.staff.explore import look
from heard.web.staff.filters import CUTS
from heard.web.staff.survey_words import segment_words
from tests.insight.attack import BASE, Crowd, Ids, Shown, crowd, facts_of
from tests.insight.flow import programme
from tests.insight.test_attack import few, lies_in, totals
from tests.web.api.reader import a_key, get
from tests.web.staff.people import inside

REQUESTS, SAMPLE = 10, 1_300
STAGES = {"contact": "sms_contact", "attendance": "sms_attendance"}
ASKED = (Cut.AREA, Cut.INCIDENT, Cut.WEEKDAY, Cut.BLOCK, Cut.TEAM, Cut.WEEK)
FILTERS = {"area": ("BE", "DY", "SH"), "incident": ("Crime", "Transport"), "hour": ("17", "3")}
DAYS = (("", ""), ("2020-02-03", "2020-05-31"), ("2020-03-02", "2020-05-31"), ("", "2020-09-27"))
BY_WORDS = {words: cut for cut, words in CUTS.items()}
Query = list[tuple[str, str]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """Let a crowd with sparse corners have answered the shipped surveys."""
    made = crowd(tmp_path, 900)
    version = max(item.version for item in labels() if item.question == "treatment")
    rows = [
        {
            **row,
            "programme": STAGES[row["programme"]],
            "stage": row["programme"],
            "questionnaire": programme().questionnaire.slug,
            "question_version": version,
        }
        for row in made.rows
        if row["question"] == "treatment"
    ]
    facts = facts_of(rows, tmp_path)

    def found(_asked: object) -> Facts:
        return facts

    monkeypatch.setattr(look, "facts_for", found)
    monkeypatch.setattr(api, "facts", found)
    return Crowd(facts=facts, rows=rows)


def queries(random: Random) -> Iterator[tuple[Query, list[Cut]]]:
    """Ask for surveys, cuts, filters and days by chance."""
    for _ in range(REQUESTS):
        by = random.sample(ASKED, random.choice((0, 1, 1, 2)))
        given = {name: random.choice(any_of) for name, any_of in FILTERS.items()}
        filters = {
            name: given[name] for name in random.sample([*FILTERS], random.choice((0, 0, 1)))
        }
        from_, to = random.choice(DAYS)
        asked = {"survey": random.choice([*STAGES.values()]), "question": "treatment"}
        dated = {name: day for name, day in (("from", from_), ("to", to)) if day}
        yield [*(asked | filters | dated).items()], by


class Table:
    """Reads what was handed out back into who was counted, whom nobody was told of."""

    def __init__(self, many: Crowd) -> None:
        self.many = many
        self.version = many.rows[0]["question_version"]
        self.codes = {
            (cut, segment_words(cut, row[COLUMNS[cut]])): row[COLUMNS[cut]]
            for cut in ASKED
            for row in many.rows
        }

    def shown(self, place: Mapping[str, Any], weeks: Weeks, n: int, value: float) -> Shown:
        within = {name: at for name, at in place.items() if name != "week"}
        if isinstance(place.get("week"), date):
            weeks = Weeks(place["week"], place["week"])
        ids: Ids = self.many.of(within, weeks, ("treatment", self.version))
        return Shown(place=within, weeks=weeks, told=(n, round(n * value)), ids=ids)

    def of_file(self, content: str, query: Query) -> Iterator[Shown]:
        for line in csv.DictReader(StringIO(content)):
            if not line["value"]:
                continue
            place = narrowed(query)
            for number in (1, 2, 3):
                if cut := BY_WORDS.get(line[f"cut_{number}"]):
                    at = line[f"segment_{number}"]
                    place[COLUMNS[cut]] = self.codes.get((cut, at), at)
            monthly = line["part"] == "segment in a month"
            ends = ("from", "to") if monthly else ("counted_from", "counted_to")
            weeks = weeks_of(*(line[end] for end in ends))
            yield self.shown(place, weeks, int(line["n"]), float(line["value"]))

    def of_figures(self, told: Mapping[str, Any], query: Query) -> Iterator[Shown]:
        weeks = weeks_of(told["counted_from"] or "", told["counted_to"] or "")
        for one in told["figures"]:
            if one["shown"]:
                place = narrowed(query)
                for cut, at in zip(told["by"], one["segment"], strict=True):
                    known = date.fromisoformat(at) if cut == "week" else at
                    place[COLUMNS[Cut(cut)]] = known
                yield self.shown(place, weeks, one["n"], one["value"])


def narrowed(query: Query) -> dict[str, Any]:
    """Give what a query narrows down to, by column."""
    asked = dict(query)
    place: dict[str, Any] = {"programme": asked["survey"]}
    place |= {name: asked[name] for name in ("area", "incident") if name in asked}
    return place | ({"hour": int(asked["hour"])} if "hour" in asked else {})


def weeks_of(from_: str, to: str) -> Weeks:
    first, last = (date.fromisoformat(day) if day else None for day in (from_, to))
    return Weeks(first, last and monday_of(last))


def handed_out(many: Crowd) -> list[Shown]:
    """Take views away as files, ask for them as a machine, and give all that is shown."""
    table, person, key = Table(many), inside(), a_key(teams=True)
    found: list[Shown] = []
    for query, by in queries(Random(3)):  # noqa: S311 - nothing here is secret
        cuts = [*zip(("by", "and", "then"), by, strict=False)]
        file = person.get(f"/staff/explore/file/csv?{urlencode([*query, *cuts])}")
        assert file.status_code == 200, query
        found += table.of_file(file.content.decode("utf-8-sig"), query)
        machine = get(f"figures?{urlencode([*query, *(('by', cut) for cut in by)])}", key=key)
        assert machine.status_code == 200, machine.content
        found += table.of_figures(machine.json(), query)
    return [*{(one.key, one.weeks): one for one in found}.values()]


def test_what_is_handed_out_tells_nothing_of_few_by_subtraction(many: Crowd) -> None:
    shown = handed_out(many)
    assert [one.told for one in shown] == [many.counted(one.ids) for one in shown]
    assert min(one.told[0] for one in shown) >= BASE
    some = Random(7).sample(shown, min(SAMPLE, len(shown)))  # noqa: S311
    tried, leaks = Counter[str](), []
    for one, other in combinations(some, 2):
        for part, whole in ((one, other), (other, one)):
            if lies_in(part, whole):
                tried["one less another"] += 1
                leaks.append(few(many, "one less another", whole, [part]))
    for whole, parts in totals(shown):
        tried["total less segments"] += 1
        leaks.append(few(many, "total less segments", whole, parts))
    assert [leak for leak in leaks if leak] == []
    assert tried["one less another"] > 100, tried
    assert tried["total less segments"] > 10, tried
