"""`heard responses former`: what a survey got before Heard, from the file of another tool."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.db import transaction

from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.eligibility.models import Programme
from heard.journal.write import SYSTEM
from heard.responses.former import Mailing, NotFormer, bring_former
from heard.responses.former_file import BadFile, read_answers, read_groups

responses = typer.Typer(help="Answers that Heard did not ask for itself.", no_args_is_help=True)
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="A Monday; the first day.")]
LastDay = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="A Sunday; the last day.")]


@responses.callback()
def _responses() -> None:
    """Keep `former` a command of its own, since there may be others."""


@responses.command("former")
def bring(  # noqa: PLR0913 - a file, what it is of, and how many were asked
    path: Annotated[Path, typer.Argument(help="A CSV file: a row a person who answered.")],
    *,
    survey: Annotated[str, typer.Option(help="Which programme, as victim_email.")],
    begins: Day,
    ends: LastDay,
    invited: Annotated[int, typer.Option(help="How many were written to about these days.")],
    undelivered: Annotated[int, typer.Option(help="How many of these letters came back.")] = 0,
    groups: Annotated[
        Path | None, typer.Option(help="A CSV file: by, code, invited and undelivered.")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Only say whether it would be taken in.")] = False,
) -> None:
    """Take in what another tool got about some weeks, all of it or nothing, and once."""
    try:
        rows = read_answers(path)
        told = read_groups(groups) if groups else {}
    except BadFile as refused:
        raise fail(f"{path}: nothing was taken in.\n{refused}") from None
    days = {"begins": begins.date(), "ends": ends.date()}
    mailing = Mailing(**days, invited=invited, undelivered=undelivered, groups=told)
    answers = [one for _, one in rows]
    with opened():
        programme = Programme.objects.filter(slug=survey).first()
        if programme is None:
            raise fail(f"there is no survey {survey}.")
        try:
            with transaction.atomic():
                n = bring_former(programme, mailing, answers, by=SYSTEM, now=clock.now())
                transaction.set_rollback(dry_run)
        except NotFormer as refused:
            where = "" if refused.answer is None else f"line {rows[refused.answer][0]}: "
            raise fail(f"{path}: nothing was taken in.\n{where}{refused}") from None
    would = "would be " if dry_run else ""
    typer.echo(f"{would}taken in: {n:,} answers of {invited:,} who were written to")
