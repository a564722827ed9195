"""The shapes of a force's areas and its postcodes, taken in from files, and where one lies."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from heard.cli.database import fail, opened
from heard.cli.progress import counting
from heard.clock import read as clock
from heard.core.timing import london_date
from heard.places.areas import names
from heard.places.impact_areas import impact_areas
from heard.places.models import Loaded
from heard.places.near import ward_name
from heard.places.postcodes import edition, find, spelt

places = typer.Typer(help="The areas of the force.", no_args_is_help=True)


@places.command()
def load_shapes(
    file: Annotated[Path, typer.Argument(help="GeoJSON in degrees, for example of the ONS.")],
    *,
    kind: Annotated[Loaded.Kind, typer.Option(help="What the areas are.")],
    code: Annotated[str, typer.Option(help="The property with the code of the area.")],
    name: Annotated[str, typer.Option(help="The property with its name.")],
    credit: Annotated[str, typer.Option(help="With whose leave they are drawn.")] = "",
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From which day on; else today.")
    ] = None,
) -> None:
    """Take in the shape of every area or ward, from a day on; the maps draw areas at once.

    Of a file with the wards of the whole country those of the force are taken.
    """
    from heard.places import load  # noqa: PLC0415, only whoever loads shapes waits for what reads them

    if not file.is_file():
        raise fail(f"there is no file {file}.")
    with opened():
        now = clock.now()
        try:
            taken = load.load(
                file.read_bytes(),
                kind=kind,
                properties=load.Properties(code=code, name=name),
                of=load.Source(
                    name=file.name,
                    valid_from=since.date() if since else london_date(now),
                    credit=credit,
                ),
                now=now,
            )
        except load.BadShapes as error:
            raise fail(error) from None
    simplified = (
        f"simplified to within {taken.tolerance:g} degrees" if taken.tolerance else "not simplified"
    )
    typer.echo(
        f"{taken.areas} areas from {taken.features} features, {taken.positions:,} corners, "
        f"{simplified}.",
        err=True,
    )


@places.command()
def postcodes(  # noqa: PLR0913 - a command's options
    file: Annotated[Path, typer.Argument(help="CSV of the ONS: the ONSPD or the NSPL, unpacked.")],
    *,
    name: Annotated[str, typer.Option("--edition", help="Its name, as its publisher has it.")],
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From which day on; else today.")
    ] = None,
    wards: Annotated[
        Path | None, typer.Option(help="CSV ward,area, for districts of several areas.")
    ] = None,
    lsoas: Annotated[
        Path | None, typer.Option(help="CSV lsoa,impact_area; else their shapes are used.")
    ] = None,
    districts: Annotated[
        Path | None, typer.Option(help="CSV district,areas; else those that ship.")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="key=name of a column that has another name.")
    ] = None,
    credit: Annotated[str, typer.Option(help="With whose leave it is used.")] = "",
    made_up: Annotated[
        bool, typer.Option("--made-up", help="Place by the shapes that ship, which are made up.")
    ] = False,
) -> None:
    """Take in an edition of a directory of postcodes, all of it or nothing.

    A line that breaks a rule is left out and named. Members are placed by it from its day on.
    """
    from heard.places import directory, placing, postcode_file  # noqa: PLC0415, only whoever loads waits for it

    if not file.is_file():
        raise fail(f"there is no file {file}.")
    with opened():
        now = clock.now()
        day = since.date() if since else london_date(now)
        files = placing.Files(districts=districts, wards=wards, lsoas=lsoas)
        try:
            with (
                file.open(encoding="utf-8-sig", errors="backslashreplace", newline="") as lines,
                counting("lines") as progress,
            ):
                taken = directory.load(
                    lines,
                    rules=placing.rules(files, on=day, made_up=made_up),
                    of=directory.Edition(name=name, file=file.name, valid_from=day, credit=credit),
                    named=dict(_pair(one) for one in column or ()),
                    progress=progress,
                    now=now,
                )
        except postcode_file.BadDirectory as error:
            raise fail(error) from None
    for fault in taken.faults:
        typer.echo(f"{file.name}, line {fault.line}: {fault.rule}", err=True)
    typer.echo(
        f"{taken.lines:,} lines: {taken.inside:,} postcodes in the force, {taken.unclear:,} of "
        f"them in no area, {taken.outside:,} outside; {taken.sectors:,} sectors in one area whole; "
        f"{taken.bad:,} lines were left out.",
        err=True,
    )


def _pair(text: str) -> tuple[str, str]:
    key, equals, name = text.partition("=")
    if not equals:
        raise fail(f"--column is key=name, and not {text!r}.")
    return key, name


@places.command("find")
def find_postcode(
    postcode: Annotated[str, typer.Argument(help="A full postcode.")],
    *,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="By the edition of a day.")
    ] = None,
) -> None:
    """Say where a postcode lies, by the edition that is in force."""
    code = spelt(postcode)
    if not code:
        raise fail(f"{postcode!r} is no postcode.")
    with opened():
        day = on.date() if on else london_date(clock.now())
        by, found = edition(on=day), find(code, on=day)
    if by is None:
        raise fail(f"no directory of postcodes is in force on {day}.")
    if found is None:
        typer.echo(f"{code}: not known by the edition {by.name}.")
    elif found.outside:
        typer.echo(f"{code}: outside of the force, by the edition {by.name}.")
    elif found.by_sector:
        typer.echo(
            f"{code}: not known by the edition {by.name}; its whole sector is in area "
            f"{names()[found.area]}."
        )
    else:
        impact = impact_areas().get(found.impact_area)
        typer.echo(
            f"{code}: area {names().get(found.area, 'not known')}, "
            f"ward {ward_name(found.ward) if found.ward else 'not known'}, "
            f"impact area {impact.name if impact else 'none'}, by the edition {by.name}."
        )
