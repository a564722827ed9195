"""Cuts a text into the pieces of words that the sentence model knows: BERT's WordPiece, uncased.

Devlin and others, BERT (2019), and its published tokenizer. `vocabulary.txt` is all-MiniLM-L6-v2's
own (Apache-2.0). The package tokenizers does the same, and brings a downloader and what it needs
with it; the tests hold that both agree.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

_LONGEST_WORD = 100  # characters; a longer one is unknown
_ASCII_MARKS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
# Chinese characters stand alone, each a word.
_CHINESE = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F)),
    *((0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)
_FIRST_CHINESE = 0x3400
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})  # categories of Unicode


def pieces(text: str, *, most: int) -> list[int]:
    """Give the numbers of a text's pieces, at most so many, between those of beginning and end."""
    known = _vocabulary()
    found = [known["[CLS]"]]
    for word in _words(text):
        found.extend(_of_word(word))
        if len(found) >= most:
            break
    return [*found[: most - 1], known["[SEP]"]]


def share_known(text: str) -> float:
    """Give the share of a text's words that the model knows whole, 0 if there is none.

    Of English it is nine of ten, of most other languages less than a third.
    """
    words = [word for word in _words(text) if word.isalpha()]
    return sum(word in _vocabulary() for word in words) / max(len(words), 1)


@cache
def _vocabulary() -> Mapping[str, int]:
    listed = files("heard.core.text").joinpath("vocabulary.txt").read_text(encoding="utf-8")
    return {piece: n for n, piece in enumerate(listed.split("\n")) if piece}


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> Sequence[int]:
    """Cut a word into the longest pieces that are known, from its beginning on."""
    known, unknown = _vocabulary(), (_vocabulary()["[UNK]"],)
    if len(word) > _LONGEST_WORD:
        return unknown
    found = []
    start = 0
    while start < len(word):
        begun = "##" if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if begun + word[start:end] in known), None)
        if end is None:
            return unknown
        found.append(known[begun + word[start:end]])
        start = end
    return tuple(found)


def _words(text: str) -> Iterator[str]:
    """Give words in small letters without accents, every mark a word of its own."""
    spaced = "".join(map(_spaced, text))
    for word in spaced.split():
        bare = "".join(c for c in unicodedata.normalize("NFD", word) if _kind(c) != "Mn").lower()
        begun = 0
        for n, letter in enumerate(bare):
            if _is_mark(letter):
                yield from filter(None, (bare[begun:n], letter))
                begun = n + 1
        if bare[begun:]:
            yield bare[begun:]


_kind = unicodedata.category


def _spaced(letter: str) -> str:
    """Write blanks in one way, leave out what cannot be seen, part Chinese characters."""
    if letter.isspace():
        return " "
    if letter == "\ufffd" or _kind(letter) in _UNSEEN:
        return ""
    code = ord(letter)
    if code >= _FIRST_CHINESE and any(first <= code <= last for first, last in _CHINESE):
        return f" {letter} "
    return letter


def _is_mark(letter: str) -> bool:
    return letter in _ASCII_MARKS or _kind(letter).startswith("P")
