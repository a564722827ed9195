"""Tries patterns with RE2, whose time grows with the text and never more: no answer hangs us."""

import re
from functools import lru_cache
from typing import Any

import re2

from heard.core.questionnaire._xpath import BadExpression

# How many steps a pattern may have, counted on characters of one byte: with so many, a thousand
# characters take a tenth of a second at worst. `.{0,1000}` has 3,004, and `(.?){1000}` 5,004.
_MOST_STEPS = 3_500
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|.)")
_WIDE = re.compile(r"[^\x00-\xff]|\\x\{0*[1-9A-Fa-f][0-9A-Fa-f]{2,}\}")


def matches(text: str, pattern: str) -> bool:
    """Tell whether a pattern fits a whole text. BadExpression for what is none of RE2's."""
    return compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Any:  # noqa: ANN401 - RE2 carries no types
    r"""Read a pattern once; what other readers of XLSForm write as \u0600 is \x{0600} in RE2."""
    ours = _ESCAPED.sub(_code_point, pattern)
    try:
        found = re2.compile(ours, _options())
        steps = _steps(ours, found)
    except re2.error as error:
        told = error.args[0].decode()
        raise BadExpression(f"{pattern} is no regular expression of RE2: {told}") from error
    if steps > _MOST_STEPS:
        raise BadExpression(f"{pattern} repeats too much: {steps:,} steps of {_MOST_STEPS:,}")
    return found


def _steps(pattern: str, found: Any) -> int:  # noqa: ANN401 - RE2 carries no types
    """Count the steps as if each character took one byte, lest letters of any script count most."""
    narrow = _options()
    narrow.encoding = re2.Options.Encoding.LATIN1
    try:
        return int(re2.compile(_WIDE.sub("x", pattern).encode("latin-1"), narrow).programsize)
    except re2.error:  # a range that begins at a narrow character and ends at a wide one
        return int(found.programsize)


def _options() -> Any:  # noqa: ANN401 - RE2 carries no types
    quiet = re2.Options()
    quiet.log_errors = False
    return quiet


def _code_point(escaped: re.Match[str]) -> str:
    return f"\\x{{{escaped[1]}}}" if escaped[1] else escaped[0]
