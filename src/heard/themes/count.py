"""Counts people by what they wrote about, in a survey and month, against the month before."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count

from heard.accounts.wall import whole
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import Finding, Verdict, together, verdict
from heard.core.text.frame import Feeling, Theme
from heard.themes.cells import Cell, by_response, comments, responses
from heard.themes.models import Coding, HumanCoding
from heard.themes.own import frame_version, themes


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """How one comment counts: as a person coded it last, else as the machine did.

    `scores` are the machine's, of the themes that it found.
    """

    number: int
    response: int
    themes: frozenset[str]
    feeling: Feeling
    by_hand: bool
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """How many of those who wrote name a theme, now and a month before, with the verdict.

    `feelings` are how those who name it feel in what they wrote; None where they are fewer than
    the minimum base.
    """

    theme: Theme
    named: Estimate
    before: Estimate
    verdict: Verdict | None
    feelings: Mapping[Feeling, int] | None

    @property
    def times(self) -> int:
        """How many name it; none where the share is hidden."""
        return round((self.named.value or 0) * self.named.n)

    @property
    def is_emerging(self) -> bool:
        found = self.verdict
        return (
            found is not None
            and found.finding is Finding.REAL
            and found.difference is not None
            and found.difference > 0
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Themes:
    """What people wrote about in one survey and month.

    `answered` people did, of whom `wrote` left words, and `base` words that were coded. Of
    `comments` there are `not_read` in other languages than English, `waiting` until they are
    coded, and `by_hand` that count as a person coded them. `none` named no theme. Where fewer than
    the minimum base wrote, all shares are hidden.
    """

    cell: Cell
    answered: int
    wrote: int
    base: int
    comments: int
    not_read: int
    waiting: int
    by_hand: int
    named: Sequence[Named]
    none: Estimate
    feelings: Mapping[Feeling, Estimate]


@whole()
def count(cell: Cell, *, minimum_base: int) -> Themes:
    """Count a survey and month; what is emerging comes first, then what most people name."""
    version = frame_version()
    found = _Codes(cell, version)
    now, before = _Tally(found.standing()), _Tally(_Codes(cell.before, version).standing())
    written = (
        comments(cell).order_by().aggregate(n=Count("pk"), people=Count("response", distinct=True))
    )
    by_machine = len(found.machine.keys() | found.unread)
    late = len(found.hand.keys() - found.machine.keys() - found.unread)
    return Themes(
        cell=cell,
        answered=responses(cell).count(),
        wrote=written["people"],
        base=now.people,
        comments=written["n"],
        not_read=len(found.unread - found.hand.keys()),
        waiting=written["n"] - by_machine - late,
        by_hand=len(found.hand),
        named=_named(now, before, minimum_base),
        none=share(now.none, now.people, minimum_base=minimum_base),
        feelings={
            feeling: share(now.felt[feeling], now.people, minimum_base=minimum_base)
            for feeling in Feeling
        },
    )


def coded(cell: Cell) -> list[Coded]:
    """Give each comment of a cell that was coded, by a person or by machine, the newest first."""
    found = _Codes(cell, frame_version())
    return [
        Coded(
            number=number,
            response=one.response,
            themes=frozenset(one.themes),
            feeling=Feeling(one.feeling),
            by_hand=number in found.hand,
            scores=found.scores.get(number, {}),
        )
        for number, one in sorted(found.codes().items(), reverse=True)
    ]


class _Code(NamedTuple):
    """What stands of a comment: who wrote it, the codes of its themes, and the feeling."""

    response: int
    themes: Collection[str]
    feeling: str


class _Codes:
    """All codings of a cell by the key of the comment: by hand the last, by machine, unread.

    `scores` are the probabilities of the themes that the machine found.
    """

    def __init__(self, cell: Cell, version: str) -> None:
        inside = by_response(cell, "comment__response__")
        named = ("comment", "comment__response", "themes", "feeling")
        hand = HumanCoding.objects.filter(inside).order_by("at", "id").values_list(*named)
        machine = Coding.objects.filter(inside, frame=version).values_list(*named)
        self.hand = {pk: _Code(*rest) for pk, *rest in hand}
        both = {}
        self.scores: dict[int, Mapping[str, float]] = {}
        for pk, response, scores, feeling in machine:
            both[pk] = _Code(response, scores, feeling)
            self.scores[pk] = scores
        self.machine = {pk: one for pk, one in both.items() if one.feeling}
        self.unread = both.keys() - self.machine.keys()

    def codes(self) -> dict[int, _Code]:
        """Give what counts: what a person said in the place of what the machine did."""
        return {**self.machine, **self.hand}

    def standing(self) -> list[_Code]:
        return list(self.codes().values())


class _Tally:
    """Counts people by what they wrote: what anybody names, and how they feel."""

    def __init__(self, found: Iterable[_Code]) -> None:
        self.named: Counter[str] = Counter()
        self.felt: Counter[str] = Counter()
        self.felt_of: dict[str, Counter[str]] = defaultdict(Counter)
        self.none = 0
        by_person: dict[int, list[_Code]] = defaultdict(list)
        for one in found:
            by_person[one.response].append(one)
        self.people = len(by_person)
        for theirs in by_person.values():
            self._add(theirs)

    def _add(self, theirs: Sequence[_Code]) -> None:
        """Count one person."""
        by_theme: dict[str, set[str]] = defaultdict(set)
        for one in theirs:
            for code in one.themes:
                by_theme[code].add(one.feeling)
        for code, feelings in by_theme.items():
            self.named[code] += 1
            self.felt_of[code][_felt(feelings)] += 1
        self.none += not by_theme
        self.felt[_felt({one.feeling for one in theirs})] += 1


def _felt(feelings: Collection[str]) -> str:
    """Give how a person feels in several comments: neither, where they differ."""
    return next(iter(feelings)) if len(feelings) == 1 else Feeling.NEITHER.value


def _named(now: _Tally, before: _Tally, minimum_base: int) -> list[Named]:
    """Count by theme, all changes judged together."""
    all_themes = themes()
    shares = [
        tuple(
            share(tally.named[theme.code], tally.people, minimum_base=minimum_base)
            for tally in (now, before)
        )
        for theme in all_themes
    ]
    verdicts = together([verdict(a, b, minimum_base=minimum_base) for a, b in shares])
    found = [
        Named(
            theme=theme,
            named=named,
            before=earlier,
            verdict=judged,
            feelings={feeling: now.felt_of[theme.code][feeling] for feeling in Feeling}
            if now.named[theme.code] >= minimum_base
            else None,
        )
        for theme, (named, earlier), judged in zip(all_themes, shares, verdicts, strict=True)
    ]
    return sorted(found, key=lambda one: (not one.is_emerging, -(one.named.value or 0)))
