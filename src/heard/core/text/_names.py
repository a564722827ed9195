"""Finds names of people by lists and by the words around them; it never finds them all."""

import re
from collections.abc import Iterator, Sequence

from heard.core.text._lexicon import are
from heard.core.text._tokens import Span, Token, tokens

_TOLD = re.compile(
    r"(?<!\w)(?:my (?:full )?name is|my name's|name is|name was|named|name of|called|"
    r"call(?:s|ed) (?:himself|herself|themselves|him|her)|goes by|known as|signed|yours,?|"
    r"regards,?|sincerely,?|this is|spoke (?:to|with)|dealt with by|nazywam si[eę]|nazywa si[eę]|"
    r"mam na imi[eę]|o imieniu|fy enw i yw|enw i yw|o'r enw|m[aă] numesc|numele meu (?:e|este)|"
    r"pe nume|se nume[sș]te|magacaygu waa|magaciisu waa|la yiraahdo|mera n(?:aa|a)m|mera naa|"
    r"amar na(?:a)?m|ismi|اسمي|اسمه|اسمها|میرا نام|اس کا نام|ਮੇਰਾ ਨਾਮ|ਮੇਰਾ ਨਾਂ|ਉਸਦਾ ਨਾਮ|"
    r"আমার নাম|তার নাম)[\s:,]{1,3}",
    re.IGNORECASE,
)
_OF_A_KIND = ("ish", "ian", "ean", "ese", "ani", "ist", "ic", "ing")  # I am Irish, Autistic
_MOST_WORDS, _SHORT = 3, 3


def by_name(text: str) -> Iterator[Span]:
    """Give where people seem to be named."""
    words = tokens(text)
    told = {found.end() for found in _TOLD.finditer(text)}
    n = 0
    while n < len(words):
        end = n
        if _begins(words, n, is_told=words[n].span[0] in told):
            end = _end(words, n)
            yield words[n].span[0], words[end - 1].span[1]
        n = max(end, n + 1)


def _begins(words: Sequence[Token], n: int, *, is_told: bool) -> bool:
    """Tell whether a name begins at `n`."""
    word = words[n]
    if is_told and _is_told(word):
        return True
    if word.bare in are("title"):
        return False
    if n and (word.close or not word.starts) and _is_led_to(words, n):
        return True
    if not word.has_case:
        pair = n + 1 < len(words) and words[n + 1].close and words[n + 1].bare in are("surname")
        return word.bare in are("given") and (pair or word.bare not in are("weak"))
    return _stands_alone(words, n) or _is_met(words, n)


def _is_told(word: Token) -> bool:
    """Tell a name after 'my name is' or its like in another language."""
    if word.is_capital and word.bare not in are("plain"):
        return True
    return _is_named(word) and (word.bare not in are("word") or not word.has_case)


def _is_led_to(words: Sequence[Token], n: int) -> bool:
    """Tell whether the words before say that a name comes: 'PC Smith', 'my neighbour dave'."""
    word, before = words[n], words[n - 1]
    if before.bare in are("title") and word.close:
        return _is_titled(before, word)
    if before.bare in {"im", "am"} and word.is_capital and word.bare not in are("word"):
        return not word.bare.endswith(_OF_A_KIND)
    owned = before.starts or n == 1 or words[n - 2].bare in are("owner")
    if before.bare not in are("kin") or not owned or word.starts:
        return False
    if word.is_capital:
        return word.bare not in are("plain")
    return word.bare in are("given") - are("word") and len(word.bare) >= _SHORT


def _is_titled(before: Token, word: Token) -> bool:
    """Tell a name after a title: 'PC May' and 'pc brown', but not 'pc was' nor 'officer will'."""
    if not word.has_case:
        return True
    if word.is_capital:
        return word.bare not in are("plain") or _is_named(word)
    if word.bare in are("never"):
        return False
    if before.bare in are("rank"):
        return _is_named(word) or word.bare.startswith(("mc", "mac", "fitz"))
    return word.bare in are("sure") or word.bare in are("surname") - are("word")


def _stands_alone(words: Sequence[Token], n: int) -> bool:
    """Tell whether lists alone say that it is a name."""
    word = words[n]
    after = words[n + 1] if n + 1 < len(words) and words[n + 1].close else None
    surname = after.bare if after is not None and after.bare in are("surname") else ""
    if not word.is_capital:
        whole = (
            surname != ""
            and surname not in are("word")
            and word.bare in are("given") - are("plain")
        )
        return word.bare in are("sure") or whole
    if n and words[n - 1].bare in are("where") and word.bare not in are("sure"):
        return False  # where places stand
    is_whole = surname != "" and words[n + 1].is_capital
    if word.bare in are("word"):
        wanted = are("plain") if word.bare in are("given") else are("word")
        named = word.bare in are("word_name") or word.bare not in are("plain")
        return named and is_whole and surname not in wanted
    if _is_given(word):
        return len(word.bare) >= _SHORT
    if word.bare in are("surname"):
        return len(word.bare) > _SHORT
    return is_whole and surname not in are("word")


def _is_met(words: Sequence[Token], n: int) -> bool:
    """Tell whether a word with a capital is a name since somebody is thanked or spoken to."""
    word = words[n]
    if not n or word.starts or not word.is_capital or word.bare in are("month"):
        return False
    before = words[n - 1].bare
    thanked = n > 1 and before == "you" and words[n - 2].bare.startswith("thank")
    if word.bare in are("given"):
        return thanked or before in are("spoken_of")
    unknown = word.bare not in are("word") and not word.is_acronym
    return unknown and before in are("spoken_to")


def _is_named(word: Token) -> bool:
    return _is_given(word) or word.bare in are("surname")


def _is_given(word: Token) -> bool:
    """Tell a given name, a double one too: Kelly-Ann."""
    return all(part in are("given") for part in word.bare.split("-"))


def _end(words: Sequence[Token], n: int) -> int:
    """Give after which word a name ends: it may have three, with particles and initials."""
    first, end, counted = words[n], n + 1, 1
    while end < len(words) and words[end].close and counted < _MOST_WORDS:
        word = words[end]
        if word.bare in are("particle") and end + 1 < len(words) and words[end + 1].close:
            end += 1
            continue
        if not _goes_on(first, word):
            break
        end, counted = end + 1, counted + 1
    return end if words[end - 1].bare not in are("particle") else n + 1


def _goes_on(first: Token, word: Token) -> bool:
    if first.is_capital:
        return word.is_capital and not word.starts and word.bare not in are("plain")
    return word.bare in are("surname") - (are("word") if first.has_case else frozenset())
