"""Wards next to each other."""

from heard.places.near import near
from heard.places.wards import wards


def test_a_ward_is_near_itself_and_whatever_is_near_has_it_near() -> None:
    first = next(iter(wards()))
    around = near(first)
    assert first in around
    assert 1 < len(around) < len(wards()) / 4
    assert all(first in near(other) for other in around)


def test_what_is_no_ward_is_near_nothing() -> None:
    assert near("E1") == ()
