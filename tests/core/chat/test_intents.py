"""A message is understood by its topic, or not; a topic that is added live is, at once."""

from dataclasses import replace
from importlib.resources import as_file, files

import numpy as np
import pytest

from heard.core.chat import known
from heard.core.chat.intents import LEAST, Understander, shipped
from heard.core.chat.topics import TOPICS, Topic
from heard.core.text.meaning import STEPS
from heard.core.text.sentences import vectors


@pytest.fixture(scope="module")
def understander() -> Understander:
    return shipped()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("some thief has had my bicycle away", "CT-01"),
        ("a drone keeps hovering above our patio", "CT-47"),
        ("next door play music till three every night", "CT-12"),
        ("how would I get a job with you", "CT-50"),
        ("zgubiłem portfel", "CT-06"),
        ("میرا موبائل چوری ہو گیا ہے", "CT-01"),
    ],
)
def test_a_topic_is_told_with_how_sure_that_is(
    understander: Understander, text: str, topic: str
) -> None:
    understood = understander.understand(text)
    assert understood is not None
    assert understood.topic == topic
    assert LEAST <= understood.confidence <= 1
    assert understood.danger is None
    assert len(understood.others) == 3
    assert all(chance <= understood.confidence for _, chance in understood.others)


@pytest.mark.parametrize(
    "text", ["", "?", "hello", "xqzt vprk", "কেমন আছেন", "good evening to you"]
)
def test_what_is_not_clear_is_not_understood(understander: Understander, text: str) -> None:
    assert understander.understand(text) is None


def test_danger_is_told_by_its_meaning_beside_a_topic_or_without_one(
    understander: Understander,
) -> None:
    told = understander.understand("I will be gone by the morning and it will not hurt any more")
    assert told is not None
    assert told.danger is not None
    assert told.danger.id == "MNG-CHAT"
    assert TOPICS[told.topic].route == "human_now"
    as_in_comments = understander.understand("I've picked the tree")
    assert as_in_comments is not None
    assert as_in_comments.danger is not None
    assert (as_in_comments.danger.id, as_in_comments.danger.level) == ("MNG-SELF", "L1")
    beside = understander.understand("my partner says he will find me wherever I go")
    assert beside is not None
    assert beside.danger is not None
    assert beside.danger.level in {"L0", "L1"}


def test_a_topic_that_is_added_live_is_understood_at_once(understander: Understander) -> None:
    flood = Topic(
        topic_id="CT-99",
        topic="Flood",
        examples=("the river is coming over the bank", "water is rising in our street"),
        key_words=("flood*", "sandbags"),
    )
    before = understander.understand("where do I get sandbags")
    after = Understander({**TOPICS, "CT-99": flood}).understand("where do I get sandbags")
    assert before is None or before.topic != "CT-99"
    assert after is not None
    assert after.topic == "CT-99"


def test_a_topic_needs_no_key_words_and_one_topic_is_enough() -> None:
    theft = replace(TOPICS["CT-01"], key_words=())
    told = Understander([theft]).understand("my bike was stolen")
    assert told is not None
    assert (told.topic, told.others) == ("CT-01", ())
    with pytest.raises(ValueError, match="no topic has an example"):
        Understander([replace(theft, examples=())])


def test_the_vectors_that_ship_are_those_of_the_sentences() -> None:
    path = files("heard.core.chat").joinpath("vectors.npz")
    with as_file(path) as place, np.load(place) as held:
        assert str(held["source"]) == known.fingerprint(), "run `make learn`"
        assert held["vectors"].shape == (len(known.shipped()), 384)
        some = [known.shipped()[n] for n in (0, 400, 1100)]
        near = held["vectors"][[0, 400, 1100]].astype(np.float32) / STEPS
    assert np.abs(near - vectors(some)).max() < 2 / STEPS
