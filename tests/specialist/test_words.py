"""What callers say, as a supervisor writes it down."""

import pytest

from heard.journal.models import Entry
from heard.specialist.programme import words
from heard.specialist.words import write_words
from tests.specialist.agreed import NOW, SUE

pytestmark = pytest.mark.django_db

SAID = {"opening": "We ask how we did.", "distress": "Stay calm.", "support": "0808 2000 247"}


def test_the_newest_words_count() -> None:
    assert words() is None
    write_words(**SAID, by=SUE, now=NOW)
    written = write_words(**SAID | {"support": " 0808 802 4040 "}, by=SUE, now=NOW)
    assert words() == written
    assert (written.support, written.written_by) == ("0808 802 4040", "Sue Visor")
    assert Entry.objects.filter(act="specialist.write_words").count() == 2


@pytest.mark.parametrize("name", list(SAID))
@pytest.mark.parametrize("text", ["", "  ", "x" * 4_001])
def test_all_three_are_needed(name: str, text: str) -> None:
    with pytest.raises(ValueError, match="write all three"):
        write_words(**SAID | {name: text}, by=SUE, now=NOW)
    assert words() is None
