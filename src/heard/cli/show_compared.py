"""Prints figures with what they are held against and the verdict."""

import json
from collections.abc import Sequence

import typer
from rich.console import Console
from rich.table import Table

from heard.cli.show import SIMULATED
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.verdicts import Verdict
from heard.insight.compared import Change, Compared, Period, compared_object


def compared(
    found: Sequence[Compared], change: Change | None, *, simulated: bool, as_json: bool
) -> None:
    """Print {"simulated": bool, "now", "before", "figures": [an object a comparison]}, or a table.

    `now` and `before` are the days of a change; null where the rest is what figures are held
    against.
    """
    periods = {"now": change and change.now, "before": change and change.before}
    if as_json:
        told = {name: period and _period(period) for name, period in periods.items()}
        objects = [compared_object(one) for one in found]
        typer.echo(json.dumps({"simulated": simulated, **told, "figures": objects}, indent=2))
        return
    cut = ["segment"] if any(one.figure.segment for one in found) else []
    table = Table(
        *("programme", "question", *cut, "figure", "answers", "against", "answers"),
        *("difference", "95 % interval", "verdict"),
    )
    for one in found:
        segment = [" / ".join(map(str, one.figure.segment))] if cut else []
        sides = (*_cells(one.figure.estimate), *_cells(one.against))
        table.add_row(one.figure.programme, one.figure.asked, *segment, *sides, *_verdict(one))
    console = Console()
    console.print(table)
    for name, period in periods.items():
        if period:
            console.print(f"{name}: {period.from_.isoformat()} to {period.to.isoformat()}")
    if simulated:
        console.print(SIMULATED)


def _period(period: Period) -> dict[str, str]:
    return {"from": period.from_.isoformat(), "to": period.to.isoformat()}


def _cells(estimate: Estimate | None) -> tuple[str, str]:
    if estimate is None or estimate.is_held:
        return "hidden", ""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "hidden", f"{estimate.n:,}"
    shown = f"{estimate.value:.1%} ({estimate.low:.1%} to {estimate.high:.1%})"
    return shown, f"{estimate.n:,}"


def _verdict(one: Compared) -> tuple[str, str, str]:
    if one.verdict is None:
        return "", "", one.broken or "held back"
    words = one.verdict.finding.replace("_", " ")
    return *_size(one.verdict), words


def _size(found: Verdict) -> tuple[str, str]:
    if found.difference is None or found.low is None or found.high is None:
        return "", ""
    low, high = 100 * found.low, 100 * found.high
    return f"{100 * found.difference:+.1f} points", f"{low:+.1f} to {high:+.1f}"
