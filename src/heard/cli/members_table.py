"""Says how many members the community has by area, at two times, as the page does."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.core.timing import london_date
from heard.insight.members import end_of, rows, year_to
from heard.membership.table import Row

HEADS = (
    *("from", "to", "% from", "% to", "change", "change %", "force %", "16+"),
    *("per 1,000 from", "per 1,000 to", "parity"),
)


def show_table(
    from_: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="The end of this day."),
    ] = None,
    to: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="The end of this day."),
    ] = None,
    *,
    seed: Annotated[int | None, typer.Option(help="Of the simulation with this seed.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Say how many members each area had; without days, in the year to the last 30 November."""
    with opened(seed=seed, played=True):
        first, last = year_to(london_date(clock.now()))
        first, last = from_.date() if from_ else first, to.date() if to else last
        if first >= last:
            raise fail("--to: the last day must lie after the first.")
        found = rows(end_of(first), end_of(last))
    if as_json:
        days = {"from": first.isoformat(), "to": last.isoformat()}
        typer.echo(json.dumps({**days, "rows": [_plain(row) for row in found]}, indent=2))
    else:
        _print(found, first, last)


def _plain(row: Row) -> dict[str, object]:
    """Give a row as JSON has it; what was rounded is a text, so that it stays as it is."""
    return {
        name: value if value is None or isinstance(value, int | str) else str(value)
        for name, value in asdict(row).items()
    }


def _print(found: Sequence[Row], first: date, last: date) -> None:
    shown = Table(title=f"Members, {first} and {last}")
    shown.add_column("area")
    for head in HEADS:
        shown.add_column(head, justify="right")
    for row in found:
        _, name, *cells = asdict(row).values()
        shown.add_row(name, *("" if cell is None else f"{cell:,}" for cell in cells))
    Console(width=160).print(shown)
