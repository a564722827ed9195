"""What one process tells another of a file."""

import pytest

from heard.core.attached.clean import answer, clean, read_answer
from heard.core.attached.kinds import Kind, NotSafe
from tests.core.attached.made import archive, png


def test_a_clean_file_comes_across_as_it_is() -> None:
    assert read_answer(answer(png())) == clean(png())
    assert Kind.PNG.media_type == "image/png"
    with pytest.raises(NotSafe, match="is no PDF, JPEG or PNG"):
        read_answer(answer(archive()))


@pytest.mark.parametrize("said", [b"", b"Killed", b'{"kind": "exe", "width": 1, "height": 1}\n'])
def test_what_cannot_have_been_told_counts_for_nothing(said: bytes) -> None:
    with pytest.raises(ValueError, match=r"is not a valid Kind|Expecting value"):
        read_answer(said)
