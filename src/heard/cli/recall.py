"""Measures the gate by labelled cases, in a database that is thrown away."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from heard.cli.database import fail, thrown_away
from heard.invitations.labelled import SHIPPED, Unreadable, read
from heard.invitations.recall import Result, Tally, play, tally


def recall(file: Path | None, *, as_json: bool) -> None:
    """Play the cases of a file, else the shipped ones; exit with 1 where one was missed."""
    try:
        labelled = read(file or SHIPPED)
    except (OSError, Unreadable) as error:
        raise fail(error) from None
    with thrown_away():
        results = list(play(labelled, quiet=settings.ATTENDANCE_QUIET))
    rules = sorted({r.case.rule for r in results})
    tallies = [tally(rule, [r for r in results if r.case.rule == rule]) for rule in rules]
    total = tally("all", results)
    if as_json:
        typer.echo(json.dumps(_object(total, tallies, results), indent=2))
    else:
        _print(total, tallies, results)
    if total.missed:
        raise typer.Exit(1)


def _object(total: Tally, tallies: Sequence[Tally], results: Sequence[Result]) -> dict[str, object]:
    """Give {"all": a tally, "rules": a tally each, "wrong": an object a case}."""
    return {
        "all": asdict(total),
        "rules": [asdict(found) for found in tallies],
        "wrong": [
            {
                "id": r.case.id,
                "rule": r.case.rule,
                "wrong": kind,
                "label": r.case.label,
                "said": r.said,
                "reasons": r.reasons,
                "ended": r.ended,
                "story": r.case.story,
            }
            for r in results
            if (kind := _wrong(r))
        ],
    }


def _print(total: Tally, tallies: Sequence[Tally], results: Sequence[Result]) -> None:
    table = Table("rule", "cases", "missed", "left to a person", "over-blocked")
    for found in (*tallies, total):
        if found is total:
            table.add_section()
        table.add_row(
            found.rule,
            f"{found.cases:,}",
            _share(found.missed, found.prevented),
            f"{found.lenient:,}",
            _share(found.over_blocked, found.permitted),
        )
    Console().print(table)
    for r in results:
        if kind := _wrong(r):
            why = f" ({', '.join(r.reasons)})" if r.reasons else ""
            end = f", ended in {r.ended}" if r.ended is not r.said else ""
            typer.echo(f"{kind}: {r.case.id} {r.case.label}: {r.said}{why}{end}. {r.case.story}")


def _share(count: int, base: int) -> str:
    return f"{count:,} of {base:,} ({count / base:.1%})" if base else "none asked"


def _wrong(result: Result) -> str:
    kinds = {
        "missed": result.missed,
        "left to a person": result.lenient,
        "over-blocked": result.over_blocked,
    }
    return next((kind for kind, found in kinds.items() if found), "")
