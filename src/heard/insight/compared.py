"""Holds figures against others: a period against the one before, a segment against the rest."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Unpack

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import Verdict, rest, together, verdict
from heard.core.statistics.whole_weeks import Weeks, monday_of, weeks_of
from heard.eligibility.models import Programme
from heard.insight.cuts import EVERYTHING, TIMES, Cut, Slice, TooFine
from heard.insight.facts.read import Facts
from heard.insight.measure import POOLED, Figure, Narrowed, as_object, cut, figures, numbers
from heard.insight.measures import HEADLINE
from heard.insight.modes import modes_of
from heard.insight.series_breaks import series_breaks

NEWEST = 28  # days: four weeks, so that each day of the week weighs alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of local days, both ends included."""

    from_: date
    to: date

    @property
    def days(self) -> int:
        return (self.to - self.from_).days + 1

    @property
    def weeks(self) -> Weeks:
        return Weeks(monday_of(self.from_), monday_of(self.to))

    @property
    def before(self) -> "Period":
        """As many days, right before these."""
        long = timedelta(days=self.days)
        return Period(from_=self.from_ - long, to=self.to - long)

    @property
    def year_before(self) -> "Period":
        """The weeks most of whose days are the same of the year before; of 29 February the 28th."""
        weeks = weeks_of(_year_before(self.from_), _year_before(self.to))
        return Period(from_=weeks.from_ or self.from_, to=weeks.to or self.to)


def _year_before(day: date) -> date:
    last = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A figure, what it is held against, and the verdict.

    `against` is None where it would tell what is held back, and there is no `verdict` then.
    `broken` says in a sentence why the two are not the same measurement: no verdict either.
    """

    figure: Figure
    against: Estimate | None
    verdict: Verdict | None
    broken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The figures of one period, each against that of the period before, or of a year before."""

    now: Period
    before: Period
    figures: Sequence[Compared]
    is_year: bool = False


class Cutting(Narrowed, total=False):
    """What is left out, and how the rest is cut and measured."""

    by: Sequence[Cut]
    measure: str


def periods(where: Slice, last: date | None) -> list[Period]:
    """Give what is held against what was before it: the period looked at, and its newest weeks.

    `last` is the newest day that somebody answered about. Without a first day only the newest four
    weeks are looked at. All periods are whole weeks (`core/statistics/whole_weeks`).
    """
    end = where.to or last
    if end is None or (where.from_ and where.from_ > end):
        return []
    to = monday_of(end) + timedelta(days=6)
    newest = Period(from_=to - timedelta(days=NEWEST - 1), to=to)
    if where.from_ is None:
        return [newest]
    whole = Period(from_=monday_of(where.from_), to=to)
    return [whole, newest] if whole.days > NEWEST else [whole]


def changes(
    facts: Facts,
    pool: Sequence[Programme],
    found: Sequence[Period],
    *,
    minimum_base: int,
    year: bool = False,
    **asked: Unpack[Cutting],
) -> list[Change]:
    """Hold what was said of each question about each of these periods against the one before.

    With `year` it is the same weeks of the year before; a period about which nobody had answered
    then has no change. Of a question that was asked in several versions the newest of the period is
    looked at.
    """
    where, measure = asked.get("where", EVERYTHING), asked.get("measure", HEADLINE)
    slugs = [programme.slug for programme in pool]

    def of(period: Period) -> list[Figure]:
        dated = replace(where, from_=period.from_, to=period.to)
        about: Cutting = {**asked, "where": dated, "exact": True}
        return cut(facts, pool, minimum_base=minimum_base, **about)

    made = []
    for one in found:
        before = one.year_before if year else one.before
        within = replace(where, programmes=tuple(slugs))
        modes = modes_of(facts, within, measure) if year else None
        if modes and not modes.is_answered(before.weeks):
            continue
        earlier = of(before)
        newest = {(figure.question, figure.segment): figure for figure in of(one)}
        held = [
            _held_against(
                figure,
                earlier,
                _broken(figure, slugs, before, one)
                or (modes.others(figure, before.weeks, one.weeks) if modes else ""),
                minimum_base=minimum_base,
            )
            for figure in newest.values()
        ]
        made.append(Change(now=one, before=before, figures=held, is_year=year))
    return made


def against_rest(
    segments: Iterable[Figure], wholes: Iterable[Figure], *, minimum_base: int
) -> list[Compared]:
    """Hold each segment against everybody of the same whole who is not in it.

    `wholes` are the same figures without the cut.
    """
    whole = {_of(figure): figure.estimate for figure in wholes}
    found = []
    for figure in segments:
        others = rest(whole[_of(figure)], figure.estimate, minimum_base=minimum_base)
        judged = verdict(
            figure.estimate,
            others or share(0, 0, minimum_base=minimum_base),
            minimum_base=minimum_base,
        )
        found.append(Compared(figure=figure, against=others, verdict=judged))
    return found


def against_before(
    facts: Facts,
    *,
    minimum_base: int,
    by: Sequence[Cut] = (),
    measure: str = HEADLINE,
    version: int | None = None,
    year: bool = False,
) -> Change | None:
    """Hold the figures of the newest four weeks against those of the four before, or a year before.

    None where nobody answered. Who answered, and times, cannot be looked at so: TooFine.
    """
    if {*by} & TIMES:
        raise TooFine("A week, a day or an hour is not held against the one before: see the trend")
    all_days = figures(facts, minimum_base=minimum_base, measure=measure, version=version)
    found = periods(EVERYTHING, max((one.to for one in all_days if one.to), default=None))
    if not found:
        return None

    def of(period: Period) -> list[Figure]:
        return figures(
            facts,
            minimum_base=minimum_base,
            by=by,
            measure=measure,
            version=version,
            where=Slice(from_=period.from_, to=period.to),
            exact=True,
        )

    (now,) = found
    before = now.year_before if year else now.before
    current, earlier = of(now), of(before)
    modes = modes_of(facts, EVERYTHING, measure) if year else None
    held = [
        _held_against(
            one,
            earlier,
            _broken(one, one.programme.split(POOLED), before, now)
            or (modes.others(one, before.weeks, now.weeks) if modes else ""),
            minimum_base=minimum_base,
        )
        for one in current
    ]
    return Change(now=now, before=before, figures=held, is_year=year)


def judged(found: Sequence[Compared]) -> list[Compared]:
    """Judge comparisons together that are shown together."""
    verdicts = together([one.verdict for one in found])
    return [replace(one, verdict=found) for one, found in zip(found, verdicts, strict=True)]


def compared_object(one: Compared) -> dict[str, object]:
    """Give a comparison as JSON has it: the figure, what it is held against, and the verdict."""
    return {
        **as_object(one.figure),
        "against": one.against and numbers(one.against),
        "verdict": one.verdict and asdict(one.verdict),
        "broken": one.broken,
    }


def _of(figure: Figure) -> tuple[str, int, str, int, str]:
    """Give what a figure is about, but for its segment."""
    return (
        figure.programme,
        figure.questionnaire,
        figure.question,
        figure.version,
        figure.measure,
    )


def _held_against(
    figure: Figure, earlier: Sequence[Figure], broken: str, *, minimum_base: int
) -> Compared:
    here = (*_of(figure), figure.segment)
    alike = [one.estimate for one in earlier if (*_of(one), one.segment) == here]
    against = alike[0] if alike else share(0, 0, minimum_base=minimum_base)
    judged = None if broken else verdict(figure.estimate, against, minimum_base=minimum_base)
    return Compared(figure=figure, against=against, verdict=judged, broken=broken)


def _broken(figure: Figure, programmes: Sequence[str], before: Period, now: Period) -> str:
    """Say what broke between the first day of the period before and the last of this one."""
    own = [(one.at, one.words) for one in figure.breaks]
    force = [(one.at, one.words) for one in series_breaks(programmes)]
    found = [words for at, words in own + force if before.from_ < at <= now.to]
    return " ".join(dict.fromkeys(found))
