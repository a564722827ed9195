"""The minimum bases: what they are, and the stricter of two."""

from heard.core.statistics.bases import ORDINARY, PEOPLE, PUBLIC, SMALL_GROUPS, STAFF, WARD


def test_the_numbers_are_those_of_the_policy() -> None:
    bases = (ORDINARY, PEOPLE, STAFF, SMALL_GROUPS, WARD, PUBLIC)
    assert [one.answers for one in bases] == [10, 10, 15, 30, 30, 50]
    assert (STAFF.people, WARD.days) == (5, 365)
    assert [one.alike for one in (ORDINARY, PEOPLE, SMALL_GROUPS)] == [True, False, False]


def test_of_two_the_stricter_holds_in_everything() -> None:
    both = STAFF.beside(WARD).beside(PEOPLE)
    assert (both.answers, both.people, both.days) == (30, 5, 365)
    assert (both.spread, both.alike) == (3, False)
    assert WARD.beside(STAFF) == STAFF.beside(WARD)


def test_another_number_leaves_all_else_as_it_is() -> None:
    assert (PEOPLE.of(3).answers, PEOPLE.of(3).spread, PEOPLE.of(3).alike) == (3, 3, False)
