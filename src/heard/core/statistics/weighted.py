"""A weighted share beside the unweighted one, with what its weights cost and whom it speaks of."""

from dataclasses import dataclass, replace
from enum import StrEnum

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.moments import Moments
from heard.core.statistics.proportions import wilson
from heard.core.statistics.weights import Diagnostics


class Frame(StrEnum):
    """How people came to be asked, which no weights can change."""

    SAMPLE = "sample"
    OPT_IN = "opt_in"


WORDS = {
    Frame.SAMPLE: "of people drawn from all who could be asked",
    Frame.OPT_IN: "opt-in: of those who chose to answer, whom weights do not make represent others",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """Both figures, for the weighted one is never published alone, and the frame with them.

    `steps` say in order what made the weights, and `log` what was done on the way. Where there is
    no weighted figure, `why_not` says why; what is hidden unweighted is hidden weighted.
    """

    unweighted: Estimate
    weighted: Estimate | None
    frame: Frame
    steps: tuple[str, ...] = ()
    diagnostics: Diagnostics | None = None
    why_not: str = ""
    log: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.weighted is None) != bool(self.why_not):
            raise ValueError("without a weighted figure it is said why, and only then")
        if self.weighted and self.weighted.shown and not self.unweighted.shown:
            raise ValueError("what is hidden unweighted is hidden weighted")
        if (self.weighted is not None and self.weighted.shown) != (self.diagnostics is not None):
            raise ValueError("a weighted figure is shown with what its weights cost, and only then")

    @property
    def label(self) -> str:
        """What stands beside the figure, whatever else is said of it."""
        steps = f"weighted by {', '.join(self.steps)}" if self.weighted else "unweighted"
        return f"{steps}; {WORDS[self.frame]}"


def share(
    unweighted: Estimate,
    counted: Moments,
    cost: Diagnostics,
    *,
    frame: Frame,
    steps: tuple[str, ...],
    confidence: float = 0.95,
) -> Weighted:
    """Put the weighted share beside the unweighted one; it is hidden where that one is.

    `counted` are the moments of 1 for who counts and 0 for who does not. The interval is Wilson's
    on what the answers are worth (Kish). ValueError where the two are not of the same answers.
    """
    if counted.n != unweighted.n:
        raise ValueError(f"{counted.n:,} weighted answers and {unweighted.n:,} unweighted")
    method = f"Wilson {100 * confidence:g}%, weighted"
    if not unweighted.shown:
        hidden = replace(unweighted, method=method)
        return Weighted(unweighted=unweighted, weighted=hidden, frame=frame, steps=steps)
    value = min(counted.wy / counted.w, 1.0)
    low, high = wilson(cost.n_effective * value, cost.n_effective, confidence)
    weighted = Estimate(
        value=value,
        low=low,
        high=high,
        n=counted.n,
        n_effective=cost.n_effective,
        method=method,
    )
    return Weighted(
        unweighted=unweighted, weighted=weighted, frame=frame, steps=steps, diagnostics=cost
    )
