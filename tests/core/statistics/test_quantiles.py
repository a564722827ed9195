"""Quantiles as the tables have them, and what has none is refused."""

from math import inf

import pytest

from heard.core.statistics.quantiles import beta, normal, student


# Known quantiles of Student's t at 97.5 %, as any table has them.
@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(1, 12.7062), (2, 4.3027), (5, 2.5706), (9, 2.2622), (29, 2.0452), (99, 1.9842)],
)
def test_the_quantile_of_student_is_that_of_the_tables(freedom: int, quantile: float) -> None:
    assert student(freedom, 0.95) == pytest.approx(quantile, abs=5e-5)


def test_with_infinite_freedom_student_is_normal() -> None:
    assert student(inf, 0.95) == normal(0.95) == pytest.approx(1.959964, abs=1e-6)


@pytest.mark.parametrize("freedom", [0, -1, float("nan")])
def test_student_needs_freedom(freedom: float) -> None:
    with pytest.raises(ValueError, match="degrees of freedom above 0"):
        student(freedom, 0.95)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95])
def test_a_confidence_lies_between_0_and_1(confidence: float) -> None:
    for made in (normal, lambda c: student(5, c)):
        with pytest.raises(ValueError, match="a confidence lies between 0 and 1"):
            made(confidence)


def test_a_beta_distribution_may_be_a_point() -> None:
    assert (beta(0.3, 0, 4), beta(0.3, 4, 0)) == (0.0, 1.0)
    assert beta(0.25, 1, 1) == pytest.approx(0.25)  # the even one
    with pytest.raises(ValueError, match="a parameter above 0"):
        beta(0.5, 0, 0)
