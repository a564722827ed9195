"""Verdicts on figures that others published, by their own intervals."""

from math import isclose

import pytest

from heard.core.statistics.published import Published, verdict
from heard.core.statistics.verdicts import Finding


def test_two_intervals_make_a_verdict() -> None:
    """Gloucestershire about 2022-23: 68.2 (62.5 to 74.0), its group 68.4 (66.6 to 70.3)."""
    found = verdict(
        Published(value=0.682, low=0.625, high=0.740),
        Published(value=0.684, low=0.666, high=0.703),
    )
    assert found is not None
    assert found.finding is Finding.CHANCE
    assert found.difference is not None
    assert isclose(found.difference, -0.002)
    assert found.low is not None
    assert round(found.low, 3) == -0.062
    assert found.high is not None
    assert round(found.high, 3) == 0.058


def test_what_lies_far_apart_is_real() -> None:
    found = verdict(
        Published(value=0.65, low=0.62, high=0.68), Published(value=0.74, low=0.73, high=0.75)
    )
    assert found is not None
    assert (found.finding, found.p is not None and found.p < 1e-6) == (Finding.REAL, True)


def test_without_an_interval_nothing_is_said() -> None:
    bare, known = Published(value=0.65), Published(value=0.74, low=0.73, high=0.75)
    assert verdict(bare, known) is None
    assert verdict(known, bare) is None


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.1, None, "two ends"),
        (None, 0.1, "two ends"),
        (0.6, 0.7, "within its interval"),
        (0.5, 0.5, "a width"),
    ],
)
def test_what_is_no_interval_is_refused(low: float | None, high: float | None, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Published(value=0.5, low=low, high=high)
