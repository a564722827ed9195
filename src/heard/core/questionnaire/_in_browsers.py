"""A pattern of RE2 as one of JavaScript that means the same, where there is one."""

import re
from collections.abc import Mapping

_CLASSES: Mapping[str, str] = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
_CONTROLS = frozenset("nrtfv")
_SYNTAX = frozenset(r"^$\.*+?()[]{}|/")
_TOKEN = re.compile(
    r"""
    (?P<quantifier>(?:[*+?]|\{\d+(?:,\d*)?\})\??(?![+*?]))
    |\\(?P<escaped>u[0-9A-Fa-f]{4}|.)
    |\[(?P<negated>\^?)(?P<members>(?:\\.|[^\]\\[])+)\]
    |(?P<group>\(\?:|\((?!\?)|\)|\|)
    |(?P<edge>[\^$])
    |(?P<any>\.)
    |(?P<plain>[^\\\[\](){}*+?|^$.])
    """,
    re.VERBOSE | re.DOTALL,
)
_MEMBER = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)|(.)", re.DOTALL)


def in_browsers(pattern: str) -> str | None:
    """Give the pattern for JavaScript's flag `u`; None where it may not mean the same there."""
    written, at = [], 0
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        piece = _piece(found) if found else None
        if found is None or piece is None:
            return None
        written.append(piece)
        at = found.end()
    return "".join(written)


def _piece(found: re.Match[str]) -> str | None:
    match found.lastgroup:
        case "escaped":
            return _escaped(found["escaped"])
        case "members":
            members = _members(found["members"])
            return None if members is None else f"[{found['negated']}{members}]"
        case "any":
            return r"[^\n]"
        case _:
            return rf"\{found[0]}" if found[0] == "/" else found[0]


def _escaped(char: str) -> str | None:
    if char.lower() in _CLASSES:
        return f"[{'^' if char.isupper() else ''}{_CLASSES[char.lower()]}]"
    if char in _CONTROLS or len(char) > 1:
        return rf"\{char}"
    if char.isalnum():  # a boundary, a group's number: each library has its own rules
        return None
    return rf"\{char}" if char in _SYNTAX else char


def _members(text: str) -> str | None:
    """Write what stands between brackets; a class turned round cannot stand there."""
    written = []
    for found in _MEMBER.finditer(text):
        char = found[1] or found[2]
        if found[1] and (char in _CLASSES or char in _CONTROLS or len(char) > 1):
            written.append(_CLASSES.get(char, rf"\{char}"))
        elif found[1] and char.isalnum():
            return None
        else:
            plain = found[2] == "-" or char not in _SYNTAX | {"-"}
            written.append(char if plain else rf"\{char}")
    return "".join(written)
