"""What a text costs at GOV.UK Notify, by day: list prices without value-added tax."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

_APRIL = 4
_RATE = ("rate_gbp_per_fragment_ex_vat", "sms")
_ALLOWANCE = ("free_allowance_fragments", "emergency_service")


def pence_per_fragment(channel: str, day: date) -> Decimal:
    """Give the pence that one fragment costs on a day in London; only texts cost anything.

    ValueError for a day before the first price list.
    """
    return 100 * _at(_RATE, day) if channel == "sms" else Decimal(0)


def allowance(day: date) -> int:
    """Give the fragments that are free in the financial year of a day: a police service's."""
    return int(_at(_ALLOWANCE, financial_year(day)))


def financial_year(day: date) -> date:
    """Give the first of April on which the financial year of a day began."""
    return date(day.year - (day.month < _APRIL), _APRIL, 1)


@cache
def billable() -> frozenset[str]:
    """Give the states of a text that is paid for, in the words of GOV.UK Notify."""
    return frozenset(
        row["status"] for row in _rows("notify_statuses.csv") if row["billable_sms"] == "yes"
    )


def _at(kind: tuple[str, str], day: date) -> Decimal:
    found = [value for since, value in _list(kind) if since <= day]
    if not found:
        raise ValueError(f"no price list holds for {day}")
    return found[-1]


@cache
def _list(kind: tuple[str, str]) -> tuple[tuple[date, Decimal], ...]:
    return tuple(
        sorted(
            (date.fromisoformat(row["valid_from"]), Decimal(row["value"]))
            for row in _rows("notify_rates.csv")
            if (row["kind"], row["applies_to"]) == kind
        )
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("heard.core").joinpath(name).read_text("utf-8")
    return csv.DictReader(text.splitlines())
