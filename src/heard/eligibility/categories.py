"""What the codes of incidents are called, as the shipped list of categories has it."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def names() -> Mapping[str, str]:
    """Give the words of every category and qualifier by its code."""
    text = files("heard.eligibility").joinpath("rules/nsir_categories.csv").read_text("utf-8")
    return MappingProxyType(
        {row["code"]: row["category"] for row in csv.DictReader(text.splitlines())}
    )
