"""Cuts what people wrote into words as they are compared, whatever their case and signs."""

import unicodedata

# Figures and signs that stand for a letter inside a word; letters that do not fall apart.
_LOOKALIKES = str.maketrans("0134578$@", "oieastbsa")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d"})
# Letters of other alphabets that look like ours, in small.
ALIKE = str.maketrans("авекмнорстухіѕјαεικνορτυχ", "abekmhopctyxisjaeiknoptux")
_APOSTROPHES = "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}`\N{ACUTE ACCENT}"
# Accents of Latin, Greek and Cyrillic, vowel signs of Arabic: people leave them out. The signs of
# the scripts of India are letters, and stay.
_MARKS = (*range(0x300, 0x370), *range(0x610, 0x61B), *range(0x64B, 0x656), 0x670, 0xFE0F)


Words = tuple[str, ...]


def split(text: str) -> Words:
    """Give the words of a text as they are compared: small, bare of accents, no letter doubled.

    Full-width letters, figures for letters inside a word, single letters in a row (s t o p) and
    signs between them are read as meant. A Chinese character and a picture are a word each.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    kept = "".join(_sign(c) for c in plain if ord(c) not in _MARKS and c not in _APOSTROPHES)
    words = [w for word in unicodedata.normalize("NFC", kept).split() if (w := _spelt(word))]
    if len(words) > 1 and all(len(w) == 1 and w.isalpha() and not _is_han(w) for w in words):
        return (_spelt("".join(words)),)
    return tuple(words)


def _sign(character: str) -> str:
    category = unicodedata.category(character)
    if category == "So" or _is_han(character):
        return f" {character} "
    if category in {"Cf", "Me", "Sk"}:
        return ""
    return character if category[0] in "LNM" or character in "$@" else " "


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _spelt(word: str) -> str:
    """Read figures as letters where letters stand beside them, and double letters as one."""
    if any(map(str.isalpha, word)):
        word = word.translate(_LOOKALIKES)
        return "".join(c for n, c in enumerate(word) if n == 0 or c != word[n - 1])
    return word.strip("$@")
