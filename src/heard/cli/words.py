"""Measures redaction and triage by labelled comments that are shipped, without any database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from heard.core.text.measured import (
    Tally,
    by_lists,
    by_meaning,
    labelled,
    marked,
    redaction,
    triaged,
)

COLUMNS = ("kind", "found", "as another danger", "missed", "false alarms")
PARTS = {
    "build": "known while the rules were written",
    "held": "written before the rules, looked at after them",
    "last": "written after the rules",
    "people": "written as different people would, before any model was trained",
    "later": "written as others would, and kept from the model",
}
Part = Annotated[list[str] | None, typer.Option(help="Only this part of them; more than once.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def measure_redaction(*, as_json: Json = False) -> None:
    """Say what redaction finds and misses of the comments that are shipped, by kind."""
    parts = dict.fromkeys(one.part for one in marked())
    _tell({p: redaction([one for one in marked() if one.part == p]) for p in parts}, as_json)


def measure_triage(*, part: Part = None, as_json: Json = False) -> None:
    """Say what triage finds and misses of the comments that are shipped, by what they are about.

    By the lists, by meaning, and by both, as Heard does it.
    """
    shown = part or list(dict.fromkeys(one.part for one in labelled()))
    found = {}
    for name in shown:
        comments = [one for one in labelled() if one.part == name]
        seen = {one.text: by_meaning(one.text) for one in comments}
        found[f"{name}, by the lists"] = triaged(comments)
        found[f"{name}, by meaning"] = triaged(comments, seen.__getitem__)
        both = {text: {*by_lists(text), *meaning} for text, meaning in seen.items()}
        found[f"{name}, by both"] = triaged(comments, both.__getitem__)
    _tell(found, as_json)


def _tell(found: Mapping[str, Sequence[Tally]], as_json: bool) -> None:  # noqa: FBT001
    if as_json:
        shown = {part: [asdict(one) for one in tallies] for part, tallies in found.items()}
        typer.echo(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    for part, tallies in found.items():
        _print(part, tallies)


def _print(part: str, tallies: Sequence[Tally]) -> None:
    name, *way = part.split(",")
    table = Table(*COLUMNS, title=",".join((PARTS[name], *way)))
    for one in tallies:
        _add(table, one.kind, [one])
    table.add_section()
    _add(table, "all", tallies)
    Console().print(table)
    for one in tallies:
        for word, what in (("missed", one.missed), ("false alarm", one.false)):
            for told in what:
                typer.echo(f"{word}: {one.kind}: {told}")


def _add(table: Table, kind: str, tallies: Sequence[Tally]) -> None:
    there, found = sum(one.there for one in tallies), sum(one.found for one in tallies)
    otherwise, false = sum(one.otherwise for one in tallies), sum(len(one.false) for one in tallies)
    missed = there - found - otherwise
    table.add_row(kind, f"{found:,} of {there:,}", f"{otherwise:,}", f"{missed:,}", f"{false:,}")
