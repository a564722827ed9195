"""An expression as a tree of lists, which a browser works out without a parser of its own."""

import math
from collections.abc import Callable, Mapping

from elementpath.xpath_tokens import XPathToken

from heard.core.questionnaire._functions import PLAIN, SEEING
from heard.core.questionnaire._in_browsers import in_browsers
from heard.core.questionnaire._xpath import OPERATORS, parsed

Tree = list[object]

_FUNCTIONS = frozenset((*PLAIN, *SEEING, "last"))
_INEXACT = frozenset({"exp", "log", "log10", "pow"})  # libraries differ in the last digit
_SHORTCUTS: Mapping[str, str] = {".": "self", "..": "parent", "*": "any", "/": "root"}
_PAIRS: Mapping[str, str] = {"/": "path", "//": "deep", "[": "where", "|": "both"}
_NUMBERS = frozenset({"(integer)", "(decimal)", "(float)"})


class NotPortable(ValueError):
    """Something in a form that a browser would not do as the server does; the message says what."""


def tree_of(expression: str, *, strictly: bool = True) -> Tree:
    """Read an expression into a tree. BadExpression, NotPortable.

    Functions whose last digit may differ from one machine to the next are refused `strictly`.
    """
    return _Writer(refused=_INEXACT if strictly else frozenset()).tree(parsed(expression))


class _Writer:
    def __init__(self, *, refused: frozenset[str]) -> None:
        self._refused = refused

    def tree(self, token: XPathToken) -> Tree:
        symbol = token.symbol
        if (write := self._writers.get(symbol)) is not None:
            return write(self, token)
        if symbol in _NUMBERS and math.isfinite(number := float(str(token.value))):
            return ["value", number]
        if not token and symbol in _SHORTCUTS:
            return [_SHORTCUTS[symbol]]
        if symbol in _PAIRS:
            return self._pair(token)
        if symbol in OPERATORS:
            return ["operator", symbol, *map(self.tree, token)]
        if symbol in _FUNCTIONS - self._refused:
            return ["function", symbol, *map(self.tree, token)]
        raise NotPortable(f"{token.symbol} is not there without a server")

    def _pair(self, token: XPathToken) -> Tree:
        """Write a step from one thing to the next; what begins with a stroke begins at the root."""
        whence = [["root"]] if len(token) == 1 else []
        return [_PAIRS[token.symbol], *whence, *map(self.tree, token)]

    def _regex(self, token: XPathToken) -> Tree:
        pattern = in_browsers(str(token[1].value))
        if pattern is None:
            raise NotPortable(f"the pattern {token[1].value} may mean something else in a browser")
        return ["function", "regex", self.tree(token[0]), ["value", pattern]]

    _writers: Mapping[str, Callable[["_Writer", XPathToken], Tree]] = {
        "(": lambda self, token: self.tree(token[0]),
        "(name)": lambda _self, token: ["name", str(token.value)],
        "(string)": lambda _self, token: ["value", str(token.value)],
        "regex": _regex,
    }
