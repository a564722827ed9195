"""Draws lots that come out the same whenever they are drawn, and that nobody can foresee."""

from heard.vault.ring import ring

_DIGITS = 13  # hexadecimal ones: as many as a float holds


def lot(*of: str) -> float:
    """Give a number in [0, 1) for these words, evenly spread, by the key of this installation."""
    digest = ring().fingerprint("\x1f".join(of), purpose="lot")
    return int(digest[:_DIGITS], 16) / float(16**_DIGITS)
