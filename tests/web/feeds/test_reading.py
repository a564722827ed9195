"""Strict JSON, and text that a database can hold."""

import pytest
from django.test import RequestFactory

from heard.web.feeds.reading import DEPTH, NotJson, is_storable, read_body


def read(body: bytes) -> object:
    request = RequestFactory().generic("POST", "/", body, content_type="application/json")
    return read_body(request, types=("application/json",))


def test_json_is_read() -> None:
    assert read('{"a": [1, 2.5, null, true, "é😀"]}'.encode()) == {"a": [1, 2.5, None, True, "é😀"]}


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"nothing",
        b"NaN",
        b"[-Infinity]",
        b"1e999",
        b'{"a": 1, "a": 1}',
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b"9" * 5_000,
        b"[" * 1_000_000,
        b'{"a":' * 100_000,
    ],
)
def test_what_is_not_strictly_json_is_refused(body: bytes) -> None:
    with pytest.raises(NotJson):
        read(body)


def nested(depth: int) -> object:
    return [nested(depth - 1)] if depth else "deep"


@pytest.mark.parametrize(
    ("item", "storable"),
    [
        ({"a": ["é😀", "\\u0000", 1, None]}, True),
        ("\0", False),
        (["\ud83d"], False),
        ({"\udc00": 1}, False),
        ({"a": [{"b": "x\0"}]}, False),
        (nested(DEPTH), True),
        (nested(DEPTH + 1), False),
        (DEPTH * [[]], True),
    ],
)
def test_an_item_is_storable(item: object, *, storable: bool) -> None:
    assert is_storable(item) == storable


def test_an_item_that_nests_deeper_than_anybody_can_write_is_not_storable() -> None:
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    assert not is_storable(deep)
