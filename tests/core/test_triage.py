"""What cannot wait is found in nine languages, however it is written; what is harmless is not."""

from time import perf_counter

import pytest

from heard.core.text.measured import Labelled, Tally, labelled, triaged
from heard.core.text.triage import Family, triage

LIFE, SELF, DOMESTIC, PRAISE = Family.LIFE, Family.SELF, Family.DOMESTIC, Family.PRAISE
LEAST_OF_LIVES, LEAST = 0.99, 0.9
MOST_HARMLESS = 0.05  # of harmless comments, in how many anything is found


def families(text: str) -> set[Family]:
    return {sign.family for sign in triage(text)}


def of(*parts: str) -> list[Labelled]:
    return [one for one in labelled() if one.part in parts]


def tallies(*parts: str) -> dict[str, Tally]:
    return {tally.kind: tally for tally in triaged(of(*parts))}


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("I do not want to kill myself", SELF),
        ("k i l l my self", SELF),
        ("killmyself", SELF),
        ("sui cide", SELF),
        ("want to 😭 die 😭", SELF),
        ("SÜÏCIDÁL", SELF),
        ("i am sucidal", SELF),
        ("h e l p m e he is here", LIFE),
        ("\N{SQUARED SOS}", LIFE),
        ("he wil kil me", LIFE),
        ("my boyfreind punched me", DOMESTIC),
        ("she is a credit to the force", PRAISE),
        ("no complaints, but he has a knife", LIFE),
    ],
)
def test_spelling_spaces_pictures_and_negations_hide_nothing(text: str, family: Family) -> None:
    assert family in families(text)


@pytest.mark.parametrize(
    "text",
    [
        *("the service was killer", "dying to get through", "my phone died", "no complaints"),
        *("killing time", "", "8", "a b", "nice lads", "I am 10 minutes away"),
    ],
)
def test_what_is_harmless_is_left_alone(text: str) -> None:
    assert triage(text) == ()


def test_a_negation_leaves_the_level_of_the_list() -> None:
    said, denied = triage("I want to kill myself"), triage("I do not want to kill myself")
    assert (said[0].level, denied[0].level) == ("L0", "L0")


def test_the_worst_comes_first() -> None:
    found = triage("Thank you officer, but the sergeant was rude and he wants to kill me")
    assert (found[0].family, found[-1].family) == (LIFE, PRAISE)
    assert [sign.level for sign in found] == sorted(sign.level for sign in found)


def test_the_labelled_comments_are_many_few_from_templates_and_in_every_language() -> None:
    everything = labelled()
    assert len(everything) >= 400
    assert sum(one.how == "template" for one in everything) * 3 <= len(everything)
    for family in (LIFE, SELF, DOMESTIC):
        assert {one.language for one in everything if family in one.must} == {
            *("en", "cy", "ur", "pa", "bn", "pl", "ro", "ar", "so"),
        }


@pytest.mark.parametrize("part", ["build", "held"])
def test_a_threat_to_life_or_self_harm_is_not_missed(part: str) -> None:
    found = tallies(part)
    for family in (LIFE, SELF):
        missed = found[family].missed
        assert found[family].found >= LEAST_OF_LIVES * found[family].there, missed


def test_of_each_family_nearly_all_is_found() -> None:
    found = tallies("build", "held", "last")
    short = {k: t.missed for k, t in found.items() if t.found < LEAST * t.there}
    assert short == {}


def test_few_harmless_comments_are_brought_before_somebody() -> None:
    harmless = [one for one in of("build", "held", "last") if one.how == "near"]
    wrong = [one.text for one in harmless if families(one.text) - one.may]
    assert len(harmless) >= 100
    assert len(wrong) <= MOST_HARMLESS * len(harmless), wrong


def test_no_text_takes_long() -> None:
    begun = perf_counter()
    for text in ("he said my " * 3_000, "k " * 10_000, "x" * 30_000, "no " * 10_000):
        triage(text)
    assert perf_counter() - begun < 10
