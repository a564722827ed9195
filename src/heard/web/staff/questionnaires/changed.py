"""What a draft changes of the version before it, side by side, and the series that break by it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from heard.core.questionnaire.compared import Why
from heard.questionnaires.differences import Differences, differences
from heard.web.languages import BY_CODE
from heard.web.staff.question_words import WHY

if TYPE_CHECKING:
    from heard.questionnaires.models import Break

_WORD = re.compile(r"\s+|\S+")

Pieces = Sequence[tuple[str, bool]]  # words, and whether the other side has others there


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A break, or the same one in several questions of one language: what, where, in words."""

    questions: Sequence[str]
    language: str
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
    """Give first what breaks for everybody, then what does in one language alone."""
    alike: dict[tuple[str, str, str], list[Break]] = {}
    for one in sorted(found.breaks, key=lambda one: bool(one.language)):
        apart = "" if one.language and one.why == Why.LANGUAGE else one.question_id
        alike.setdefault((apart, one.language, f"{one.why} {one.words}"), []).append(one)
    for same in alike.values():
        language = BY_CODE.get(same[0].language)
        yield Broken(
            questions=[one.question_id for one in same],
            language=language.english if language else same[0].language,
            why=WHY.get(same[0].why, "the language itself").capitalize(),
            words=same[0].words,
        )
