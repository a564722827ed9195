"""Seals the journal, and verifies that nothing in it was changed, removed or put in later."""

from typing import Annotated

import typer

from heard.cli.database import fail, opened
from heard.core.chain import Fault
from heard.journal import seal as sealing
from heard.journal.verify import verify

BATCH = 500  # entries sealed in one transaction
FAULTS = {
    Fault.CHANGED: "is not what was sealed",
    Fault.REMOVED: "was sealed and is gone",
    Fault.INSERTED: "was put in after those behind it had been sealed",
    Fault.UNLINKED: "does not follow on the seal before it, where a seal is gone or another one",
    Fault.REWRITTEN: "has another seal than the one that was kept",
}

commands = typer.Typer(
    help="The seals over the journal of who did and looked at what.", no_args_is_help=True
)


@commands.command("seal")
def seal_journal(
    *,
    show: Annotated[
        bool, typer.Option("--print", help="Print the newest seal, to be kept elsewhere.")
    ] = False,
) -> None:
    """Seal what is not sealed yet; the worker does so by itself."""
    with opened():
        count = 0
        while done := sealing.seal(limit=BATCH):
            count += done
        typer.echo(f"{count:,} entries sealed.", err=True)
        if show and (newest := sealing.last()):
            typer.echo(f"{newest.entry}:{bytes(newest.hash).hex()}")


@commands.command("verify")
def verify_journal(
    *,
    kept: Annotated[
        list[str] | None, typer.Option(help="A seal that was printed. May be repeated.")
    ] = None,
) -> None:
    """Hold every entry against its seal; name the first with which something is wrong."""
    wanted = dict(map(_read, kept or ()))
    with opened():
        found = verify(kept=wanted)
    if found.fault:
        entry, fault = found.fault
        raise fail(f"entry {entry} of the journal {FAULTS[fault]}; {found.sealed:,} are good.")
    typer.echo(f"{found.sealed:,} entries are as they were sealed; {found.unsealed:,} are not yet.")


def _read(text: str) -> tuple[int, bytes]:
    entry, _, written = text.strip().partition(":")
    try:
        return int(entry), bytes.fromhex(written)
    except ValueError:
        raise fail(f"{text} is no seal: one looks like 120:5f3a…, as it was printed.") from None
