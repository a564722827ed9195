"""The shipped rule files say what the rules do, and the rules what the files say."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

import heard.eligibility
from heard.core.addresses import PhoneKind
from heard.core.reasons import REASONS, Reason
from heard.core.screening import (
    RULES,
    STRICTNESS,
    Category,
    Relationship,
    Review,
    Sensitivity,
    findings,
)
from heard.core.screening.conditions import CONDITIONS
from tests.core.screening.known import MARKERS, NOON, POLICY, facts

FOLDER = Path(heard.eligibility.__file__).with_name("rules")
CHANNELS = ("999", "101", "webchat", "front_counter", "alarm", "radio")
DAY = timedelta(days=1)
ROOT = Path(__file__).parents[2]
# These are found outside the rules: who took a visit back, whom a letter is for, what nobody looked
# at in time, what the gate has yet to look at, and a chat that nobody dealt with.
ELSEWHERE = {
    *(Reason.WITHDRAWN, Reason.NUMBER_CHANGED, Reason.NOT_REVIEWED, Reason.UNSCREENED),
    Reason.NOBODY_MET,
}
# Each of these is put into the facts by itself.
CHANGES: tuple[dict[str, Any], ...] = (
    *({"phone": kind} for kind in PhoneKind),
    *({"channel": channel} for channel in (*CHANNELS, "")),
    *({"role": role} for role in ("suspect", "alarm_centre", "caller")),
    *({"markers": {name}} for name in (*MARKERS, "new")),
    *({"codes": {code}} for code in (*Sensitivity, "child", "new")),
    {"codes": {"REVIEW"}, "closed": False},
    *({"codes": {code}, "closed": closed} for code in CONDITIONS for closed in (True, False)),
    *({"codes": {"PW-07"}, "relationship": how} for how in Relationship),
    *({"codes": {"PW-12"}, "casualties": hurt} for hurt in (True, False)),
    *({"age": age} for age in (9, 16, 40)),
    *({"happened_at": NOON - ago} for ago in (timedelta(0), DAY / 2, 99 * DAY)),
    *({"restored_at": NOON - ago} for ago in (timedelta(0), DAY)),
    {"codes": set()},
    {"codes_complete": False},
    {"codes": {"AD-01"}, "stage": "attendance"},
    {"opted_out": True},
    {"merged": True},
    {"live": True},
    {"endangered": True},
    {"risks": {"partner"}},
    {"phone_stolen": True},
    {"vulnerable": True},
    *({"relationship": how} for how in Relationship),
    {"asked_until": NOON + DAY},
    {"bad_until": NOON + DAY},
    {"reminders": 1},
    {"premises_asks": 9},
    {"asked_today": 9},
    {"draw": 0.9},
    {"stage_draw": 0.9},
    {"review": Review(passes=frozenset(), refuses=True)},
)
POLICIES: tuple[dict[str, Any], ...] = (
    {},
    {"channel": "email"},
    {"age_required": True},
    {"offences": frozenset({"well"})},
    {"sample": 0.8, "stage_share": 0.5, "premises_most": 3, "daily_most": 3},
    {"categories": {s.value: Category(sensitivity=s, conditional=False) for s in Sensitivity}},
)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def every_finding() -> dict[str, set[tuple[str, str]]]:
    """Ask each rule about everything that can be so, and give what it ever has against it."""
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in RULES}
    for change, limits in product(CHANGES, POLICIES):
        asked, policy = facts(**change), replace(POLICY, **limits)
        for (name, rule), now in product(RULES.items(), (NOON, NOON + 12 * timedelta(hours=1))):
            for finding in findings(rule, asked, policy, now):
                found[name].add((finding.outcome.value, finding.reason.value))
    return found


def test_the_file_names_every_rule_in_the_order_in_which_it_is_asked() -> None:
    assert [row["rule_id"] for row in rows("safe_contact_rules.csv")] == list(RULES)


def test_each_rule_gives_the_outcome_and_the_reasons_that_the_file_says() -> None:
    everything = every_finding()
    for row in rows("safe_contact_rules.csv"):
        found = everything[row["rule_id"]]
        assert {outcome for outcome, _ in found} == set(row["outcome"].split("|")), row["rule_id"]
        assert {reason for _, reason in found} == set(row["reasons"].split("|")), row["rule_id"]


def test_the_file_goes_from_the_strictest_outcome_to_the_mildest() -> None:
    outcomes = [row["outcome"].split("|")[0] for row in rows("safe_contact_rules.csv")]
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
    assert conditional == CONDITIONS.keys()


def test_every_marker_is_that_of_a_rule_and_says_what_it_means() -> None:
    listed = rows("markers.csv")
    assert len({row["marker"] for row in listed}) == len(listed)
    assert {row["rule"] for row in listed} == {
        *("SC-01", "SC-02", "SC-05", "SC-06", "SC-07", "SC-08", "SC-09", "SC-11", "SC-13", "SC-32")
    }
    assert {row["lifts"] for row in listed} == {"yes", "no"}
    assert [row["marker"] for row in listed if not (row["meaning"] and row["source"])] == []


def test_every_rule_of_safe_contact_is_in_force_here_or_elsewhere() -> None:
    """Rules that are not asked about facts say what keeps them, and the test of that."""
    elsewhere = rows("elsewhere.csv")
    asked = {name for name in RULES if name.startswith("SC-")}
    kept = {row["rule_id"] for row in elsewhere}
    assert sorted(asked | kept) == [f"SC-{n:02}" for n in range(1, 33)]
    assert asked & kept == set()
    for row in elsewhere:
        assert callable(import_string(row["kept_by"])), row["rule_id"]
        assert (ROOT / row["tested_by"]).exists(), row["rule_id"]
