"""What the simulated citizens say of themselves after a survey, as a form has it.

The shares are near those of the West Midlands, and ours; nothing is to be learnt from them.
"""

from collections.abc import Mapping, Sequence
from random import Random

from heard.simulation.force import Mix, chance

_ANSWERS = 0.25
_BLANK = 0.04
_BORN = range(1930, 2004)
_MIXES: Mapping[str, Mix[str]] = {
    "condition": Mix({"yes": 24, "no": 70, "skip": 6}),
    "reduces": Mix({"lot": 30, "little": 45, "no": 20, "skip": 5}),
    "ethnic_group": Mix({"white": 66, "asian": 18, "black": 7, "mixed": 4, "other": 2, "skip": 3}),
    "religion": Mix(
        {"christian": 46, "none": 26, "muslim": 13, "sikh": 5, "hindu": 2, "other": 2, "skip": 6}
    ),
    "sex": Mix({"female": 51, "male": 46, "skip": 3}),
    "gender": Mix({"yes": 94, "no": 1, "skip": 5}),
    "orientation": Mix(
        {"heterosexual": 86, "gay-lesbian": 2, "bisexual": 2, "other": 1, "skip": 9}
    ),
}


def answers(rng: Random) -> bool:
    """Decide whether somebody wants to answer at all."""
    return chance(rng, _ANSWERS)


def says(rng: Random, name: str, offered: Sequence[str]) -> str:
    """Answer a question: from what is offered, the year of a birth, or nothing."""
    if name == "year":
        return str(rng.choice(_BORN))
    if not offered or chance(rng, _BLANK):
        return ""
    return _MIXES[name].draw(rng) if name in _MIXES else rng.choice(offered)
