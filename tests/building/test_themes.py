"""Weights are written where they are shipped, as they are read."""

from pathlib import Path

import numpy as np
import pytest

from building import themes
from heard.core.text import coding
from heard.core.text.coding import parse, weights


def test_the_weights_of_all_themes_and_feelings_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vectors of two numbers in place of 384 are fitted in no time."""
    drawn = np.random.default_rng(3).normal(size=(1_000, 2))
    monkeypatch.setattr(coding, "vectors", lambda texts: drawn[: len(texts)])
    themes.main(tmp_path / "theme_weights.csv")
    assert [*parse((tmp_path / "theme_weights.csv").read_text())] == [*weights()]
    assert themes.WEIGHTS.is_file()
