"""The commands about questions: the bank, and what was chosen, ranked and entered."""

from typing import Annotated

import typer
from django.conf import settings

from heard.cli import facts, show
from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.insight import details as detailed
from heard.insight.cuts import Cut, TooFine
from heard.questionnaires.bank import search

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def bank(
    words: Annotated[list[str] | None, typer.Argument(help="Show what has all of these.")] = None,
    *,
    as_json: Json = False,
) -> None:
    """List the question bank: every wording, with its version and how it is answered."""
    show.bank(search(" ".join(words or ())), as_json=as_json)


def details(
    *,
    question: Annotated[str | None, typer.Option(help="Of this question alone.")] = None,
    version: Annotated[
        int | None, typer.Option(help="Of questions that were asked otherwise, this version alone.")
    ] = None,
    by: Annotated[list[Cut] | None, typer.Option(help="Cut by this; may be repeated.")] = None,
    seed: Annotated[int | None, typer.Option(help="Read the simulation of this seed.")] = None,
    as_json: Json = False,
) -> None:
    """Show what was chosen, ranked and entered: shares, mean ranks, means and medians."""
    with opened(seed=seed, played=True):
        try:
            found = detailed.details(
                facts.current(),
                minimum_base=settings.MINIMUM_BASE,
                by=by or (),
                question=question,
                version=version,
            )
        except TooFine as error:
            raise fail(f"{error}.") from error
        show.details(found, simulated=clock.is_simulation(), as_json=as_json)
