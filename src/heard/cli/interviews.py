"""`heard take-interviews`: what an officer's phone could not send, from the file that it saved."""

import json
from pathlib import Path
from typing import Annotated

import typer

from heard.accounts.models import User
from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.fieldwork.take import State, take

REFUSED = 3  # the exit code where some were refused

File = Annotated[Path, typer.Argument(help="What the phone saved: sealed, as JSON.")]
By = Annotated[str, typer.Option(help="The address of whoever brings it, for the journal.")]


def take_interviews(file: File, *, by: By) -> None:
    """Take in the sealed interviews of a file that an officer's phone has saved, each once."""
    items = _items(file)
    with opened():
        person = User.objects.filter(email=by.lower()).first()
        if person is None:
            raise fail(f"nobody signs in as {by}.")
        outcomes = [take(name, sealed, by=person, now=clock.now()) for name, sealed in items]
    for outcome in outcomes:
        typer.echo(f"{outcome.instance}: {outcome.state}{outcome.why and f', {outcome.why}'}")
    if any(outcome.state is State.REFUSED for outcome in outcomes):
        raise typer.Exit(REFUSED)


def _items(file: Path) -> list[tuple[str, str]]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))["items"]
        return [(str(one["instance"]), str(one["sealed"])) for one in found]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise fail(f"{file} is no file that an officer's phone has saved.") from error
