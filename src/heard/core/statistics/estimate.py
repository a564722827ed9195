"""The one type of every figure: a value never travels without its base and its interval."""

from dataclasses import dataclass

HELD_BACK = "held back, so that nobody can be made out"
TOO_SHORT = "held back: a ward is shown over a year or more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure computed from answers, or the reason why it is not shown.

    `value`, `low` and `high` share the unit of the measure (a share runs from 0 to 1). `n` counts
    answers; `n_effective` is what they are worth after weighting, at most `n`. `method` names the
    interval. Where `hidden` gives a reason, in words for the reader, there is no value to leak.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    n_effective: float
    method: str
    hidden: str | None = None

    def __post_init__(self) -> None:
        if self.hidden == "":
            raise ValueError("a hidden figure says why")
        figures = (self.value, self.low, self.high)
        if self.hidden is not None and figures != (None, None, None):
            raise ValueError("a hidden figure carries no value and no interval")
        if self.hidden is None and None in figures:
            raise ValueError("a shown figure carries its value and its interval")

    @property
    def shown(self) -> bool:
        return self.hidden is None

    @property
    def is_held(self) -> bool:
        """Whether not even how many stand behind it may be told."""
        return self.hidden in {HELD_BACK, TOO_SHORT}


def unsaid(method: str, *, why: str = HELD_BACK) -> Estimate:
    """Give a figure that is held back: not even how many stand behind it is there."""
    return Estimate(
        value=None, low=None, high=None, n=0, n_effective=0.0, method=method, hidden=why
    )
