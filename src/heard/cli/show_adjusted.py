"""Prints figures beside those adjusted for the mix of what they are about."""

import json
from collections.abc import Sequence

import typer
from rich.console import Console
from rich.table import Table

from heard.cli.show import SIMULATED, share_cells
from heard.insight.adjusted import Beside, as_objects


def adjusted(found: Sequence[Beside], *, simulated: bool, as_json: bool) -> None:
    """Print {"simulated": bool, "figures": [a figure with "adjusted"]}, or a table.

    Below it stands which categories were joined.
    """
    if as_json:
        told = {"simulated": simulated, "figures": as_objects(found)}
        typer.echo(json.dumps(told, indent=2))
        return
    table = Table(
        *("programme", "question", "segment", "as counted", "95 % interval", "answers"),
        *("adjusted", "95 % interval", "of the mix"),
    )
    for one in found:
        figure, other = one.figure, one.adjusted
        table.add_row(
            figure.programme,
            figure.asked,
            " / ".join(map(str, figure.segment)),
            *share_cells(figure.estimate),
            f"{figure.estimate.n:,}",
            *share_cells(other.estimate),
            f"{other.overlap:.0%}" if other.estimate.shown else "",
        )
    console = Console()
    console.print(table)
    for said in dict.fromkeys(said for one in found for said in one.joined):
        typer.echo(said)
    if simulated:
        console.print(SIMULATED)
