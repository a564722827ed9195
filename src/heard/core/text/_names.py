"""Finds names of people by lists and by the words around them; it never finds them all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heard.core.text._lexicon import bare, lexicon

Span = tuple[int, int]
# Letters and what is written above, below or beside them; names such as O'Brien and Al-Hassan.
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0dff])"
_TOKEN = re.compile(rf"{_LETTER}{{1,40}}(?:['\u2019\-]{_LETTER}{{1,40}}){{0,3}}")
_RANKS = frozenset(
    "pc wpc pcso dc ds di dci dcs sgt sarge insp supt mr mrs ms mx cllr prof".split()
)
_OWNERS = frozenset("my our his her their your a an the with and fy ei mój moja".split())
_ASIDE = frozenset("al bin bint ibn ben van der de du da von ap ab ferch abu abd el ul ur".split())
_BEFORE = frozenset(
    "by with from to and thank thanks told ask asked rang dear hi hello cheers saw spoke met "
    "diolch dziekuje multumesc is was that".split()
)
_GREETED = frozenset(
    "by with thank thanks told ask asked rang dear hi hello cheers saw met".split()
)
_TOLD = re.compile(
    r"(?<!\w)(?:my (?:full )?name is|my name's|name is|name was|named|call(?:s|ed) (?:himself|herself|themselves|him|her)|"
    r"goes by|known as|signed|yours,?|regards,?|sincerely,?|this is|spoke (?:to|with)|dealt with by|"
    r"nazywam si[eę]|nazywa si[eę]|mam na imi[eę]|o imieniu|fy enw i yw|enw i yw|o'r enw|"
    r"m[aă] numesc|numele meu (?:e|este)|pe nume|se nume[sș]te|magacaygu waa|magaciisu waa|"
    r"la yiraahdo|mera n(?:aa|a)m|mera naa|amar na(?:a)?m|ismi|اسمي|اسمه|اسمها|میرا نام|اس کا نام|"
    r"ਮੇਰਾ ਨਾਮ|ਮੇਰਾ ਨਾਂ|ਉਸਦਾ ਨਾਮ|আমার নাম|তার নাম)[\s:,]{1,3}",
    re.IGNORECASE,
)
_CALLED = re.compile(r"(?<!\w)(?:called|named|name of)\s", re.IGNORECASE)
_LEAST_LETTERS, _MOST_WORDS, _SHOUTED, _SHORT = 10, 3, 0.7, 3


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, as it stands and bare; `close`: only a space, or less, parts it from the one before.

    `starts`: it begins a sentence, so that its capital says nothing.
    """

    text: str
    bare: str
    span: Span
    close: bool
    starts: bool

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def has_case(self) -> bool:
        return self.text.lower() != self.text.upper()


def by_name(text: str) -> Iterator[Span]:
    """Give where people seem to be named."""
    tokens, told = _tokens(text), _told(text)
    n = 0
    while n < len(tokens):
        end = _name(tokens, n, is_told=tokens[n].span[0] in told)
        if end > n:
            yield tokens[n].span[0], tokens[end - 1].span[1]
        n = max(end, n + 1)


def _told(text: str) -> frozenset[int]:
    """Give where a word begins that follows 'my name is' or its like in another language."""
    return frozenset(found.end() for found in (*_TOLD.finditer(text), *_CALLED.finditer(text)))


def _tokens(text: str) -> list[_Token]:
    shouted = _is_shouted(text)
    found: list[_Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        between = text[last : match.start()]
        starts = not found or any(c in between for c in ".!?\n\u0964")
        word = re.sub(r"['\u2019]s$", "", match.group(), flags=re.IGNORECASE)
        span = (match.start(), match.start() + len(word))
        shown = word.lower() if shouted else word
        close = (
            between in {"", " ", ". ", "."} or re.fullmatch(r" [A-Z]?\d{2,6} ", between) is not None
        )
        found.append(_Token(shown, bare(word), span, close and bool(found), starts))
        last = match.end()
    return found


def _is_shouted(text: str) -> bool:
    """Tell a text in capitals, of which they say nothing."""
    letters = [c for c in text if c.isalpha() and c.lower() != c.upper()]
    return len(letters) >= _LEAST_LETTERS and sum(map(str.isupper, letters)) > _SHOUTED * len(
        letters
    )


def _name(tokens: Sequence[_Token], n: int, *, is_told: bool) -> int:
    """Give after which token a name ends that begins at `n`, else `n`."""
    token = tokens[n]
    before = tokens[n - 1] if n and _follows(tokens, n) else None
    if token.bare in lexicon().titles and not is_told:
        return n
    if _is_led_to(token, before, tokens[n - 2] if n > 1 else None, is_told=is_told):
        return _end(tokens, n)
    if _stands_alone(tokens, n):
        return _end(tokens, n)
    return n


def _follows(tokens: Sequence[_Token], n: int) -> bool:
    return tokens[n].close or not tokens[n].starts


def _is_led_to(
    token: _Token, before: _Token | None, owner: _Token | None, *, is_told: bool
) -> bool:
    """Tell whether the words before say that a name comes: 'PC Smith', 'my neighbour dave'."""
    words = lexicon()
    is_named = _is_given(token) or token.bare in words.surnames
    if is_told:
        capital = token.is_capital and token.bare not in words.plain
        return capital or (is_named and (token.bare not in words.words or not token.has_case))
    if before is None:
        return False
    if before.bare in words.titles and token.close:
        if not token.has_case:
            return True
        if token.is_capital:
            return token.bare not in words.plain or is_named
        return _is_titled(before, token)
    if before.bare in {"im", "am"} and token.is_capital and token.bare not in words.words:
        return not token.bare.endswith(_OF_A_KIND)
    return _is_kin(token, before, owner)


def _is_given(token: _Token) -> bool:
    """Tell a given name, a double one too: Kelly-Ann."""
    given = lexicon().given
    return token.bare in given or all(part in given for part in token.bare.split("-"))


def _is_place(tokens: Sequence[_Token], n: int) -> bool:
    """Tell whether a word stands where places do, and is no name that is surely one."""
    return n > 0 and tokens[n - 1].bare in _WHERE and tokens[n].bare not in lexicon().sure


def _is_titled(before: _Token, token: _Token) -> bool:
    """Tell whether a small word is a name after a title: 'pc brown', but not 'pc was'."""
    words = lexicon()
    if token.bare in _NEVER:
        return False
    named = token.bare in words.surnames or token.bare in words.given
    if before.bare in _RANKS:
        return named or token.bare.startswith(("mc", "mac", "fitz"))
    return token.bare in words.sure or token.bare in words.surnames - words.words


_WHERE = frozenset("in near at towards around outside across through".split())
_OF_A_KIND = (
    "ish",
    "ian",
    "ean",
    "ese",
    "ani",
    "ist",
    "ic",
    "ing",
)  # I am Irish, Nigerian, Autistic
_NEVER = frozenset(
    "will may so no do an my else is was can ever in on at say said just made".split()
)


def _is_kin(token: _Token, before: _Token, owner: _Token | None) -> bool:
    words = lexicon()
    is_kin = before.bare in words.kin and (before.starts or owner is None or owner.bare in _OWNERS)
    if not is_kin or token.starts:
        return False
    if token.is_capital:
        return token.bare not in words.plain
    return token.bare in words.sure or (
        token.bare in words.given - words.words and len(token.bare) >= _SHORT
    )


def _stands_alone(tokens: Sequence[_Token], n: int) -> bool:
    """Tell whether lists alone say that it is a name."""
    words, token = lexicon(), tokens[n]
    after = tokens[n + 1] if n + 1 < len(tokens) and tokens[n + 1].close else None
    if not token.has_case:
        pair = after is not None and after.bare in words.surnames
        return token.bare in words.given and (pair or token.bare not in _WEAK)
    if not token.is_capital:
        whole = after is not None and after.bare in words.surnames - words.words
        return token.bare in words.sure or (whole and token.bare in words.given - words.plain)
    if _is_place(tokens, n):
        return False
    is_word = token.bare in words.words
    if _is_given(token) and not is_word:
        return len(token.bare) >= _SHORT
    if token.bare in words.given and after is not None and after.is_capital:
        return after.bare in words.surnames and after.bare not in words.plain
    if token.bare in words.surnames and not is_word:
        return len(token.bare) > _SHORT
    if token.bare in words.plain or after is None or not after.is_capital:
        return _is_met(tokens, n)
    return after.bare in words.surnames - words.words


# Arabic, Urdu and Bengali given names that are words, too.
_WEAK = frozenset(map(bare, "علي علی حسن نور کریم كريم سعيد جميل أمل امل هدى منى করিম".split()))


def _is_met(tokens: Sequence[_Token], n: int) -> bool:
    """Tell whether a word with a capital is a name since somebody is thanked or spoken to."""
    words, token = lexicon(), tokens[n]
    if token.starts or not n or token.bare in words.calendar:
        return False
    if token.bare not in words.given:
        return tokens[n - 1].bare in _GREETED and token.bare not in words.words
    thanked = n > 1 and tokens[n - 1].bare == "you" and tokens[n - 2].bare.startswith("thank")
    return (thanked or tokens[n - 1].bare in _BEFORE) and token.bare not in _NEVER - {"will"}


def _end(tokens: Sequence[_Token], n: int) -> int:
    """Give after which token a name ends: it may have three words, particles and initials."""
    words, first = lexicon(), tokens[n]
    end, counted = n + 1, 1
    while end < len(tokens) and tokens[end].close and counted < _MOST_WORDS:
        token = tokens[end]
        if token.bare in _ASIDE and end + 1 < len(tokens) and tokens[end + 1].close:
            end += 1
            continue
        if first.is_capital:
            goes_on = token.is_capital and not token.starts and token.bare not in words.plain
        else:
            goes_on = token.bare in words.surnames and token.bare not in words.words
        if not goes_on:
            break
        end, counted = end + 1, counted + 1
    return end if tokens[end - 1].bare not in _ASIDE else n + 1
