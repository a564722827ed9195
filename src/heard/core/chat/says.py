"""What the assistant says by itself, from `says.csv`; no word of it is made up at the time.

What is not there in a language is said in English, and marked so.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

ENGLISH = "en"


def says(key: str, language: str = ENGLISH, **filled: str) -> str:
    """Give words of the assistant's in a language, or in English with a mark that it is."""
    there = _texts().get((key, language))
    if there is not None:
        return there.format(**filled)
    return marked(_texts()[key, ENGLISH].format(**filled), language)


def marked(english: str, language: str) -> str:
    """Give English words as whoever chose another language gets them: with a mark before them."""
    mark = "" if language == ENGLISH else _texts().get(("in_english", language), "English:")
    return f"{mark} {english}".strip()


def spoken(language: str) -> bool:
    """Tell whether the assistant greets in a language."""
    return ("opening", language) in _texts()


def every(key: str) -> frozenset[str]:
    """Give a saying in each of its languages, to know an option again when it is chosen."""
    found = {words for (name, _), words in _texts().items() if name == key}
    languages = {language for _, language in _texts()} - {ENGLISH}
    return frozenset(found | {marked(_texts()[key, ENGLISH], one) for one in languages})


@cache
def _texts() -> Mapping[tuple[str, str], str]:
    text = files("heard.core.chat").joinpath("says.csv").read_text("utf-8")
    return {(row["key"], row["language"]): row["text"] for row in csv.DictReader(text.splitlines())}
