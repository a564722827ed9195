"""What people chose, ranked and entered: shares of choices, mean ranks, means and medians."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from heard.core.questionnaire.form import Kind
from heard.core.questionnaire.listed import choices, plain
from heard.core.statistics.estimate import Estimate, unsaid
from heard.core.statistics.guard import Columns
from heard.core.statistics.numbers import mean, median
from heard.core.statistics.proportions import share
from heard.core.statistics.whole_weeks import ALWAYS
from heard.eligibility.models import Programme
from heard.insight.cuts import (
    BLOCK_HOURS,
    COLUMNS,
    EVERYTHING,
    PROTECTED,
    Cut,
    Segment,
    Slice,
    TooFine,
    require_coarse,
    segment,
    whom,
)
from heard.insight.facts.read import Facts
from heard.insight.measure import estimate_object
from heard.insight.measures import ANSWERED
from heard.insight.queries import Broken, Item, breaks, pools, surveyed, wanted
from heard.insight.tables import PROGRAMME, STAGE, Counts, columns_of, place_of
from heard.insight.tallies import WEEK, Series, Sum
from heard.places.wards import wards
from heard.questionnaires.models import Question
from heard.questionnaires.publish import asked, published

if TYPE_CHECKING:
    from ibis.expr.types import Table

CHOSEN = (Kind.CHOICE, Kind.CHOICES, Kind.PLACE)
ENTERED = (Kind.INTEGER, Kind.DECIMAL, Kind.RANGE)
SUMMED_UP = (*CHOSEN, Kind.RANK, *ENTERED)


class Statistic(StrEnum):
    """What is worked out of details."""

    SHARE = "share"
    FIRST = "share_first"
    MEAN_RANK = "mean_rank"
    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detailed:
    """One statistic of one version of a question, and where it has choices, of one of them.

    `answer` is the name of the choice and `words` its label; both are empty for numbers. The base
    is the people who answered the question. All else is as a `Figure` has it.
    """

    programme: str
    name: str
    questionnaire: int
    question: str
    label: str
    version: int
    breaks: tuple[Broken, ...]
    statistic: Statistic
    answer: str
    words: str
    segment: Segment
    estimate: Estimate
    from_: date | None
    to: date | None

    @property
    def asked(self) -> str:
        """The question with its version, where it is not the first."""
        return self.label if self.version == 1 else f"{self.label} (version {self.version})"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A version of a question, with its newest words and the labels of its choices."""

    item: Item
    kind: Kind
    label: str
    choices: Mapping[str, str]
    breaks: tuple[Broken, ...]


def details(
    facts: Facts,
    *,
    minimum_base: int,
    by: Sequence[Cut] = (),
    where: Slice = EVERYTHING,
    question: str | None = None,
    version: int | None = None,
) -> list[Detailed]:
    """Give what people said to questions on no scale: programmes pooled, then each apart.

    A share of a choice is of the people who answered; of a ranking there are the mean rank of each
    choice and the share who put it first; of numbers the mean and the median; of repeats nothing.
    What tells what few said is held back (`tables`). TooFine for days and by who answered.
    """
    if PROTECTED & {*by}:
        raise TooFine("What was chosen, ranked and entered is not looked at by who answered")
    if where.from_ or where.to:
        raise TooFine("What was chosen, ranked and entered is not looked at by days")
    require_coarse(by, where)
    groups: dict[int, list[Programme]] = defaultdict(list)
    for programme in surveyed():
        groups[programme.questionnaire_id].append(programme)
    return [
        found
        for questionnaire, alike in groups.items()
        if (about := _questions(questionnaire, question, version))
        for counts in [_counts(facts, alike, by, where, minimum_base=minimum_base)]
        for pool in pools(alike)
        for found in _pooled(facts, pool, about, counts, by=by, where=where)
        if facts.sees([COLUMNS[cut] for cut in by], found.segment, where)
    ]


Rows = Sequence[Mapping[str, Any]]


def tallied(facts: Facts, *, by: Sequence[Cut], where: Slice) -> "Table":
    """Count people by what they gave, and at which place of their order, for each question."""
    said = _said(facts, where)
    return said.group_by(
        *("question", "question_version", "value", "number", "position"),
        *(COLUMNS[cut] for cut in by),
    ).aggregate(n=said.count())


def answered(facts: Facts, *, columns: Columns, where: Slice) -> "Table":
    """Count the people who gave anything, for each question, and their first and last day."""
    said = _said(facts, where)
    said = said.mutate(doubted=said.doubt != "")
    grouped = dict.fromkeys((PROGRAMME, STAGE, "question", "question_version", *columns))
    days = {"first": said.day.min(), "last": said.day.max()}
    people = said.response.nunique()
    return said.group_by(*grouped).aggregate(n=people, **days, **whom(said, columns))


def as_object(found: Detailed) -> dict[str, object]:
    """Give it as JSON has it, as `measure.as_object` does."""
    return {
        "programme": found.programme,
        "question": found.question,
        "version": found.version,
        "statistic": found.statistic.value,
        "answer": found.answer,
        "words": found.words,
        **estimate_object(found),
    }


def _said(facts: Facts, where: Slice) -> "Table":
    said = where.of(facts.details)
    said = said.filter(
        said.disposition.isin([d.value for d in ANSWERED]),
        said.kind.isin([kind.value for kind in SUMMED_UP]),
        said.nth == 0,
    )
    return said.mutate(block=said.hour - said.hour % BLOCK_HOURS)


def _questions(questionnaire: int, question: str | None, version: int | None) -> list[_Asked]:
    """Give the versions of the questions that are summed up, in the order they are asked in."""
    rows = Question.objects.filter(version__questionnaire=questionnaire, kind__in=SUMMED_UP)
    newest: dict[Item, Question] = {}
    for row in rows.order_by("version__number", "position"):
        item = Item(
            questionnaire=questionnaire,
            question=row.question_id,
            scale="",
            version=row.question_version,
        )
        newest[item] = row
    items = [i for i in wanted(newest, version) if question in {None, i.question}]
    broken = breaks(newest)
    return [
        _Asked(
            item=item,
            kind=Kind(newest[item].kind),
            label=newest[item].label,
            choices=choices_of(newest[item]),
            breaks=tuple(b for b in broken.get(item.series, ()) if b.version == item.version),
        )
        for item in sorted(items, key=lambda i: list(newest).index(i))
    ]


def choices_of(row: Question) -> Mapping[str, str]:
    """Give the choices of a question on no scale, by name, in the first language of its form."""
    if row.kind == Kind.PLACE:
        return {code: ward.name for code, ward in wards().items()}
    form = asked(published(row.version_id))
    question = next(q for q in form.questions() if q.name == row.question_id)
    code = form.codes()[0]
    return {name: plain(words, form, code) for name, words in choices(form, question).items()}


def _pooled(
    facts: Facts,
    pool: Sequence[Programme],
    about: Sequence[_Asked],
    counts: Counts,
    *,
    by: Sequence[Cut],
    where: Slice,
) -> Iterator[Detailed]:
    minimum_base = counts.minimum_base
    within = replace(where, programmes=tuple(programme.slug for programme in pool))
    given: dict[tuple[Series, Segment], list[Mapping[str, Any]]] = defaultdict(list)
    for row in facts.ask(tallied, by=tuple(by), where=within):
        given[_series(row), segment(row, by)].append(row)
    people: dict[Series, list[tuple[Sum, str | None]]] = defaultdict(list)
    for series, found, why in counts.segments(by, place_of(where, pool), ALWAYS):
        people[series].append((found, why))
    for one in about:
        series = one.item.question, one.item.version
        for base, why in people[series]:
            # Of few nothing is told but their number, and that only where nothing is cut.
            is_bare = bool(why) and (bool(by) or where != EVERYTHING or base.n >= minimum_base)
            said = given[series, base.segment]
            for statistic, answer, estimate in _estimates(one, said, base.n, minimum_base):
                yield Detailed(
                    programme="+".join(programme.slug for programme in pool),
                    name=pool[0].name if len(pool) == 1 else "All together",
                    questionnaire=one.item.questionnaire,
                    question=one.item.question,
                    label=one.label,
                    version=one.item.version,
                    breaks=one.breaks,
                    statistic=statistic,
                    answer=answer,
                    words=one.choices.get(answer, answer),
                    segment=base.segment,
                    estimate=unsaid(estimate.method, why=why) if why and is_bare else estimate,
                    from_=None if is_bare else base.first,
                    to=None if is_bare else base.last,
                )


def _counts(
    facts: Facts, alike: Sequence[Programme], by: Sequence[Cut], where: Slice, *, minimum_base: int
) -> Counts:
    """Count who answered each question, by all that is cut by or narrowed down to."""
    columns = columns_of(by, where)
    weekly = (WEEK,) if Cut.WEEK in by else ()
    everybody = Slice(programmes=tuple(programme.slug for programme in alike))
    rows = facts.arrow(answered, columns=(*columns, *weekly), where=everybody)
    return Counts.of(rows, columns, minimum_base=minimum_base)


def _series(row: Mapping[str, Any]) -> Series:
    return row["question"], row["question_version"]


def _estimates(
    one: _Asked, rows: Rows, base: int, minimum_base: int
) -> Iterator[tuple[Statistic, str, Estimate]]:
    """Work out what belongs to the kind of the question."""
    if one.kind in ENTERED:
        numbers = _summed(rows, "number")
        yield Statistic.MEAN, "", mean(numbers, minimum_base=minimum_base)
        yield Statistic.MEDIAN, "", median(numbers, minimum_base=minimum_base)
        return
    said = _summed(rows, "value")
    # A ward that nobody named is not listed; a choice that nobody took is.
    offered = [] if one.kind == Kind.PLACE else [*one.choices]
    for answer in dict.fromkeys((*offered, *sorted(said))):
        places = _summed([row for row in rows if row["value"] == answer], "position")
        if one.kind == Kind.RANK:
            yield Statistic.MEAN_RANK, answer, mean(places, minimum_base=minimum_base)
            first = share(places.get(1, 0), base, minimum_base=minimum_base)
            yield Statistic.FIRST, answer, first
        else:
            chosen = share(said.get(answer, 0), base, minimum_base=minimum_base)
            yield Statistic.SHARE, answer, chosen


def _summed(rows: Rows, column: str) -> dict[Any, int]:
    """Add up how many people stand in the rows with the same value; what has none is left out."""
    found: dict[Any, int] = defaultdict(int)
    for row in rows:
        if row[column] is not None:
            found[row[column]] += row["n"]
    return found
