"""Which words ship as a machine wrote them, so that a page can say that nobody has checked them."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from heard.core.questionnaire.form import code_of
from heard.questionnaires._sheets import read
from heard.questionnaires.languages import String, names, strings

MARK = "to be checked by a translator"  # in the first lines of a shipped questionnaire
_LETTER = re.compile(r"[^\W\d]")


def count(said: tuple[String, ...], language: str) -> int:
    """Count the strings of a form that stand as a machine wrote them in this language."""
    shipped = _shipped().get(code_of(language), frozenset())
    return sum(string.texts[language] in shipped for string in said)


@cache
def _shipped() -> Mapping[str, frozenset[str]]:
    """Give the texts with letters in them, by language; a point that is a bare number is nobody's.

    The first language of a shipped questionnaire is the one that a person wrote.
    """
    found: dict[str, set[str]] = {}
    for file in files("heard.questionnaires").iterdir():
        source = file.read_text(encoding="utf-8") if file.name.endswith(".md") else ""
        head = source.partition("|")[0]
        if MARK not in head:
            continue
        sheets = read(source)
        for language in names(sheets)[1:]:
            texts = (string.texts[language] for string in strings(sheets))
            found.setdefault(code_of(language), set()).update(filter(_LETTER.search, texts))
    return {code: frozenset(texts) for code, texts in found.items()}
