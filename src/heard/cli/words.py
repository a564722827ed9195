"""Measures redaction and triage by labelled comments that are shipped, without any database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from heard.core.text.measured import Tally, labelled, marked, redaction, triaged

PARTS = {
    "build": "known while the rules were written",
    "held": "written before the rules, looked at after them",
    "last": "written after the rules",
    "people": "written as different people would, before any model was trained",
    "later": "written as others would, after that look and before the model was trained again",
}
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def measure_redaction(*, as_json: Json = False) -> None:
    """Say what redaction finds and misses of the comments that are shipped, by kind."""
    parts = dict.fromkeys(one.part for one in marked())
    _tell({p: redaction([one for one in marked() if one.part == p]) for p in parts}, as_json)


def measure_triage(*, as_json: Json = False) -> None:
    """Say what triage finds and misses of the comments that are shipped, by what they are about."""
    parts = dict.fromkeys(one.part for one in labelled())
    _tell({p: triaged([one for one in labelled() if one.part == p]) for p in parts}, as_json)


def _tell(found: Mapping[str, Sequence[Tally]], as_json: bool) -> None:  # noqa: FBT001
    if as_json:
        shown = {part: [asdict(one) for one in tallies] for part, tallies in found.items()}
        typer.echo(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    for part, tallies in found.items():
        _print(part, tallies)


def _print(part: str, tallies: Sequence[Tally]) -> None:
    table = Table("kind", "found", "missed", "false alarms", title=PARTS[part])
    for one in tallies:
        share = f"{one.found:,} of {one.there:,}"
        table.add_row(one.kind, share, f"{one.there - one.found:,}", f"{len(one.false):,}")
    there, hit = sum(one.there for one in tallies), sum(one.found for one in tallies)
    table.add_section()
    false = sum(len(one.false) for one in tallies)
    table.add_row("all", f"{hit:,} of {there:,}", f"{there - hit:,}", f"{false:,}")
    Console().print(table)
    for one in tallies:
        for word, what in (("missed", one.missed), ("false alarm", one.false)):
            for told in what:
                typer.echo(f"{word}: {one.kind}: {told}")
