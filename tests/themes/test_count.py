"""People are counted by what they wrote about, and hidden where few wrote anything."""

from datetime import UTC, datetime

import pytest

from heard.core.statistics.verdicts import Finding
from heard.core.text.frame import Feeling
from heard.themes.by_hand import keep
from heard.themes.cells import cells, find
from heard.themes.count import count
from tests.themes.written import (
    BASE,
    KIND,
    NOW,
    OTHER,
    RUDE,
    SEPTEMBER,
    SILENT,
    cell,
    coded,
    programme,
    shares,
    wrote,
)
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db


def test_people_are_counted_and_not_comments() -> None:
    wrote(RUDE, SILENT, times=6)
    wrote(KIND, RUDE, times=10)
    wrote(OTHER, times=4)
    wrote(times=5)
    found = coded()
    assert (found.answered, found.wrote, found.base, found.comments) == (25, 20, 20, 36)
    assert shares(found) == {"politeness": 16, "informed": 6}
    assert (found.none.value, found.none.n) == (4 / 20, 20)
    politeness, informed = found.named[:2]
    assert politeness.theme.code == "politeness"
    assert politeness.feelings == {
        Feeling.PLEASED: 0,
        Feeling.NEITHER: 10,
        Feeling.DISPLEASED: 6,
    }
    assert informed.feelings is None
    assert found.feelings[Feeling.DISPLEASED].value == 6 / 20


def test_what_rose_by_more_than_chance_comes_first() -> None:
    wrote(SILENT, times=20)
    wrote(RUDE, times=12)
    wrote(SILENT, times=2, at=SEPTEMBER)
    wrote(RUDE, times=30, at=SEPTEMBER)
    first, second, *_ = coded().named
    assert (first.theme.code, first.is_emerging) == ("informed", True)
    assert first.before.value == 2 / 32
    assert (second.theme.code, second.is_emerging) == ("politeness", False)
    assert second.verdict is not None
    assert (second.verdict.finding, second.verdict.among) == (Finding.REAL, 14)


def test_where_too_few_wrote_nothing_is_shown() -> None:
    wrote(RUDE, times=BASE - 1)
    wrote(RUDE, times=BASE, at=SEPTEMBER)
    found = coded()
    assert {one.named.shown for one in found.named} == {False}
    assert {one.verdict and one.verdict.finding for one in found.named} == {Finding.TOO_SMALL}
    assert shares(coded(9)) == {"politeness": BASE}


def test_what_cannot_be_read_or_waits_is_told() -> None:
    wrote(RUDE, times=BASE)
    wrote("Da iawn", language="cy")
    found = coded()
    assert (found.base, found.wrote, found.not_read, found.waiting) == (10, 11, 1, 0)
    (late,) = wrote(RUDE)
    assert found.by_hand == 0
    keep(late, named=["care"], feeling="+", is_blind=False, by=a_person(), now=NOW)
    wrote(RUDE)
    found = count(cell(), minimum_base=BASE)
    assert (found.waiting, found.by_hand, shares(found)["care"]) == (1, 1, 1)


def test_a_person_counts_before_the_machine_and_the_last_one_before_others() -> None:
    first, *_ = wrote(RUDE, times=BASE)
    coded()
    ann, bob = a_person(), a_person("bob@example.org")
    keep(first, named=["care"], feeling="+", is_blind=False, by=ann, now=NOW)
    keep(first, named=["fairness"], feeling="-", is_blind=True, by=bob, now=NOW)
    assert shares(coded()) == {"politeness": BASE - 1, "fairness": 1}


def test_months_are_those_of_london_and_words_are_shown_where_enough_wrote() -> None:
    last = datetime(2020, 9, 30, 23, 30, tzinfo=UTC)  # half past midnight in London
    (one,) = wrote(RUDE, at=last)
    wrote(RUDE, times=BASE - 2)
    (few,) = wrote(RUDE, at=SEPTEMBER)
    (said_aloud,) = wrote(RUDE, slug="domestic_abuse")
    assert find(one.pk, minimum_base=BASE) is None
    wrote(KIND)
    assert cells() == {cell(): BASE, cell(9): 1}
    assert find(one.pk, minimum_base=BASE) == (one, cell())
    assert find(few.pk, minimum_base=BASE) is None
    assert find(said_aloud.pk, minimum_base=1) is None
    assert find(0, minimum_base=1) is None
    assert cells([programme("sms_contact")]) == {}
