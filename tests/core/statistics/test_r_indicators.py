"""R-indicators: known values, their laws, and how often the interval holds the truth."""

from collections.abc import Mapping
from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.statistics.r_indicators import Cell, Indicators, Place, r_indicators

KNOWN: dict[Place, Cell] = {
    ("one",): Cell(n=100, replied=5),
    ("two",): Cell(n=300, replied=30),
    ("three",): Cell(n=600, replied=120),
}
FRAME: dict[Place, tuple[int, float]] = {
    (area, hour): (size, 0.1 + 0.06 * area_no + 0.04 * hour_no)
    for (area_no, area), (hour_no, hour), size in [
        (a, h, 200 + 100 * a[0])
        for a, h in product(enumerate(("", "BE", "CV")), enumerate(("day", "night")))
    ]
}


def of(cells: Mapping[Place, Cell], *names: str) -> Indicators:
    return r_indicators(cells, names or ("group",), minimum_base=10)


def test_propensities_that_are_known_give_the_known_indicator() -> None:
    found = of(KNOWN)
    assert found.unadjusted == pytest.approx(0.886365, abs=5e-7)
    assert found.rate.value == 0.155
    assert found.r.value is not None
    assert found.variation == pytest.approx((1 - found.r.value) / 2 / 0.155)
    assert {name: one.value for name, one in found.categories["group"].items()} == pytest.approx(
        {"one": -0.033204, "two": -0.030125, "three": 0.034857}, abs=5e-7
    )


def test_the_bias_of_small_samples_is_taken_off() -> None:
    found = of(KNOWN)
    # tr(B H⁻¹) of a model with one variable: the mean of p (1 - p) over categories.
    noise = (0.05 * 0.95 + 0.10 * 0.90 + 0.20 * 0.80) / 1_000
    mean = sum(cell.replied * (cell.n - cell.replied) / cell.n for cell in KNOWN.values()) / 1e6
    raw = ((1 - (found.unadjusted or 0)) / 2) ** 2
    assert found.r.value == pytest.approx(1 - 2 * sqrt(raw - noise + mean), abs=1e-9)
    assert found.variables["group"].value == pytest.approx((1 - (found.r.value or 0)) / 2)


def test_a_frame_that_answered_alike_is_representative() -> None:
    alike: dict[Place, Cell] = {place: Cell(n=200, replied=50) for place in [("a",), ("b",), ("",)]}
    found = of(alike)
    assert (found.r.value, found.r.high) == (1.0, 1.0)
    assert found.unadjusted == pytest.approx(1.0)
    assert found.r.low is not None
    assert 0.8 < found.r.low < 1.0
    assert {one.value for one in found.categories["group"].values()} == {0.0}


def test_two_variables_are_judged_together_and_each_alone() -> None:
    cells: dict[Place, Cell] = {
        place: Cell(n=n, replied=round(n * p)) for place, (n, p) in FRAME.items()
    }
    found = of(cells, "area", "hour")
    whole, area, hour = found.r.value, found.variables["area"].value, found.variables["hour"].value
    assert whole is not None
    assert area is not None
    assert hour is not None
    assert area > hour
    assert (1 - whole) / 2 == pytest.approx(sqrt(area**2 + hour**2), abs=0.002)
    assert found.categories["area"][""].value == pytest.approx(
        sqrt(400 / 1_800) * (48 / 400 - 348 / 1_800)
    )


def test_a_group_of_whom_nobody_or_everybody_answered_is_no_obstacle() -> None:
    found = of({("a",): Cell(n=50, replied=0), ("b",): Cell(n=50, replied=50)})
    assert found.r.value == pytest.approx(0.0, abs=0.02)
    assert found.r.low == 0.0
    everybody = of({("a",): Cell(n=50, replied=50), ("b",): Cell(n=5, replied=5)})
    assert everybody.r.value == 1.0
    assert everybody.categories["group"]["b"].hidden == "fewer than 10 cases"
    assert of({("a",): Cell(n=50, replied=20)}).r.value == 1.0


def test_too_few_replies_show_nothing() -> None:
    found = of({("a",): Cell(n=500, replied=9)})
    assert (found.r.hidden, found.unadjusted) == ("fewer than 10 replies", None)
    assert found.variables["group"].hidden == "fewer than 10 replies"
    assert found.categories["group"]["a"].hidden == "fewer than 10 replies"
    assert of({}).r.hidden == "no replies"


def test_what_makes_no_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="a category of each variable"):
        of({("a", "b"): Cell(n=20, replied=10)})
    with pytest.raises(ValueError, match="no more can answer"):
        Cell(n=1, replied=2)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    draw = np.random.default_rng(20_201_119)
    sizes = np.array([n for n, _ in FRAME.values()])
    truth = np.array([p for _, p in FRAME.values()])
    mean = sizes @ truth / sizes.sum()
    right = 1 - 2 * sqrt(sizes @ (truth - mean) ** 2 / (sizes.sum() - 1))
    values, held = [], 0
    for _ in range(300):
        replies = draw.binomial(sizes, truth)
        cells: dict[Place, Cell] = {
            place: Cell(n=int(n), replied=int(y))
            for place, n, y in zip(FRAME, sizes, replies, strict=True)
        }
        r = of(cells, "area", "hour").r
        assert r.value is not None
        assert r.low is not None
        assert r.high is not None
        values.append(r.value)
        held += r.low <= right <= r.high
    assert abs(np.mean(values) - right) < 0.005
    assert 0.92 <= held / 300 <= 0.98


@given(
    counts=st.lists(
        st.integers(min_value=1, max_value=60).flatmap(
            lambda n: st.tuples(st.just(n), st.integers(min_value=0, max_value=n))
        ),
        min_size=4,
        max_size=4,
    )
)
def test_r_lies_between_0_and_1_inside_its_interval(counts: list[tuple[int, int]]) -> None:
    places = product(("a", "b"), ("c", "d"))
    cells: dict[Place, Cell] = {
        p: Cell(n=n, replied=y) for p, (n, y) in zip(places, counts, strict=True)
    }
    found = r_indicators(cells, ("one", "two"), minimum_base=1)
    if found.r.shown:
        assert found.r.value is not None
        assert found.r.low is not None
        assert found.r.high is not None
        assert 0 <= found.r.low <= found.r.value <= found.r.high <= 1
        n = found.r.n
        for name in ("one", "two"):
            parts = [part.value or 0 for part in found.categories[name].values()]
            assert (found.variables[name].value or 0) ** 2 <= sum(
                part**2 for part in parts
            ) * n / max(n - 1, 1) + 1e-9


def test_where_it_is_hidden_nothing_is_said_of_the_spread() -> None:
    assert of({("one",): Cell(n=100, replied=5)}).variation is None
