"""Finds the words of risk in the text of a log (rule SC-02): recall before precision."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby, pairwise

from rapidfuzz.distance import DamerauLevenshtein

from heard.core.text.words import ALIKE

_LEET = str.maketrans("013457@$", "oleastas")
# Somebody of less than eighteen years: `15 yo`, `9yrs old`.
_YOUNG = re.compile(
    r"(?<![a-z])aged?\s?(?:\d|1[0-7])(?!\d)|"
    r"(?<!\d)(?:\d|1[0-7])\s?-?\s?(?:y\s?/?\s?o|y(?:ea)?rs?\s?-?\s?olds?)(?![a-z])"
)
_SHORTEST_MISSPELT = 6  # letters from which one wrong letter is taken for a slip
_LONG = 10  # letters from which two are
_SLIP = 1


@dataclass(frozen=True, slots=True)
class _Words:
    """The words by their family: whole ones, those that begin alike, and phrases.

    What begins with a harmless one is no slip of another.
    """

    whole: Mapping[str, str]
    stems: Mapping[str, str]
    phrases: Mapping[str, str]
    harmless: tuple[str, ...]


def risks(text: str) -> frozenset[str]:
    """Give the families of risk that a text speaks of, in any case, spelling and form.

    The words are those of `risk_words.csv`. Letters may be doubled, digits may stand for letters,
    words may be split or joined by any mark, and longer ones may have a slip or two.
    """
    letters = _letters(text)
    words = _plain(letters)
    phrases = _risk_words().phrases
    found = {family for phrase, family in phrases.items() if _says(words, phrase.split())}
    for word in {*words, *_pairs(words), *_spelt_out(words), *_words(letters)}:
        found.update(_families(word))
    return frozenset(found | ({"child"} if _YOUNG.search(letters) else set()))


def _says(words: list[str], phrase: list[str]) -> bool:
    starts = (n for n, word in enumerate(words) if _same(word, phrase[0]))
    return any(
        len(words) - n >= len(phrase)
        and all(_same(word, wanted) for word, wanted in zip(words[n:], phrase, strict=False))
        for n in starts
    )


@lru_cache(maxsize=50_000)
def _same(word: str, wanted: str) -> bool:
    if word == wanted:
        return True
    long = len(wanted) >= _SHORTEST_MISSPELT and word[:1] == wanted[0]
    return long and DamerauLevenshtein.distance(word, wanted, score_cutoff=_SLIP) <= _SLIP


def _pairs(words: list[str]) -> Iterator[str]:
    """Give neighbours as one word: some break in two what belongs together."""
    return (first + second for first, second in pairwise(words))


def _spelt_out(words: list[str]) -> Iterator[str]:
    """Give runs of single letters as one word each: some write with blanks or dots between."""
    for single, run in groupby(words, key=lambda word: len(word) == 1):
        if single:
            yield "".join(run)


def _letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(ALIKE)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"['\u2018\u2019]", "", letters)


def _words(letters: str) -> list[str]:
    return re.findall(r"[^\W_]+", letters)


def _plain(letters: str) -> list[str]:
    words = _words(letters)
    return [w if w.isdigit() else re.sub(r"(.)\1{2,}", r"\1\1", w.translate(_LEET)) for w in words]


@lru_cache(maxsize=50_000)  # logs are written in few words
def _families(word: str) -> frozenset[str]:
    words = _risk_words()
    whole = {words.whole[word]} if word in words.whole else set()
    begun = {family for stem, family in words.stems.items() if word.startswith(stem)}
    if not word.startswith(words.harmless):
        begun |= {family for stem, family in words.stems.items() if _slipped(word, stem)}
    return frozenset(whole | begun)


def _slipped(word: str, stem: str) -> bool:
    """Say whether a word begins like a stem but for a slip of the hand or of the ear."""
    if len(stem) < _SHORTEST_MISSPELT or abs(len(word) - len(stem)) > len(stem):
        return False
    slips = 2 * _SLIP if len(stem) >= _LONG else _SLIP
    return any(
        DamerauLevenshtein.distance(word[:size], stem, score_cutoff=slips) <= slips
        for size in range(len(stem) - slips, len(stem) + slips + 1)
        if 0 < size <= len(word) and word[0] == stem[0]
    )


@cache
def _risk_words() -> _Words:
    lists: dict[str, dict[str, str]] = defaultdict(dict)
    text = files("heard.core").joinpath("risk_words.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        words = row["words"].split(";" if row["form"] == "phrase" else " ")
        lists[row["form"]].update(dict.fromkeys(words, row["family"]))
    return _Words(
        whole=lists["word"],
        stems=lists["stem"],
        phrases=lists["phrase"],
        harmless=tuple(lists["harmless"]),
    )
