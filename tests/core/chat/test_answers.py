"""What the assistant has to say: every shipped topic, no promise, every language's words."""

import pytest

from heard.core.chat.answers import ANSWERS, HELPLINES, beside, named
from heard.core.chat.promises import objections
from heard.core.chat.says import every, marked, says, spoken
from heard.core.chat.topics import NOT_UNDERSTOOD, TOPICS
from heard.places.areas import names
from heard.places.councils import councils

COUNCILS = 7


def test_every_topic_has_an_answer_but_the_fallback_and_the_one_that_is_history() -> None:
    assert {*TOPICS} - {*ANSWERS} == {NOT_UNDERSTOOD, "CT-11"}
    assert TOPICS["CT-11"].police_matter == "historic"
    gathers = {one.gathers for one in ANSWERS.values()}
    assert {"chat_crime", "chat_fraud", "chat_collision", "chat_property"} < gathers
    links = [link for one in ANSWERS.values() for link in one.links]
    assert all(words and address.startswith("https://") for words, address in links)
    assert all(one.text.endswith(".") for one in ANSWERS.values())


def test_what_goes_to_a_council_by_the_topics_asks_for_the_postcode() -> None:
    theirs = {code for code, one in TOPICS.items() if one.contact == "seven council sites"}
    assert theirs <= {code for code, one in ANSWERS.items() if one.by_council}
    assert {*councils()} == {*names()}
    assert len({one.name for one in councils().values()}) == COUNCILS


def test_no_answer_promises_advises_or_says_that_a_crime_is_recorded() -> None:
    assert [found for one in ANSWERS.values() for found in objections(one.text)] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("We will send an officer to you.", "promises what will come of it"),
        ("He'll be fine: they'll catch him.", "promises what will come of it"),
        ("I guarantee it.", "promises what will come of it"),
        ("Your report has now been logged.", "says that a crime is recorded"),
        ("Your crime number is 1.", "says that a crime is recorded"),
        ("That is not illegal.", "gives legal advice"),
        ("You could sue the shop.", "gives legal advice"),
    ],
)
def test_what_must_not_be_said_is_found(text: str, why: str) -> None:
    (found,) = objections(text)
    assert found.startswith(f"The answer {why}")


def test_helplines_are_named_with_their_numbers() -> None:
    assert named(["samaritans", "nobody"]) == "Samaritans: 116 123"
    assert beside("weapon") == ""
    assert {"domestic abuse", "child at risk", "mental health crisis"} <= {
        category for one in HELPLINES.values() for category in one.categories
    }


def test_what_is_not_there_in_a_language_is_english_and_says_so() -> None:
    assert says("ask") == "What is it about? Say it in a few words."
    assert says("ask", "cy") == f"Yn Saesneg: {says('ask')}"
    assert says("ask", "xx") == f"English: {says('ask')}"
    assert says("helplines", "pl", named="X: 1") == "Można też porozmawiać z: X: 1."
    assert marked("Hello", "en") == "Hello"
    assert says("no") in every("no")
    assert says("no", "ur") in every("no")


@pytest.mark.parametrize("language", ["en", "cy", "ur", "pa", "bn", "pl", "ro", "ar", "so"])
def test_it_says_in_each_language_that_it_is_automated_and_no_way_to_call_for_help(
    language: str,
) -> None:
    assert spoken(language)
    assert "999" in says("opening", language)
    for key in ("is_english", "speaker", "go_on", "handing", "person", "helplines"):
        assert not says(key, language, named="").startswith(marked("", language) or "-")
