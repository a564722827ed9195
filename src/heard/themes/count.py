"""Counts people by what they wrote about, in a survey and month, against the month before."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import Finding, Verdict, together, verdict
from heard.core.text.frame import Feeling, Theme
from heard.themes.cells import Cell, by_response, comments, responses
from heard.themes.models import Coding, HumanCoding
from heard.themes.own import frame_version, themes

NONE = Theme(code="none", dimension="", name="None of these", description="What no theme holds")


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


def count(cell: Cell, *, minimum_base: int) -> Themes:
    """Count a survey and month; what is emerging comes first, then what most people name."""
    version = frame_version()
    now = coded(cell, version=version)
    written = list(comments(cell).values_list("pk", "response"))
    by_machine = Coding.objects.filter(by_response(cell, "comment__response__"), frame=version)
    seen = dict(by_machine.values_list("comment", "feeling"))
    counts = {one.number for one in now}
    people = _people(now)
    return Themes(
        cell=cell,
        answered=responses(cell).count(),
        wrote=len({response for _, response in written}),
        base=len(people),
        comments=len(written),
        not_read=sum(seen.get(pk) == "" for pk, _ in written if pk not in counts),
        waiting=sum(pk not in seen for pk, _ in written if pk not in counts),
        by_hand=sum(one.by_hand for one in now),
        named=_named(people, _people(coded(cell.before, version=version)), minimum_base),
        none=_share(sum(not one.themes for one in people), people, minimum_base),
        feelings={
            feeling: _share(sum(one.feeling is feeling for one in people), people, minimum_base)
            for feeling in Feeling
        },
    )


def coded(cell: Cell, *, version: str | None = None) -> list[Coded]:
    """Give each comment of a cell that was coded, by a person or by machine, the newest first."""
    inside = by_response(cell, "comment__response__")
    rows = HumanCoding.objects.filter(inside).order_by("at", "id")
    by_hand = {one.comment_id: one for one in rows}
    by_machine = Coding.objects.filter(inside, frame=version or frame_version())
    machine = {one.comment_id: one for one in by_machine.exclude(feeling="")}
    return [
        _one(pk, response, by_hand.get(pk), machine.get(pk))
        for pk, response in comments(cell).values_list("pk", "response")
        if pk in by_hand or pk in machine
    ]


def _one(number: int, response: int, hand: HumanCoding | None, machine: Coding | None) -> Coded:
    """Put together what is known of a comment that a person or the machine coded."""
    scores = machine.themes if machine else {}
    counts = hand or machine
    if counts is None:
        raise ValueError("a comment that nobody coded does not count")
    return Coded(
        number=number,
        response=response,
        themes=frozenset(counts.themes),
        feeling=Feeling(counts.feeling),
        by_hand=hand is not None,
        scores=scores,
    )


@dataclass(frozen=True, slots=True)
class _Person:
    themes: frozenset[str]
    feeling: Feeling
    by_theme: Mapping[str, Feeling]


def _people(found: Iterable[Coded]) -> list[_Person]:
    """Put the comments of each person together."""
    by_response: dict[int, list[Coded]] = defaultdict(list)
    for one in found:
        by_response[one.response].append(one)
    return [
        _Person(
            themes=frozenset().union(*(one.themes for one in theirs)),
            feeling=_felt(theirs),
            by_theme={
                code: _felt([one for one in theirs if code in one.themes])
                for one in theirs
                for code in one.themes
            },
        )
        for theirs in by_response.values()
    ]


def _felt(theirs: Sequence[Coded]) -> Feeling:
    """Give how a person feels in several comments: neither, where they differ."""
    feelings = {one.feeling for one in theirs}
    return feelings.pop() if len(feelings) == 1 else Feeling.NEITHER


def _named(now: Sequence[_Person], before: Sequence[_Person], minimum_base: int) -> list[Named]:
    """Count by theme, all changes judged together."""
    all_themes = themes()
    shares = [
        tuple(
            _share(sum(theme.code in one.themes for one in people), people, minimum_base)
            for people in (now, before)
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
            feelings=_feelings(theme.code, now, minimum_base),
        )
        for theme, (named, earlier), judged in zip(all_themes, shares, verdicts, strict=True)
    ]
    return sorted(found, key=lambda one: (not one.is_emerging, -(one.named.value or 0)))


def _feelings(
    code: str, people: Sequence[_Person], minimum_base: int
) -> Mapping[Feeling, int] | None:
    felt = Counter(one.by_theme[code] for one in people if code in one.themes)
    if felt.total() < minimum_base:
        return None
    return {feeling: felt[feeling] for feeling in Feeling}


def _share(times: int, people: Sequence[_Person], minimum_base: int) -> Estimate:
    return share(times, len(people), minimum_base=minimum_base)
