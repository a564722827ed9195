"""The command about figures: what the answers mean, unless it would tell of few."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from django.conf import settings

from heard.cli import facts, show
from heard.cli.database import fail, opened
from heard.cli.show_adjusted import adjusted as show_adjusted
from heard.cli.show_compared import compared
from heard.clock import read as clock
from heard.insight import adjusted, measure
from heard.insight.compared import Change, Compared, against_before, against_rest, judged
from heard.insight.cuts import MOST_AT_ONCE, Cut, TooFine
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure
from heard.insight.measures import HEADLINE, MEASURES
from heard.insight.raked import NoPopulation, raked_figures
from heard.insight.small_groups import Group, small_groups
from heard.insight.weighted import Beside, weighted_figures
from heard.places.population import BadPopulation


class Against(StrEnum):
    """What figures are held against."""

    BEFORE = "before"
    REST = "rest"
    YEAR = "year"


def figures(  # noqa: PLR0913 - an option each
    *,
    by: Annotated[list[Cut] | None, typer.Option(help="Cut by this; up to three times.")] = None,
    group: Annotated[
        Group | None, typer.Option(help="Of small groups instead, for the whole force.")
    ] = None,
    of: Annotated[str, typer.Option("--measure", help="Which share.")] = HEADLINE,
    version: Annotated[
        int | None, typer.Option(help="Of questions that were asked otherwise, this version alone.")
    ] = None,
    against: Annotated[
        Against | None,
        typer.Option(
            help="With a verdict: the newest four weeks against those before, or against the "
            "same weeks a year before, or each segment against the rest."
        ),
    ] = None,
    weighted: Annotated[
        bool, typer.Option(help="Weighted figures beside them, by the chance of being drawn.")
    ] = False,
    nonresponse: Annotated[
        list[Cut] | None,
        typer.Option(help="Weighted so that who answered stands for all asked alike in this."),
    ] = None,
    adjust: Annotated[
        list[Cut] | None,
        typer.Option(help="Beside them what they would be, were this as mixed as in the whole."),
    ] = None,
    rake: Annotated[
        list[str] | None,
        typer.Option(
            help="Surveys of residents, made up as the population by this: area, age*sex…"
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Read the simulation of this seed.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what the answers mean, with their bases and intervals."""
    _require_sense(
        by or (),
        of=of,
        within=(nonresponse or (), rake or ()),
        ways=(weighted, against is not None, bool(adjust)),
    )
    with opened(seed=seed, played=True):
        known, simulated = facts.current(), clock.is_simulation()
        if against is not None:
            held, change = _compared(
                known, by or (), group=group, of=of, version=version, against=against
            )
            compared(held, change, simulated=simulated, as_json=as_json)
            return
        if group is not None and (weighted or adjust):
            raise fail("small groups are neither weighted nor adjusted.")
        if adjust:
            mixed = _adjusted(known, by or (), adjust, of=of, version=version)
            show_adjusted(mixed, simulated=simulated, as_json=as_json)
            return
        if weighted:
            beside = (
                _raked(known, rake, of=of, version=version)
                if rake
                else _beside(known, by or (), nonresponse or (), of=of, version=version)
            )
            show.weighted(beside, simulated=simulated, as_json=as_json)
            return
        found = _found(known, by or (), group=group, of=of, version=version)
        show.figures(found, simulated=simulated, as_json=as_json)


def _require_sense(
    by: Sequence[Cut], *, of: str, within: tuple[Sequence[str], Sequence[str]], ways: Sequence[bool]
) -> None:
    """End in one sentence where the options do not go together; weighted is the first of `ways`.

    `within` are what belongs to that: non-response and raking.
    """
    nonresponse, rake = within
    if of not in MEASURES:
        raise fail(f"there is no measure {of}: {', '.join(MEASURES)}.")
    if len(by) > MOST_AT_ONCE:
        raise fail(f"figures are cut by {MOST_AT_ONCE} things at once at most.")
    if nonresponse and not ways[0]:
        raise fail("--nonresponse goes with --weighted.")
    if rake and (not ways[0] or nonresponse or by):
        raise fail("--rake goes with --weighted, and without --nonresponse and --by.")
    if sum(ways) > 1:
        raise fail("--against, --weighted and --adjust go one at a time.")


def _found(
    known: Facts, by: Sequence[Cut], *, group: Group | None, of: str, version: int | None
) -> list[Figure]:
    """Give a measure by these cuts, or of small groups; what is refused ends in one sentence."""
    if group is None:
        try:
            return measure.figures(
                known, minimum_base=settings.MINIMUM_BASE, by=by, measure=of, version=version
            )
        except TooFine as error:
            raise fail(f"{error}.") from error
    if by:
        raise fail("small groups are looked at for the whole force, and cut by nothing else.")
    return small_groups(known, group, measure=of)


def _compared(
    known: Facts,
    by: Sequence[Cut],
    *,
    group: Group | None,
    of: str,
    version: int | None,
    against: Against,
) -> tuple[list[Compared], Change | None]:
    """Give the figures with their verdicts, and the days of a change; what is refused ends it."""
    if group is not None:
        raise fail("small groups are held against nothing.")
    base = settings.MINIMUM_BASE
    if against is Against.REST:
        if not by:
            raise fail("against the rest: say with --by what to cut by.")
        segments = _found(known, by, group=None, of=of, version=version)
        wholes = _found(known, (), group=None, of=of, version=version)
        return judged(against_rest(segments, wholes, minimum_base=base)), None
    try:
        change = against_before(
            known,
            minimum_base=base,
            by=by,
            measure=of,
            version=version,
            year=against is Against.YEAR,
        )
    except TooFine as error:
        raise fail(f"{error}.") from error
    return judged(change.figures) if change else [], change


def _adjusted(
    known: Facts, by: Sequence[Cut], adjust: Sequence[Cut], *, of: str, version: int | None
) -> list[adjusted.Beside]:
    """Give figures with adjusted ones beside; what is refused ends in one sentence."""
    base = settings.MINIMUM_BASE
    try:
        return adjusted.adjusted_figures(
            known, minimum_base=base, by=by, adjust=adjust, measure=of, version=version
        )
    except TooFine as error:
        raise fail(f"{error}.") from error


def _beside(
    known: Facts, by: Sequence[Cut], classes: Sequence[Cut], *, of: str, version: int | None
) -> list[Beside]:
    """Give figures with weighted ones beside; what is refused ends in one sentence."""
    base = settings.MINIMUM_BASE
    try:
        return weighted_figures(
            known, minimum_base=base, by=by, classes=classes, measure=of, version=version
        )
    except TooFine as error:
        raise fail(f"{error}.") from error


def _raked(known: Facts, to: Sequence[str], *, of: str, version: int | None) -> list[Beside]:
    """Give figures with raked ones beside; what is refused ends in one sentence."""
    base = settings.MINIMUM_BASE
    try:
        return raked_figures(known, minimum_base=base, to=to, measure=of, version=version)
    except (NoPopulation, BadPopulation) as error:
        raise fail(f"{str(error).rstrip('.')}.") from error
