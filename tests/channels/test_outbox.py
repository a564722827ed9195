"""The file behind the outbox: who may read it, and what a crash leaves of it."""

import os
import stat
from pathlib import Path

import pytest

from heard.channels.outbox import Outbox, read_outbox
from heard.channels.protocol import Message, Refused


def _send(path: Path, *references: str) -> list[str]:
    messages = [Message(reference=name, address="+1", body="Hello") for name in references]
    return [outcome.reference for outcome in Outbox(path=str(path)).send(messages)]


def _references(path: Path, offset: int = 0) -> list[str]:
    return [line["reference"] for line in read_outbox(path, offset)[0]]


def test_a_line_is_the_words_of_one_message(tmp_path: Path) -> None:
    _send(tmp_path / "o", "a")

    assert (tmp_path / "o").read_text() == (
        '{"reference": "a", "channel": "sms", "to": "+1", "body": "Hello"}\n'
    )


def test_a_line_of_an_email_has_its_title_and_where_to_unsubscribe(tmp_path: Path) -> None:
    email = Message(
        reference="a", address="a@b.example", body="Hello", title="Hi", unsubscribe="https://x/u"
    )

    list(Outbox(path=str(tmp_path / "o"), channel="email").send([email]))

    (line,), _ = read_outbox(tmp_path / "o")
    assert (line["channel"], line["title"], line["unsubscribe"]) == ("email", "Hi", "https://x/u")


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        _send(tmp_path / "o", "a")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "o").stat().st_mode) == 0o600


def test_a_reader_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "o"
    _send(path, "a", "b")
    _, offset = read_outbox(path)
    _send(path, "c")

    assert _references(path, offset) == ["c"]
    assert read_outbox(path, path.stat().st_size) == ([], path.stat().st_size)


def test_a_reader_leaves_a_torn_last_line_for_later(tmp_path: Path) -> None:
    path = tmp_path / "o"
    _send(path, "a", "b")
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])

    lines, offset = read_outbox(path)

    assert [line["reference"] for line in lines] == ["a"]
    assert offset == whole.index(b"\n") + 1


def test_a_torn_line_spoils_no_later_one(tmp_path: Path) -> None:
    path = tmp_path / "o"
    _send(path, "a", "torn")
    path.write_bytes(path.read_bytes()[:-10])

    assert _send(path, "c", "d") == ["c", "d"]
    assert _references(path) == ["a", "c", "d"]


def test_a_file_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    assert read_outbox(tmp_path / "o", 7) == ([], 7)


def test_a_file_that_cannot_be_opened_refuses_for_now(tmp_path: Path) -> None:
    outbox = Outbox(path=str(tmp_path / "no folder" / "o"))

    assert list(outbox.send([Message(reference="a", address="+1", body="Hello")])) == [
        Refused(reference="a", code="outbox-closed", retry=True)
    ]


def test_a_full_disk_accepts_nothing() -> None:
    outcomes = Outbox(path="/dev/full").send([Message(reference="a", address="+1", body="Hello")])

    with pytest.raises(OSError, match="No space left"):
        next(outcomes)
