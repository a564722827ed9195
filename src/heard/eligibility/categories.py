"""The shipped list of incident categories, in words."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from heard.eligibility._policy import category_rows
from heard.eligibility._policy import markers as _markers

NONE_GIVEN, NOT_MAPPED = "none given", "not mapped"  # groups of what has no category


@cache
def names() -> Mapping[str, str]:
    """Give the name of each category by its code: every code by which the gate screens."""
    return MappingProxyType({row["code"]: row["category"] for row in category_rows()})


@cache
def themes() -> Mapping[str, str]:
    """Give the theme that each category belongs to by its code: Transport, Crime and so on."""
    return MappingProxyType({row["code"]: row["theme"].split(" (")[0] for row in category_rows()})


def groups() -> list[str]:
    """Give every group that incidents may be told apart by: the themes, and what has none."""
    return sorted({*themes().values(), NONE_GIVEN, NOT_MAPPED})


def markers() -> frozenset[str]:
    """Give the name of every marker by which the gate screens."""
    return frozenset(_markers())
