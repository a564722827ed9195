"""Opens the facts for questions: one engine for each process that asks."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from heard.accounts.scope import EVERYTHING, Scope
from heard.insight.facts import _manifest, scoped
from heard.insight.facts._cubes import PARTS, TOTALS, Cube, fitting
from heard.insight.facts._datasets import DATASETS, RESPONSES
from heard.insight.facts._manifest import Manifest, Month
from heard.insight.facts._version import version
from heard.insight.facts.engines import Engine, Source, opened

if TYPE_CHECKING:
    from ibis.expr.types import Table

Found = TypeVar("Found")
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
    without place and time. `cubes` are the files of sums of the responses, by the name of the cube,
    which are opened when they are asked. `asked` has expressions as SQL, which newer facts take
    over; `kept` is for what was worked out of these facts, which is the same for everybody; of
    that, and of what is asked, whoever looks sees what is in `scope`. `looked` is what was looked
    up beside them in the database, and goes with the page or the command that opened them.
    """

    as_of: datetime
    screenings: "Table"
    letters: "Table"
    responses: "Table"
    details: "Table"
    groups: "Table"
    cubes: Mapping[str, Source]
    engine: Engine
    asked: dict[Hashable, tuple[str, pa.Schema]] = field(default_factory=dict)
    kept: dict[Hashable, Any] = field(default_factory=dict)
    opened: dict[str, "Table"] = field(default_factory=dict)
    looked: dict[Hashable, Any] = field(default_factory=dict)
    turn: Lock = field(default_factory=Lock)
    scope: Scope = EVERYTHING

    def within(self, scope: Scope) -> "Facts":
        """Give the same facts for somebody who may see so much of them."""
        return replace(self, scope=scope)

    def whole(self) -> "Facts":
        """Give all of them, for what has to be held back by the whole before it is cut down."""
        return self.within(EVERYTHING)

    def sees(self, columns: Sequence[str], segment: Sequence[object], where: object = None) -> bool:
        """Tell whether somebody may see this segment of a cut by these columns."""
        return scoped.sees(self.scope, columns, segment, where)

    def require(self, where: object) -> None:
        """Refuse a slice of facts that they may not see. OutOfScope."""
        scoped.require(self.scope, where)

    def once(self, look: Callable[[], Found]) -> Found:
        """Give what `look` finds in the database, where one page asks for it several times."""
        if look not in self.looked:
            self.looked[look] = look()
        found: Found = self.looked[look]
        return found

    def sums(self, needed: Collection[str]) -> "Table | None":
        """Give the cube with all these columns of the responses; None where there is none."""
        cube = fitting(needed)
        if cube is None or cube.name not in self.cubes:
            return None
        if cube.name not in self.opened:
            self.opened[cube.name] = self.engine.table(self.cubes[cube.name])
        return self.opened[cube.name]

    def ask(self, asked: Callable[..., "Table"], /, **given: Hashable) -> list[dict[str, Any]]:
        """Give the rows of the expression that `asked` makes of these facts and of `given`.

        What was asked before, word for word, is SQL already. One is asked at a time: the engine
        spreads it over its cores by itself. OutOfScope where they may not see it.
        """
        self.require(given.get("where"))
        with self.turn:
            return self.engine.rows(*self._statement(asked, given))

    def arrow(
        self, asked: Callable[..., "Table"], /, *, only: str | None = None, **given: Hashable
    ) -> pa.Table:
        """Give the same as columns, which takes a tenth of the time where there are many rows.

        Those of `only` one question share the SQL of all: to write it takes as long as to run it.
        """
        self.require(given.get("where"))
        with self.turn:
            statement, types = self._statement(asked, given)
            if only is None:
                return self.engine.arrow(statement, types)
            of_one = f"SELECT * FROM ({statement}) AS found WHERE question = ?"  # noqa: S608 - ours
            return self.engine.arrow(of_one, types, only)

    def _statement(
        self, asked: Callable[..., "Table"], given: Mapping[str, Hashable]
    ) -> tuple[str, pa.Schema]:
        key = (asked, *sorted(given.items(), key=itemgetter(0)))
        known = self.asked.get(key)
        if known is None:
            if len(self.asked) >= REMEMBERED:
                self.asked.clear()
            expression = asked(self, **given)
            # With the types that it promises: engines sum whole numbers into wider ones.
            types = expression.schema().to_pyarrow()
            known = self.asked[key] = self.engine.compile(expression), types
        return known


def facts(folder: Path) -> Facts:
    """Open the facts in `folder` as the manifest names them now. NoFacts."""
    manifest = _manifest.load(folder)
    if manifest is None or manifest.version != version():
        raise NoFacts(f"There are no facts in {folder} yet.")
    with _opening:
        months, found = _opened.get(folder, (None, None))
        if found is None or months != manifest.months:
            if not all((folder / file).exists() for file in manifest.files | manifest.sums):
                raise NoFacts(f"A file of the facts in {folder} is lost: they are made anew.")
            before, found = found, _open(folder, manifest)
            if before and before.cubes.keys() == found.cubes.keys():
                found = _as_asked(before, found)
            _opened.clear()
            _opened[folder] = manifest.months, found
    return replace(found, as_of=manifest.as_of, looked={})


def stamp(folder: Path) -> str:
    """Give a word for the facts in `folder`: another one where any of them was made anew."""
    return _manifest.stamp(folder)


def _as_asked(before: Facts, found: Facts) -> Facts:
    """Let newer facts know the SQL of what was asked of those before, by the same names."""
    with before.turn:
        opened, asked = [*before.opened], {**before.asked}
    for name in opened:
        found.opened[name] = found.engine.table(found.cubes[name])
    return replace(found, asked=asked)


def nothing() -> Facts:
    """Give facts of which there are none."""
    months: dict[str, dict[str, Month]] = {dataset.name: {} for dataset in DATASETS}
    never = datetime(1, 1, 1, tzinfo=UTC)
    empty = Manifest(database="", version="", horizon=0, as_of=never, months=months)
    return _open(Path(), empty)


def _open(folder: Path, manifest: Manifest) -> Facts:
    sources = [
        Source(
            name=dataset.name,
            schema=dataset.schema,
            files=[folder / month.file for month in manifest.months[dataset.name].values()],
        )
        for dataset in DATASETS
    ]
    engine, tables = opened(sources)
    cubes = {cube.name: source for cube, source in _cubes(folder, manifest)}
    return Facts(as_of=manifest.as_of, engine=engine, cubes=cubes, **tables)


def _cubes(folder: Path, manifest: Manifest) -> Iterator[tuple[Cube, Source]]:
    months = manifest.months[RESPONSES.name].values()
    files = {part: [month.parts[part.name] for month in months] for part in PARTS}
    files |= {TOTALS[part]: [file] for part, file in manifest.totals.items()}
    for cube, names in files.items():
        paths = [folder / name for name in names]
        yield cube, Source(name=cube.folder, schema=cube.schema, files=paths)
