"""The simulated citizens: who answers a text, when, how far they get and what they say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from heard.core.timing import LONDON
from heard.simulation.decks import Deck, sheets, shuffled
from heard.simulation.force import chance
from heard.simulation.remarks import remark

_LINK = re.compile(r"https?://[^/\s]+(/s/[\w-]+)")
_ASLEEP_FROM, _AWAKE_FROM = 23, 7
_SHEETS = 3  # of which those get the best who were served promptly, and who waited the worst
_PATIENCE = timedelta(days=6)  # within the link's life; the one who comes later gets no page


class Fate(StrEnum):
    """What becomes of a text that reached its telephone."""

    IGNORED = "ignored"
    LOOKED_AT = "looked at"
    STARTED = "started"
    BROKEN_OFF = "broken off"
    COMPLETED = "completed"
    OPTED_OUT = "opted out"


# Of a hundred texts delivered. It makes about 1,700 answers, which is our guess: see the docs.
_FATES = {
    Fate.COMPLETED: 22,
    Fate.BROKEN_OFF: 3,
    Fate.STARTED: 1,
    Fate.LOOKED_AT: 6,
    Fate.OPTED_OUT: 1,
    Fate.IGNORED: 67,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one person will do with a link. `answers` are by question id, `comment` may be empty.

    `stops_after` is the number of questions after which they break off.
    """

    at: datetime
    path: str
    fate: Fate
    answers: Mapping[str, int] = field(default_factory=dict)
    comment: str = ""
    stops_after: int = 0


class Citizens:
    """Decides by decks what each person does; people who break off have a pack of their own."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._fates = shuffled(rng, _FATES)
        self._writes = shuffled(rng, {True: 79, False: 21})
        self._sheets: Mapping[Fate, Deck[dict[str, int]]] = {
            fate: sheets(rng) for fate in (Fate.COMPLETED, Fate.BROKEN_OFF)
        }

    def reads(self, body: str, *, now: datetime, served: int = 0) -> Visit | None:
        """Decide what the person who reads this text does; None if nothing.

        `served` is 1 for whoever was served promptly, -1 for whoever waited: it decides which of
        the next few sheets of answers they get, and not what stands on the sheets.
        """
        fate = self._fates.deal()
        if fate is Fate.IGNORED:
            return None
        link = _LINK.search(body)
        if link is None:
            raise ValueError("A text came without a link.")
        return self._visit(fate, link[1], self._when(now), served)

    def _visit(self, fate: Fate, path: str, at: datetime, served: int) -> Visit:
        if fate not in self._sheets:
            return Visit(at=at, path=path, fate=fate)
        answers = self._sheets[fate].deal_one_of(
            _SHEETS if served else 1, lambda sheet: served * sum(sheet.values())
        )
        if fate is Fate.BROKEN_OFF:
            stops_after = self._rng.randint(1, len(answers) - 1)
            return Visit(at=at, path=path, fate=fate, answers=answers, stops_after=stops_after)
        comment = remark(self._rng, answers.values(), at) if self._writes.deal() else ""
        return Visit(at=at, path=path, fate=fate, answers=answers, comment=comment)

    def _when(self, now: datetime) -> datetime:
        """Most come within three hours and nobody at night; some think about it for days."""
        minutes = self._rng.lognormvariate(3.7, 1.5)
        at = now + min(timedelta(minutes=1 + minutes), _PATIENCE)
        local = at.astimezone(LONDON)
        if _AWAKE_FROM <= local.hour < _ASLEEP_FROM:
            return at
        morning = local + timedelta(days=local.hour >= _ASLEEP_FROM)
        return morning.replace(hour=_AWAKE_FROM + 1 + chance(self._rng, 0.5))
