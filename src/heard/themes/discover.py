"""Looks for what people write about that no theme holds, and proposes it to a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import Verdict, together, verdict
from heard.core.text.clusters import Group, groups
from heard.core.text.redact import redact
from heard.core.text.sentences import vectors
from heard.eligibility.models import Programme
from heard.insight.queries import surveyed
from heard.responses.models import Comment
from heard.themes.cells import Cell, all_comments, cells, comments
from heard.themes.code import waiting
from heard.themes.models import Candidate, Coding, HumanCoding, Search
from heard.themes.own import frame_version

MOST = 1_000  # of the newest comments that no theme holds are looked at
EVERY = timedelta(days=1)
FEWEST_WORDS = 4  # of a comment that may be about something


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A candidate, with how many wrote of it in the newest month and the one before.

    Where fewer than the minimum base wrote in the month before, `before` is None.
    """

    candidate: Candidate
    cell: Cell
    times: int
    before: int | None
    verdict: Verdict | None


@transaction.atomic
def discover(*, now: datetime) -> int:
    """Look through each survey anew, once a day; say how many candidates there are.

    Not before all comments are coded, and sooner when the themes have changed.
    """
    version = frame_version()
    if Search.objects.filter(frame=version, at__gt=now - EVERY).exists() or waiting():
        return 0
    made = [
        Candidate(
            programme=programme,
            words=list(group.words),
            comments=[found[place].pk for place in group.places],
            found_at=now,
        )
        for programme in surveyed()
        if (found := _left(programme))
        for group in _groups(found)
    ]
    Candidate.objects.all().delete()
    Candidate.objects.bulk_create(made)
    Search.objects.create(frame=version, at=now)
    return len(made)


def topics(*, minimum_base: int) -> list[Topic]:
    """Give each candidate against the month before, in surveys where enough people wrote."""
    known = cells()
    newest: dict[int, Cell] = {}
    for cell, n in known.items():
        if n >= minimum_base:
            newest.setdefault(cell.programme.pk, cell)
    found = [
        (one, newest[one.programme_id])
        for one in Candidate.objects.select_related("programme").order_by("programme", "id")
        if one.programme_id in newest
    ]
    counted = [_counted(one, cell) for one, cell in found]
    verdicts = together(
        [
            verdict(
                share(now, known.get(cell, 0), minimum_base=minimum_base),
                share(before, known.get(cell.before, 0), minimum_base=minimum_base),
                minimum_base=minimum_base,
            )
            for (_, cell), (now, before) in zip(found, counted, strict=True)
        ]
    )
    return [
        Topic(
            candidate=one,
            cell=cell,
            times=now,
            before=before if known.get(cell.before, 0) >= minimum_base else None,
            verdict=judged,
        )
        for (one, cell), (now, before), judged in zip(found, counted, verdicts, strict=True)
    ]


def last_search() -> datetime | None:
    """Give when somebody looked last."""
    found = Search.objects.order_by("-at").first()
    return found.at if found else None


def _left(programme: Programme) -> list[Comment]:
    """Give the newest comments of a survey that the machine read, and no theme holds."""
    of = OuterRef("pk")
    by_machine = Coding.objects.filter(comment=of, frame=frame_version(), themes={})
    by_hand = HumanCoding.objects.filter(comment=of).exclude(themes=[])
    found = all_comments([programme.pk]).filter(
        Exists(by_machine.exclude(feeling="")), ~Exists(by_hand)
    )
    newest = found.order_by("-id")[:MOST]
    return [one for one in newest if len(one.text.split()) >= FEWEST_WORDS]


def _groups(found: Sequence[Comment]) -> list[Group]:
    texts = [redact(one.text) for one in found]
    return groups(texts, vectors(texts))


def _counted(candidate: Candidate, cell: Cell) -> tuple[int, int]:
    """Count who wrote of it in a month and in the one before."""
    now, before = (
        comments(one).filter(pk__in=candidate.comments).order_by().values("response").distinct()
        for one in (cell, cell.before)
    )
    return now.count(), before.count()
