"""The commands about one journey, and about ways of asking: what lies between, with its verdict."""

import json
from collections.abc import Mapping
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from heard.cli import facts, show
from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.verdicts import Verdict
from heard.insight import journey as journeys
from heard.insight.journey import USUAL, Asked, Between, Journey, View
from heard.insight.measure import numbers
from heard.insight.mode_effects import Effect, NewSeries, all_new_series, effects

PLACES = 2  # of what is said of pairs: more would tell how many of them changed

Seed = Annotated[int | None, typer.Option(help="Read the simulation of this seed.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def journey(
    *,
    about: Annotated[str, typer.Option(help="What each stage is asked about.")] = USUAL,
    area: Annotated[str | None, typer.Option(help="Of incidents in this area alone.")] = None,
    incident: Annotated[str | None, typer.Option(help="Of this group of incidents.")] = None,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """Show what was said from stage to stage of one incident, and where fewer are satisfied."""
    with opened(seed=seed, played=True):
        known = facts.current()
        if about not in (names := journeys.dimensions()):
            raise fail(f"no two stages ask about {about}: {', '.join(names)}.")
        view = View(dimension=about, area=area, incident=incident)
        found = journeys.journey(known, view, minimum_base=settings.MINIMUM_BASE)
        _journey(found, simulated=clock.is_simulation(), as_json=as_json)


def modes(*, seed: Seed = None, as_json: Json = False) -> None:
    """Show what parallel runs say of the way of asking, and what is left of series in a new one."""
    with opened(seed=seed, played=True):
        known, base = facts.current(), settings.MINIMUM_BASE
        found, series = effects(known, minimum_base=base), all_new_series(known, minimum_base=base)
        _modes(found, series, simulated=clock.is_simulation(), as_json=as_json)


def _journey(found: Journey, *, simulated: bool, as_json: bool) -> None:
    """Print {"simulated", "about", "stages", "between", "looking_back"}, or tables."""
    if as_json:
        told = {
            "simulated": simulated,
            "about": found.dimension,
            "stages": [_asked(one) for one in found.stages],
            "between": [_between(one) for one in found.between],
            "looking_back": [_between(one) for one in found.looking_back],
        }
        typer.echo(json.dumps(told, indent=2))
        return
    table = Table("stage", "question", "share", "95 % interval", "answers", title=found.dimension)
    for one in found.stages:
        cells = (*show.share_cells(one.everybody), show.base_cell(one.everybody))
        table.add_row(one.stage, one.label or "not asked", *(cells if one.question else ()))
    steps = Table("from", "to", "", "before", "after", "difference", "95 % interval", "verdict")
    for step in (*found.between, *found.looking_back):
        everybody = step.first.everybody, step.second.everybody
        steps.add_row(*_names(step), "all", *_cells(*everybody, step.cohorts, step.apart))
        paired = _cells(step.before, step.after, step.pairs, step.apart)
        steps.add_row(*_names(step), "pairs", *paired)
    _print(table, steps, simulated=simulated)


def _modes(found: list[Effect], series: list[NewSeries], *, simulated: bool, as_json: bool) -> None:
    """Print {"simulated", "runs", "new_series"}, or tables."""
    if as_json:
        told = {
            "simulated": simulated,
            "runs": [_run(one) for one in found],
            "new_series": [_series(one) for one in series],
        }
        typer.echo(json.dumps(told, indent=2))
        return
    arms = Table("run", "question", "before", "after", "step", "95 % interval", "verdict")
    for effect in found:
        name = f"{effect.run.programme.slug}: {effect.run.channel}, {effect.run.other}"
        for one in effect.found:
            arms.add_row(name, one.item.question, *_cells(one.usual, one.other, one.step, ""))
    left = Table("from", "question", "before", "since", "left", "95 % interval", "verdict")
    for new in series:
        rest = new.parts.left if new.parts else None
        cells = _cells(new.old.estimate, new.new.estimate, rest, "no run measured it")
        left.add_row(new.at.at.isoformat(), new.new.question, *cells)
    _print(arms, left, simulated=simulated)


def _print(*tables: Table, simulated: bool) -> None:
    console = Console()
    for table in tables:
        console.print(table)
    if simulated:
        typer.echo(show.SIMULATED)


def _cells(
    before: Estimate | None, after: Estimate | None, found: Verdict | None, why_none: str
) -> tuple[str, ...]:
    shares = [show.share_cells(one)[0] if one else "" for one in (before, after)]
    if found is None:
        return (*shares, "", "", why_none.replace("_", " ") or "held back")
    if found.difference is None or found.low is None or found.high is None:
        return (*shares, "", "", found.finding.replace("_", " "))
    low, high = 100 * found.low, 100 * found.high
    size = f"{100 * found.difference:+.0f} points"
    return (*shares, size, f"{low:+.0f} to {high:+.0f}", found.finding.replace("_", " "))


def _names(step: Between) -> tuple[str, str]:
    return tuple(
        one.question if one.stage == journeys.LOOKING else one.stage
        for one in (step.first, step.second)
    )  # type: ignore[return-value] # there are two


def _asked(one: Asked) -> Mapping[str, object]:
    return {
        "stage": one.stage,
        "question": one.question,
        "measure": one.measure,
        "way": one.way,
        **numbers(one.everybody),
    }


def _between(one: Between) -> Mapping[str, object]:
    """Give two stages as JSON has them; of pairs no number that would tell how many changed."""
    first, second = _names(one)
    return {
        "first": first,
        "second": second,
        "apart": one.apart,
        "all": one.cohorts and _verdict(one.cohorts),
        "pairs": one.pairs
        and {
            "before": one.before and numbers(one.before)["value"],
            "after": one.after and numbers(one.after)["value"],
            "n": one.after and one.after.n,
            **_verdict(one.pairs, places=PLACES),
        },
    }


def _verdict(found: Verdict, *, places: int | None = None) -> dict[str, object]:
    ends = {"difference": found.difference, "low": found.low, "high": found.high}
    if places is not None:
        ends = {name: end and round(end, places) for name, end in ends.items()}
    return {"finding": found.finding.value, **ends, "method": found.method}


def _run(one: Effect) -> Mapping[str, object]:
    return {
        "programme": one.run.programme.slug,
        "usual": one.run.channel,
        "other": one.run.other,
        "share": one.run.share,
        "from": one.run.opens_on.isoformat(),
        "to": one.run.closes_on.isoformat(),
        "why": one.run.why,
        "asked_usual": one.usual,
        "asked_other": one.other,
        "outside": one.outside,
        "figures": [
            {
                "question": figure.item.question,
                "version": figure.item.version,
                "measure": figure.measure,
                "usual": numbers(figure.usual),
                "other": numbers(figure.other),
                "step": _verdict(figure.step),
            }
            for figure in one.found
        ],
    }


def _series(one: NewSeries) -> Mapping[str, object]:
    parts = one.parts and {
        "change": _verdict(one.parts.change),
        "step": _verdict(one.parts.step),
        "left": _verdict(one.parts.left),
    }
    return {
        "at": one.at.at.isoformat(),
        "programme": one.new.programme,
        "question": one.new.question,
        "version": one.new.version,
        "measure": one.new.measure,
        "words": one.at.words,
        "old": numbers(one.old.estimate),
        "new": numbers(one.new.estimate),
        "parts": parts,
    }
