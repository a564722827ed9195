"""Puts themes, codings and their agreement into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from heard.core.statistics.agreement import ALIKE
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.verdicts import Finding, Verdict
from heard.core.text.frame import Feeling
from heard.themes.agreement import FEWEST, Agreed
from heard.themes.count import Named, Themes
from heard.web.staff.verdict_words import CHANGE, difference, ends
from heard.web.staff.words import Row, percent, row

FEELINGS: Mapping[str, str] = {
    Feeling.PLEASED: "Pleased",
    Feeling.NEITHER: "Neither, or both",
    Feeling.DISPLEASED: "Displeased",
}
DIMENSIONS: Mapping[str, str] = {
    "treatment": "Treatment",
    "ease_of_contact": "Ease of contact",
    "timeliness": "Time",
    "outcome": "Outcome",
    "next_steps": "Next steps",
    "kept_informed": "Keeping informed",
    "knowledge": "Knowledge",
    "visibility": "Visibility",
    "local_problems": "Local problems",
}
# As Landis and Koch (1977) call them; what they stand for is a habit and no law.
_STRENGTHS = ((0.81, "almost perfect"), (0.61, "substantial"), (0.41, "moderate"), (0.21, "fair"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One theme: who names it, the month before, the verdict, and how they feel."""

    code: str
    name: str
    dimension: str
    times: str
    share: Row
    before: Row
    difference: str
    interval: str
    verdict: str
    feelings: str
    kappa: str
    is_emerging: bool


def month_words(month: date) -> str:
    """Give for example 'October 2020'."""
    return f"{month:%B %Y}"


def lines(found: Themes, agreed: Mapping[str, Agreed]) -> list[Line]:
    """Give a line a theme that somebody names, now or a month before, in the order of the count."""
    return [
        _line(one, agreed.get(one.theme.code))
        for one in found.named
        if one.named.value or one.before.value
    ]


def unnamed(found: Themes) -> str:
    """Name the themes that nobody names, so that none is missing."""
    return ", ".join(
        one.theme.name for one in found.named if not one.named.value and not one.before.value
    )


def feelings(found: Themes) -> list[Row]:
    """Give how all feel who wrote."""
    return [row(FEELINGS[feeling], share) for feeling, share in found.feelings.items()]


def wrote(found: Themes) -> str:
    """Say of whom the shares are, and how few that may be."""
    said = f"{found.wrote:,} of {found.answered:,} who answered wrote something"
    share = f" ({percent(found.wrote / found.answered, base=found.answered)})"
    return said + (share if found.answered else "")


def judged(found: Verdict | None) -> str:
    """Say what may be said of a change since the month before."""
    if found is None or found.finding is Finding.TOO_SMALL or found.difference is None:
        return "Too small to say"
    if found.finding is Finding.CHANCE:
        return "Not distinguishable"
    return CHANGE.higher if found.difference > 0 else CHANGE.lower


def kappa(found: Estimate) -> str:
    """Give a kappa with its interval and base, or why there is none."""
    if found.value is None or found.low is None or found.high is None:
        if found.hidden == ALIKE:
            return f"None: all {found.n:,} alike"
        return f"None yet: {found.n:,} of {FEWEST}"
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f}) on {found.n:,}"


def strength(found: Estimate) -> str:
    """Call a kappa by the name that it usually has; empty where there is none."""
    if found.value is None:
        return ""
    return next((name for least, name in _STRENGTHS if found.value >= least), "slight, or none")


def _line(one: Named, agreed: Agreed | None) -> Line:
    base = min(one.named.n, one.before.n)
    verdict = one.verdict
    return Line(
        code=one.theme.code,
        name=one.theme.name,
        dimension=DIMENSIONS[one.theme.dimension],
        times=f"{one.times:,}",
        share=row("", one.named),
        before=row("", one.before),
        difference=difference(verdict, base=base) if verdict else "",
        interval=ends(verdict, base=base) if verdict else "",
        verdict=judged(verdict),
        feelings=_felt(one),
        kappa=kappa(agreed.machine) if agreed else "",
        is_emerging=one.is_emerging,
    )


def _felt(one: Named) -> str:
    if one.feelings is None:
        return "Too few"
    return " / ".join(f"{one.feelings[feeling]:,}" for feeling in Feeling)
