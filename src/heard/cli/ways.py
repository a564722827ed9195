"""Lists and makes the open ways into the surveys that anybody may answer."""

import json
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.eligibility.models import Programme
from heard.insight.ways import Way, ways
from heard.invitations.collectors import NoCollector
from heard.invitations.many import make_many
from heard.journal.write import SYSTEM
from heard.web import posters

commands = typer.Typer(
    help="The ways into the surveys that anybody may answer.", no_args_is_help=True
)


@commands.command(name="list")
def show_ways(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False
) -> None:
    """List them, survey by survey, with what came in by each and how much of it is in doubt."""
    with opened():
        found = ways(now=clock.now(), minimum_base=settings.MINIMUM_BASE)
        if as_json:
            typer.echo(json.dumps({"ways": [_as_object(way) for way in found]}, indent=2))
            return
        table = Table(
            "survey", "code", "channel", "place", "impact area", "open", "answers", "doubt"
        )
        for way in found:
            one = way.collector
            opens, doubted = "yes" if way.is_open else "no", sum(way.doubts.values())
            counts = (f"{way.answers:,}", f"{doubted:,}")
            table.add_row(
                *(one.programme.slug, one.code, one.channel, one.place, one.impact_area, opens),
                *counts,
            )
        Console().print(table)


@commands.command()
def make(
    survey: Annotated[str, typer.Argument(help="The survey, by its short name: neighbourhood.")],
    *,
    line: Annotated[
        list[str] | None,
        typer.Option(help="channel; place; impact area; answers wanted. May be repeated."),
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A file with a line for each.")] = None,
) -> None:
    """Make a way in for each line, all or none, and print its code and its address."""
    with opened():
        programme = Programme.objects.filter(slug=survey).first()
        if programme is None:
            raise fail(f"there is no survey {survey}.")
        lines = "\n".join([*(line or ()), *([_read(file)] if file else ())])
        try:
            made = make_many(programme, lines, by=SYSTEM, now=clock.now())
        except NoCollector as refused:
            raise fail(refused) from None
        for way in made:
            typer.echo(f"{way.code}  {posters.address(way)}  {way.place}")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise fail(f"{file} cannot be read as text in UTF-8.") from None


def _as_object(way: Way) -> dict[str, object]:
    one = way.collector
    return {
        "survey": one.programme.slug,
        "code": one.code,
        "address": posters.address(one),
        "channel": one.channel,
        "place": one.place,
        "impact_area": one.impact_area,
        "open": way.is_open,
        "answers": way.answers,
        "wanted": one.target,
        "doubts": dict(way.doubts),
    }
