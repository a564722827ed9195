"""Comments are coded by the shipped weights, as well as was measured and told."""

import numpy as np
import pytest

from heard.core.text import coding
from heard.core.text.coding import NOT_READ, coded, fit_all, fitted, parse, reads, weights, written
from heard.core.text.frame import Feeling, examples, frame, held_out, version
from heard.core.text.measured_themes import measured
from heard.core.text.sentences import LENGTH, vectors

DIMENSIONS = {"treatment", "timeliness", "outcome", "next_steps", "knowledge"}


def test_the_frame_covers_the_five_questions_with_sentences_for_each_theme() -> None:
    assert {theme.dimension for theme in frame()} >= DIMENSIONS
    for theme in frame():
        assert sum(theme.code in one.themes for one in examples()) >= 8, theme.code
    known = {theme.code for theme in frame()}
    assert {code for one in (*examples(), *held_out()) for code in one.themes} <= known


def test_no_comment_that_it_is_measured_by_was_fitted() -> None:
    assert not {one.text for one in examples()} & {one.text for one in held_out()}


def test_a_comment_names_several_themes_or_one_or_none() -> None:
    said = [
        "He was rude. I have heard nothing since.",
        "The officers arrived within minutes.",
        "It was about a lost wallet.",
    ]
    both, one, none = coded(said, {})
    assert {*both.themes} == {"politeness", "informed"}
    assert both.feeling is Feeling.DISPLEASED
    assert ([*one.themes], one.feeling) == (["arrival"], Feeling.PLEASED)
    assert (none.themes, none.is_read) == ({}, True)


def test_what_is_in_other_letters_is_not_read() -> None:
    said = ["ਪੁਲਿਸ ਬਹੁਤ ਚੰਗੀ ਸੀ", "12345", "", "👍"]
    assert coded(said, {}) == [NOT_READ] * 4
    assert coded([*said, "Very rude."], {})[4].is_read
    assert (reads("Zażółć"), reads("добрый ok")) == (True, False)


def test_a_force_may_add_a_theme_of_its_own() -> None:
    line = (-2.0, *(8.0 * vectors(["The horses on patrol were lovely."])[0]))
    (found,) = coded(["I liked the police horses."], {"own-1": line})
    assert "own-1" in found.themes
    assert "own-1" not in coded(["No."], {"own-1": line})[0].themes


def test_the_version_of_the_frame_is_another_one_with_own_themes() -> None:
    assert version() == version()
    assert len({version(), version(["own-1"]), version(["own-1", "own-2"])}) == 3


def test_what_is_fitted_lies_where_the_loss_is_least() -> None:
    """At the least, the ridge and the pull of the points outweigh each other."""
    rng = np.random.default_rng(5)
    points = rng.normal(size=(60, 3))
    so = points[:, 0] + rng.normal(size=60) > 0.8
    constant, *slope = fitted(points, so.tolist())
    sign = np.where(so, 1, -1)
    pull = sign * 300 / np.where(so, so.sum(), (~so).sum())
    rest = pull / (1 + np.exp(sign * (constant + points @ np.array(slope))))
    assert rest.sum() == pytest.approx(0, abs=0.5)
    assert points.T @ rest == pytest.approx(slope, abs=0.5)
    with pytest.raises(ValueError, match="nothing to be told apart"):
        fitted(points, [True] * 60)


def test_the_shipped_weights_are_those_of_the_shipped_sentences() -> None:
    """What was fitted to a sentence is seldom wrong about it: of others it is, one in four."""
    sample = examples()[::8]
    found = coded([one.text for one in sample], {})
    right = sum(one.feeling is by_hand.feeling for one, by_hand in zip(found, sample, strict=True))
    assert right / len(sample) > 0.9
    assert [*weights()] == [*(theme.code for theme in frame()), *Feeling]
    assert {len(line) for line in weights().values()} == {LENGTH + 1}


def test_all_is_fitted_anew_and_written_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors of four numbers in place of 384 are fitted in no time."""
    short = vectors(["One.", "Two.", "Three.", "Four."])[:, :4]
    monkeypatch.setattr(coding, "vectors", lambda texts: np.resize(short, (len(texts), 4)))
    lines = fit_all(examples())
    assert [*lines] == [*weights()]
    assert parse(written(lines)) == lines


def test_what_was_measured_is_told_in_the_documentation() -> None:
    found = measured()
    assert found.comments == 158
    assert (found.recall.value, found.recall.n) == (102 / 144, 144)
    assert (found.precision.value, found.precision.n) == (102 / 125, 125)
    assert (found.none.value, found.none.n) == (28 / 30, 30)
    assert (found.feeling.value, found.majority.value) == (119 / 158, 86 / 158)
