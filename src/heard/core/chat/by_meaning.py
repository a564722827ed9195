"""Finds danger that no list knows, by how near a message is to what is known of danger.

Kernel ridge regression as in `core/text/meaning.py` (Saunders, Gammerman and Vovk, 1998), learnt
from sentences of the chat: those of danger against those of ordinary topics. What that leaves, and
is of no ordinary topic, is looked at as comments are. It knows English.
"""

from functools import cache
from typing import TYPE_CHECKING

from heard.core.chat.known import dangers, of
from heard.core.chat.topics import TOPICS
from heard.core.chat.triggers import CATEGORIES, EMERGENCY, URGENT, Trigger, of_category
from heard.core.text.meaning import DANGERS, kernel, learnt, of_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Scores from which a message counts: one that is unclear, and one that is surely ordinary; and from
# which it cannot wait a minute. What is less sure goes to a person at once, without alarm.
FOUND, AGAINST, EMERGENCY_FROM = 0.1, 0.4, 0.3
IN_COMMENTS = 0.2  # the score of `core/text/meaning.py` from which an unclear message counts, too
SMOOTHING = 0.2  # what is added to the kernel's diagonal, over a sentence's weight
PLACED: dict[str, str] = {  # the category of each topic of which people tell a danger
    "CT-04": "missing person",
    "CT-28": "terrorism",
    "CT-37": "domestic abuse",
    "CT-38": "sexual offence",
    "CT-39": "stalking and harassment",
    "CT-40": "hate crime",
    "CT-41": "suicide and self-harm",
    "CT-42": "modern slavery",
    "CT-43": "child at risk",
}
_ROUTED = "human_now"  # topics of this route that are not placed tell neither of danger nor of none
_MILDER = {"stalking and harassment", "hate crime", "death", "vulnerability"}


def danger(vector: "NDArray[np.float32]", *, is_ordinary: bool) -> Trigger | None:
    """Give the danger that a message (1, 384) tells of, if it does.

    `is_ordinary`: its words are surely those of an ordinary topic, so that more is asked for.
    """
    texts, shares, categories = _learnt()
    scores = (kernel(vector, texts) @ shares)[0]
    if scores[0] <= (AGAINST if is_ordinary else FOUND):
        return None if is_ordinary else _as_in_comments(vector)
    category = categories[int(scores[1:].argmax())]
    is_sure = scores[0] > EMERGENCY_FROM and category not in _MILDER
    level = EMERGENCY if is_sure else URGENT
    return of_category("MNG-CHAT", category, level)


def _as_in_comments(vector: "NDArray[np.float32]") -> Trigger | None:
    """Give the danger that a comment with such a vector would tell of, for a person to look."""
    scores = of_vectors(vector, learnt())[0]
    if scores[0] <= IN_COMMENTS:
        return None
    family = DANGERS[int(scores[1:].argmax())]
    return of_category(f"MNG-{family.upper()}", CATEGORIES[family], URGENT)


@cache
def _learnt() -> "tuple[NDArray[np.float32], NDArray[np.float32], list[str]]":
    """Learn, once a process: danger or not, then each category (0.1 s)."""
    import numpy as np  # noqa: PLC0415, only whoever asks for meaning pays for it

    told = {one.text: one.category for one in dangers()}
    for name, topic in TOPICS.items():
        if name in PLACED or topic.route != _ROUTED or not topic.examples:
            told |= {text: told.get(text, PLACED.get(name, "")) for text in topic.examples}
    categories = sorted(set(told.values()) - {""})
    given = of(list(told))
    found = np.array(list(told.values()))
    is_danger = found != ""
    wanted = np.where(
        np.column_stack([is_danger, *(found == one for one in categories)]), 1.0, -1.0
    )
    weight = np.where(is_danger, 1 / is_danger.sum(), 1 / (~is_danger).sum()) * len(found) / 2
    near = kernel(given, given).astype(np.float64) + np.diag(SMOOTHING / weight)
    return given, np.linalg.solve(near, wanted).astype(np.float32), categories
