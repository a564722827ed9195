"""Apache Spark: the engine for the facts of a country, on a cluster or all cores of a machine."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from heard.insight.facts.engines import Source

try:
    import ibis
    from pyspark.sql import SparkSession
    from pyspark.sql.pandas.types import from_arrow_schema
except ImportError as missing:
    raise ImproperlyConfigured(
        "HEARD_ENGINE is spark, but Spark is not installed: pip install 'heard[spark]'."
    ) from missing

if TYPE_CHECKING:
    from ibis.backends.pyspark import Backend
    from ibis.expr.types import Table

# Days and hours are columns of the facts already, so nothing depends on a session's zone; what
# has no answer, as nothing divided by nothing, is an error here and not a null without a word.
_OPTIONS: dict[str, bool | float | str | int | None] = {
    "spark.app.name": "heard",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.filterPushdown": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_ON_ONE_MACHINE = {"spark.sql.shuffle.partitions": "4"}  # for two hundred it is busy for seconds


class Spark:
    """A session of its own, so that its views stay as they are, in this process's application."""

    def __init__(self) -> None:
        options = _OPTIONS | (_ON_ONE_MACHINE if settings.SPARK.startswith("local") else {})
        builder = SparkSession.builder.master(settings.SPARK).config(map=options)
        self.session: SparkSession = builder.getOrCreate().newSession()
        self.backend: Backend = ibis.pyspark.connect(self.session)

    def table(self, source: Source) -> "Table":
        schema = from_arrow_schema(source.schema)
        frame = (
            self.session.read.schema(schema).parquet(*(str(file) for file in source.files))
            if source.files
            else self.session.createDataFrame([], schema)
        )
        frame.createOrReplaceTempView(source.name)
        return self.backend.table(source.name)

    def compile(self, expression: "Table") -> str:
        return str(self.backend.compile(expression))

    def rows(self, statement: str, types: pa.Schema) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.arrow(statement, types).to_pylist()
        return rows

    def arrow(self, statement: str, types: pa.Schema, *values: str) -> pa.Table:
        asked = self.session.sql(statement, args=[*values] or None)
        found = [row.asDict() for row in asked.collect()]
        return pa.Table.from_pylist(found, schema=types)


def begin(sources: Sequence[Source]) -> tuple[Spark, Mapping[str, "Table"]]:
    """Open a session in this process's application, with a table for each source."""
    engine = Spark()
    return engine, {source.name: engine.table(source) for source in sources}
