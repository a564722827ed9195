"""What a draft changes of the version before it, side by side, and the series that break by it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from heard.core.questionnaire.compared import Why
from heard.questionnaires.differences import Differences, differences
from heard.web.languages import BY_CODE
from heard.web.staff.question_words import WHY

_WORD = re.compile(r"\s+|\S+")

Pieces = Sequence[tuple[str, bool]]  # words, and whether the other side has others there


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A break, or the same one in several questions and languages, none of which is for all."""

    questions: Sequence[str]
    languages: Sequence[str]
    why: str
    words: str


def changed(source: str, kept: Sequence[str]) -> dict[str, object]:
    """Give pages what they show of a comparison: itself, its breaks, and words put side by side."""
    found = differences(source, kept=kept)
    return {
        "differences": found,
        "broken": [*_broken(found)],
        "side_by_side": side_by_side,
        "kept": [name or "English" for name in kept],
    }


def side_by_side(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Give the words of both sides in pieces, each marked if the other side lacks it."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    was: list[tuple[str, bool]] = []
    now: list[tuple[str, bool]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, from_, to, begin, end in matcher.get_opcodes():
        differs = kind != "equal"
        was += [("".join(old[from_:to]), differs)] if from_ < to else []
        now += [("".join(new[begin:end]), differs)] if begin < end else []
    return was, now


def _broken(found: Differences) -> Iterator[Broken]:
    """Give first what breaks for everybody, then what does in some languages alone.

    A language that begins or ends stands once, with all its questions and with others like it.
    """
    questions: dict[tuple[str, str, str, str], list[str]] = {}
    for one in sorted(found.breaks, key=lambda one: bool(one.language)):
        apart = "" if one.why == Why.LANGUAGE else one.question_id
        key = (apart, one.language, one.why, one.words)
        questions.setdefault(key, []).append(one.question_id)
    languages: dict[tuple[tuple[str, ...], str, str], list[str]] = {}
    for (_, language, why, words), names in questions.items():
        languages.setdefault((tuple(names), why, words), []).append(language)
    for (together, why, words), codes in languages.items():
        yield Broken(
            questions=together,
            languages=[
                BY_CODE[code].english if code in BY_CODE else code for code in codes if code
            ],
            why=WHY.get(why, "the language itself").capitalize(),
            words=words.replace("this language", "these languages") if codes[1:] else words,
        )
