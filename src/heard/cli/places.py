"""The shapes of a force's areas, taken in from a file."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.core.timing import london_date
from heard.places.models import Loaded

places = typer.Typer(help="The areas of the force.", no_args_is_help=True)


@places.callback()
def _places() -> None:
    """Keep the name of the only command."""


@places.command()
def load_shapes(
    file: Annotated[Path, typer.Argument(help="GeoJSON in degrees, for example of the ONS.")],
    *,
    kind: Annotated[Loaded.Kind, typer.Option(help="What the areas are.")],
    code: Annotated[str, typer.Option(help="The property with the code of the area.")],
    name: Annotated[str, typer.Option(help="The property with its name.")],
    credit: Annotated[str, typer.Option(help="With whose leave they are drawn.")] = "",
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From which day on; else today.")
    ] = None,
) -> None:
    """Take in the shape of every area, from a day on; the maps draw them at once."""
    from heard.places import load  # noqa: PLC0415, only whoever loads shapes waits for what reads them

    if not file.is_file():
        raise fail(f"there is no file {file}.")
    with opened():
        now = clock.now()
        try:
            taken = load.load(
                file.read_bytes(),
                kind=kind,
                properties=load.Properties(code=code, name=name),
                of=load.Source(
                    name=file.name,
                    valid_from=since.date() if since else london_date(now),
                    credit=credit,
                ),
                now=now,
            )
        except load.BadShapes as error:
            raise fail(error) from None
    simplified = (
        f"simplified to within {taken.tolerance:g} degrees" if taken.tolerance else "not simplified"
    )
    typer.echo(
        f"{taken.areas} areas from {taken.features} features, {taken.positions:,} corners, "
        f"{simplified}.",
        err=True,
    )
