"""Outcome rates by AAPOR's formulas."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.statistics.outcome_rates import (
    WORDS,
    Disposition,
    Dispositions,
    Rate,
    eligible_share,
    outcome_rates,
)
from heard.core.statistics.proportions import share

KNOWN = Dispositions(complete=700, partial=100, break_off=50, non_contact=9_000, unknown=150)
CASES = st.builds(
    Dispositions, **{one.value: st.integers(min_value=0, max_value=500) for one in Disposition}
)


def values(cases: Dispositions, e: float | None = None) -> dict[Rate, float | None]:
    return {rate: one.value for rate, one in outcome_rates(cases, minimum_base=1, e=e).items()}


def test_every_rate_has_its_value_by_the_formulas_of_the_standard() -> None:
    expected = {
        Rate.RR1: 0.070000,
        Rate.RR2: 0.080000,
        Rate.RR3: 0.070211,
        Rate.RR4: 0.080241,
        Rate.RR5: 0.071066,
        Rate.RR6: 0.081218,
        Rate.COOP1: 0.823529,
        Rate.REF1: 0.005000,
        Rate.CON1: 0.085000,
        Rate.PER_MESSAGE: 0.080000,
    }
    assert values(KNOWN, 0.8) == pytest.approx(expected, abs=5e-7)
    assert set(WORDS) == set(expected) == set(Rate)


def test_a_rate_carries_its_base_and_interval() -> None:
    found = outcome_rates(KNOWN, minimum_base=10, e=0.8)
    assert found[Rate.RR1] == share(700, 10_000, minimum_base=10)
    assert (found[Rate.RR3].n, found[Rate.RR3].n_effective) == (10_000, 9_970)


def test_who_has_no_such_number_is_a_message_and_no_case() -> None:
    wrong = replace(KNOWN, ineligible=2_000, screened_out=7, never_sent=9)
    assert values(wrong)[Rate.RR1] == 0.07
    assert values(wrong)[Rate.PER_MESSAGE] == 800 / 12_000


def test_the_unknown_are_as_eligible_as_the_known_whom_sending_told_apart() -> None:
    cases = replace(KNOWN, ineligible=9_850, screened_out=100_000)
    assert eligible_share(cases) == 0.5
    assert values(cases) == values(cases, 0.5)
    assert eligible_share(Dispositions(unknown=5)) == 1.0


def test_too_few_cases_show_no_rate() -> None:
    found = outcome_rates(Dispositions(complete=4, non_contact=5), minimum_base=10)
    assert found[Rate.RR1].hidden == "fewer than 10 cases"
    assert (found[Rate.RR1].value, found[Rate.RR1].n) == (None, 9)
    assert outcome_rates(Dispositions(), minimum_base=10)[Rate.COOP1].hidden == "no cases"
    assert not outcome_rates(Dispositions(unknown=50), minimum_base=10, e=0)[Rate.RR3].shown


@pytest.mark.parametrize(("e", "base"), [(-0.1, 10), (1.1, 10), (0.5, 0)])
def test_what_makes_no_rate_is_refused(e: float, base: int) -> None:
    with pytest.raises(ValueError, match="e lies from 0 to 1"):
        outcome_rates(KNOWN, minimum_base=base, e=e)


def test_less_than_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0"):
        Dispositions(partial=-1)


@given(cases=CASES, e=st.floats(min_value=0, max_value=1))
def test_the_rates_keep_their_order(cases: Dispositions, e: float) -> None:
    found = {
        rate: one.value if one.value is not None else 0.0
        for rate, one in outcome_rates(cases, minimum_base=1, e=e).items()
    }
    assert all(0 <= one <= 1 for one in found.values())
    if cases.eligible:
        assert found[Rate.RR1] <= found[Rate.RR3] + 1e-12 <= found[Rate.RR5] + 2e-12
        assert found[Rate.RR2] <= found[Rate.RR4] + 1e-12 <= found[Rate.RR6] + 2e-12
        assert found[Rate.RR1] <= found[Rate.RR2] <= found[Rate.CON1]
        assert found[Rate.PER_MESSAGE] <= found[Rate.RR2]
