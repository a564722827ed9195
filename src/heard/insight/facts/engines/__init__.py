"""The engines that answer questions about the facts: one expression, whichever of them runs it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from ibis.expr.types import Table

ENGINES = ("duckdb", "spark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A table of facts: its columns, and the Parquet files that hold its rows, or none."""

    name: str
    schema: pa.Schema
    files: Sequence[Path]


class Engine(Protocol):
    """What every engine can do."""

    def table(self, source: Source) -> "Table":
        """Open a table that has not been opened yet, under its name."""

    def compile(self, expression: "Table") -> str:
        """Write an expression over its tables as a statement of its own SQL."""

    def rows(self, statement: str, types: pa.Schema) -> list[dict[str, Any]]:
        """Give the rows of a statement in these types, as Python's own values."""

    def arrow(self, statement: str, types: pa.Schema, *values: str) -> pa.Table:
        """Give the same as columns; `values` stand where the statement has question marks."""


Open = Callable[[Sequence[Source]], tuple[Engine, Mapping[str, "Table"]]]


def opened(sources: Sequence[Source]) -> tuple[Engine, Mapping[str, "Table"]]:
    """Open the engine that HEARD_ENGINE names, with a table for each source.

    ImproperlyConfigured where it names none that there is. Each engine is a module of its own,
    imported only when it is opened: it takes a second, which most commands need not wait for.
    """
    if settings.ENGINE not in ENGINES:
        raise ImproperlyConfigured(
            f"HEARD_ENGINE is {settings.ENGINE}: set {' or '.join(ENGINES)}."
        )
    begin: Open = import_module(f"{__name__}.{settings.ENGINE}").begin
    return begin(sources)
