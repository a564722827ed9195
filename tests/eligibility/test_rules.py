"""The shipped rule files say what the rules do, and the rules what the files say."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import heard.eligibility
from heard.core.addresses import PhoneKind
from heard.core.reasons import REASONS, Reason
from heard.core.screening import RULES, STRICTNESS, Category, Facts, Policy, Sensitivity
from heard.core.timing import Window

FOLDER = Path(heard.eligibility.__file__).with_name("rules")
CHANNELS = ("999", "101", "webchat", "front_counter", "alarm", "radio")
NOON = datetime(2020, 10, 1, 11, tzinfo=UTC)
DAY = timedelta(days=1)
# These two are found outside the rules: by who took a visit back, and by whom a letter is for.
ELSEWHERE = {Reason.WITHDRAWN, Reason.NUMBER_CHANGED}


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def every_finding() -> dict[str, set[tuple[str, str]]]:
    """Ask each rule about everything that can be so, and give what it ever has against it."""
    policy = Policy(
        categories={s.value: Category(sensitivity=s, automatic=False) for s in Sensitivity},
        child_codes=frozenset({"child"}),
        professional_channels=frozenset({"alarm"}),
        channels=frozenset({"999"}),
        opens_on=date(2020, 9, 28),
        closes_on=date(2020, 10, 20),
        delay=timedelta(minutes=10),
        fresh_for=DAY,
        minimum_age=16,
        window=Window(),
    )
    known = Facts(
        happened_at=NOON,
        codes=frozenset(),
        codes_complete=True,
        channel="",
        phone=PhoneKind.UK_MOBILE,
        age=None,
        opted_out=True,
        asked_until=NOON + 9 * DAY,
        incident_open=True,
        merged=True,
    )
    codes = [*Sensitivity, "child", "new", None]
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in RULES}
    ages = (timedelta(0), DAY / 2, 99 * DAY)
    for code, phone, channel, ago in product(codes, PhoneKind, CHANNELS, ages):
        facts = replace(
            known,
            codes=frozenset({code} if code else ()),
            phone=phone,
            channel=channel,
            happened_at=NOON - ago,
        )
        for (name, rule), now in product(RULES.items(), (NOON, NOON - ago)):
            if (finding := rule(facts, policy, now)) is not None:
                found[name].add((finding.outcome.value, finding.reason.value))
    return found


def test_the_file_names_every_rule_in_the_order_in_which_it_is_asked() -> None:
    assert [row["rule_id"] for row in rows("safe_contact_rules.csv")] == list(RULES)


def test_each_rule_gives_the_outcome_and_the_reasons_that_the_file_says() -> None:
    written = {
        row["rule_id"]: {(row["outcome"], reason) for reason in row["reasons"].split("|")}
        for row in rows("safe_contact_rules.csv")
    }
    assert every_finding() == written


def test_the_file_goes_from_the_strictest_outcome_to_the_mildest() -> None:
    outcomes = [row["outcome"] for row in rows("safe_contact_rules.csv")]
    assert outcomes == sorted(outcomes, key=[str(o) for o in STRICTNESS].index)


def test_every_reason_is_some_rules_and_has_words() -> None:
    written = {r for row in rows("safe_contact_rules.csv") for r in row["reasons"].split("|")}
    assert written | ELSEWHERE == set(REASONS)
    assert written & ELSEWHERE == set()


def test_every_rule_says_when_why_and_where_from() -> None:
    blank = [
        (row["rule_id"], name)
        for row in rows("safe_contact_rules.csv")
        for name in ("stage", "condition", "why", "source")
        if not row[name].strip()
    ]
    assert blank == []


def test_the_list_of_categories_is_the_119_of_the_source() -> None:
    listed = rows("nsir_categories.csv")
    assert Counter(row["sensitivity"] for row in listed) == {
        "BLOCK": 65,
        "SPECIALIST": 7,
        "REVIEW": 22,
        "ALLOW": 25,
    }
    assert len({row["code"] for row in listed}) == 119
    assert [row["code"] for row in listed if not row["source"].strip()] == []


def test_only_what_is_allowed_is_ever_automatic() -> None:
    kinds = Counter((row["sensitivity"], row["auto_sms"]) for row in rows("nsir_categories.csv"))
    assert {kind for kind in kinds if kind[1] == "yes"} == {("ALLOW", "yes")}
    assert {kind for kind in kinds if kind[0] in ("BLOCK", "SPECIALIST")} == {
        ("BLOCK", "no"),
        ("SPECIALIST", "no"),
    }


def test_every_condition_is_written_down() -> None:
    listed = rows("nsir_categories.csv")
    conditional = {row["code"] for row in listed if row["auto_sms"] == "conditional"}
    assert {row["code"] for row in listed if row["condition"].strip()} >= conditional
