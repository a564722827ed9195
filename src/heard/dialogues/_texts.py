"""What we write by text beside questions, from the shipped `texts.csv`."""

import csv
from functools import cache
from importlib.resources import files

from heard.core.replies import ENGLISH
from heard.core.wording import normalise


def worded(key: str, language: str = ENGLISH, **filled: str) -> str:
    """Give a text in this language, or in English where there is none."""
    texts = _texts()
    return normalise((texts.get((key, language)) or texts[key, ENGLISH]).format(**filled))


@cache
def _texts() -> dict[tuple[str, str], str]:
    text = files("heard.dialogues").joinpath("texts.csv").read_text(encoding="utf-8")
    return {(r["key"], r["language"]): r["text"] for r in csv.DictReader(text.splitlines())}
