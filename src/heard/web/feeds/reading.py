"""Reads what a machine posted: limited in size, strict JSON, text that a database can hold."""

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import NoReturn

from django.http import HttpRequest
from ninja.errors import HttpError

BODY_BYTES = 5_000_000
BATCH_ITEMS = 1_000
DEPTH = 32
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class NotJson(Exception):
    """The body is not the JSON that it says it is; the message says why."""


def read_bytes(request: HttpRequest, *, types: tuple[str, ...]) -> bytes:
    """Give a body of one of these media types; HttpError 415 for another, 413 for over 5 MB."""
    if request.content_type not in types:
        raise HttpError(415, f"Send {' or '.join(types)}.")
    if int(request.headers.get("Content-Length") or 0) > BODY_BYTES:
        raise HttpError(413, f"A body has at most {BODY_BYTES:,} bytes.")
    return request.read(BODY_BYTES)


def read_body(request: HttpRequest, *, types: tuple[str, ...]) -> object:
    """Give the decoded body as `read_bytes` reads it; NotJson for what is no strict JSON."""
    body = read_bytes(request, types=types)
    try:
        return json.loads(
            body.decode("utf-8"),
            parse_constant=_refuse,
            parse_float=_finite,
            object_pairs_hook=_once,
        )
    except RecursionError:
        raise NotJson("The JSON is nested too deeply.") from None
    except ValueError as error:  # of bytes, of JSON, of a number with thousands of digits
        raise NotJson(f"The body is not JSON in UTF-8: {type(error).__name__}.") from None


def read_list(body: object) -> list[object]:
    """Give the items of a batch; NotJson where it is no list, HttpError 413 for too many."""
    if not isinstance(body, list):
        raise NotJson("A batch is a JSON list.")
    if len(body) > BATCH_ITEMS:
        raise HttpError(413, f"A batch has at most {BATCH_ITEMS:,} items.")
    return body


def is_storable(item: object) -> bool:
    """Tell whether an item is shallow, and holds no character that PostgreSQL cannot store."""
    return _is_plain(item) or all(
        depth <= DEPTH and _is_text(value) for value, depth in _walk(item)
    )


def _is_plain(item: object) -> bool:
    """See at a glance that an item is storable, as nearly all are; where in doubt, say no."""
    try:
        text = json.dumps(item, ensure_ascii=False)
    except RecursionError:
        return False
    brackets = text.count("{") + text.count("[")
    return brackets <= DEPTH and "\\u0000" not in text and not _UNSTORABLE.search(text)


def _is_text(value: object) -> bool:
    """Half a surrogate pair is no character, and PostgreSQL takes no NUL."""
    return not (isinstance(value, str) and _UNSTORABLE.search(value))


def _walk(item: object) -> Iterator[tuple[object, int]]:
    """Give every value and key with its depth; without recursion, since a sender chose how deep."""
    left = [(item, 0)]
    while left:
        value, depth = left.pop()
        yield value, depth
        if isinstance(value, dict):
            left += [(part, depth + 1) for pair in value.items() for part in pair]
        elif isinstance(value, list):
            left += [(part, depth + 1) for part in value]


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _refuse(digits)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Two readers may take two values for a name that stands twice."""
    read = dict(pairs)
    if len(read) < len(pairs):
        _refuse("A name that stands twice")
    return read
