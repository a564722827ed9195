"""Members who come by a list: a partner's, or that of the system before."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from heard.cli.database import fail, opened
from heard.cli.members_table import show_table
from heard.clock import read as clock
from heard.journal.write import SYSTEM
from heard.membership import lists, sheets
from heard.membership.bring import bring
from heard.membership.lists import Consent
from heard.membership.sheets import BadSheet, Fault
from heard.web.languages import BY_CODE

commands = typer.Typer(help="The members of the community.", no_args_is_help=True)


commands.command("table")(show_table)


@commands.command("bring")
def bring_list(
    file: Annotated[Path, typer.Argument(help="A CSV with a person a line.")],
    *,
    proof: Annotated[str, typer.Option(help="How they agreed, and where that is kept.")],
    partner: Annotated[str, typer.Option(help="Whose list it is; nobody's with --former.")] = "",
    source: Annotated[str, typer.Option(help="The code by which they are counted.")] = "",
    former: Annotated[
        bool, typer.Option("--former", help="Take over the members of the system before.")
    ] = False,
    without_bad: Annotated[
        bool, typer.Option("--without-bad", help="Leave out lines that break a rule.")
    ] = False,
) -> None:
    """Bring people in by a list: a partner's, who are asked to confirm it, or former members.

    A partner's list waits until one of the staff approves it. Only former members are members at
    once, as they were in the system before.
    """
    if bool(partner) == former:
        raise fail("say whose list it is: --partner NAME, or --former.")
    if not proof.strip():
        raise fail("--proof says how these people agreed, and where that is kept.")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise fail(f"{file} cannot be read as text in UTF-8.") from None
    with opened():
        now = clock.now()
        try:
            said = (
                _former(file.name, text, proof, without_bad=without_bad, now=now)
                if former
                else _partner(
                    file.name,
                    text,
                    Consent(partner=partner, proof=proof, source=source),
                    without_bad=without_bad,
                    now=now,
                )
            )
        except BadSheet as error:
            raise fail(f"{file.name}: {error}") from None
    typer.echo(said, err=True)


def _former(name: str, text: str, proof: str, *, without_bad: bool, now: datetime) -> str:
    sheet = sheets.former(text, languages=BY_CODE, now=now)
    _tell(name, sheet.faults, without_bad=without_bad)
    members = bring(sheet.people, by=SYSTEM, draw=secrets.token_bytes, proof=proof, now=now)
    return f"{len(sheet.people):,} people were taken over, {members:,} of them are members."


def _partner(name: str, text: str, consent: Consent, *, without_bad: bool, now: datetime) -> str:
    sheet = sheets.partner(text, languages=BY_CODE, now=now)
    _tell(name, sheet.faults, without_bad=without_bad)
    if not sheet.people:
        raise BadSheet("Nobody can be asked by it.")
    kept = lists.keep(sheet, consent, by=SYSTEM, now=now)
    return (
        f"List {kept.pk} has {kept.total:,} people. They are asked once one of the staff approves "
        f"it, within {lists.WAITS.days} days: Community, Lists of partners."
    )


def _tell(name: str, faults: Sequence[Fault], *, without_bad: bool) -> None:
    for one in faults:
        typer.echo(f"{name}, line {one.line}: {one.rule}", err=True)
    if faults and not without_bad:
        raise fail(f"{len(faults):,} lines break a rule, so nobody was brought in; --without-bad.")
