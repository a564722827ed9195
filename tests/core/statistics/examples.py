"""The example data of R's package survey, and what it makes of them (`survey/expected.R`)."""

import csv
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heard.core.statistics.categories import Level
from heard.core.statistics.designs import Design, design

FOLDER = Path(__file__).parent / "survey"
TYPES: dict[Level, float] = {
    "E": 4421.0,
    "H": 755.0,
    "M": 1018.0,
}  # the schools of California, by two margins
WIDE: dict[Level, float] = {"No": 1072.0, "Yes": 5122.0}


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def words(name: str, column: str) -> list[str]:
    return [row[column] for row in rows(name)]


def floats(name: str, column: str) -> NDArray[np.float64]:
    return np.array(words(name, column), dtype=np.float64)


def expected() -> list[dict[str, Any]]:
    found = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))["estimates"]
    return list(found)


def _by_stratum(name: str) -> Mapping[str | int, float]:
    return dict(zip(words(name, "stype"), map(float, words(name, "fpc")), strict=True))


def designs() -> dict[str, tuple[str, Design]]:
    """Give the designs by the names that the script gave them, each with its data."""
    strat, clus = floats("apistrat", "pw"), floats("apiclus1", "pw")
    types, districts = words("apistrat", "stype"), words("apiclus1", "dnum")
    return {
        "strata_fpc": (
            "apistrat",
            design(strat, strata=types, population=_by_stratum("apistrat")),
        ),
        "strata": ("apistrat", design(strat, strata=types)),
        "strata_clusters": (
            "apistrat",
            design(strat, strata=types, clusters=words("apistrat", "dnum")),
        ),
        "clusters_fpc": ("apiclus1", design(clus, clusters=districts, population=757)),
        "clusters": ("apiclus1", design(clus, clusters=districts)),
        "weights": ("apistrat", design(strat)),
    }
