"""Lists, checks, writes out and publishes questionnaires."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from heard.accounts.people import actor
from heard.cli import show
from heard.cli.database import fail, opened
from heard.cli.staff import named
from heard.clock import read as clock
from heard.core.timing import LONDON
from heard.eligibility.asked_by_text import objections
from heard.questionnaires import export, queries
from heard.questionnaires.examine import RefusedForm, as_text, examine
from heard.questionnaires.release import publish_file
from heard.questionnaires.rights import APPROVERS, WRITERS

questionnaires = typer.Typer(
    help="List the questionnaires with their versions; check, write out and publish one.",
    invoke_without_command=True,
)

File = Annotated[Path, typer.Argument(help="An XLSForm: .xlsx, .csv or Markdown tables (.md).")]


@questionnaires.callback()
def list_versions(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List every version that is published, and from when it is asked."""
    if context.invoked_subcommand is None:
        with opened():
            show.questionnaires(queries.versions(), as_json=as_json)


@questionnaires.command()
def check(file: File) -> None:
    """Say what keeps a questionnaire from being published, a line for each fault; else what it is.

    With faults the exit code is 1.
    """
    try:
        found = examine(as_text(_content(file)))
    except RefusedForm as refusal:
        raise fail(refusal) from None
    for sentence in found.faults:
        typer.echo(sentence)
    if found.faults:
        raise typer.Exit(1)
    typer.echo(f"{found.slug} version {found.number} can be published.")
    for language in found.languages:
        typer.echo(f"{language.name or 'English'}: {language.present:,} strings.")
    for sentence in found.flags:
        typer.echo(f"To look at: {sentence}")


@questionnaires.command(name="export")
def write_out(
    slug: Annotated[str, typer.Argument(help="The name of the questionnaire, as the list has it.")],
    number: Annotated[int, typer.Argument(metavar="VERSION", help="The number of its version.")],
    file: Annotated[Path, typer.Argument(help="What to write: .xlsx, or .md for Markdown.")],
) -> None:
    """Write a published version as a workbook, from which the same form can be read."""
    if not file.absolute().parent.is_dir():
        raise fail(f"there is no folder {file.absolute().parent}.")
    if file.suffix.lower() not in {".xlsx", ".md"}:
        raise fail(f"{file.name} must end with .xlsx or .md.")
    with opened():
        version = queries.find_version(slug, number)
        if version is None:
            raise fail(f"there is no version {number} of {slug}: heard questionnaires lists all.")
        try:
            is_book = file.suffix.lower() == ".xlsx"
            content = export.workbook(version.source) if is_book else version.source.encode()
        except export.TooLong as error:
            raise fail(error) from None
    file.write_bytes(content)


@questionnaires.command()
def publish(
    file: File,
    *,
    day: Annotated[
        datetime,
        typer.Option("--from", formats=["%Y-%m-%d"], help="The first day on which it is asked."),
    ],
    written_by: Annotated[
        str, typer.Option(help="Who wrote it: the address or the name of an account.")
    ],
    approved_by: Annotated[
        str,
        typer.Option(help="Which other administrator read its scales and approves of it."),
    ],
) -> None:
    """Publish a questionnaire from midnight in London on, by two people as on the pages."""
    content = _content(file)
    with opened():
        writer = named(written_by, option="--written-by", roles=WRITERS)
        approver = named(approved_by, option="--approved-by", roles=APPROVERS)
        if writer == approver:
            raise fail("It takes two people: --approved-by must be another than --written-by.")
        try:
            version = publish_file(
                content,
                valid_from=day.replace(tzinfo=LONDON),
                objects=objections,
                writer=actor(writer),
                approver=actor(approver),
                now=clock.now(),
            )
        except RefusedForm as refusal:
            raise fail(refusal) from None
        slug = version.questionnaire.slug
        typer.echo(f"{slug} version {version.number} is asked from {day:%Y-%m-%d} on.", err=True)


def _content(file: Path) -> str | bytes:
    """Read a workbook as bytes, and anything else as text."""
    if not file.is_file():
        raise fail(f"there is no file {file}.")
    content = file.read_bytes()
    if content.startswith(b"PK"):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise fail(f"{file} must be an .xlsx, or text in UTF-8.") from None
