"""Turns counts of answers into figures that carry their base, their interval and their dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.queries import Item, Tally, labels, programmes, tallies

LONDON = ZoneInfo("Europe/London")
MEASURES = {"N10": "share_8_plus"}  # what a scale's positive codes amount to, by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure of one question, for one programme or, with a + in its slug, several pooled.

    `name` is the programme in words. `from_` and `to` are the days in London on which the first
    and the last of the touchpoints happened that were answered about; None without answers.
    """

    programme: str
    name: str
    question: str
    label: str
    measure: str
    estimate: Estimate
    from_: date | None
    to: date | None


def figures(*, minimum_base: int) -> list[Figure]:
    """Give the share of positive answers to each question: pooled, then each programme apart.

    Programmes are pooled where they ask the same questionnaire, whose questions keep their scale.
    Complete and partial responses count. A figure on fewer answers than `minimum_base` is hidden.
    Wilson's interval at 95 %.
    """
    counted, running, asked = tallies(), programmes(), labels()
    return [
        _figure(pool, item, label, counted=counted, minimum_base=minimum_base)
        for item, label in asked.items()
        if item.scale in MEASURES
        for pool in _pools([p for p in running if p.questionnaire_id == item.questionnaire])
    ]


def as_object(figure: Figure) -> dict[str, object]:
    """Give a figure as JSON has it: shares from 0 to 1, days as ISO dates."""
    estimate = figure.estimate
    return {
        "programme": figure.programme,
        "question": figure.question,
        "measure": figure.measure,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": estimate.n,
        "n_effective": estimate.n_effective,
        "method": estimate.method,
        "shown": estimate.shown,
        "hidden": estimate.hidden,
        "from": figure.from_ and figure.from_.isoformat(),
        "to": figure.to and figure.to.isoformat(),
    }


def _pools(alike: Sequence[Programme]) -> list[Sequence[Programme]]:
    """Give all of them together, where there are several, and then each."""
    apart = [[programme] for programme in alike]
    return [alike, *apart] if len(alike) > 1 else [*apart]


def _figure(
    pool: Sequence[Programme],
    item: Item,
    label: str,
    *,
    counted: Mapping[tuple[int, Item], Tally],
    minimum_base: int,
) -> Figure:
    found = [counted[p.id, item] for p in pool if (p.id, item) in counted]
    return Figure(
        programme="+".join(p.slug for p in pool),
        name=pool[0].name if len(pool) == 1 else "All together",
        question=item.question,
        label=label,
        measure=MEASURES[item.scale],
        estimate=share(
            sum(t.positive for t in found), sum(t.n for t in found), minimum_base=minimum_base
        ),
        from_=min(map(_day, (t.first for t in found)), default=None),
        to=max(map(_day, (t.last for t in found)), default=None),
    )


def _day(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()
