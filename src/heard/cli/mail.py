"""The door for a mail server on the same machine: one mail that came back, on standard input."""

from typing import Annotated

import typer
from django.conf import settings

from heard.cli.database import fail, opened
from heard.cli.environment import TRY_AGAIN
from heard.clock import read as clock
from heard.delivery.bounces import return_paths
from heard.events.receive import Received
from heard.invitations.returned import MAIL_BYTES, take


def receive_mail(
    *,
    source: Annotated[str, typer.Option(help="What its dead letters are filed under.")] = "mail",
) -> None:
    """Take in one mail that came back, from standard input: a bounce or a complaint.

    The exit code is 75 where it could not be kept, so that the mail server tries again.
    """
    try:
        received = _taken(typer.get_binary_stream("stdin").read(MAIL_BYTES + 1), source)
    except BaseException as fault:  # noqa: BLE001 - whatever it is, the mail server still has it
        # Its class alone: the mail server puts what we say into its log.
        typer.echo(f"heard: not kept, {type(fault).__name__}.", err=True)
        raise typer.Exit(TRY_AGAIN) from None
    for wrong in received.rejected:
        typer.echo(f"Kept as a dead letter ({wrong.rule}): {wrong.message}", err=True)


def _taken(raw: bytes, source: str) -> Received:
    with opened():
        if clock.is_simulation():
            raise fail("this database is a simulation: set HEARD_HOME to another folder.")
        return take(
            raw,
            source=source,
            paths=return_paths(),
            now=clock.now(),
            kept=settings.DEAD_LETTERS_KEPT,
        )
