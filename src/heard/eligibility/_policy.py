"""Reads the shipped rule files into the policy of a programme, and gives it a version."""

import csv
from functools import cache
from hashlib import sha256
from pathlib import Path

from heard.core.screening import Category, Policy, Sensitivity
from heard.core.timing import Window
from heard.eligibility.models import Programme

RULES = Path(__file__).with_name("rules")
CHILD_CODES = frozenset({"QU-04"})
PROFESSIONAL_CHANNELS = frozenset({"alarm", "radio"})
MINIMUM_AGE = 16  # years; the hard floor of SC-06


@cache
def categories() -> dict[str, Category]:
    """Every category of `nsir_categories.csv` by its code."""
    return {
        row["code"]: Category(
            sensitivity=Sensitivity(row["sensitivity"]), automatic=row["auto_sms"] == "yes"
        )
        for row in category_rows()
    }


def category_rows() -> list[dict[str, str]]:
    """The rows of `nsir_categories.csv`."""
    with (RULES / "nsir_categories.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def policy(programme: Programme) -> Policy:
    """The policy by which this programme screens."""
    return Policy(
        categories=categories(),
        child_codes=CHILD_CODES,
        professional_channels=PROFESSIONAL_CHANNELS,
        channels=frozenset(programme.contact_channels),
        opens_on=programme.opens_on,
        closes_on=programme.closes_on,
        delay=programme.delay,
        fresh_for=programme.fresh_for,
        minimum_age=MINIMUM_AGE,
        window=Window(),
    )


def version(programme: Programme) -> str:
    """16 hexadecimal digits that change with the rule files and with the programme's row."""
    digest = sha256(_rule_files())
    for field in Programme._meta.concrete_fields:
        digest.update(f"{field.attname}={getattr(programme, field.attname)!r};".encode())
    return digest.hexdigest()[:16]


@cache
def _rule_files() -> bytes:
    return b"".join(file.read_bytes() for file in sorted(RULES.glob("*.csv")))
