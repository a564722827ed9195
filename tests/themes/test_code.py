"""Each comment is coded once by each version of the frame, and no word of it is kept."""

from collections.abc import Mapping, Sequence

import pytest
from django.db import ProgrammingError, connection, transaction

from heard.core.text.coding import Coded, coded
from heard.themes import code as lane
from heard.themes.code import code, waiting
from heard.themes.models import Coding
from tests.themes.written import KIND, NOW, RUDE, SILENT, wrote

pytestmark = pytest.mark.django_db


def test_each_comment_is_coded_once() -> None:
    wrote(f"{RUDE} {SILENT}", KIND)
    assert waiting() == 2
    assert code(now=NOW, limit=1) == 1
    assert code(now=NOW, limit=10) == 1
    assert (code(now=NOW, limit=10), waiting()) == (0, 0)
    first, second = Coding.objects.order_by("comment")
    assert (set(first.themes), first.feeling) == ({"politeness", "informed"}, "-")
    assert (set(second.themes), second.feeling) == ({"politeness"}, "+")


def test_a_new_version_of_the_frame_codes_all_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    wrote(RUDE)
    code(now=NOW, limit=10)
    monkeypatch.setattr(lane, "frame_version", lambda: "another")
    assert waiting() == 1
    assert code(now=NOW, limit=10) == 1
    assert Coding.objects.count() == 2


def test_other_languages_and_letters_are_noted_as_not_read() -> None:
    wrote("Rude a iawn", language="cy")
    wrote("ਪੁਲਿਸ ਬਹੁਤ ਚੰਗੀ ਸੀ")
    code(now=NOW, limit=10)
    assert {(one.feeling, str(one.themes)) for one in Coding.objects.all()} == {("", "{}")}


@pytest.mark.parametrize("slug", ["domestic_abuse", "custody"])
def test_what_was_said_to_a_caller_or_in_custody_is_not_coded(slug: str) -> None:
    wrote(RUDE, slug=slug)
    assert code(now=NOW, limit=10) == 0


def test_who_broke_off_is_not_coded() -> None:
    wrote(RUDE, disposition="break_off")
    assert code(now=NOW, limit=10) == 0


def test_only_what_is_redacted_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    wrote("PC Smith was rude to me.")
    seen: list[str] = []

    def watched(texts: Sequence[str], own: Mapping[str, Sequence[float]]) -> list[Coded]:
        seen.extend(texts)
        return coded(texts, own)

    monkeypatch.setattr(lane, "coded", watched)
    code(now=NOW, limit=10)
    assert seen == ["PC [name] was rude to me."]


def test_a_coding_cannot_be_changed() -> None:
    wrote(RUDE)
    code(now=NOW, limit=10)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Coding.objects.update(feeling="+")
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("DELETE FROM themes_coding")
