"""Whom the specialist route is for, and what speaks against a caller as well."""

from typing import Any

import pytest

from heard.core.reasons import Reason
from heard.core.screening.specialist import against_calling, is_domestic
from tests.core.screening.known import NOON, facts, policy


@pytest.mark.parametrize(
    ("change", "domestic"),
    [
        ({"codes": {"PW-10"}}, True),
        ({"codes": {"fine", "QU-01"}}, True),
        ({"codes": {"CR-07"}}, True),
        ({"codes": {"PW-09"}}, False),
        ({"markers": {"domestic_abuse"}}, True),
        ({"markers": {"marac"}}, True),
        ({"markers": {"hate_crime"}}, False),
        ({}, False),
    ],
)
def test_a_code_or_a_marker_says_domestic_abuse(change: dict[str, Any], *, domestic: bool) -> None:
    assert is_domestic(facts(**{k: frozenset(v) for k, v in change.items()})) == domestic


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({}, ()),
        ({"endangered": True}, ()),
        ({"has_email": False}, ()),
        ({"markers": frozenset({"SC-01"})}, ()),
        ({"markers": frozenset({"SC-11"})}, ()),
        ({"markers": frozenset({"SC-05"})}, (Reason.UNSAFE,)),
        ({"age": 15}, (Reason.UNDER_AGE,)),
        ({"age": 16}, ()),
        ({"role": "suspect"}, (Reason.SUSPECT,)),
        ({"markers": frozenset({"SC-07"})}, (Reason.SUSPECT,)),
        ({"markers": frozenset({"SC-08"})}, (Reason.DECEASED,)),
        ({"channel": "alarm"}, (Reason.PROFESSIONAL,)),
        ({"opted_out": True}, (Reason.OPTED_OUT,)),
        ({"markers": frozenset({"SC-13"})}, (Reason.COMPLAINT,)),
        ({"age": 15, "opted_out": True}, (Reason.UNDER_AGE, Reason.OPTED_OUT)),
    ],
)
def test_what_is_about_the_person_holds_for_a_caller_too(
    change: dict[str, Any], reasons: tuple[Reason, ...]
) -> None:
    assert against_calling(facts(**change), policy(), now=NOON) == reasons


def test_not_to_be_written_to_is_no_reason_not_to_be_called() -> None:
    unsafe = policy().markers["SC-05"]
    marked = policy(markers={"no_text": unsafe, "no_email": unsafe, "no_call": unsafe})
    silent = facts(markers=frozenset({"no_text", "no_email"}))
    assert against_calling(silent, marked, now=NOON) == ()
    assert against_calling(facts(markers=frozenset({"no_call"})), marked, now=NOON) == (
        Reason.UNSAFE,
    )
