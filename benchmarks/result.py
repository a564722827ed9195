"""One line of the table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A result beside a peer or bound of the same run; `aim` is None where there is none.

    `result`, `peer` and `aim` are in `unit`. `least` says whether the aim is a floor or a ceiling.
    """

    measure: str
    result: float
    unit: str
    peer: float
    peer_is: str
    aim: float | None
    least: bool
    note: str

    @property
    def ratio(self) -> float:
        return self.result / self.peer

    @property
    def is_met(self) -> bool | None:
        if self.aim is None:
            return None
        return self.result >= self.aim if self.least else self.result <= self.aim
