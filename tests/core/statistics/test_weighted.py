"""A weighted share stands beside the unweighted one, and says of whom it speaks."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from heard.core.statistics import proportions
from heard.core.statistics.moments import moments
from heard.core.statistics.proportions import wilson
from heard.core.statistics.weighted import Frame, Weighted, share
from heard.core.statistics.weights import diagnose

W, Y = np.array([1.0] * 6 + [3.0] * 6), np.array([0.0, 1.0] * 3 + [1.0] * 6)
PLAIN = proportions.share(9, 12, minimum_base=10)
HIDDEN = proportions.share(9, 12, minimum_base=13)


def _share(of: Any = PLAIN, frame: Frame = Frame.SAMPLE) -> Weighted:  # noqa: ANN401
    return share(of, moments(W, Y), diagnose(W), frame=frame, steps=("chance", "area"))


def test_both_figures_stand_side_by_side() -> None:
    found = _share()
    assert (found.unweighted, found.diagnostics) == (PLAIN, diagnose(W))
    assert found.weighted is not None
    worth = 24**2 / 60
    assert (found.weighted.value, found.weighted.n) == (21 / 24, 12)
    assert found.weighted.n_effective == pytest.approx(worth)
    assert (found.weighted.low, found.weighted.high) == pytest.approx(
        wilson(worth * 21 / 24, worth)
    )
    assert found.weighted.method == "Wilson 95%, weighted"


def test_what_is_hidden_unweighted_is_hidden_weighted() -> None:
    found = _share(HIDDEN)
    assert found.weighted == replace(HIDDEN, method="Wilson 95%, weighted")
    assert found.diagnostics is None
    with pytest.raises(ValueError, match="hidden unweighted is hidden weighted"):
        replace(_share(), unweighted=HIDDEN)


def test_the_frame_stands_in_the_label_whatever_the_weights() -> None:
    assert _share().label == (
        "weighted by chance, area; of people drawn from all who could be asked"
    )
    assert _share(frame=Frame.OPT_IN).label == (
        "weighted by chance, area; opt-in: of those who chose to answer, whom weights do not make"
        " represent others"
    )
    none = Weighted(unweighted=PLAIN, weighted=None, frame=Frame.OPT_IN, why_not="none was drawn")
    assert none.label.startswith("unweighted; opt-in: ")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"weighted": None}, "without a weighted figure it is said why"),
        ({"why_not": "so"}, "without a weighted figure it is said why"),
        ({"diagnostics": None}, "is shown with what its weights cost"),
    ],
)
def test_no_part_of_it_goes_alone(*, wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(_share(), **wrong)


def test_both_are_of_the_same_answers() -> None:
    with pytest.raises(ValueError, match="12 weighted answers and 11 unweighted"):
        _share(proportions.share(9, 11, minimum_base=1))
