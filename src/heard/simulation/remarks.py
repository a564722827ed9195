"""What the simulated people write in their own words: a remark and, at times, another."""

from collections.abc import Collection
from random import Random
from statistics import fmean

from heard.simulation.force import chance

_PLEASED = (
    "The person on the phone was calm and kind.",
    "I was listened to from start to finish.",
    "Officers came quickly and took it seriously.",
    "Could not have asked for better help.",
    "Very polite and knew exactly what to do.",
    "They explained everything in words I understood.",
    "I felt a lot safer after the call.",
    "Quick, friendly and to the point.",
    "The officer took time with my mother, who was upset.",
    "Sorted in ten minutes, thank you.",
    "First time I have rung you and it was easy.",
    "Nothing was too much trouble.",
)
_MIXED = (
    "Polite on the phone, but the wait was long.",
    "Fine, though I had to say everything twice.",
    "The call handler was good; I have heard nothing since.",
    "OK, I suppose. I am not sure what happens now.",
    "Helpful, but nobody could tell me when somebody would come.",
    "I got a number to quote and no idea what to do with it.",
    "The officers were pleasant, but there was little they could do.",
    "It took a while to get through. After that it was fine.",
    "I would like to know how it ended.",
    "Good advice, but the website sent me round in circles first.",
)
_DISPLEASED = (
    "I waited over forty minutes and then was cut off.",
    "Nobody told me what would happen next.",
    "I was made to feel that I was wasting your time.",
    "Two days on and still no call back.",
    "No one came, and my ex is back at the gate every night.",
    "They had clearly made up their minds before I finished.",
    "I was passed to three people and had to start again each time.",
    "Promised an update and never got one.",
    "The officer seemed in a hurry to leave.",
    "I will not bother to report it again.",
)
_ENDINGS = (
    "Please keep people informed.",
    "A text with the next steps would help.",
    "Thank you.",
    "I know that you are busy.",
    "My neighbours say the same.",
    "More officers on the street, please.",
    "That is all.",
)
_PLEASED_FROM, _MIXED_FROM = 8.0, 5.5


def remark(rng: Random, scores: Collection[int]) -> str:
    """Write what somebody with these scores might write."""
    mean = fmean(scores)
    lines = _DISPLEASED if mean < _MIXED_FROM else _MIXED if mean < _PLEASED_FROM else _PLEASED
    ending = f" {rng.choice(_ENDINGS)}" if chance(rng, 0.4) else ""
    return rng.choice(lines) + ending
