"""Reads the shipped rule files into the policy of a programme, and gives it a version."""

import csv
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from heard.core.reasons import Reason
from heard.core.screening import Category, MarkerRule, Outcome, Policy, Sensitivity
from heard.core.timing import Window
from heard.eligibility.models import Programme

RULES = Path(__file__).with_name("rules")
CHILD_CODES = frozenset({"QU-04"})
PROFESSIONAL_CHANNELS = frozenset({"alarm", "radio"})
PROFESSIONAL_ROLES = frozenset({"professional", "alarm_centre", "other_force", "staff"})
# The families of risk words that bear on a home for longer than on the log that has them.
LASTING_RISKS = frozenset(
    ("domestic", "partner", "suicide", "self-harm", "sexual", "refuge", "marac", "honour")
) | {"stalking", "slavery", "threat", "coded"}
SUSPECT, CHILD = "suspect", "child"  # markers
CHILDHOOD, MAJORITY = 16, 18  # years: below the first nobody is asked, below the other one is young
DESCRIBING = frozenset({"asked", "segment", "journey", "review_on"})  # no rule reads these
SUSPECT_ROLES = frozenset({"suspect", "detained"})


@cache
def categories() -> dict[str, Category]:
    """Every category of `nsir_categories.csv` by its code, and what a chat may be about."""
    chats = {
        row["code"]: Category(sensitivity=Sensitivity(row["sensitivity"]), conditional=False)
        for row in _rows("chat_topics.csv")
    }
    return chats | {
        row["code"]: Category(
            sensitivity=Sensitivity(row["sensitivity"]),
            conditional=row["auto_sms"] == "conditional",
            qualifier=row["use"] == "qualifier",
        )
        for row in category_rows()
    }


@cache
def markers() -> dict[str, MarkerRule]:
    """Every marker of `markers.csv` by its name."""
    return {
        row["marker"]: MarkerRule(
            rule=row["rule"], outcome=Outcome(row["outcome"]), reason=Reason(row["reason"])
        )
        for row in _rows("markers.csv")
    }


@cache
def lasting_markers() -> frozenset[str]:
    """The markers that nothing lifts."""
    return frozenset(row["marker"] for row in _rows("markers.csv") if row["lifts"] == "no")


@cache
def blocking_codes() -> frozenset[str]:
    """The categories about which nobody is ever asked, and whose households are left alone."""
    return frozenset(
        code for code, found in categories().items() if found.sensitivity is Sensitivity.BLOCK
    )


@cache
def plain_markers() -> frozenset[str]:
    """The markers that block whatever else is known.

    That of a child goes by the age as well, and a telephone that is gone by the channel.
    """
    return frozenset(
        name
        for name, found in markers().items()
        if found.outcome is Outcome.BLOCK and found.rule not in {"SC-06", "SC-11"}
    )


@cache
def endangering_markers() -> frozenset[str]:
    """The markers that say that a household is at risk, and not only how a person is reached."""
    return frozenset(name for name, found in markers().items() if found.rule == "SC-01")


@cache
def personal_markers() -> frozenset[str]:
    """The markers that go with the person, from one contact to the next."""
    return frozenset(name for name, found in markers().items() if found.rule in {"SC-05", "SC-08"})


@cache
def grave_markers() -> frozenset[str]:
    """The markers that count against everybody about whose log they are told."""
    return frozenset(name for name, found in markers().items() if found.rule in {"SC-01", "SC-32"})


def category_rows() -> list[dict[str, str]]:
    """The rows of `nsir_categories.csv`."""
    return _rows("nsir_categories.csv")


def policy(programme: Programme, *, on: date, channel: str = "") -> Policy:
    """The policy by which this programme screens what happened on a local day.

    Its periods have been read with it; the one that holds the day says which share of incidents
    it asks about.
    """
    shares = [period.stage_share for period in programme.periods if period.holds(on)]
    return Policy(
        categories=categories(),
        markers=markers(),
        child_codes=CHILD_CODES,
        professional_channels=PROFESSIONAL_CHANNELS,
        professional_roles=PROFESSIONAL_ROLES,
        suspect_roles=SUSPECT_ROLES,
        channels=frozenset(programme.contact_channels),
        channel=channel or programme.channel,
        victim_route=programme.victims,
        call_back=programme.call_back,
        offences=frozenset(programme.offences),
        periods=tuple((p.opens_on, p.closes_on) for p in programme.periods),
        delay=programme.delay,
        fresh_for=programme.fresh_for,
        review_delay=programme.review_delay,
        hold_for=programme.hold_for,
        minimum_age=programme.minimum_age,
        age_required=programme.age_required,
        window=Window(
            weekday_opens=programme.weekday_opens,
            weekday_closes=programme.weekday_closes,
            rest_opens=programme.rest_opens,
            rest_closes=programme.rest_closes,
        ),
        sample=programme.sample,
        stage_share=shares[0] if shares else 1.0,
        daily_most=programme.daily_most,
        premises_most=programme.premises_most,
        reminders=programme.reminders,
    )


def version(programme: Programme) -> str:
    """16 hexadecimal digits that change with the rule files, and with the programme's policy."""
    digest = sha256(_rule_files())
    for row in (programme, *programme.periods, *programme.parallel_runs):
        for field in row._meta.concrete_fields:
            if field.name in DESCRIBING:
                continue
            digest.update(f"{field.attname}={getattr(row, field.attname)!r};".encode())
    return digest.hexdigest()[:16]


def _rows(name: str) -> list[dict[str, str]]:
    with (RULES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _rule_files() -> bytes:
    return b"".join(file.read_bytes() for file in sorted(RULES.glob("*.csv")))
