"""Names, titles and kin by which somebody is known, and the words that are no names."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from faker.providers.person import ar_AA, bn_BD, en_GB, en_IE, en_IN, en_PK, pl_PL, ro_RO

_PROVIDERS = (ar_AA, bn_BD, en_GB, en_IE, en_IN, en_PK, pl_PL, ro_RO)
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d"})
_SHORTEST_SURE = 4  # letters


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """Give a word small, without its accents and signs."""
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(_LETTERS)
    kept = "".join(c for c in plain if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", re.sub(r"['.\u2019]", "", kept))


def are(kind: str) -> frozenset[str]:
    """Give the bare words of one kind: `given` names and the like, as `names.csv` has them.

    `sure` are given names that nobody takes for a word, however they are spelt. What is a `word`
    may be a name, too; `plain` words never are by themselves. A `weak` name has no capital that
    would tell it from a word.
    """
    return _lists()[kind]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    """Read the lists that are shipped, and those of Faker: people's names by country."""
    ours: dict[str, set[str]] = defaultdict(set)
    for row in csv.DictReader(_text("names.csv").splitlines()):
        ours[row["kind"]].update(map(bare, row["names"].split()))
    ours["plain"] = set(map(bare, _text("plain_words.txt").split()))
    ours["word"] |= ours["word_name"] | ours["plain"]
    british = {bare(name) for name in en_GB.Provider.first_names}
    sure = {name for name in ours["given"] | british if len(name) >= _SHORTEST_SURE}
    ours["sure"] = sure - ours["word"]
    ours["given"] |= _listed("first_names") | ours["word_name"]
    ours["surname"] |= _listed("last_names")
    return {kind: frozenset(words) for kind, words in ours.items()}


def _listed(which: str) -> set[str]:
    """Give one kind of name out of all countries, those of one word."""
    found: set[str] = set()
    for country in _PROVIDERS:
        for attribute, names in vars(country.Provider).items():
            if attribute.startswith(which):
                found.update(bare(name) for name in names if " " not in name)
    return found


def _text(name: str) -> str:
    return files("heard.core.text").joinpath(name).read_text("utf-8")
