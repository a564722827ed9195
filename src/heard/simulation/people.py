"""The simulated callers and their telephone numbers, none of which can be a real person's."""

from dataclasses import dataclass
from random import Random

from heard.simulation.force import AREAS, Mix, chance

_LINES = Mix({"mobile": 84, "landline": 8, "withheld": 6, "abroad": 1, "broken": 1})
_BROKEN = ("07700 90012", "0", "07700 900123 ext 4", "07700", "unknown")
_AGE_KNOWN = 0.14
_AGES = Mix({range(10, 16): 3, range(16, 25): 14, range(25, 45): 38, range(45, 65): 30,
             range(65, 92): 15})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caller:
    """A person as the control room sees one; `number` is as its systems spell it."""

    number: str | None
    age: int | None
    area: str


class Town:
    """Gives new callers. Mobile numbers are dealt from one block, so that nobody shares one.

    All of 07700 9xxxxx, 01632 96xxxx and +353 20 91xxxxx has the shape of a telephone number
    and is in no use: regulators keep some of each for drama, and nobody has been given the rest.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._mobiles = iter(rng.sample(range(900_000, 1_000_000), 100_000))

    def caller(self) -> Caller:
        rng = self._rng
        age = rng.choice(_AGES.draw(rng)) if chance(rng, _AGE_KNOWN) else None
        return Caller(self._number(_LINES.draw(rng)), age, AREAS.draw(rng))

    def _number(self, line: str) -> str | None:
        rng = self._rng
        if line == "mobile":
            digits = str(next(self._mobiles))
            return f"07700 {digits}" if chance(rng, 0.2) else f"+447700{digits}"
        if line == "landline":
            return f"0163296{rng.randrange(10_000):04d}"
        if line == "abroad":
            return f"+3532091{rng.randrange(100_000):05d}"
        return rng.choice(_BROKEN) if line == "broken" else None
