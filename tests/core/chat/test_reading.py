"""A message is read in one call: lists first, then meaning; a broken model leaves the lists."""

import pytest

from heard.core.chat.intents import Understander, Understood, shipped
from heard.core.chat.reading import read
from heard.core.text.sentences import ModelBroken


class Broken(Understander):
    """Understands nothing, since its model is gone."""

    def __init__(self) -> None:
        """Load nothing."""

    def understand(self, text: str) -> Understood | None:
        raise ModelBroken(text)


def test_what_cannot_wait_is_asked_nothing_else() -> None:
    reading = read("he has a knife", Broken())
    assert reading.trigger is not None
    assert reading.trigger.level == "L0"
    assert (reading.understood, reading.is_blind) == (None, False)


def test_danger_that_no_list_knows_is_a_trigger_too() -> None:
    reading = read("I will be gone by the morning and it will not hurt any more", shipped())
    assert reading.trigger is not None
    assert reading.trigger.id == "MNG-CHAT"


def test_an_ordinary_message_has_its_topic_alone() -> None:
    reading = read("my bike was stolen", shipped())
    assert reading.trigger is None
    assert not reading.asks_for_person
    assert reading.understood is not None
    assert reading.understood.topic == "CT-01"


def test_who_asks_for_a_person_is_heard_and_may_be_not_understood() -> None:
    reading = read("put me through to a person", shipped())
    assert reading.asks_for_person
    assert reading.trigger is not None
    assert reading.trigger.level == "L2"


@pytest.mark.parametrize(("text", "level"), [("racist abuse", "L1"), ("my bike was stolen", None)])
def test_without_its_model_the_lists_go_on(text: str, level: str | None) -> None:
    reading = read(text, Broken())
    assert reading.is_blind
    assert (reading.trigger and reading.trigger.level) == level
