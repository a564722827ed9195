"""What people said of one incident from stage to stage, and where fewer are satisfied than before.

Three ways to look at it, which do not say the same. All who answered about each stage, held against
each other within cohorts: incidents of one kind that began in one month. The journeys about which
somebody answered at both stages. And the same person weeks later, looking back at each stage.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from heard.core.statistics.cohorts import Cohort, verdict_of_cohorts
from heard.core.statistics.estimate import Estimate, unsaid
from heard.core.statistics.paired import Pairs, verdict_of_pairs
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import Finding, Verdict, together
from heard.eligibility.models import Programme
from heard.insight._stages import (
    SIX_WEEKS,
    Of,
    by_place,
    is_in,
    is_shown,
    journeys,
    people,
    pools,
    questions,
)
from heard.insight.apart import less
from heard.insight.cuts import Slice
from heard.insight.facts.read import Facts

if TYPE_CHECKING:
    from ibis.expr.types import Table

# What a survey asks of each stage of a case when it looks back, in the order of the stages.
LOOKING_BACK = ("initial_contact", "actions", "kept_informed", "whole_experience")
LOOKING = "looking_back"
USUAL = "treatment"  # the dimension that each survey asks about
OTHER_SCALE, OTHER_WAY = "other_scale", "other_way"
NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is looked at: a dimension, and journeys by area, kind of incident and first month.

    `from_` and `to` are first days of months, both included; None or '' leaves all in.
    """

    dimension: str = USUAL
    area: str | None = None
    incident: str | None = None
    from_: date | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of one stage, and the share of all who answered it about a journey.

    Where nothing is asked, `question` is empty. `way` is the channel by which people are asked,
    `measure` says which share it is.
    """

    stage: str
    question: str = ""
    label: str = ""
    measure: str = ""
    way: str = ""
    everybody: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Two stages that follow each other, and what may be said of what lies between them.

    `cohorts` is of all who answered, like with like; `pairs` of the journeys, or people, with an
    answer to both, whose shares are `before` and `after`. Where `apart` gives a reason, the two
    are not the same measurement, and there is no verdict. Nor is anything said of the pairs where
    they would tell of the few who are not among them, nor of anything beside a stage whose
    share is held back.
    """

    first: Asked
    second: Asked
    apart: str = ""
    cohorts: Verdict | None = None
    before: Estimate | None = None
    after: Estimate | None = None
    pairs: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The stages, what lies between them, and what the survey of victims says looking back.

    `drops` are those that are real, the largest first: all verdicts are judged together.
    """

    as_of: datetime
    dimension: str
    stages: Sequence[Asked]
    between: Sequence[Between]
    looking_back: Sequence[Between]

    @property
    def drops(self) -> list[tuple[Between, Verdict]]:
        found = [
            (one, verdict)
            for one in (*self.between, *self.looking_back)
            for verdict in (one.cohorts, one.pairs)
            if verdict and verdict.finding is Finding.REAL and (verdict.difference or 0) < 0
        ]
        return sorted(found, key=lambda pair: pair[1].difference or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """A stage with how many count of how many, cohort by cohort."""

    asked: Asked
    of: Of | None = None
    cohorts: Mapping[tuple[Any, ...], tuple[int, int]]


def dimensions() -> list[str]:
    """Give what at least two stages ask about, on a scale that has a measure; the usual first."""
    asked = [{*questions(pool)} for pool in pools().values()]
    found = {name for names in asked for name in names if sum(name in one for one in asked) > 1}
    return sorted(found, key=lambda name: (name != USUAL, name))


def journey(facts: Facts, view: View, *, minimum_base: int) -> Journey:
    """Give the stages of journeys, and what lies between each and the next. OutOfScope."""
    facts.require(view)
    found = pools()
    counted = [
        _counted(facts, stage, pool, view.dimension, view, minimum_base=minimum_base)
        for stage, pool in found.items()
    ]
    back = [
        _counted(facts, LOOKING, found[SIX_WEEKS], name, view, minimum_base=minimum_base)
        for name in LOOKING_BACK
    ]
    between = list(_between(facts, counted, journeys, minimum_base=minimum_base))
    looking_back = list(_between(facts, back, people, minimum_base=minimum_base))
    verdicts = iter(
        together([v for one in (*between, *looking_back) for v in (one.cohorts, one.pairs)])
    )
    judged = [
        replace(one, cohorts=next(verdicts), pairs=next(verdicts))
        for one in (*between, *looking_back)
    ]
    return Journey(
        as_of=facts.as_of,
        dimension=view.dimension,
        stages=[one.asked for one in counted],
        between=judged[: len(between)],
        looking_back=judged[len(between) :],
    )


def _counted(
    facts: Facts,
    stage: str,
    pool: Sequence[Programme],
    dimension: str,
    view: View,
    *,
    minimum_base: int,
) -> _Counted:
    """Count who answered about a stage, by the newest version of its question that was answered."""
    nobody = share(0, 0, minimum_base=minimum_base)
    if (found := questions(pool).get(dimension)) is None:
        return _Counted(asked=Asked(stage=stage, everybody=nobody), cohorts={})
    question, measure, version, label = found
    slugs = tuple(programme.slug for programme in pool)
    of = Of(
        where=Slice(programmes=slugs, area=view.area, incident=view.incident),
        measure=measure,
        question=question,
        version=version,
        from_=view.from_,
        to=view.to,
        linked=stage != LOOKING,
    )
    rows = facts.ask(by_place, of=of)
    newest = max((row["question_version"] for row in rows if is_in(row, of)), default=version)
    rows = [row for row in rows if row["question_version"] == newest]
    cohorts: dict[tuple[Any, ...], tuple[int, int]] = {}
    for row in rows:
        if is_in(row, of):
            counted, n = cohorts.get((row["began"], row["incident"]), (0, 0))
            cohorts[row["began"], row["incident"]] = counted + row["counted"], n + row["n"]
    counts = [sum(column) for column in zip(*cohorts.values(), strict=True)] or [0, 0]
    everybody = share(*counts, minimum_base=minimum_base)
    if not is_shown(rows, of, minimum_base=minimum_base):
        everybody = unsaid(everybody.method)
    asked = Asked(
        stage=stage,
        question=question,
        label=label,
        measure=measure,
        way=pool[-1].channel,
        everybody=everybody,
    )
    return _Counted(asked=asked, of=replace(of, version=newest), cohorts=cohorts)


def _between(
    facts: Facts,
    stages: Sequence[_Counted],
    paired: Callable[..., "Table"],
    *,
    minimum_base: int,
) -> Iterator[Between]:
    for first, second in pairwise(stages):
        between = Between(first=first.asked, second=second.asked)
        if first.of is None or second.of is None:
            yield replace(between, apart=NOT_ASKED)
        elif first.of.measure != second.of.measure:
            yield replace(between, apart=OTHER_SCALE)
        elif first.asked.way != second.asked.way:
            yield replace(between, apart=OTHER_WAY)
        elif first.asked.everybody.is_held or second.asked.everybody.is_held:
            yield between
        else:
            rows = facts.ask(paired, first=first.of, second=second.of)
            found = _pairs(between, rows, minimum_base=minimum_base)
            if second.asked.stage == LOOKING:
                yield found  # the same people: there are no two groups to hold against each other
            else:
                cohorts = _cohorts(first.cohorts, second.cohorts)
                verdict = verdict_of_cohorts(cohorts, minimum_base=minimum_base)
                yield replace(found, cohorts=verdict)


def _cohorts(
    first: Mapping[tuple[Any, ...], tuple[int, int]],
    second: Mapping[tuple[Any, ...], tuple[int, int]],
) -> list[Cohort]:
    return [
        Cohort(before=before, n_before=n, after=second[place][0], n_after=second[place][1])
        for place, (before, n) in first.items()
        if place in second
    ]


def _pairs(between: Between, rows: Sequence[Mapping[str, Any]], *, minimum_base: int) -> Between:
    """Put what the pairs say beside, unless it would tell what the few others said."""
    counts: dict[tuple[bool, bool], int] = defaultdict(int)
    for row in rows:
        counts[bool(row["before"]), bool(row["after"])] += row["n"]
    pairs = Pairs(
        both=counts[True, True],
        before_only=counts[True, False],
        after_only=counts[False, True],
        neither=counts[False, False],
    )
    before = less(
        between.first.everybody, pairs.before(minimum_base=minimum_base), minimum_base=minimum_base
    )
    after = less(
        between.second.everybody, pairs.after(minimum_base=minimum_base), minimum_base=minimum_base
    )
    if pairs.n >= minimum_base and not (before.shown and after.shown):
        return between
    return replace(
        between,
        before=before,
        after=after,
        pairs=verdict_of_pairs(pairs, minimum_base=minimum_base),
    )
