"""Raked weights equal those of R's package survey, keep their limits, and log every step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, minimize  # type: ignore[import-untyped]

from heard.core.statistics.categories import Missing, coded
from heard.core.statistics.margins import Margin, WrongMargin
from heard.core.statistics.raking import NotRaked, Raked, Rules, rake
from heard.core.statistics.weights import Limits
from tests.core.statistics.examples import TYPES, WIDE, floats, words

FREE = Rules(limits=None, fewest=0)
MARGINS = [Margin(name="stype", targets=TYPES), Margin(name="sch.wide", targets=WIDE)]
AGE = Margin(name="age", targets={"young": 40.0, "old": 60.0})
SEX = Margin(name="sex", targets={"F": 51.0, "M": 49.0})
FOUR = {"age": ["young", "young", "old", "old"], "sex": ["F", "M", "F", "M"]}


def _answers(name: str) -> dict[str, list[str]]:
    return {margin.name: words(name, margin.name) for margin in MARGINS}


def _sums(raked: Raked, answers: dict[str, list[str]], margin: Margin) -> NDArray[np.float64]:
    codes = [[*margin.targets].index(level) for level in answers[margin.name]]
    return np.bincount(codes, weights=raked.weights).astype(np.float64)


@pytest.mark.parametrize("name", ["apistrat", "apiclus1"])
def test_r_agrees(name: str) -> None:
    by_design = rake(_answers(name), MARGINS, base=floats(name, "pw"), rules=FREE)
    assert by_design.weights == pytest.approx(floats(f"raked_{name}", "raked"), rel=1e-8)
    equal = rake(_answers(name), MARGINS, rules=FREE)
    assert equal.weights == pytest.approx(floats(f"raked_{name}", "equal"), rel=1e-8)
    assert equal.trimmed == 0


def test_limits_that_are_not_reached_change_nothing() -> None:
    within = rake(_answers("apistrat"), MARGINS)
    free = rake(_answers("apistrat"), MARGINS, rules=FREE)
    assert (within.weights.tolist(), within.trimmed) == (free.weights.tolist(), 0)


def test_weights_within_limits_are_those_nearest_to_the_weights_before() -> None:
    answers, limits = _answers("apistrat"), Limits(low=0.485, high=1.43)
    raked = rake(answers, MARGINS, rules=Rules(limits=limits, fewest=0))
    mean = 6194 / 200
    assert (raked.weights.min() / mean, raked.weights.max() / mean) == pytest.approx((0.485, 1.43))
    for margin in MARGINS:
        assert _sums(raked, answers, margin) == pytest.approx([*margin.targets.values()], rel=1e-8)
    # The same by another way: the least relative entropy, by cells, within the limits.
    places = [f"{a} {b}" for a, b in zip(*answers.values(), strict=True)]
    names, of, n = np.unique(places, return_inverse=True, return_counts=True)
    sums = [
        ([level in name.split() for name in names] * n, target / mean)
        for margin in MARGINS
        for level, target in margin.targets.items()
    ]
    found = minimize(
        lambda g: float(n @ (g * np.log(g) - g)),
        np.ones(len(names)),
        jac=lambda g: n * np.log(g),
        bounds=[(0.485, 1.43)] * len(names),
        constraints=[LinearConstraint(row, sum_, sum_) for row, sum_ in sums[:-1]],
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    assert raked.weights / mean == pytest.approx(found.x[of], rel=1e-5)
    assert raked.trimmed == pytest.approx(np.mean(np.isin(raked.weights / mean, [0.485, 1.43])))
    assert 0 < raked.trimmed < 1


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.sampled_from([1.0, 2.5])),
        max_size=60,
    )
)
def test_every_margin_holds(people: list[tuple[str, str, float]]) -> None:
    people = [*((a, x, 1.0) for a in "abc" for x in "xy"), *people]
    first, second, base = zip(*people, strict=True)
    answers = {"one": [*first], "two": [*second]}
    margins = [
        Margin(name="one", targets={"a": 0.5, "b": 0.3, "c": 0.2}),
        Margin(name="two", targets={"x": 0.4, "y": 0.6}),
    ]
    raked = rake(answers, margins, base=base, rules=FREE)
    for margin in margins:
        assert _sums(raked, answers, margin) == pytest.approx([*margin.targets.values()], rel=1e-8)
    # Whoever is alike has the same weight, and within a cell weights keep their proportion.
    by_cell: dict[tuple[str, str], set[float]] = {}
    for (a, x, b), weight in zip(people, raked.weights, strict=True):
        by_cell.setdefault((a, x), set()).add(round(float(weight) / b, 12))
    assert all(max(found) - min(found) < 1e-9 for found in by_cell.values())


def test_every_step_is_logged() -> None:
    raked = rake(_answers("apistrat"), MARGINS[:1], rules=Rules(limits=None, fewest=60))
    assert [margin.targets for margin in raked.margins] == [{"E": 4421.0, "H + M": 1773.0}]
    assert raked.log[0] == "stype: H has 50 answers and joined M"
    assert raked.log[1].startswith("round 1: stype ")
    assert len(raked.log) == 1 + len(raked.rounds)
    assert abs(raked.rounds[-1].off) <= 1e-9


def test_levels_may_be_numbered_before() -> None:
    numbered = {name: coded(name, values) for name, values in FOUR.items()}
    rules = Rules(fewest=0)
    assert (
        rake(numbered, [AGE, SEX], rules=rules).weights.tolist()
        == rake(FOUR, [AGE, SEX], rules=rules).weights.tolist()
        == pytest.approx([20.4, 19.6, 30.6, 29.4])
    )


def test_one_margin_that_holds_already_takes_one_round() -> None:
    raked = rake(
        {"sex": ["F", "M"]}, [Margin(name="sex", targets={"F": 2.0, "M": 2.0})], rules=FREE
    )
    assert (raked.weights.tolist(), raked.log) == ([2.0, 2.0], ["round 1: sex F is off by +0"])


@pytest.mark.parametrize(
    ("answers", "margins", "words_"),
    [
        (FOUR, [], "there is no margin"),
        (FOUR, [AGE, AGE], "age: there are two margins of this name"),
        (
            FOUR,
            [AGE, Margin(name="sex", targets={"F": 51.0, "M": 48.0})],
            "sex: adds up to 99, and age to 100",
        ),
        ({"age": FOUR["age"]}, [AGE, SEX], "sex: nothing is known of it in the answers"),
        ({"age": []}, [AGE], "age: there are no answers"),
        (
            {"sex": ["F", "F"]},
            [SEX],
            "sex: nobody of 'M' answered: join it to another",
        ),
    ],
)
def test_margins_that_do_not_fit_are_named(
    *, answers: dict[str, list[str]], margins: list[Margin], words_: str
) -> None:
    with pytest.raises(WrongMargin, match=words_):
        rake(answers, margins, rules=FREE)


def test_answers_that_do_not_fit_are_named() -> None:
    with pytest.raises(Missing, match="sex: answer 2 has no value"):
        rake({"sex": ["F", None]}, [SEX])
    with pytest.raises(Missing, match="sex: 'X' is no level of it: F, M"):
        rake({"sex": ["F", "X"]}, [SEX])
    with pytest.raises(ValueError, match="sex: 2, but 4 of age"):
        rake({**FOUR, "sex": ["F", "M"]}, [AGE, SEX], rules=FREE)
    with pytest.raises(ValueError, match="weights before: 3, but 4 of age"):
        rake(FOUR, [AGE, SEX], base=[1, 1, 1], rules=FREE)
    with pytest.raises(ValueError, match=r"weight 2 is 0\.0: a weight is above 0"):
        rake(FOUR, [AGE, SEX], base=[1, 0, 1, 1], rules=FREE)


def test_what_does_not_converge_is_named_with_what_would_help() -> None:
    # All the young are women and all the old men, so both margins cannot hold at once.
    apart = {"age": ["young", "old"] * 3, "sex": ["F", "M"] * 3}
    with pytest.raises(
        NotRaked, match=r"age: 'young' is still off by \+27\.50% after 1,000 rounds: "
    ):
        rake(apart, [AGE, SEX], rules=FREE)
    with pytest.raises(
        NotRaked, match=r"with weights from 0\.9 to 1\.1 of their mean: join levels"
    ):
        rake(FOUR, [AGE], rules=Rules(limits=Limits(low=0.9, high=1.1), fewest=0))
