"""What a cell of a sheet may hold: numbers as they are, and no text that is a formula."""

import pytest

from heard.web.sheets import harmless


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "\uff1d1", "\uff20A1"]
)
def test_a_text_that_would_be_a_formula_is_none(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Team 1=2", "", -1.5, None, 3])
def test_all_else_stays_as_it_is(value: object) -> None:
    assert harmless(value) is value
