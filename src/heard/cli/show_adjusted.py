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
    table = Table("programme", "question", "segment", "", "share", "95 % interval", "answers")
    for one in found:
        figure, other = one.figure, one.adjusted
        place = " / ".join(map(str, figure.segment))
        counted = ("counted", *share_cells(figure.estimate), f"{figure.estimate.n:,}")
        table.add_row(figure.programme, figure.asked, place, *counted)
        mix = f"{other.overlap:.0%} of the mix" if other.estimate.shown else ""
        table.add_row("", "", place, "adjusted", *share_cells(other.estimate), mix)
    console = Console()
    console.print(table)
    for said in dict.fromkeys(said for one in found for said in one.joined):
        typer.echo(said)
    if simulated:
        console.print(SIMULATED)
