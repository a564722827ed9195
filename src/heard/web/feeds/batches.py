"""Hands a batch to its verb without the items that no verb could bear."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from heard.delivery.receipts import News, accept
from heard.events.receive import Received, Rejection
from heard.web.feeds.reading import is_storable
from heard.web.feeds.schemas import Receipt

_Item = TypeVar("_Item")
_Model = TypeVar("_Model", bound=BaseModel)


def take(items: Sequence[object], verb: Callable[[Sequence[object]], Received]) -> Received:
    """Call `verb` with the items that can be stored, and reject the others beside its own."""
    places = [index for index, item in enumerate(items) if is_storable(item)]
    received = verb([items[index] for index in places])
    rejected = [replace(r, index=places[r.index]) for r in received.rejected]
    rejected += [
        Rejection(
            index=index,
            field="",
            rule="storable",
            message="The item is nested too deeply, or holds NUL or half a surrogate pair.",
        )
        for index in sorted(set(range(len(items))) - set(places))
    ]
    return replace(received, rejected=tuple(sorted(rejected, key=lambda r: r.index)))


def take_receipts(items: Sequence[object], *, now: datetime) -> Received:
    """Accept every receipt that keeps the rules, in one commit."""
    receipts, rejected = read_each(items, Receipt)
    news = [News(**dict(receipt)) for receipt in receipts]
    return told(news, rejected, partial(accept, now=now))


def read_each(
    items: Sequence[object], model: type[_Model]
) -> tuple[list[_Model], tuple[Rejection, ...]]:
    """Read items as `model` says, and give those that it fits and why the others are rejected."""
    read: list[_Model] = []
    rejected: list[Rejection] = []
    for index, item in enumerate(items):
        try:
            read.append(model.model_validate_json(json.dumps(item)))
        except ValidationError as error:
            rejected.append(_reject(index, error))
    return read, tuple(rejected)


def told(
    items: Sequence[_Item],
    rejected: tuple[Rejection, ...],
    verb: Callable[[Sequence[_Item]], int],
) -> Received:
    """Call `verb` with what was read; it says how many of them were not here before."""
    accepted = verb(items) if items else 0
    return Received(accepted=accepted, duplicates=len(items) - accepted, rejected=rejected)


def reject_all(*, rule: str, message: str) -> Received:
    """Say why nothing of a body could be taken in."""
    wrong = Rejection(index=0, field="", rule=rule, message=message)
    return Received(accepted=0, duplicates=0, rejected=(wrong,))


def _reject(index: int, error: ValidationError) -> Rejection:
    first = error.errors(include_input=False, include_url=False)[0]
    field = ".".join(map(str, first["loc"]))
    return Rejection(index=index, field=field, rule=first["type"], message=first["msg"])
