"""What no theme holds is grouped by meaning, under words that several wrote."""

from heard.core.text.clusters import FEWEST, groups
from heard.core.text.sentences import vectors

HORSES = [
    "The horses on the green frightened my dog.",
    "Mounted police and their horses frightened the children.",
    "Your horses left a mess and frightened us.",
    "Horses on the pavement frightened me.",
    "Keep the horses off the pavement, they frightened everybody.",
]
DRONES = [
    "A drone flew over my garden.",
    "There was a drone above our garden for an hour.",
    "I do not want a drone over the garden.",
    "A police drone hung over our garden on Sunday.",
    "Stop flying a drone over my garden, [name].",
    "The drone above the garden was loud.",
]
ODD = ["My library card is lost.", "The weather was mild."]


def test_groups_are_near_in_meaning_and_named_by_what_several_wrote() -> None:
    said = [*HORSES, *ODD, *DRONES]
    drones, horses = groups(said, vectors(said))
    assert drones.places == tuple(range(7, 13))
    assert horses.places == tuple(range(5))
    assert ({*drones.words}, {*horses.words}) == ({"drone", "garden"}, {"horses", "frightened"})


def test_few_comments_make_no_group() -> None:
    few = HORSES[: FEWEST - 1]
    assert groups(few, vectors(few)) == []
    odd = [*ODD, "It rained.", "Nice tea.", "I like chess."]
    assert groups(odd, vectors(odd)) == []
