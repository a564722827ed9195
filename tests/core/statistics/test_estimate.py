"""A figure and its interval, or neither."""

import pytest

from heard.core.statistics.estimate import Estimate


def estimate(
    value: float | None, low: float | None, high: float | None, hidden: str | None
) -> Estimate:
    return Estimate(
        value=value, low=low, high=high, n=20, n_effective=18.5, method="Wilson 95%", hidden=hidden
    )


def test_a_figure_with_its_interval_is_shown() -> None:
    assert estimate(0.5, 0.4, 0.6, None).shown


def test_a_hidden_figure_is_not_there() -> None:
    hidden = estimate(None, None, None, "fewer than 30 answers")
    assert (hidden.shown, hidden.value, hidden.n) == (False, None, 20)


@pytest.mark.parametrize(
    ("value", "low", "high"), [(0.5, None, None), (None, 0.4, None), (None, None, 0.6)]
)
def test_nothing_of_a_hidden_figure_can_leak(
    value: float | None, low: float | None, high: float | None
) -> None:
    with pytest.raises(ValueError, match="a hidden figure carries no value and no interval"):
        estimate(value, low, high, "too few")


@pytest.mark.parametrize(
    ("value", "low", "high"), [(None, 0.4, 0.6), (0.5, None, 0.6), (0.5, 0.4, None)]
)
def test_no_figure_travels_without_its_interval(
    value: float | None, low: float | None, high: float | None
) -> None:
    with pytest.raises(ValueError, match="a shown figure carries its value and its interval"):
        estimate(value, low, high, None)


def test_a_hidden_figure_says_why() -> None:
    with pytest.raises(ValueError, match="a hidden figure says why"):
        estimate(None, None, None, "")
