"""The open ways in: what came by each, and what of it may be somebody's second answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from heard.accounts.wall import whole
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.apart import is_same, less, nobody
from heard.insight.cuts import EVERYTHING, Slice
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, cut
from heard.insight.measures import ANSWERED, MEASURES
from heard.insight.queries import labels
from heard.invitations import collectors
from heard.invitations.models import Collector
from heard.responses.models import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in, how many answered by it, how many of them by each doubt, and their share."""

    collector: Collector
    is_open: bool
    answers: int
    doubts: Mapping[str, int]
    doubted: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A figure of everybody, and the same without the answers in doubt.

    Where so few are in doubt that what they said could be worked out, the second is held back.
    """

    everybody: Figure
    undoubted: Estimate


def ways(*, now: datetime, minimum_base: int, code: str | None = None) -> list[Way]:
    """Give all ways in, or the one with this code: survey by survey, the newest first."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    answered = Response.objects.filter(collector__isnull=False, disposition__in=ANSWERED)
    with whole():
        for way, doubt, n in answered.values_list("collector", "doubt").annotate(n=Count("pk")):
            counts[way][doubt] = n
    programmes = {one.pk: one for one in Programme.objects.filter(route=Programme.Route.OPEN)}
    found = Collector.objects.filter(programme__in=programmes)
    if code is not None:
        found = found.none() if "\0" in code else found.filter(code=code)
    made = []
    for collector in found.order_by("programme", "-made_at", "-id"):
        collector.programme = programmes[collector.programme_id]  # its periods are read once
        made.append(_way(collector, counts[collector.pk], now=now, minimum_base=minimum_base))
    return made


def compared(facts: Facts, pool: Sequence[Programme], *, minimum_base: int) -> list[Compared]:
    """Give each measure of programmes that ask one questionnaire, with and without the doubted."""
    scales = {i.scale for i in labels() if i.questionnaire == pool[0].questionnaire_id}
    found = []
    for name in (name for name, measure in MEASURES.items() if measure.scale in scales):
        everybody, undoubted = (
            cut(facts, pool, minimum_base=minimum_base, measure=name, where=where)
            for where in (EVERYTHING, Slice(undoubted=True))
        )
        for figure in everybody:
            some = next((one.estimate for one in undoubted if is_same(one, figure)), None)
            some = some or nobody(minimum_base=minimum_base)
            kept = less(figure.estimate, some, minimum_base=minimum_base)
            found.append(Compared(everybody=figure, undoubted=kept))
    return found


def _way(
    collector: Collector, counts: Mapping[str, int], *, now: datetime, minimum_base: int
) -> Way:
    doubts = {doubt: counts.get(doubt, 0) for doubt in collectors.Doubt.values}
    answers = sum(counts.values())
    return Way(
        collector=collector,
        is_open=collectors.is_open(collector, now=now),
        answers=answers,
        doubts=doubts,
        doubted=share(sum(doubts.values()), answers, minimum_base=minimum_base),
    )
