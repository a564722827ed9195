"""The topics are all there, each with what people say of it and with a route."""

from heard.core.chat.by_meaning import PLACED
from heard.core.chat.known import dangers
from heard.core.chat.topics import NOT_UNDERSTOOD, TOPICS
from heard.core.chat.triggers import PHRASES
from heard.core.text.grammar import shape


def test_all_topics_are_there_with_a_route_and_a_source() -> None:
    assert list(TOPICS) == [f"CT-{n:02}" for n in range(1, 55)]
    assert {one.route for one in TOPICS.values()} == {
        *("self_serve", "redirect", "human_now", "human_or_form"),
    }
    assert all(one.source and one.destination for one in TOPICS.values())
    assert TOPICS[NOT_UNDERSTOOD].route == "human_now"


def test_each_topic_has_examples_and_key_words_that_can_be_read() -> None:
    assert [name for name, one in TOPICS.items() if len(one.examples) < 6] == []
    patterns = [words for one in TOPICS.values() for words in one.key_words]
    assert len(patterns) > 150
    assert all(shape(words).pattern.pattern for words in patterns)


def test_every_danger_that_is_learnt_has_a_category_that_has_an_action() -> None:
    categories = {one.category for one in PHRASES}
    assert {one.category for one in dangers()} - {""} <= categories
    assert set(PLACED.values()) <= categories
    assert {TOPICS[name].route for name in PLACED} == {"human_now"}
