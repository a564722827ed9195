"""Weighted figures equal those of R's package survey, and bad input is named."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from heard.core.statistics.designs import Design, Lonely, LonelyUnit, design
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.linearised import (
    Interval,
    Linearised,
    by_beta,
    by_logit,
    by_student,
    mean,
    ratio,
    shown,
    total,
)
from heard.core.statistics.proportions import clopper_pearson
from tests.core.statistics.examples import designs, expected, floats, words

INTERVALS = {"share_logit": by_logit, "share_beta": by_beta}
DESIGNS = designs()
ON_THE_WHOLE = [case for case in expected() if not case["design"].startswith("lonely")]
LONELY = [case for case in expected() if case["design"].startswith("lonely")]


def _domain(name: str, domain: str) -> NDArray[np.bool_] | None:
    if domain == "elementary":
        return np.array([word == "E" for word in words(name, "stype")])
    if domain == "improved":
        return np.array([word == "Yes" for word in words(name, "comp.imp")])
    return None


def _found(drawn: Design, name: str, case: dict[str, Any]) -> Linearised:
    domain = _domain(name, case["domain"])
    match case["what"]:
        case "mean":
            return mean(drawn, floats(name, "api00"), domain=domain)
        case "total":
            return total(drawn, floats(name, "enroll"), domain=domain)
        case "ratio":
            return ratio(drawn, floats(name, "api00"), floats(name, "api99"), domain=domain)
        case _:
            return mean(drawn, floats(name, "meals") > 50, domain=domain)


def _require(found: Linearised, case: dict[str, Any]) -> None:
    low, high = INTERVALS.get(case["what"], by_student)(found, 0.95)
    assert found.freedom == case["freedom"]
    assert (found.value, found.error, low, high) == pytest.approx(
        (case["value"], case["error"], case["low"], case["high"]), rel=1e-9
    )
    if case["design_effect"] is not None:
        assert found.design_effect == pytest.approx(case["design_effect"], rel=1e-9)


@pytest.mark.parametrize(
    "case", ON_THE_WHOLE, ids=lambda c: f"{c['design']}-{c['domain']}-{c['what']}"
)
def test_r_agrees(case: dict[str, Any]) -> None:
    name, drawn = DESIGNS[case["design"]]
    _require(_found(drawn, name, case), case)


def _lonely(rule: Lonely) -> tuple[Design, NDArray[np.int_]]:
    """Leave one unit of a stratum, as the script does."""
    types = words("apistrat", "stype")
    kept = np.array([0, *(row for row, word in enumerate(types) if word != "E")])
    return (
        design(
            floats("apistrat", "pw")[kept],
            strata=[types[row] for row in kept],
            population={"E": 4421, "H": 755, "M": 1018},
            lonely=rule,
        ),
        kept,
    )


@pytest.mark.parametrize("case", LONELY, ids=lambda c: f"{c['design']}-{c['what']}")
def test_r_agrees_on_a_stratum_of_one_unit(case: dict[str, Any]) -> None:
    drawn, kept = _lonely(Lonely(case["design"].removeprefix("lonely_")))
    of, column = (mean, "api00") if case["what"] == "mean" else (total, "enroll")
    _require(of(drawn, floats("apistrat", column)[kept]), case)


def test_a_stratum_of_one_unit_is_refused_unless_its_meaning_is_said() -> None:
    drawn, kept = _lonely(Lonely.REFUSE)
    values = floats("apistrat", "api00")[kept]
    with pytest.raises(LonelyUnit, match="stratum 'E' has one unit: pool it, or say"):
        mean(drawn, values)
    # Outside of a domain it moves nothing, and of a stratum that was asked whole nothing is left.
    assert mean(drawn, values, domain=np.arange(len(values)) > 0).error > 0
    whole = design([1, 1, 1], strata=["a", "b", "b"], population={"a": 1, "b": 9})
    assert mean(whole, [1, 2, 3]).error > 0


def test_clusters_are_nested_in_strata() -> None:
    drawn = design([1] * 4, strata=["a", "a", "b", "b"], clusters=["x", "y", "x", "y"])
    assert (mean(drawn, [1, 2, 3, 5]).freedom, len(drawn.stratum_of)) == (2, 4)


def test_whole_populations_leave_no_error() -> None:
    found = mean(design([1, 1, 1, 1], population=4), [0, 1, 1, 0])
    assert (found.error, by_beta(found), by_logit(found)) == (0.0, (0.5, 0.5), (0.5, 0.5))


def test_nobody_and_everybody_have_the_exact_interval_on_what_they_are_worth() -> None:
    drawn = design([1.0, 1.0, 2.0, 2.0, 2.0])
    nobody, everybody = mean(drawn, np.zeros(5)), mean(drawn, np.ones(5))
    assert nobody.n_kish == pytest.approx(64 / 14)
    assert by_logit(nobody) == by_beta(nobody) == pytest.approx(clopper_pearson(0, 64 / 14))
    assert by_beta(everybody) == pytest.approx(clopper_pearson(64 / 14, 64 / 14))
    assert nobody.design_effect is None
    assert nobody.n_effective == nobody.n_kish


def test_a_figure_is_shown_with_its_base_or_hidden() -> None:
    drawn = design([1.0] * 6 + [3.0] * 6)
    found = mean(drawn, [0, 1] * 6)
    figure = shown(found, minimum_base=12, by=Interval.LOGIT)
    assert (figure.value, figure.n, figure.method) == (0.5, 12, "Logit 95%, by the design")
    assert (figure.low, figure.high) == by_logit(found)
    assert figure.n_effective == pytest.approx(found.n_effective)
    assert shown(found, minimum_base=1).method == "Student 95%, by the design"
    assert shown(found, minimum_base=13) == Estimate(
        value=None,
        low=None,
        high=None,
        n=12,
        n_effective=found.n_kish,
        method="Student 95%, by the design",
        hidden="fewer than 13 answers",
    )


@pytest.mark.parametrize(
    ("minimum_base", "confidence", "words_"),
    [(0, 0.95, "at least one answer"), (1, 1.5, "between 0 and 1")],
)
def test_what_cannot_be_shown_is_refused(
    *, minimum_base: int, confidence: float, words_: str
) -> None:
    found = mean(design([1, 1]), [0, 1])
    with pytest.raises(ValueError, match=words_):
        shown(found, minimum_base=minimum_base, confidence=confidence)


@pytest.mark.parametrize(
    ("values", "domain", "words_"),
    [
        ([1, 2], None, "3 weights and values of the shape"),
        ([1, float("nan"), 3], None, "value 2 is nan: leave it out by a domain"),
        ([1, 2, 3], [False] * 3, "yes for one at least"),
        ([1, 2, 3], [True] * 2, "yes or no for each answer"),
        ([1, 2, 3], [1, 1, 1], "yes or no for each answer"),
    ],
)
def test_values_that_do_not_fit_are_named(
    *, values: list[float], domain: NDArray[np.bool_], words_: str
) -> None:
    with pytest.raises(ValueError, match=words_):
        mean(design([1, 1, 1]), values, domain=domain)


def test_what_is_outside_of_the_domain_need_not_be_known() -> None:
    found = mean(design([1, 1, 1]), [1, 3, float("nan")], domain=np.array([True, True, False]))
    assert (found.value, found.n) == (2.0, 2)


def test_a_ratio_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="a total below that is not 0"):
        ratio(design([1, 1]), [1, 2], [0, 0])


@pytest.mark.parametrize(
    ("given", "words_"),
    [
        ({"weights": [1, -2]}, r"weight 2 is -2\.0: a weight is above 0"),
        ({"weights": [1, float("inf")]}, "weight 2 is inf"),
        ({"weights": []}, "a row of numbers"),
        ({"weights": [[1], [2]]}, "a row of numbers"),
        ({"weights": [1, 1], "strata": ["a"]}, "2 weights and 1 strata"),
        ({"weights": [1, 1], "clusters": ["a"]}, "2 weights and 1 clusters"),
        ({"weights": [1, 1], "strata": ["a", None]}, "stratum: answer 2 has no value"),
        ({"weights": [1, 1], "population": 1}, "of stratum 0 2 were drawn from 1"),
        ({"weights": [1, 1], "population": float("nan")}, "2 were drawn from nan"),
        (
            {"weights": [1, 1], "strata": ["a", "b"], "population": {"a": 3}},
            "population of stratum 'b' is missing",
        ),
    ],
)
def test_a_design_that_does_not_fit_is_named(given: dict[str, Any], words_: str) -> None:
    with pytest.raises(ValueError, match=words_):
        design(**given)
