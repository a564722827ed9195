"""Files of the facts: none is ever changed or written over."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_ROW_GROUP = 100_000  # rows that are read, or passed over, together


def free(place: Path, horizon: int) -> Path:
    """Give a path in this folder at which there is no file."""
    number = 0
    while (path := place / f"{horizon}-{number}.parquet").exists():
        number += 1
    return path


def write(table: pa.Table, path: Path) -> None:
    """Put a table at this path, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    pq.write_table(table, new, compression="zstd", row_group_size=_ROW_GROUP)
    new.replace(path)
