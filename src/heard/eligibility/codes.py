"""Tells which codes are those of Heard's own list of incident categories."""

from heard.eligibility._policy import categories


def ours() -> frozenset[str]:
    """Every code of the list by which the gate screens."""
    return frozenset(categories())
