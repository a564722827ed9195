"""How far a long command is, for a terminal and for a file."""

import os
import sys

import pytest

from heard.cli.progress import STEP, counting


def test_where_the_end_is_known_there_are_twenty_lines_at_most(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with counting("hours", total=2_000) as tell:
        for _ in range(200):
            tell(10)

    said = capsys.readouterr().err.splitlines()
    assert (len(said), said[0], said[-1]) == (
        *(20, "hours: 100 of 2,000", "hours: 2,000 of 2,000"),
    )


def test_a_short_count_is_told_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    with counting("hours", total=2) as tell:
        tell(1)
        tell(1)

    assert capsys.readouterr().err.splitlines() == ["hours: 1 of 2", "hours: 2 of 2"]


def test_where_the_end_is_not_known_a_line_comes_now_and_then(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with counting("events") as tell:
        tell(STEP - 1)
        tell(2)
        tell(3 * STEP)

    assert capsys.readouterr().err.splitlines() == ["events: 10,001", "events: 40,001"]


def _all_of(terminal: int) -> str:
    """Read what came through a terminal until its other side was closed: it comes in pieces."""
    said = b""
    try:
        while piece := os.read(terminal, 10_000):
            said += piece
    except OSError:  # so Linux says that nobody is there any more
        pass
    return said.decode()


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    reader, writer = os.openpty()
    with os.fdopen(writer, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with counting("hours", total=40) as tell:
            tell(40)
        monkeypatch.undo()
    said = _all_of(reader)
    os.close(reader)
    assert ("40/40" in said, "━" in said) == (True, True)
