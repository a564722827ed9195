"""The acts of the journal in words."""

import ast

from heard.web.staff.acts import ACTS
from tests.test_architecture import SOURCES, trees

ASIDE = {"note", "note_act"}  # write acts whose names they are given


def acts() -> set[str]:
    """Give the first argument of each call that writes to the journal."""
    return {
        first.value
        for _, tree in trees(SOURCES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
        if node.func.id in {"write", *ASIDE}
        if isinstance(first := node.args[0], ast.Constant) and isinstance(first.value, str)
    }


def test_every_act_that_is_written_has_words_and_no_other() -> None:
    assert acts() == set(ACTS)
