"""Danger is found by meaning: of wording that was kept apart, in long texts, and in no others."""

from collections.abc import Mapping

import numpy as np
import pytest

from heard.core.text.learning import KEPT_APART, Known, known, learn, source, system, targets
from heard.core.text.meaning import DANGERS, MEANT, kernel, learnt, meant, of_vectors, parts
from heard.core.text.measured import Tally, by_lists, by_meaning, labelled, triaged
from heard.core.text.sentences import vectors
from heard.core.text.triage import Family

LIFE, SELF, DOMESTIC = Family.LIFE, Family.SELF, Family.DOMESTIC
Seen = Mapping[str, set[Family]]


@pytest.fixture(scope="session")
def seen() -> Seen:
    """What is found in what nothing was learnt from, by meaning where the lists are silent."""
    apart = [one.text for one in labelled() if one.part == KEPT_APART and one.how != "near"]
    found = {text: set(by_lists(text)) for text in apart}
    return {t: f if f.intersection(DANGERS) else {*f, *by_meaning(t)} for t, f in found.items()}


def tallies(seen: Seen) -> Mapping[str, Tally]:
    apart = [one for one in labelled() if one.text in seen]
    return {one.kind: one for one in triaged(apart, seen.__getitem__)}


@pytest.mark.parametrize(("family", "least"), [(LIFE, 0.9), (SELF, 0.8), (DOMESTIC, 0.9)])
def test_most_of_what_it_never_saw_comes_before_a_person(
    seen: Seen, family: Family, least: float
) -> None:
    tally = tallies(seen)[family]
    assert tally.there >= 24
    assert tally.found + tally.otherwise >= least * tally.there, tally.missed


def test_few_ordinary_comments_do(seen: Seen) -> None:
    ordinary = [one for one in labelled() if one.how in {"long", "short"}]
    wrong = [one.text for one in ordinary if seen[one.text].intersection(DANGERS) - one.may]
    assert len(ordinary) == 40
    assert len(wrong) <= 0.1 * len(ordinary), wrong


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("He says he will see me buried before the hearing", LIFE),
        ("I do not think that I will bother waking up tomorrow", SELF),
        ("He checks my messages every evening and I am not allowed out", DOMESTIC),
        ("The toddlers next door are left alone all night", Family.CHILD),
        ("Thank you for the crime number. He says he will see me buried before the hearing.", LIFE),
    ],
)
def test_what_no_list_knows_is_told_with_its_family(text: str, family: Family) -> None:
    found = meant(text)
    assert found is not None
    assert (found.family, found.level, found.category) == (family, "L1", MEANT[family])
    assert found.trigger_id == f"MNG-{family.upper()}"


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "8", "🙂🙂👍", "12:30", "Very polite", "No complaints", "STOP", "ok"),
        *("پولیس نے بہت مدد کی", "الشرطة كانت ممتازة", "Took two hours to come out"),
        *(
            "policja była bardzo pomocna",
            "booliisku si fiican ayay ii caawiyeen",
            "mein marna chahti hoon",
        ),
    ],
)
def test_what_is_harmless_or_in_another_language_is_left_alone(text: str) -> None:
    assert meant(text) is None


def test_a_text_is_read_whole_and_by_sentence_and_a_long_one_at_both_ends() -> None:
    assert parts("One. Two! Three?") == ["One. Two! Three?", "One.", "Two!", "Three?"]
    assert parts("one") == ["one"]
    assert [len(one.split()) for one in parts("word " * 90)] == [90, 40, 40, 10]
    assert [len(one.split()) for one in parts("no. " * 110)] == [40, 40, 30]
    endless = parts("".join(f"w{n} " for n in range(9_000)))
    assert len(endless) == 100
    assert (endless[0].split()[0], endless[-1].split()[-1]) == ("w0", "w8999")


def test_a_text_of_twenty_thousand_characters_is_read_to_its_end() -> None:
    found = meant(f"{'Thanks. ' * 30}{'x' * 19_000}. He says he will see me buried.")
    assert found is not None
    assert found.family is LIFE


def test_what_is_kept_is_what_the_sentences_give() -> None:
    sentences, kept = known(), learnt()
    assert kept.source == source(sentences), "run make learn"
    assert {f for one in sentences for f in one.dangers} == set(DANGERS)
    some = range(0, len(sentences), len(sentences) // 60)
    fresh = vectors([sentences[n].text for n in some])
    assert kept.vectors[some] == pytest.approx(fresh, abs=2e-3)
    # The shares solve the system that they were worked out from: row by row, some of them.
    wanted = targets(sentences)
    near = kernel(kept.vectors[some], kept.vectors) @ kept.shares
    rest = wanted[some] - near
    danger = wanted[:, 0] > 0
    weight = np.where(danger, 1 / danger.sum(), 1 / (~danger).sum())[some] * len(danger) / 2
    assert rest == pytest.approx(kept.shares[some] * 0.5 / weight[:, None], abs=1e-3)


def test_nothing_is_learnt_from_what_is_kept_apart() -> None:
    apart = {one.text for one in labelled() if one.part == KEPT_APART}
    assert len(apart) == 156
    assert not apart.intersection(one.text for one in known())


def test_what_is_learnt_tells_its_own_sentences_apart() -> None:
    few = [
        Known("I want to die", frozenset({SELF}), "a"),
        Known("He will kill me", frozenset({LIFE}), "b"),
        Known("Very polite officer", frozenset(), "c"),
        Known("The form was too long", frozenset(), "d"),
    ]
    given = vectors([one.text for one in few])
    found = learn(few, given)
    scores = of_vectors(found.vectors, found)
    assert (scores[:, 0] > 0).tolist() == [True, True, False, False]
    assert [DANGERS[n] for n in scores[:2, 1:].argmax(axis=1)] == [SELF, LIFE]
    assert system(found.vectors, targets(few)).diagonal() == pytest.approx([1.5] * 4, abs=1e-2)
    assert found.source == source(few) != source(few[:3])
