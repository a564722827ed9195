"""`heard take-interviews`: what an officer's phone could not send, from the file that it saved."""

import json
from pathlib import Path
from typing import Annotated

import typer

from heard.accounts.models import User
from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.fieldwork.take import State, take
from heard.web.staff.field import registered

REFUSED = 3  # the exit code where some were not taken

File = Annotated[Path, typer.Argument(help="What the phone saved: sealed, as JSON.")]
By = Annotated[str, typer.Option(help="The address of whoever brings it, for the journal.")]


def take_interviews(file: File, *, by: By) -> None:
    """Take in the sealed interviews and sign-ups that an officer's phone has saved, each once."""
    items = _items(file)
    with opened():
        person = User.objects.filter(email=by.lower()).first()
        if person is None:
            raise fail(f"nobody signs in as {by}.")
        outcomes = [(item[0], *_taken(*item, by=person)) for item in items]
    for instance, state, why in outcomes:
        typer.echo(f"{instance}: {state}{why and f', {why}'}")
    if any(state not in (State.TAKEN, State.KNOWN) for _, state, _ in outcomes):
        raise typer.Exit(REFUSED)


def _taken(instance: str, sealed: str, kind: str, *, by: User) -> tuple[str, str]:
    if kind == registered.KIND:
        return registered.register(instance, sealed, by=by, now=clock.now())
    outcome = take(instance, sealed, by=by, now=clock.now())
    return outcome.state, outcome.why


def _items(file: Path) -> list[tuple[str, str, str]]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))["items"]
        return [
            (str(one["instance"]), str(one["sealed"]), str(one.get("kind", ""))) for one in found
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise fail(f"{file} is no file that an officer's phone has saved.") from error
