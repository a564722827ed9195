"""The table of contents of the facts: it is swapped in one rename, and that is the commit."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

NAME = "manifest.json"
_DIGITS = 16  # of a stamp: two states hardly ever come out alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The file of one month, and how many rows of the source it was made from.

    `parts` are the files of its sums, by the name of the cube.
    """

    file: str
    source_rows: int
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Which files hold the facts as of an instant, each dataset by month, and their `totals`.

    `database` and `version` say of which database and by which rules they were made; whatever was
    written by a transaction from `horizon` on may not be in them yet.
    """

    database: str
    version: str
    horizon: int
    as_of: datetime
    months: Mapping[str, Mapping[str, Month]]
    totals: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> set[str]:
        """The files of the facts themselves."""
        return {month.file for dataset in self.months.values() for month in dataset.values()}

    @property
    def sums(self) -> set[str]:
        """The files of their sums."""
        every = (month for dataset in self.months.values() for month in dataset.values())
        parts = {file for month in every for file in month.parts.values()}
        return parts | {*self.totals.values()}


def load(folder: Path) -> Manifest | None:
    """Read the manifest; None where there is none, or none that can be read: then make it anew."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return Manifest(
            database=found["database"],
            version=found["version"],
            horizon=found["horizon"],
            as_of=datetime.fromisoformat(found["as_of"]),
            months={
                dataset: {name: Month(**month) for name, month in months.items()}
                for dataset, months in found["months"].items()
            },
            totals=found["totals"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save(manifest: Manifest, folder: Path) -> None:
    """Put the manifest in the place of the one before, whole or not at all."""
    words = asdict(manifest) | {"as_of": manifest.as_of.isoformat()}
    new = folder / f"{NAME}.new"
    new.write_text(json.dumps(words, indent=1), encoding="utf-8")
    new.replace(folder / NAME)


def stamp(folder: Path) -> str:
    """Give a word for which files there are: another one where any was made anew, '' for none."""
    found = load(folder)
    named = sorted(found.files | found.sums) if found else []
    return sha256("\n".join(named).encode()).hexdigest()[:_DIGITS] if named else ""
