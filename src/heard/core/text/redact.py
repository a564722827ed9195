"""Hides what leads to somebody in what people wrote: names, numbers, addresses and the like.

It never finds everything; `labelled/redaction.txt` says how much of it, and the raw words stay
sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from heard.core.text._names import by_name
from heard.core.text._patterns import by_form

NAME = "name"
# Each sign is read as one other, so that places in the text stay what they are.
_SPACES = "\u00a0\u2007\u2009\u200a\u200b\u200c\u200d\u202f\u2060\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_ZEROS = "\u0660\u06f0\u0966\u09e6\u0a66\uff10"  # Arabic, Persian, Indic and full-width digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of a text that leads to somebody: its kind, and from where to where."""

    kind: str
    start: int
    end: int


def redact(text: str) -> str:
    """Give a text in which everything that `spans` finds is a label: [name], [phone]."""
    shown, last = [], 0
    for span in spans(text):
        shown += [text[last : span.start], f"[{span.kind}]"]
        last = span.end
    return "".join((*shown, text[last:]))


def spans(text: str) -> Sequence[Span]:
    """Give what leads to somebody, in the order of the text; no two overlap."""
    read = text.translate(_as_read())
    found: list[Span] = []
    for kind, (start, end) in by_form(read):
        _add(found, Span(kind=kind, start=start, end=end))
    for start, end in by_name(_without(read, found)):
        _add(found, Span(kind=NAME, start=start, end=end))
    return sorted(found, key=lambda span: span.start)


def _without(text: str, found: Sequence[Span]) -> str:
    """Put figures over what was found, so that no name begins or ends in it."""
    for span in found:
        text = f"{text[: span.start]}{'0' * (span.end - span.start)}{text[span.end :]}"
    return text


def _add(found: list[Span], span: Span) -> None:
    if all(span.end <= other.start or other.end <= span.start for other in found):
        found.append(span)


@cache
def _as_read() -> dict[int, str]:
    digits = {ord(zero) + n: str(n) for zero in _ZEROS for n in range(10)}
    return (
        digits
        | dict.fromkeys(map(ord, _SPACES), " ")
        | dict.fromkeys(map(ord, _DASHES), "-")
        | {0x2019: "'"}
    )
