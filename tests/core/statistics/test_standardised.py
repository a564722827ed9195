"""Shares adjusted for the mix: against statsmodels, and what cannot be adjusted."""

# ruff: noqa: S311 - nothing here is secret

from collections.abc import Mapping
from math import exp, log, sqrt
from random import Random

import numpy as np
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]

from heard.core.statistics.pooling import Count
from heard.core.statistics.standardised import Adjusted, Cells, Mix, standardised

KINDS, HOURS = ("crime", "noise", "traffic"), ("day", "night")
NAMES = ("incident", "part of the day")
Z = 1.959963984540054


def drawn(seed: int) -> dict[str, dict[Mix, Count]]:
    """Draw answers in three areas whose mixes differ, and whose effects are known."""
    rng = Random(seed)
    cells: dict[str, dict[Mix, Count]] = {}
    for at, area in enumerate(("BE", "SW", "WV")):
        for kind_at, kind in enumerate(KINDS):
            for night, hour in enumerate(HOURS):
                n = rng.randint(20, 60) * (3 if at == kind_at else 1)
                odds = 0.8 - 0.5 * at + 0.9 * kind_at - 0.7 * night
                counted = sum(rng.random() < 1 / (1 + exp(-odds)) for _ in range(n))
                cells.setdefault(area, {})[kind, hour] = Count(n=n, counted=counted)
    return cells


def by_statsmodels(cells: Mapping[str, Mapping[Mix, Count]]) -> dict[str, tuple[float, ...]]:
    """Give each area's margin and the ends of its interval, from an answer a row."""
    areas = sorted(cells)

    def row(area: str, mix: Mix) -> list[float]:
        levels = [*(area == a for a in areas[1:]), *(mix[0] == k for k in KINDS[1:])]
        return [1.0, *map(float, levels), float(mix[1] == HOURS[1])]

    x, y, whole = [], [], []
    for area, mixes in cells.items():
        for mix, one in mixes.items():
            x += [row(area, mix)] * one.n
            y += [1.0] * one.counted + [0.0] * (one.n - one.counted)
            whole += [mix] * one.n
    fitted = sm.GLM(y, np.array(x), family=sm.families.Binomial()).fit(tol=1e-14)
    found = {}
    for area in areas:
        asked = np.array([row(area, mix) for mix in whole])
        p = fitted.predict(asked)
        gradient = (p * (1 - p)) @ asked / len(asked)
        error = sqrt(gradient @ fitted.cov_params() @ gradient) / (p.mean() * (1 - p.mean()))
        odds = log(p.mean() / (1 - p.mean()))
        ends = (1 / (1 + exp(-(odds + way * Z * error))) for way in (-1, 1))
        found[area] = (float(p.mean()), *ends)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_margins_and_intervals_are_those_of_statsmodels(seed: int) -> None:
    cells = drawn(seed)
    found = standardised(cells, NAMES, minimum_base=10)
    assert found.log == []
    for area, expected in by_statsmodels(cells).items():
        estimate = found.found[area].estimate
        assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, rel=1e-7)
        assert estimate.n == sum(one.n for one in cells[area].values()) >= estimate.n_effective


def test_two_areas_that_differ_in_their_mix_alone_come_out_alike() -> None:
    easy, hard = Count(n=100, counted=80), Count(n=100, counted=40)
    cells: Cells = {
        "BE": {("noise",): Count(n=300, counted=240), ("crime",): hard},
        "WV": {("noise",): easy, ("crime",): Count(n=300, counted=120)},
    }
    found = standardised(cells, ["incident"], minimum_base=10).found
    assert [round(one.estimate.value or 0, 9) for one in found.values()] == [0.6, 0.6]
    assert [one.overlap for one in found.values()] == [1.0, 1.0]


def hidden(one: Adjusted) -> str | None:
    assert one.estimate.value is None
    return one.estimate.hidden


def test_what_cannot_be_adjusted_says_why() -> None:
    noise, crime = Count(n=60, counted=40), Count(n=60, counted=20)
    cells: Cells = {
        "BE": {("noise",): noise, ("crime",): crime},
        "SW": {("noise",): Count(n=9, counted=4)},
        "WV": {("crime",): Count(n=20, counted=20), ("noise",): Count(n=20, counted=20)},
        "WS": {("crime",): Count(n=10, counted=5)},
        "": {("noise",): Count(n=500, counted=300)},
    }
    found = standardised(cells, ["incident"], minimum_base=10).found
    assert {place: hidden(found[place]) for place in ("SW", "WV", "WS")} == {
        "SW": "fewer than 10 answers",
        "WV": "all said the same",
        "WS": "what it was about is too unlike the rest",
    }
    assert found["BE"].estimate.shown
    assert found[""].estimate.shown


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"BE": {("noise",): Count(n=60, counted=30)}}, "there is nothing to hold it against"),
        (
            {
                "BE": {("noise",): Count(n=60, counted=30)},
                "WV": {("crime",): Count(n=60, counted=20)},
            },
            "it cannot be told apart from what is adjusted for",
        ),
        (
            {str(n): {("noise",): Count(n=20, counted=10)} for n in range(201)},
            "more than 200 categories",
        ),
    ],
)
def test_a_model_that_cannot_be_fitted_says_why(cells: Cells, reason: str) -> None:
    found = standardised(cells, ["incident"], minimum_base=10).found
    assert {hidden(one) for one in found.values()} == {reason}


def test_categories_of_few_are_joined_and_named() -> None:
    many = Count(n=50, counted=30)
    cells: Cells = {
        "BE": {("a",): many, ("b",): Count(n=10, counted=4), ("",): Count(n=12, counted=6)},
        "WV": {("a",): many, ("b",): Count(n=5, counted=4), ("c",): Count(n=40, counted=40)},
    }
    found = standardised(cells, ["incident"], minimum_base=10)
    assert found.log == ["incident: not known, b, c joined"]
    assert all(one.estimate.shown for one in found.found.values())


def test_one_category_of_few_takes_the_next_smallest_along() -> None:
    cells: Cells = {
        "BE": {("a",): Count(n=50, counted=30), ("b",): Count(n=40, counted=20)},
        "WV": {("a",): Count(n=50, counted=20), ("c",): Count(n=5, counted=5)},
    }
    found = standardised(cells, ["incident"], minimum_base=10)
    assert found.log == ["incident: c, b joined"]


def test_nobody_is_adjusted_to_nothing() -> None:
    assert standardised({}, NAMES, minimum_base=10).found == {}
    with pytest.raises(ValueError, match="a category of each"):
        standardised({"BE": {("noise",): Count(n=1, counted=1)}}, NAMES, minimum_base=10)
