"""The simulated force: where its people live, when they call, about what, and who helps them.

The populations are those of the seed report (Table 2); every other number is ours.
"""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from math import log
from random import Random
from typing import Generic, TypeVar

from heard.core.timing import LONDON
from heard.places.areas import names
from heard.places.wards import wards

SOURCE = "/trial/controlworks"
GATEWAY = "/trial/gateway"

Card = TypeVar("Card", bound=Hashable)


class Mix(Generic[Card]):
    """A weighted choice: each draw stands alone."""

    def __init__(self, weights: Mapping[Card, float]) -> None:
        self._cards = tuple(weights)
        self._cumulative = tuple(accumulate(weights.values()))

    def draw(self, rng: Random) -> Card:
        return rng.choices(self._cards, cum_weights=self._cumulative)[0]


def chance(rng: Random, share: float) -> bool:
    """Draw yes with this probability."""
    return rng.random() < share


def _mix(words: str) -> Mix[str]:
    """Read `TR-04 50, AD-03 35` into a mix."""
    pairs = (word.split() for word in words.split(","))
    return Mix({code: float(weight) for code, weight in pairs})


AREAS = Mix(
    {
        "BE": 423_436,
        "BW": 459_607,
        "CV": 299_236,
        "DY": 259_239,
        "SH": 173_810,
        "SW": 253_944,
        "WS": 223_437,
        "WV": 206_854,
    }
)

# Calls in each hour of a day, and on each day of the week from Monday, against one another.
HOURS = (
    *(21, 16, 13, 10, 8, 8, 12, 22, 36, 45, 50, 53),
    *(54, 53, 54, 58, 63, 66, 63, 57, 50, 43, 36, 28),
)
WEEKDAYS = (1.02, 0.98, 0.98, 1.0, 1.08, 1.03, 0.91)

# Codes of the national incident list. A call that may be followed by a text is in EASY and has
# no stricter code beside it: HARD holds what is blocked, AWKWARD what a person would look at.
EASY = _mix(
    "TR-04 50, TR-05 45, TR-06 60, TR-08 40, AS-02 110, AS-03 15, PW-04 10, PW-05 18, PW-17 8,"
    "PW-18 6, PW-31 70, AD-03 35, AD-15 4, CR-17 15, CR-19 55, CR-20 55"
)
AWKWARD = _mix(
    "TR-03 25, TR-07 2, AS-01 30, PW-03 8, PW-07 18, PW-11 10, PW-12 6, PW-16 1, PW-20 2, PW-21 3,"
    "PW-25 60, PW-32 3, PW-33 10, CR-03 50, CR-14 7, CR-15 2, CR-16 35, CR-18 5, CR-21 30,"
    "CR-22 40, CR-25 12, CR-26 25"
)
HARD = _mix(
    "PW-09 100, PW-10 75, PW-19 30, PW-22 25, PW-23 12, PW-24 8, PW-08 14, PW-01 30, PW-14 10,"
    "PW-28 12, PW-29 14, PW-30 10, PW-02 5, PW-13 2, PW-26 1, PW-34 1, TR-01 0.4, TR-02 5, CR-02 6,"
    "CR-04 9, CR-05 7, CR-06 26, CR-07 4, CR-08 1, CR-09 4, CR-10 1, CR-11 1, CR-12 5, CR-13 8,"
    "CR-23 1, CR-24 4, CR-27 7, AD-04 3, AD-05 4, AD-06 10, AD-09 3"
)
NEW_CODES = _mix("ZZ-01 5, ZZ-02 3, ZZ-17 1")  # this force's own, which nobody has mapped yet

TONES = Mix({"easy": 52, "awkward": 20, "hard": 27.5, "new": 0.5})
TONE_CODES = {"easy": EASY, "awkward": AWKWARD, "hard": HARD, "new": NEW_CODES}

# What is settled on the telephone, without a log of its own.
TALKS = _mix(
    "PW-31 60, AD-03 45, TR-06 35, AS-02 35, PW-18 10, AD-15 8, PW-05 10, AD-01 60, AD-02 35,"
    "AD-14 20, AD-11 30, AD-05 6, PW-14 8, CR-25 8, ZZ-01 2"
)

# What is noted beside the category. Only the harmless ones leave it as it was.
HARMLESS_TAGS = _mix("QU-22 60, QU-26 40")
GRAVE_TAGS = _mix(
    "QU-01 40, QU-02 20, QU-03 6, QU-04 22, QU-05 18, QU-06 6, QU-08 2, QU-10 2, QU-12 4, QU-13 3,"
    "QU-15 5, QU-17 18, QU-20 3, QU-23 6, QU-25 2, QU-27 2, QU-30 3, ZZ-Q1 1"
)

TELEPHONE = frozenset(("101", "999"))
CHANNELS = Mix(
    {"101": 61, "999": 28, "webchat": 4, "webform": 3, "front_counter": 2, "social": 1, "email": 1}
)
GRADES = {
    "easy": Mix({"EMERGENCY": 9, "PRIORITY": 32, "SCHEDULED": 22, "NO_DEPLOYMENT": 37}),
    "awkward": Mix({"EMERGENCY": 15, "PRIORITY": 38, "SCHEDULED": 25, "NO_DEPLOYMENT": 22}),
    "hard": Mix({"EMERGENCY": 38, "PRIORITY": 38, "SCHEDULED": 8, "NO_DEPLOYMENT": 16}),
    "new": Mix({"PRIORITY": 50, "NO_DEPLOYMENT": 50}),
}
ATTENDED = {"EMERGENCY": 0.85, "PRIORITY": 0.6, "SCHEDULED": 0.4, "NO_DEPLOYMENT": 0.0}

# Who answers what is no telephone, and how many seconds people wait: the median, and its spread.
ANSWERS = {
    "webchat": Mix({"bot_then_human": 50, "bot": 20, "human": 30}),
    "social": Mix({"bot_then_human": 30, "human": 70}),
}
WAITS = {"999": (5.0, 0.8), "101": (75.0, 1.3), "webchat": (25.0, 0.9)}
_LONGEST_WAIT = 3_600
_WAIT_UNKNOWN = 0.03  # the telephone system does not tell

_SHIFT = timedelta(hours=8)
_FIRST_SHIFT = datetime(2020, 9, 1, 7, tzinfo=LONDON)
CREWS = "ABCDE"  # relieve one another, three a day
UNITS = 9
DESKS = 26


def on_duty(at: datetime) -> str:
    """Name the crew that works at this moment: the same letter in every team."""
    return CREWS[(at - _FIRST_SHIFT) // _SHIFT % len(CREWS)]


def contact_desk(rng: Random, at: datetime) -> tuple[str, str]:
    """Give a handler, by pseudonym, and the team that answers calls at this moment."""
    team = f"FC-{on_duty(at)}"
    return f"{team}-{rng.randint(1, DESKS):02d}", team


def answered(channel: str, contact_id: str, at: datetime) -> dict[str, object]:
    """Give who answered and after how many seconds, as far as the force's systems tell.

    By chance of its own, so that all else of a seed stays as it is.
    """
    rng = Random(f"{contact_id} {at.isoformat()}")  # noqa: S311 - a simulation, not a secret
    told: dict[str, object] = {}
    if channel in TELEPHONE:
        told["handler_type"] = "human"
    elif channel in ANSWERS:
        told["handler_type"] = ANSWERS[channel].draw(rng)
    if channel in WAITS and not chance(rng, _WAIT_UNKNOWN):
        median, spread = WAITS[channel]
        waited = rng.lognormvariate(log(median), spread)
        told["seconds_to_answer"] = min(round(waited), _LONGEST_WAIT)
    return told


def ward_of(incident_id: str, area: str) -> str:
    """Give the code of the ward of an incident, by chance of its own: all else stays as it is."""
    rng = Random(f"ward of {incident_id}")  # noqa: S311 - a simulation, not a secret
    return rng.choice(_wards()[area])


@cache
def _wards() -> Mapping[str, Sequence[str]]:
    """Give the wards of each area: of its district, which two areas share from west to east."""
    found: dict[str, Sequence[str]] = {}
    for area, name in names().items():
        of_it = [one for one in wards().values() if name.startswith(one.district)]
        eastwards = sorted(of_it, key=lambda ward: ward.box[0] + ward.box[2])
        half = len(eastwards) // 2
        shares = {"East": eastwards[half:], "West": eastwards[:half]}
        found[area] = sorted(ward.code for ward in shares.get(name.split()[-1], eastwards))
    return found


def response_units(rng: Random, area: str, at: datetime, count: int) -> tuple[list[str], str]:
    """Give `count` different units of the area's response team of this moment, and the team."""
    team = f"{area}-R{on_duty(at)}"
    return [f"{team}{number}" for number in rng.sample(range(1, UNITS + 1), count)], team
