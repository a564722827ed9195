"""Who answers, when and with what; read off many simulated people."""

# ruff: noqa: S311 - simulated people are no secrets

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import pytest

from heard.core.timing import LONDON
from heard.simulation.citizens import Citizens, Fate, Visit

NOW = datetime(2020, 10, 1, 17, tzinfo=UTC)
BODY = "How was it? https://heard.example.org/s/AbC-d_9 Thank you."


@cache
def visits() -> list[Visit]:
    citizens = Citizens(Random(3))
    found = [citizens.reads(BODY, now=NOW) for _ in range(10_000)]
    return [visit for visit in found if visit is not None]


def test_of_a_hundred_people_twenty_two_answer_to_the_end() -> None:
    counts = Counter(visit.fate for visit in visits())
    assert counts == {
        Fate.COMPLETED: 2_200,
        Fate.BROKEN_OFF: 300,
        Fate.STARTED: 100,
        Fate.LOOKED_AT: 600,
        Fate.OPTED_OUT: 100,
    }


def test_they_follow_the_link_of_the_text() -> None:
    assert {visit.path for visit in visits()} == {"/s/AbC-d_9"}


def test_a_text_without_a_link_is_an_error() -> None:
    citizens = Citizens(Random(3))
    with pytest.raises(ValueError, match="without a link"):
        _ = [citizens.reads("How was it?", now=NOW) for _ in range(100)]


def test_most_come_within_three_hours_and_all_while_the_link_lives() -> None:
    delays = [visit.at - NOW for visit in visits()]
    soon = sum(delay <= timedelta(hours=3) for delay in delays) / len(delays)
    assert 0.6 <= soon <= 0.9
    assert max(delays) < timedelta(days=7)
    assert min(delays) > timedelta(0)


def test_nobody_comes_at_night() -> None:
    hours = {visit.at.astimezone(LONDON).hour for visit in visits()}
    assert hours <= set(range(7, 23))


def test_four_in_five_write_something_that_fits_their_scores() -> None:
    done = [visit for visit in visits() if visit.fate is Fate.COMPLETED]
    wrote = [visit for visit in done if visit.comment]
    unhappy = [v for v in wrote if v.comment.startswith("Two days on")]
    assert len(wrote) / len(done) == pytest.approx(0.79, abs=0.002)
    assert max(sum(v.answers.values()) / 5 for v in unhappy) < 5.5


def test_who_breaks_off_leaves_at_least_one_question_open() -> None:
    broken = [visit for visit in visits() if visit.fate is Fate.BROKEN_OFF]
    assert {visit.stops_after for visit in broken} == {1, 2, 3, 4}
    assert {visit.comment for visit in broken} == {""}
