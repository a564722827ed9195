"""Prints what a command found: tables for people, one JSON object for programs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from heard.core.reasons import REASONS
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.weighted import Weighted
from heard.delivery.reconcile import WORDS
from heard.events.nightly import WrongRow
from heard.insight.details import Detailed, Statistic
from heard.insight.details import as_object as detail_object
from heard.insight.ledger import Account
from heard.insight.ledger import as_object as account_object
from heard.insight.measure import Figure
from heard.insight.measure import as_object as figure_object
from heard.insight.measures import MEASURES
from heard.insight.weighted import Beside
from heard.insight.weighted import as_objects as weighted_objects
from heard.questionnaires.bank import Wording
from heard.questionnaires.models import Version

SIMULATED = "Simulation: the people are not real."


def figures(found: Sequence[Figure], *, simulated: bool, as_json: bool) -> None:
    """Print {"simulated": bool, "figures": [an object a figure]}, or a table."""
    if as_json:
        _dump({"simulated": simulated, "figures": [figure_object(f) for f in found]})
        return
    words = {MEASURES[figure.measure].words for figure in found}
    cut = ["segment"] if any(figure.segment for figure in found) else []
    table = Table("programme", "question", *cut, *words, "95 % interval", "answers")
    for figure in found:
        segment = [" / ".join(map(str, figure.segment))] if cut else []
        n = base_cell(figure.estimate)
        cells = (*segment, *share_cells(figure.estimate), n)
        table.add_row(figure.programme, figure.asked, *cells)
    _print(table, simulated=simulated)
    _breaks(found)


def weighted(found: Sequence[Beside], *, simulated: bool, as_json: bool) -> None:
    """Print figures with the weighted ones beside and what their weights cost, as `figures` does.

    Below stands of whom they speak, and why some have none.
    """
    if as_json:
        _dump({"simulated": simulated, "figures": weighted_objects(found)})
        return
    cut = ["segment"] if any(one.figure.segment for one in found) else []
    table = Table("programme", "question", *cut, "", "share", "95 % interval", "answers")
    for one in found:
        figure = one.figure
        segment = [" / ".join(map(str, figure.segment))] if cut else []
        cells = ("unweighted", *share_cells(figure.estimate), base_cell(figure.estimate))
        table.add_row(figure.programme, figure.asked, *segment, *cells)
        table.add_row("", "", *segment, "weighted", *_weighted_cells(one.weighted))
    _print(table, simulated=simulated)
    answered = [one for one in found if one.figure.estimate.n]
    for label in dict.fromkeys(one.weighted.label for one in answered):
        alike = [one.figure.programme for one in answered if one.weighted.label == label]
        typer.echo(f"{', '.join(dict.fromkeys(alike))}: {label}.")
    for said in dict.fromkeys(said for one in answered for said in one.weighted.log):
        typer.echo(said)
    _breaks([one.figure for one in found])


def _weighted_cells(found: Weighted) -> tuple[str, ...]:
    if found.weighted is None:
        return "none", found.why_not, ""
    if (cost := found.diagnostics) is None:
        return *share_cells(found.weighted), ""
    told = (
        f"worth {cost.n_effective:,.1f}, design effect {cost.design_effect:.2f}, weights"
        f" {cost.smallest:.2f} to {cost.largest:.2f}, {cost.trimmed:.1%} trimmed"
    )
    return *share_cells(found.weighted), told


def details(found: Sequence[Detailed], *, simulated: bool, as_json: bool) -> None:
    """Print {"simulated": bool, "details": [an object a statistic]}, or a table."""
    if as_json:
        _dump({"simulated": simulated, "details": [detail_object(one) for one in found]})
        return
    cut = ["segment"] if any(one.segment for one in found) else []
    table = Table(
        *("programme", "question", *cut, "answer", "figure", "value", "95 % interval", "answers")
    )
    for one in found:
        segment = [" / ".join(map(str, one.segment))] if cut else []
        share = one.statistic in {Statistic.SHARE, Statistic.FIRST}
        cells = share_cells(one.estimate) if share else _numbers(one.estimate)
        said = (one.words, one.statistic.replace("_", " "), *cells, base_cell(one.estimate))
        table.add_row(one.programme, one.asked, *segment, *said)
    _print(table, simulated=simulated)
    _breaks(found)


def bank(found: Sequence[Wording], *, as_json: bool) -> None:
    """Print {"questions": [an object a wording]}, or a table."""
    if as_json:
        _dump({"questions": [asdict(wording) for wording in found]})
        return
    table = Table("question", "instrument", "measures", "wording", "answered")
    for wording in found:
        marked = " (two ideas in one)" if wording.double_barrelled else ""
        table.add_row(
            wording.quote,
            wording.instrument,
            wording.dimension,
            f"{wording.wording}{marked}",
            wording.scale_id or wording.answers,
        )
    Console().print(table)


def ledger(
    accounts: Sequence[Account], waiting: Mapping[str, int], *, simulated: bool, as_json: bool
) -> None:
    """Print {"simulated": bool, "programmes": [an object a programme]}, or a table each.

    `waiting` has, by programme, how many touchpoints wait for their first decision.
    """
    if as_json:
        told = [account_object(a) | {"waiting_to_be_screened": waiting[a.id]} for a in accounts]
        _dump({"simulated": simulated, "programmes": told})
        return
    for account in accounts:
        table = Table("", "touchpoints", title=f"{account.id}: {account.events:,} touchpoints")
        for outcome, count in account.outcomes.items():
            table.add_row(outcome, f"{count:,}")
        table.add_section()
        for reason, count in account.reasons.items():
            table.add_row(REASONS[reason], f"{count:,}")
        table.add_section()
        for state, count in account.letters.items():
            table.add_row(f"letters {state}", f"{count:,}")
        table.add_row("opened", f"{account.opened:,}")
        table.add_row("completed", f"{account.completed:,}")
        _print(table, simulated=simulated)


def replay(result: dict[str, object], *, as_json: bool) -> None:
    """Print the result of a replay as one object, or in lines."""
    rejected = result["rejected"]
    if as_json or not isinstance(rejected, list):
        _dump(result)
        return
    for wrong in rejected:
        typer.echo("line {line}: {field}: {message} ({rule})".format(**wrong), err=True)
    typer.echo(
        f"{result['accepted']:,} events taken in, {result['duplicates']:,} known before, "
        f"{len(rejected):,} refused and kept; {result['screened']:,} touchpoints screened."
    )


def replayed_rows(result: dict[str, object], *, as_json: bool) -> None:
    """Print the result of the replay of a nightly file as one object, or in lines."""
    rejected = result["rejected"]
    if as_json or not isinstance(rejected, list):
        _dump(result)
        return
    for wrong in rejected:
        typer.echo(WrongRow(**wrong).sentence, err=True)
    typer.echo(
        f"{result['rows']:,} rows: {result['accepted']:,} events taken in, "
        f"{result['duplicates']:,} known before; {len(rejected):,} rows refused and kept, "
        f"{result['held']:,} logs or calls held; {result['screened']:,} touchpoints screened."
    )


def reconciliation(told: Mapping[str, Any], *, as_json: bool) -> None:
    """Print what came of a comparison with a provider's list as one object, or in lines."""
    if as_json:
        _dump(told)
        return
    for wrong in told["rejected"]:
        typer.echo("row {row}: {column}: {message} ({rule})".format(**wrong), err=True)
    for one in told["differences"]:
        typer.echo(f"{one['name']}: {WORDS[one['what']]}")
    typer.echo(
        f"{told['gateway']} from {told['since']} to {told['until']}: {told['listed']:,} accepted, "
        f"{told['agreed']:,} as we have it, {told['settled']:,} settled; {told['unsettled']:,} of "
        f"ours are unknown and not listed; {told['found']:,} differences."
    )


def sending(state: Mapping[str, Any], *, as_json: bool) -> None:
    """Print what is stopped, and the gateways, as one object or in lines."""
    if as_json:
        _dump(state)
        return
    for one in state["stopped"]:
        asked = f"; {one['asked_by']} asked to lift it" if one["asked_by"] else ""
        typer.echo(
            f"STOPPED: {one['scope']}, by {one['stopped_by']} at {one['stopped_at']}:"
            f" {one['reason']}{asked}"
        )
    if not state["stopped"]:
        typer.echo("Nothing is stopped.")
    for way in state["gateways"]:
        fares = "in use" if way["in_use"] else "OUT OF USE"
        typer.echo(f"{way['channel']}: {way['gateway']} {fares}, {way['failures']} failures")


def _breaks(found: Iterable[Figure | Detailed]) -> None:
    for said in dict.fromkeys(_broken(figure) for figure in found if figure.breaks):
        typer.echo(said)


def _broken(figure: Figure | Detailed) -> str:
    said = " ".join(one.words for one in figure.breaks)
    return (
        f"Break in the series of {figure.question} on {figure.breaks[0].at.isoformat()}, "
        f"version {figure.version}: {said}"
    )


def questionnaires(found: Sequence[Version], *, as_json: bool) -> None:
    """Print {"versions": [an object a version]}, or a line each."""
    if as_json:
        _dump({"versions": [_version(version) for version in found]})
        return
    for version in found:
        told = _version(version)
        typer.echo("{slug} {version}, from {valid_from}".format(**told))


def _version(version: Version) -> dict[str, object]:
    return {
        "slug": version.questionnaire.slug,
        "version": version.number,
        "valid_from": version.valid_from.isoformat(),
    }


def base_cell(estimate: Estimate) -> str:
    """Give how many answered; of what is held back not even that."""
    return "" if estimate.is_held else f"{estimate.n:,}"


def share_cells(estimate: Estimate) -> tuple[str, str]:
    """Give a share and its interval, or why there is none."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "hidden", estimate.hidden or ""
    return f"{estimate.value:.1%}", f"{estimate.low:.1%} to {estimate.high:.1%}"


def _numbers(estimate: Estimate) -> tuple[str, str]:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "hidden", estimate.hidden or ""
    return f"{estimate.value:,.2f}", f"{estimate.low:,.2f} to {estimate.high:,.2f}"


def _print(table: Table, *, simulated: bool) -> None:
    console = Console()
    console.print(table)
    if simulated:
        console.print(SIMULATED)


def _dump(found: object) -> None:
    typer.echo(json.dumps(found, indent=2))
