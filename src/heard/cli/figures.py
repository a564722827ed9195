"""Finds the figures that the command line is asked for, unless they would tell of few."""

from collections.abc import Sequence

from django.conf import settings

from heard.cli.database import fail
from heard.insight.cuts import Cut, TooFine
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, figures
from heard.insight.small_groups import Group, small_groups


def figures_of(
    facts: Facts, by: Sequence[Cut], *, group: Group | None, of: str, version: int | None
) -> list[Figure]:
    """Give a measure by these cuts, or of small groups; what is refused ends in one sentence."""
    if group is None:
        try:
            return figures(
                facts, minimum_base=settings.MINIMUM_BASE, by=by, measure=of, version=version
            )
        except TooFine as error:
            raise fail(f"{error}.") from error
    if by:
        raise fail("small groups are looked at for the whole force, and cut by nothing else.")
    return small_groups(facts, group, measure=of)
