"""Says where a rule of a form would take so long to work out that it stops a page."""

import re
from collections.abc import Iterator

from pyxform.xls2json_backends import DefinitionData  # type: ignore[import-untyped]

from heard.questionnaires._faults import Fault
from heard.questionnaires._sheets import rows

# A condition in brackets is worked out for each place that a path leads to; one within it, for each
# of these again. A filter of choices is in brackets itself.
MOST = {
    **dict.fromkeys(("required", "relevant", "constraint", "calculation"), 2),
    **dict.fromkeys(("default", "repeat_count"), 2),
    "choice_filter": 1,
}
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def faults(sheets: DefinitionData) -> Iterator[Fault]:
    """Give every rule with more conditions within one another than can be worked out at once."""
    for at, row in rows(sheets, "survey"):
        for column, most in MOST.items():
            if _depth(row.get(column, "")) > most:
                rule = f"has conditions in brackets within one another, more than {most} deep"
                yield Fault("survey", at, column, rule)


def _depth(expression: str) -> int:
    deepest = depth = 0
    for letter in _QUOTED.sub("", expression):
        depth += (letter == "[") - (letter == "]")
        deepest = max(deepest, depth)
    return deepest
