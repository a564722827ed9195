"""Which codes are those of Heard's own list."""

from heard.eligibility.codes import ours


def test_every_category_and_qualifier_is_ours_and_a_forces_own_code_is_not() -> None:
    assert ({"TR-01", "QU-30"} <= ours(), len(ours()), "ZZ-01" in ours()) == (True, 119, False)
