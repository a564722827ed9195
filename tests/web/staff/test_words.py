"""Figures and codes in words and digits."""

from datetime import date

import pytest

from heard.core.reasons import REASONS
from heard.core.screening import Outcome
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.delivery.models import State
from heard.insight.ledger import Reached
from heard.insight.measure import Figure
from heard.web.staff import words

DAY = date(2020, 10, 12)


def table(estimate: Estimate) -> words.Table:
    figure = Figure(
        programme="sms_contact",
        name="Text after a call",
        questionnaire=1,
        question="outcome",
        label="How well did we help?",
        measure="share_8_plus",
        segment=(),
        estimate=estimate,
        from_=DAY,
        to=DAY,
    )
    (found,) = words.tables([figure])
    return found


@pytest.mark.parametrize(
    ("successes", "n", "shown"),
    [
        (0, 0, ("No answers yet", "", "0")),
        (7, 7, ("Too few: 7", "", "7")),
        (38, 100, ("38%", "29% to 48%", "100")),
        (826, 999, ("83%", "80% to 85%", "999")),
        (827, 1_000, ("82.7%", "80.2% to 84.9%", "1,000")),
    ],
)
def test_a_share_is_as_fine_as_its_base_bears(
    successes: int, n: int, shown: tuple[str, str, str]
) -> None:
    (row,) = table(share(successes, n, minimum_base=10)).rows
    assert (row.value, row.interval, row.base) == shown


@pytest.mark.parametrize(("n", "low"), [(9, False), (10, True), (29, True), (30, False)])
def test_a_low_base_is_marked_where_the_figure_is_shown(n: int, *, low: bool) -> None:
    (row,) = table(share(1, n, minimum_base=10)).rows
    assert row.is_low == low


def test_a_period_runs_from_the_first_to_the_last_day() -> None:
    spans = [(DAY, date(2020, 10, 18)), (None, None), (date(2020, 9, 28), DAY)]
    assert words.period(spans) == "28 September 2020 to 18 October 2020"
    assert words.period([(DAY, DAY)]) == "12 October 2020"
    assert words.period([(None, None)]) == ""


def test_every_code_has_words() -> None:
    assert set(words.OUTCOMES) == set(Outcome)
    assert set(words.STATES) == set(State)
    assert list(words.STEPS) == list(Reached)


def test_counts_come_in_words_and_an_old_code_as_it_is() -> None:
    assert words.counted({"sensitive": 1_200, "long_gone": 1}, words.WHY) == [
        (REASONS["sensitive"], 1_200, ""),
        ("long_gone", 1, ""),
    ]
