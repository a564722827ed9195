"""`heard reconcile`: a provider's own list beside our letters."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from heard.cli import show
from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.delivery import gateways
from heard.delivery.models import Letter, Reconciliation
from heard.delivery.reconcile import MARGIN, Listed, Lists, ask
from heard.delivery.reconcile import reconcile as compare

# What the columns of a file are named, unless somebody says otherwise.
COLUMNS = {"reference": "reference", "id": "id", "time": "accepted_at"}
DIFFERS = 3  # the exit code where the lists differ, or a row could not be read
Wrong = dict[str, object]


def reconcile(
    gateway: Annotated[str, typer.Argument(help="The gateway, by its name in `heard sending`.")],
    file: Annotated[
        Path | None,
        typer.Argument(help="The provider's list as CSV, where the gateway cannot be asked."),
    ] = None,
    *,
    since: Annotated[
        datetime | None, typer.Option(help="From when, in UTC; a day before the end.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(help="Before when, in UTC; an hour ago.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="A heading of the file, as in id=MessageID; may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Compare what a provider accepted with what we believe has left; exit code 3 if it differs."""
    with opened():
        now = clock.now()
        before = _utc(until) if until else now - MARGIN
        after = _utc(since) if since else before - timedelta(days=1)
        if after >= before:
            raise fail("--since is not before --until.")
        wrong: list[Wrong] = []
        channel = _channel(gateway)
        if file is None:
            made = ask(gateway, _lists(gateway, channel), since=after, until=before, now=now)
        else:
            listed = _read(file, _columns(column or []), wrong)
            made = compare(gateway, listed, since=after, until=before, now=now)
        show.reconciliation(_told(made, wrong), as_json=as_json)
    if made.found or wrong:
        raise typer.Exit(DIFFERS)


def _channel(name: str) -> object:
    """Give the gateway of this name; None for one that is set no more, but had letters."""
    known = {one.name: one.channel for way in gateways.channels().values() for one in way}
    if name not in known and not Letter.objects.filter(gateway=name).exists():
        raise fail(f"there is no gateway {name}: {', '.join(sorted(known)) or 'none is set'}.")
    return known.get(name)


def _lists(name: str, channel: object) -> Lists:
    if not isinstance(channel, Lists):
        raise fail(f"{name} cannot be asked for its list: give the provider's own as a file.")
    return channel


def _columns(given: list[str]) -> tuple[str, str, str]:
    """Give the headings of our reference, the provider's own name, and the moment, in ISO 8601."""
    named = dict(one.partition("=")[::2] for one in given)
    if unknown := named.keys() - COLUMNS.keys():
        raise fail(f"--column has no {min(unknown)}: {', '.join(COLUMNS)}.")
    reference, name, moment = (COLUMNS | named).values()
    return reference, name, moment


def _read(file: Path, columns: tuple[str, str, str], wrong: list[Wrong]) -> Iterator[Listed]:
    """Read a CSV with a heading; what is wrong goes into `wrong` by row and column."""
    try:
        text = file.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise fail(f"{file} cannot be read: {error.strerror}.") from None
    with text:
        rows = csv.DictReader(text)
        if not {*columns[:2]} & {*(rows.fieldnames or ())}:
            raise fail(f"{file} has neither a column {columns[0]} nor {columns[1]}.")
        yield from _listed(rows, columns, wrong)


def _listed(
    rows: Iterable[dict[str, Any]], columns: tuple[str, str, str], wrong: list[Wrong]
) -> Iterator[Listed]:
    for number, row in enumerate(rows, start=2):  # the heading is 1
        reference, name, moment = ((row.get(column) or "").strip() for column in columns)
        try:
            yield Listed(
                reference=str(UUID(reference)) if reference else _needed(name),
                gateway_id=name,
                accepted_at=_utc(datetime.fromisoformat(moment)) if moment else None,
            )
        except LookupError:
            wrong.append(_wrong(number, columns[0], "required", f"or {columns[1]}"))
        except ValueError as error:
            is_time = "isoformat" in str(error)  # which repeats what stands there
            said = "no moment in ISO 8601" if is_time else "no UUID"
            wrong.append(_wrong(number, columns[2 if is_time else 0], "format", said))


def _needed(name: str) -> str:
    """Go without a reference where the provider's own name is given."""
    if not name:
        raise LookupError
    return ""


def _wrong(row: int, column: str, rule: str, message: str) -> Wrong:
    return {"row": row, "column": column, "rule": rule, "message": message}


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _told(made: Reconciliation, wrong: list[Wrong]) -> dict[str, Any]:
    counts = ("listed", "agreed", "settled", "unsettled", "found")
    return {
        "gateway": made.gateway,
        "since": made.since.isoformat(),
        "until": made.until.isoformat(),
        **{name: getattr(made, name) for name in counts},
        "differences": made.differences,
        "rejected": wrong,
    }
