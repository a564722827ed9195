"""Writes a text in one way: small, without accents, short forms spelt out, slips mended."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from heard.core.text._lexicon import are
from heard.core.text.words import split

_FEWEST, _MANY = 4, 8  # letters from which one slip is mended, and two are
_LONG = 4  # letters from which a word of a trigger phrase is mended
_RUN = 3  # single letters in a row that are a word
# Arabic and Urdu letters that stand for one another.
_LETTERS = str.maketrans("ىةکیہھےۃ", "يهكيههيه")


def canonical(text: str) -> str:
    """Give the words of a text with a blank on either side of each, as they are compared."""
    words = _joined([w for w in split(text.translate(_LETTERS)) if w.isalnum() or _is_kept(w)])
    return f" {' '.join(_meant(word) for word in words)} "


def compact(words: str) -> str:
    """Give canonical words without their blanks, no letter twice in a row."""
    return re.sub(r"(.)\1+", r"\1", words.replace(" ", ""))


@cache
def rows() -> Sequence[Mapping[str, str]]:
    """Give the rows of `signs.csv`."""
    text = files("heard.core.text").joinpath("signs.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _is_kept(word: str) -> bool:
    """Tell a word of any script, or the sign for help, from a picture."""
    return any(map(str.isalnum, word)) or word == "\U0001f198"


def _joined(words: Sequence[str]) -> Iterator[str]:
    """Put single letters in a row together: s u i c i d e."""
    run: list[str] = []
    for word in (*words, ""):
        if len(word) == 1 and word.isascii() and word.isalpha():
            run.append(word)
            continue
        if len(run) >= _RUN:
            yield "".join(letter for n, letter in enumerate(run) if not n or letter != run[n - 1])
        else:
            yield from run
        run = []
        if word:
            yield word


@lru_cache(maxsize=50_000)
def _meant(word: str) -> str:
    """Spell a short form out, and a slip of a word of danger as it was meant."""
    if word in _aliases():
        return _aliases()[word]
    if len(word) < _FEWEST or word in _known() or not word.isascii():
        return word
    slips = 1 + (len(word) >= _MANY)
    return _nearest(word, _spelt(), slips) or _nearest(word, _of_triggers(), 1) or word


def _nearest(word: str, among: frozenset[str], slips: int) -> str:
    """Give the word that was meant, with at most so many slips behind its first letter."""
    near = (known for known in among if known[0] == word[0])
    scored = ((OSA.distance(word, known, score_cutoff=slips), known) for known in near)
    best = min(scored, default=(slips + 1, ""))
    return best[1] if best[0] <= slips else ""


@cache
def _aliases() -> Mapping[str, str]:
    pairs = (
        pair.split("=", 1)
        for row in rows()
        if row["family"] == "alias"
        for pair in row["pattern"].split(";")
    )
    return {"".join(split(short)): " ".join(split(long)) for short, long in pairs}


@cache
def _spelt() -> frozenset[str]:
    listed = (row["pattern"] for row in rows() if row["family"] == "spell")
    return frozenset(word for words in listed for word in split(words))


@cache
def _of_triggers() -> frozenset[str]:
    """Give the words of the trigger phrases that are long enough to be told from others."""
    text = files("heard.core").joinpath("trigger_phrases.csv").read_text(encoding="utf-8")
    phrases = (row["phrase"] for row in csv.DictReader(text.splitlines()))
    return frozenset(w for phrase in phrases for w in split(phrase) if len(w) >= _LONG)


@cache
def _known() -> frozenset[str]:
    """Give words that are no slips of others: plain ones, and all that stand in patterns."""
    listed = [row["pattern"] for row in rows() if row["family"] not in {"alias", "spell"}]
    # The patterns of the chat are mended by the same hand; no word of theirs is a slip of another.
    chat = files("heard.core.chat").joinpath("signs.csv").read_text(encoding="utf-8")
    listed += [row["pattern"] for row in csv.DictReader(chat.splitlines())]
    written = {w for words in listed for w in split(re.sub(r"[|*.?=]", " ", words))}
    plain = {word for words in are("plain") for word in split(words)}
    return frozenset(written | plain | _english() | _spelt() | _of_triggers())


def _english() -> set[str]:
    """Give the common words of English, no letter doubled: those that the sentence model knows."""
    text = files("heard.core.text").joinpath("vocabulary.txt").read_text(encoding="utf-8")
    return {re.sub(r"(.)\1+", r"\1", word) for word in text.split() if word.isalpha()}
