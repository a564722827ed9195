"""Who answered stands for all who could be asked, class by class, as the ledger has them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from heard.core.screening import Outcome
from heard.core.statistics.categories import Level, Missing
from heard.core.statistics.margins import WrongMargin
from heard.core.statistics.weights import nonresponse_factors
from heard.insight.cuts import BLOCK_HOURS, COLUMNS, Cut, TooFine
from heard.insight.facts.read import Facts

if TYPE_CHECKING:
    from ibis.expr.types import Table

# What is known both of who could be asked and of who answered.
CLASSES = frozenset(
    {Cut.WEEK, Cut.AREA, Cut.INCIDENT, Cut.WEEKDAY, Cut.HOUR, Cut.BLOCK, Cut.TOUCHPOINT}
)

Asked = tuple[str, str, int]  # programme, question, its version


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """By what the weights of each class are multiplied, and which classes were joined for it.

    Where it cannot be told, `why_not` says why, and no figure may be weighted by it.
    """

    step: str
    factors: Mapping[Level, float] = field(default_factory=dict)
    log: tuple[str, ...] = ()
    why_not: str = ""


def require_known(classes: Sequence[Cut]) -> None:
    """Refuse classes that are not known of who did not answer. TooFine."""
    for cut in classes:
        if cut not in CLASSES:
            raise TooFine(f"Of those who did not answer, {cut} is not known")


def class_of(row: Mapping[str, Any], classes: Sequence[Cut]) -> str:
    """Name the class of a row."""
    return " / ".join(str(row[COLUMNS[cut]]) or "not known" for cut in classes)


def adjustments(
    facts: Facts, rows: Sequence[Mapping[str, Any]], classes: Sequence[Cut]
) -> dict[Asked, Adjustment]:
    """Adjust the answers to each version of a question, programme by programme.

    `rows` have, for each class and `probability` of having been drawn, how many answered (`n`). All
    who could be asked since the programme began are the frame, whichever version they would have
    had.
    """
    eligible: dict[str, dict[Level, float]] = defaultdict(dict)
    for one in facts.ask(_frame, classes=tuple(classes)):
        eligible[one["programme"]][class_of(one, classes)] = one["eligible"]
    answered: dict[Asked, dict[Level, tuple[int, float]]] = defaultdict(dict)
    for row in rows:
        of = answered[row["programme"], row["question"], row["question_version"]]
        n, w = of.get(class_of(row, classes), (0, 0.0))
        weight = 1 / row["probability"] if row["probability"] else 0.0  # without one none is used
        of[class_of(row, classes)] = (n + row["n"], w + row["n"] * weight)
    return {
        asked: _adjustment(asked[0], of, eligible[asked[0]], classes)
        for asked, of in answered.items()
    }


def _adjustment(
    programme: str,
    answered: Mapping[Level, tuple[int, float]],
    eligible: Mapping[Level, float],
    classes: Sequence[Cut],
) -> Adjustment:
    name = " by ".join(classes)
    step = f"non-response by {name}"
    try:
        factors, joined = nonresponse_factors(answered, eligible, name=name)
    except (Missing, WrongMargin) as error:
        return Adjustment(step=step, why_not=str(error))
    log = tuple(f"{programme}, {one.words}" for one in joined)
    return Adjustment(step=step, factors=factors, log=log)


def _frame(facts: Facts, *, classes: Sequence[Cut]) -> "Table":
    """Sum one over the chance of those who could be asked: who may be, or has been written to."""
    decided = facts.screenings
    decided = decided.mutate(block=decided.hour - decided.hour % BLOCK_HOURS)
    known = decided.left_join(facts.letters, ["programme", "touchpoint"])
    known = known.filter((known.outcome == Outcome.SEND.value) | known.state.notnull())
    return known.group_by("programme", *(COLUMNS[cut] for cut in classes)).aggregate(
        eligible=(1 / known.probability).sum()
    )
