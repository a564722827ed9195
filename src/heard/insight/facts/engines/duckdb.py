"""DuckDB in memory: the engine as shipped, for the figures of one force on one machine."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from heard.insight.facts.engines import Source

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table


class DuckDb:
    """A database of this process alone, with views on the files."""

    def __init__(self) -> None:
        self.backend: Backend = ibis.duckdb.connect()

    def table(self, source: Source) -> "Table":
        if not source.files:
            # Under its bare name, as the views on files are: SQL outlives the first row of a table.
            self.backend.con.register(source.name, source.schema.empty_table())
            return self.backend.table(source.name)
        files = [str(file) for file in source.files]
        return self.backend.read_parquet(files, table_name=source.name, hive_partitioning=False)

    def compile(self, expression: "Table") -> str:
        """Write it with its days as days: cut off to a month, DuckDB makes instants of them."""
        text = str(self.backend.compile(expression))
        days = [name for name, kind in expression.schema().items() if kind.is_date()]
        casts = ", ".join(f'CAST("{name}" AS DATE) AS "{name}"' for name in days)
        return f"SELECT * REPLACE ({casts}) FROM ({text})" if days else text  # noqa: S608

    def rows(self, statement: str, types: pa.Schema) -> list[dict[str, Any]]:
        # By its own tuples: a table of Arrow takes three times as long to become Python's values.
        names = types.names
        found = self.backend.con.execute(statement).fetchall()
        return [dict(zip(names, row, strict=True)) for row in found]

    def arrow(self, statement: str, types: pa.Schema, *values: str) -> pa.Table:
        return self.backend.con.execute(statement, values or None).to_arrow_table().cast(types)


def begin(sources: Sequence[Source]) -> tuple[DuckDb, Mapping[str, "Table"]]:
    """Open a new one, with a table for each source."""
    engine = DuckDb()
    return engine, {source.name: engine.table(source) for source in sources}
