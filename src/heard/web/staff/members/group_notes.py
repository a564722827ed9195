"""What stands below a table of members by what they say of themselves."""

from collections.abc import Iterator

from heard.core.statistics.r_indicators import Indicators
from heard.insight.members_said import GENDER, Groups

ETHNIC_NOTE = (
    "No figure by ethnic group was found for residents aged 16 and over. Younger people are White "
    "less often, so that among those of 16 and over a larger share is White than stands here."
)
AGE_NOTE = "No other age group has a figure that was found."


def alike(found: Indicators) -> str:
    """Say how alike all groups are in how many of them told us that they are members."""
    r, spread = found.r, found.variation or 0.0
    return (
        f"R-indicator: {r.value:.3f} (95% range {r.low:.3f} to {r.high:.3f}), near 1 since few "
        f"are members of any group. The rates of groups spread by {100 * spread:.0f}% of their "
        "mean, if those who did not say are as those who did."
    )


def notes(found: Groups) -> Iterator[str]:
    """Say of whom shares and indices are, and what is held back."""
    if found.recorded is not None and found.members:
        part = 100 * found.recorded / found.members
        yield (
            f"Recorded for {found.recorded:,} of {found.members:,} members ({part:.1f}%); shares "
            "are of those recorded, with those who prefer not to say."
        )
    people = found.population
    if people is None:
        yield "No figure of the population by this was found, so there is no index."
    else:
        yield (
            f"Population: {people.of}. Source: {people.source}. The index leaves out who prefers "
            "not to say."
        )
    if found.indicators and found.indicators.r.shown:
        yield alike(found.indicators)
    if found.by == "ethnic_group":
        yield ETHNIC_NOTE
    if found.by == "age" and people is not None:
        yield AGE_NOTE
    if found.by == GENDER:
        yield "By gender members are shown for the whole force alone, never by area."
    yield f"Groups of fewer than {found.base} are held back, and others with them."
