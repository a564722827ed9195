"""The command about representativeness: who answered, against who was asked and who lives here."""

import json
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from heard.cli import facts, show
from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.gaps import Gap, Verdict
from heard.core.statistics.outcome_rates import WORDS
from heard.eligibility.models import Programme
from heard.insight import representation as found_of
from heard.insight.make_up import MakeUp
from heard.insight.queries import programmes
from heard.insight.representation import Representation
from heard.insight.response_rates import without_rate


def representation(
    *,
    programme: Annotated[str | None, typer.Option(help="Of this survey alone.")] = None,
    seed: Annotated[int | None, typer.Option(help="Read the simulation of this seed.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show response rates, R-indicators, and whether those who answered stand for the others."""
    with opened(seed=seed, played=True):
        known = facts.current()
        found = [
            found_of.representation(known, one, minimum_base=settings.MINIMUM_BASE)
            for one in _wanted(programme)
        ]
        _print(found, simulated=clock.is_simulation(), as_json=as_json)


def _wanted(slug: str | None) -> list[Programme]:
    """Give the survey of this name, or all; one that has no response rate is refused."""
    asking = programmes()
    found = [one for one in asking if slug in {None, one.slug}]
    if slug is not None and not found:
        names = ", ".join(one.slug for one in asking)
        raise fail(f"there is no survey {slug} of which it is known whom it asked: {names}.")
    return found


def _print(found: list[Representation], *, simulated: bool, as_json: bool) -> None:
    """Print {"simulated": bool, "programmes": [...], "without_rate": {...}}, or tables."""
    if as_json:
        told = [found_of.as_object(one) for one in found]
        without = without_rate()
        typer.echo(
            json.dumps(
                {"simulated": simulated, "programmes": told, "without_rate": without}, indent=2
            )
        )
        return
    console = Console()
    for one in found:
        console.print(_rates(one))
        typer.echo(f"R-indicator: {_number(one.indicators.r, 1, 2)}")
        for name, spread in one.indicators.variables.items():
            typer.echo(f"  {name.replace('_', ' ')}: {_number(spread, 100, 1)} points")
        for made in (*one.asked, *one.told):
            console.print(_groups(made))
            if made.too_few:
                typer.echo(f"The replies are {Verdict.TOO_FEW}.")
    for name, why in without_rate().items():
        typer.echo(f"{name}: {why}")
    if simulated:
        typer.echo(show.SIMULATED)


def _rates(one: Representation) -> Table:
    table = Table("", "rate", "95 % interval", "cases", title=one.name)
    for rate, estimate in one.rates.rates.items():
        value, interval = show.share_cells(estimate)
        table.add_row(WORDS[rate], value, interval, f"{estimate.n:,}")
    return table


def _groups(made: MakeUp) -> Table:
    people = made.population.of if made.population else "no population is held"
    columns = ("asked", "delivered", "answered", "less asked", "population", "less population")
    table = Table(made.by.replace("_", " "), *columns, caption=people)
    for line in made.lines:
        table.add_row(
            line.code or "not known",
            *(
                "" if one is None else show.share_cells(one)[0]
                for one in (line.asked, line.delivered)
            ),
            show.share_cells(line.answered)[0],
            _gap(line.from_asked),
            "" if line.population is None else f"{line.population:.1%}",
            _gap(line.from_population),
        )
    return table


def _gap(gap: Gap | None) -> str:
    return f"{_number(gap.difference, 100, 1)}: {gap.verdict}" if gap else ""


def _number(estimate: Estimate, times: int, places: int) -> str:
    """Give a figure that is no share with its interval, or why there is none."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return estimate.hidden or ""
    value, low, high = (
        f"{times * one:.{places}f}" for one in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} ({low} to {high})"
