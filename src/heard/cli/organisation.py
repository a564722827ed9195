"""Takes in how the force is made up: units under units, and people in teams, with their days."""

from pathlib import Path
from typing import Annotated

import typer

from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.journal.write import SYSTEM
from heard.organisation.load import BadOrganisation, load

organisation = typer.Typer(help="How the force is made up.", no_args_is_help=True)


@organisation.callback()
def _organisation() -> None:
    """Keep `load` a command of its own, since there may be others."""


@organisation.command("load")
def load_file(
    path: Annotated[Path, typer.Argument(help="A CSV file: kind, code, name, under and from.")],
    *,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be taken in.")] = False,
) -> None:
    """Take in units, moves and posts, all of a file or nothing; what is known is left alone."""
    with opened():
        try:
            done = load(path, dry=dry_run, by=SYSTEM, now=clock.now())
        except BadOrganisation as refused:
            raise fail(f"{path}: nothing was taken in.\n{refused}") from None
    would = "would be " if dry_run else ""
    typer.echo(
        f"{would}new: {done.units} units, {done.lines} moves of units, {done.posts} posts of"
        f" people; known already: {done.known}"
    )
