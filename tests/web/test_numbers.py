"""A telephone number as people type it into a page."""

import pytest
from django.core.exceptions import ValidationError

from heard.web.numbers import WRONG, MobileField


@pytest.mark.parametrize("typed", ["07700 900123", "+44 7700 900123", " 0044-7700-900-123 "])
def test_a_mobile_is_read_in_any_spelling(typed: str) -> None:
    assert MobileField().clean(typed) == "+447700900123"


@pytest.mark.parametrize(
    "typed", ["", "  ", "withheld", "020 7946 0000", "+33 6 12 34 56 78", "0770090012", 41 * "0"]
)
def test_anything_else_is_said_to_be_wrong_without_repeating_it(typed: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        MobileField().clean(typed)
    assert wrong.value.messages == [str(WRONG)]
