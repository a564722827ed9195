"""Names, titles and kin by which somebody is known, and the words that are no names."""

import csv
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from faker.providers.person import ar_AA, bn_BD, en_GB, en_IE, en_IN, en_PK, pl_PL, ro_RO

_PROVIDERS = (ar_AA, bn_BD, en_GB, en_IE, en_IN, en_PK, pl_PL, ro_RO)
_CALENDAR = "january february march april may june july august september october november december"
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "s"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Bare words (`bare`) by what they may be.

    `sure` are given names that nobody takes for a word, however they are spelt. What is in `words`
    is an ordinary word as well; `plain` words are never a name by themselves, nor are those of the
    `calendar`.
    """

    given: frozenset[str]
    sure: frozenset[str]
    surnames: frozenset[str]
    words: frozenset[str]
    plain: frozenset[str]
    titles: frozenset[str]
    kin: frozenset[str]
    calendar: frozenset[str]


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """Give a word small, without its accents and signs."""
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(_LETTERS)
    kept = "".join(c for c in plain if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", re.sub(r"['.\u2019]", "", kept))


@cache
def lexicon() -> Lexicon:
    """Read the lists that are shipped, and those of Faker: people's names by country."""
    ours: dict[str, set[str]] = defaultdict(set)
    for row in csv.DictReader(_text("names.csv").splitlines()):
        ours[row["kind"]].update(map(bare, row["names"].split()))
    given, surnames = _listed("first_names"), _listed("last_names")
    plain = frozenset(map(bare, _text("plain_words.txt").split()))
    words = frozenset(ours["word"]) | plain
    british = frozenset(bare(name) for name in en_GB.Provider.first_names)
    return Lexicon(
        given=frozenset(ours["given"] | given),
        sure=frozenset(name for name in ours["given"] | british if len(name) > 3) - words,
        surnames=frozenset(ours["surname"] | surnames),
        words=words,
        plain=plain,
        titles=frozenset(ours["title"]),
        kin=frozenset(ours["kin"]),
        calendar=frozenset(_CALENDAR.split()),
    )


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
