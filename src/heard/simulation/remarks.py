"""What the simulated people write in their own words: a remark and, at times, another."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
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
# The same people in other words, so that they differ as much as people do.
_MORE_PLEASED = (
    "The lady who answered put me at ease straight away.",
    "Somebody rang me back the same evening to say how it had gone.",
    "I got through on the first try.",
    "The officer told me what would happen and when, and it did.",
    "They sent two officers round in under ten minutes.",
    "He gave me good advice about my back gate.",
    "My daughter was frightened and they were so gentle with her.",
    "She knew the law and told me where I stood.",
    "It was good to see officers walking down our road afterwards.",
    "They caught the lad who did it.",
    "I was believed, which is more than I expected.",
    "The same person dealt with it from beginning to end.",
    "He was courteous to everybody in the house.",
    "They kept me up to date by text.",
)
_MORE_MIXED = (
    "Nice enough, although I am none the wiser about what follows.",
    "The officer was friendly and came a day late.",
    "I got the right advice in the end, from the third person I spoke to.",
    "The recorded messages go on far too long. The person was fine.",
    "They listened, and said that there was nothing to be done.",
    "Could you send a text when somebody is on the way?",
    "The online form is fiddly, so I rang instead.",
    "They were kind to my husband, but we have had no news.",
    "A patrol past the shops at closing time would help.",
    "Good that you answered, less good that it took half an hour.",
)
_MORE_DISPLEASED = (
    "She was short with me and put the phone down.",
    "Nobody came. We sat up all night.",
    "I gave you the number plate and nothing was done.",
    "He told me one thing and the next officer said the opposite.",
    "I have had to chase you every week for news.",
    "They took my neighbour's word over mine because he knows them.",
    "My mother was in tears and nobody asked how she was.",
    "The website threw me out before I could send it.",
    "The lads on bikes are back every evening.",
    "There is dealing in the car park in broad daylight.",
    "You never see an officer round here.",
    "No one explained why you would not come out.",
    "Three weeks and nobody has told me anything.",
    "Rang five times before anybody answered.",
    "It took six hours for anybody to turn up.",
)
# What came up in the middle of October, and is in no list of themes.
_MASKS = (
    "The officer who came was not wearing a mask.",
    "No mask and no gloves, with my father shielding upstairs.",
    "Your officers should wear masks when they come into the house.",
    "Neither of them wore a mask, and I have asthma.",
    "Both officers stood in my kitchen without a mask.",
)
_MASKS_FROM = datetime(2020, 10, 1, tzinfo=UTC)
_PLEASED_FROM, _MIXED_FROM = 8.0, 5.5


def remark(rng: Random, scores: Collection[int], at: datetime) -> str:
    """Write what somebody with these scores might write at that time.

    From `rng` as much is drawn as ever, so that nothing else in the play depends on the words.
    """
    lines, more = _lists(fmean(scores))
    ending = f" {rng.choice(_ENDINGS)}" if chance(rng, 0.4) else ""
    line = rng.choice(lines)
    own = Random(f"{line}{ending}{at.isoformat()}")  # noqa: S311 - a play, and no secret
    if lines is not _PLEASED and chance(own, 0.12 if at >= _MASKS_FROM else 0.01):
        return own.choice(_MASKS)
    return own.choice((line, *more)) + ending


def _lists(mean: float) -> tuple[Sequence[str], Sequence[str]]:
    """Give what people write who gave such scores, and the same in other words."""
    if mean < _MIXED_FROM:
        return _DISPLEASED, _MORE_DISPLEASED
    return (_MIXED, _MORE_MIXED) if mean < _PLEASED_FROM else (_PLEASED, _MORE_PLEASED)
