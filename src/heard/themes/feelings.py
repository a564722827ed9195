"""How people feel in single comments: as a person coded them last, else as the machine did."""

from collections.abc import Collection

from heard.core.text.frame import Feeling
from heard.themes.models import Coding, HumanCoding
from heard.themes.own import frame_version


def feelings(numbers: Collection[int]) -> dict[int, Feeling]:
    """Give the feeling of each of these comments that was coded and could be read."""
    machine = Coding.objects.filter(comment__in=numbers, frame=frame_version())
    hand = HumanCoding.objects.filter(comment__in=numbers).order_by("at", "id")
    named = ("comment", "feeling")
    found = {**dict(machine.values_list(*named)), **dict(hand.values_list(*named))}
    return {number: Feeling(feeling) for number, feeling in found.items() if feeling}
