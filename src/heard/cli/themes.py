"""The command about themes: what people wrote about, and how well the machine sorts it."""

import json
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from heard.cli import show
from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.core.statistics.agreement import METHOD
from heard.core.statistics.estimate import Estimate
from heard.core.text.measured_themes import Measured, measured
from heard.themes.agreement import Agreed, agreement
from heard.themes.cells import Cell, cells
from heard.themes.code import code
from heard.themes.count import Named, Themes, count

CAVEAT = "Of those who wrote something that was coded: not of all who answered, or were asked."
_BATCH = 500


def show_themes(
    *,
    programme: Annotated[str | None, typer.Option(help="Of this survey alone.")] = None,
    month: Annotated[
        str | None, typer.Option(help="Of this month, 2020-10; else the last.")
    ] = None,
    measure: Annotated[
        bool, typer.Option("--measure", help="How well the machine codes, without any database.")
    ] = False,
    seed: Annotated[int | None, typer.Option(help="Read the simulation of this seed.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what people wrote about; what no machine has coded yet is coded first."""
    if measure:
        _tell(measured(), as_json=as_json)
        return
    with opened(seed=seed, played=True):
        while code(now=clock.now(), limit=_BATCH) == _BATCH:
            pass
        found = [
            count(cell, minimum_base=settings.MINIMUM_BASE) for cell in _wanted(programme, month)
        ]
        agreed = agreement()
        _print(found, agreed, simulated=clock.is_simulation(), as_json=as_json)


def _wanted(slug: str | None, month: str | None) -> list[Cell]:
    """Give the newest month of each survey, or those that were asked for; none is refused."""
    known = list(cells())
    if month is None:
        newest: dict[str, Cell] = {}
        for cell in known:
            newest.setdefault(cell.programme.slug, cell)
        known = list(newest.values())
    else:
        known = [cell for cell in known if cell.month == _first_day(month)]
    found = [cell for cell in known if slug in {None, cell.programme.slug}]
    if not found:
        raise fail("nobody wrote anything in such a survey and month.")
    return found


def _first_day(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise fail(f"{month} is no month: write it as 2020-10.") from None


def _print(found: list[Themes], agreed: list[Agreed], *, simulated: bool, as_json: bool) -> None:
    """Print {"simulated": bool, "months": [...], "agreement": [...]}, or a table a survey."""
    if as_json:
        told = {
            "simulated": simulated,
            "caveat": CAVEAT,
            "months": [_object(one) for one in found],
            "agreement": [_agreed(one) for one in agreed],
        }
        typer.echo(json.dumps(told, indent=2))
        return
    console = Console()
    for one in found:
        console.print(_table(one))
    typer.echo(CAVEAT)
    typer.echo(f"Agreement of machine and people, {METHOD}:")
    for pair in agreed:
        name = pair.theme.name if pair.theme else "Feeling"
        typer.echo(f"  {name}: {_kappa(pair.machine)}")
    if simulated:
        typer.echo(show.SIMULATED)


def _table(found: Themes) -> Table:
    where = f"{found.cell.programme.name}, {found.cell.month:%B %Y}"
    base = f"{found.base:,} coded of {found.wrote:,} who wrote, of {found.answered:,} who answered"
    table = Table("theme", "people", "share", "95 % interval", "before", "verdict", title=where)
    for one in found.named:
        value, interval = show.share_cells(one.named)
        earlier, _ = show.share_cells(one.before)
        verdict = one.verdict.finding.replace("_", " ") if one.verdict else ""
        times = f"{one.times:,}" if one.named.shown else ""
        table.add_row(one.theme.name, times, value, interval, earlier, verdict)
    table.caption = base
    return table


def _object(found: Themes) -> dict[str, object]:
    names = ("answered", "wrote", "base", "comments", "not_read", "waiting", "by_hand")
    return {
        "programme": found.cell.programme.slug,
        "month": f"{found.cell.month:%Y-%m}",
        **{name: getattr(found, name) for name in names},
        "themes": [_named(one) for one in found.named],
        "none": asdict(found.none),
        "feelings": {feeling.name.lower(): asdict(one) for feeling, one in found.feelings.items()},
    }


def _named(one: Named) -> dict[str, object]:
    felt = one.feelings
    return {
        "theme": one.theme.code,
        "dimension": one.theme.dimension,
        "named": asdict(one.named),
        "before": asdict(one.before),
        "verdict": one.verdict and asdict(one.verdict),
        "emerging": one.is_emerging,
        "feelings": felt and {feeling.name.lower(): n for feeling, n in felt.items()},
    }


def _agreed(one: Agreed) -> dict[str, object]:
    return {
        "theme": one.theme.code if one.theme else "feeling",
        "machine": asdict(one.machine),
        "people": asdict(one.people),
    }


def _kappa(found: Estimate) -> str:
    if found.value is None or found.low is None or found.high is None:
        return found.hidden or ""
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f}), {found.n:,} comments"


def _tell(found: Measured, *, as_json: bool) -> None:
    """Print how well the machine codes what it did not know."""
    if as_json:
        typer.echo(json.dumps(asdict(found), indent=2))
        return
    table = Table("theme", "there", "found", "falsely", "kappa", title="Comments held out")
    for one in found.themes:
        table.add_row(one.theme, f"{one.there}", f"{one.found}", f"{one.false}", _kappa(one.kappa))
    Console().print(table)
    shares = {
        "found of what is there": found.recall,
        "right of what was found": found.precision,
        "given none, of those without a theme": found.none,
        "feeling right": found.feeling,
        "feeling right by always saying the most frequent": found.majority,
    }
    for words, share in shares.items():
        value, interval = show.share_cells(share)
        typer.echo(f"{words}: {value} ({interval}), of {share.n:,}")
