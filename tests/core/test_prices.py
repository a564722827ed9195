"""What a text costs on which day."""

from datetime import date
from decimal import Decimal

import pytest

from heard.core.prices import allowance, billable, financial_year, pence_per_fragment


@pytest.mark.parametrize(
    ("day", "pence"),
    [
        (date(2016, 5, 18), "1.65"),
        (date(2017, 3, 31), "1.65"),
        (date(2017, 4, 1), "1.58"),
        (date(2020, 10, 1), "1.58"),
        (date(2022, 4, 30), "1.61"),
        (date(2022, 5, 1), "1.72"),
        (date(2026, 4, 1), "2.40"),
        (date(2030, 1, 1), "2.40"),
    ],
)
def test_a_fragment_costs_what_the_list_of_the_day_says(day: date, pence: str) -> None:
    assert pence_per_fragment("sms", day) == Decimal(pence)


def test_an_email_costs_nothing() -> None:
    assert pence_per_fragment("email", date(2020, 10, 1)) == 0


def test_before_the_first_list_nobody_knows() -> None:
    with pytest.raises(ValueError, match="2016-05-17"):
        pence_per_fragment("sms", date(2016, 5, 17))


@pytest.mark.parametrize(
    ("day", "begins", "free"),
    [
        (date(2021, 3, 31), date(2020, 4, 1), 25_000),
        (date(2024, 3, 31), date(2023, 4, 1), 20_000),
        (date(2024, 4, 1), date(2024, 4, 1), 10_000),
        (date(2026, 12, 31), date(2026, 4, 1), 10_000),
    ],
)
def test_a_financial_year_begins_in_april_and_has_its_allowance(
    day: date, begins: date, free: int
) -> None:
    assert (financial_year(day), allowance(day)) == (begins, free)


def test_what_the_network_had_is_paid_for() -> None:
    assert billable() == {
        *("sending", "pending", "sent", "delivered"),
        *("permanent-failure", "temporary-failure", "failed"),
    }
