"""What one test asked of its facts is SQL already for the next, as in a server that runs for days.

Facts that are written anew take over the SQL of those before them; here those before are another
test's. Turning the same expressions into SQL again took a fourth of the time of tests of figures.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from heard.insight.facts import read
from heard.insight.facts._manifest import Manifest
from heard.insight.facts.read import Facts

_last: dict[tuple[type, frozenset[str]], Facts] = {}  # by engine and sums, which decide on the SQL
_open = read._open  # noqa: SLF001 - where every facts are opened


def _opened(folder: Path, manifest: Manifest) -> Facts:
    found = _open(folder, manifest)
    kind = type(found.engine), frozenset(found.cubes)
    if kind in _last:
        found = read._as_asked(_last[kind], found)  # noqa: SLF001 - as a server does
    _last[kind] = found
    return found


@pytest.fixture(scope="session", autouse=True)
def _sql_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "_open", _opened)
        yield


@pytest.fixture
def sql_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let facts know no more SQL than the product lets them, for tests of just that."""
    monkeypatch.setattr(read, "_open", _open)
