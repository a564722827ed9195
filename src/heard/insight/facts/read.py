"""Opens the facts for questions: one DuckDB in memory for each process that asks."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import import_module
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from heard.insight.facts import _manifest
from heard.insight.facts._datasets import DATASETS, Dataset, version
from heard.insight.facts._manifest import Manifest, Month

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

REMEMBERED = 1_000  # expressions whose SQL is kept

_opened: dict[Path, tuple[object, "Facts"]] = {}
_opening = Lock()


class NoFacts(Exception):
    """There are none in the folder yet, or those of other rules: the worker writes them anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts as of one instant, as tables of an engine that runs Ibis expressions.

    `screenings` has a row for each standing decision, `letters` one for each invitation posted,
    `responses` one for each answer on a scale, `details` one for each thing chosen, ranked or
    entered otherwise; `groups` has the answers on scales of who answered the equality questions,
    without place and time.
    """

    as_of: datetime
    screenings: "Table"
    letters: "Table"
    responses: "Table"
    details: "Table"
    groups: "Table"
    engine: "Backend"
    asked: dict[Hashable, tuple[str, pa.Schema]] = field(default_factory=dict)
    turn: Lock = field(default_factory=Lock)

    def ask(self, asked: Callable[..., "Table"], /, **given: Hashable) -> list[dict[str, Any]]:
        """Give the rows of the expression that `asked` makes of these facts and of `given`.

        What was asked before, word for word, is SQL already. One is asked at a time: DuckDB
        spreads it over the cores by itself.
        """
        key = (asked, *sorted(given.items(), key=itemgetter(0)))
        with self.turn:
            if key not in self.asked:
                if len(self.asked) >= REMEMBERED:
                    self.asked.clear()
                expression = asked(self, **given)
                # With the types that it promises: DuckDB sums whole numbers into wider ones.
                types = expression.schema().to_pyarrow()
                self.asked[key] = self.engine.compile(expression), types
            statement, types = self.asked[key]
            found = self.engine.con.execute(statement).to_arrow_table()
        rows: list[dict[str, Any]] = found.cast(types).to_pylist()
        return rows


def facts(folder: Path) -> Facts:
    """Open the facts in `folder` as the manifest names them now. NoFacts."""
    manifest = _manifest.load(folder)
    if manifest is None or manifest.version != version():
        raise NoFacts(f"There are no facts in {folder} yet.")
    with _opening:
        months, found = _opened.get(folder, (None, None))
        if found is None or months != manifest.months:
            if not all((folder / file).exists() for file in manifest.files):
                raise NoFacts(f"A file of the facts in {folder} is lost: they are made anew.")
            found = _open(folder, manifest)
            _opened.clear()
            _opened[folder] = manifest.months, found
    return replace(found, as_of=manifest.as_of)


def nothing() -> Facts:
    """Give facts of which there are none."""
    months: dict[str, dict[str, Month]] = {dataset.name: {} for dataset in DATASETS}
    never = datetime(1, 1, 1, tzinfo=UTC)
    empty = Manifest(database="", version="", horizon=0, as_of=never, months=months)
    return _open(Path(), empty)


def _open(folder: Path, manifest: Manifest) -> Facts:
    # Only here: its import takes a second, which most commands and lanes need not wait for.
    engine = import_module("ibis").duckdb.connect()
    tables = {d.name: _load(engine, d, folder, manifest) for d in DATASETS}
    return Facts(as_of=manifest.as_of, engine=engine, **tables)


def _load(engine: "Backend", dataset: Dataset, folder: Path, manifest: Manifest) -> "Table":
    paths = [str(folder / month.file) for month in manifest.months[dataset.name].values()]
    if not paths:
        return engine.create_table(dataset.name, dataset.schema.empty_table())
    return engine.read_parquet(paths, table_name=dataset.name)
