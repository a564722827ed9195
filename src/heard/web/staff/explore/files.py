"""What is on Explore as rows of a table, and these as CSV, XLSX and Parquet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.verdicts import Verdict
from heard.core.statistics.whole_weeks import Unit
from heard.insight.compared import Compared
from heard.insight.cuts import Cut
from heard.insight.explored import Explored
from heard.insight.measure import Figure, numbers
from heard.web import sheets
from heard.web.staff.filters import CUTS
from heard.web.staff.survey_words import segment_words

TEXT, NUMBER, WHOLE, DAY = pa.string(), pa.float64(), pa.int64(), pa.date32()
MOST_CUTS = 3
SCHEMA = pa.schema(
    [
        ("part", TEXT),
        ("survey", TEXT),
        ("question", TEXT),
        ("question_words", TEXT),
        ("question_version", WHOLE),
        ("measure", TEXT),
        *((f"{what}_{n}", TEXT) for n in range(1, MOST_CUTS + 1) for what in ("cut", "segment")),
        ("from", DAY),
        ("to", DAY),
        *((name, NUMBER) for name in ("value", "low", "high")),
        ("n", WHOLE),
        ("n_effective", NUMBER),
        ("method", TEXT),
        ("hidden", TEXT),
        *((f"against_{name}", NUMBER) for name in ("value", "low", "high")),
        ("against_n", WHOLE),
        ("against_from", DAY),
        ("against_to", DAY),
        *((name, NUMBER) for name in ("difference", "difference_low", "difference_high")),
        ("verdict", TEXT),
        *((name, NUMBER) for name in ("p", "p_adjusted")),
        ("broken", TEXT),
        *((name, DAY) for name in ("counted_from", "counted_to")),
        ("filters", TEXT),
        ("as_of", TEXT),
        ("caveat", TEXT),
        ("address", TEXT),
    ]
)
Line = Mapping[str, str | float | date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What every row says of where it comes from."""

    survey: str
    words: str
    by: Sequence[Cut]
    mix: str  # for which shares are adjusted, in words; '' for none
    filters: str
    caveat: str
    address: str


def rows(found: Explored, about: About) -> list[Line]:
    """Give a row for each figure and each comparison; of what is held back not even its base."""
    shared = _shared(found, about)
    return [{**dict.fromkeys(SCHEMA.names), **shared, **line} for line in _lines(found, about)]


def _shared(found: Explored, about: About) -> Line:
    figure, weeks = found.chosen, found.dates.weeks
    return {
        "survey": about.survey,
        "question": figure.question,
        "question_words": about.words,
        "question_version": figure.version,
        "measure": figure.measure,
        "counted_from": weeks.from_,
        "counted_to": weeks.to,
        "filters": about.filters,
        "as_of": found.as_of.isoformat(),
        "caveat": about.caveat,
        "address": about.address,
    }


def _lines(found: Explored, about: About) -> Iterator[Line]:
    by = about.by
    yield {"part": "all", **_figure(found.chosen)}
    compared = {one.figure.segment: one for one in found.gaps}
    for figure in found.cut:
        held = compared.get(figure.segment)
        against = _compared(held) if held else {}
        yield {"part": "segment", **_named(figure, by), **_figure(figure), **against}
    yield from _adjusted(found, about)
    for change in found.changes:
        then = {"against_from": change.before.from_, "against_to": change.before.to}
        for one in change.figures:
            named = _named(one.figure, by)
            yield {"part": "change", **named, **_figure(one.figure), **_compared(one), **then}
    part, cut = ("week", Cut.WEEK) if found.unit is Unit.WEEK else ("month", Cut.WEEK)
    for figure in found.times:
        yield {"part": part, **_named(figure, [cut]), **_figure(figure)}
    for month in found.months:
        for figure in month.figures:
            dated = {"from": month.weeks.from_, "to": month.weeks.to}
            yield {"part": "segment in a month", **_named(figure, by), **_figure(figure), **dated}
    for figure in found.hours:
        yield {
            "part": "hour of the week",
            **_named(figure, [Cut.WEEKDAY, found.hour]),
            **_figure(figure),
        }


def _adjusted(found: Explored, about: About) -> Iterator[Line]:
    for one in found.adjusted:
        told = {"part": f"segment adjusted for {about.mix}", **_named(one.figure, about.by)}
        yield {**told, **_figure(replace(one.figure, estimate=one.adjusted.estimate))}


def _named(figure: Figure, by: Sequence[Cut]) -> Line:
    return {
        name: words
        for n, (cut, place) in enumerate(zip(by, figure.segment, strict=False), start=1)
        for name, words in ((f"cut_{n}", CUTS[cut]), (f"segment_{n}", segment_words(cut, place)))
    }


def _figure(figure: Figure) -> Line:
    told = _numbers(figure.estimate)
    return {
        "question_version": figure.version,
        "from": figure.from_,
        "to": figure.to,
        **told,
        "method": figure.estimate.method,
        "hidden": figure.estimate.hidden,
    }


def _compared(one: Compared) -> Line:
    against = _numbers(one.against) if one.against else {}
    return {
        **{f"against_{name}": against.get(name) for name in ("value", "low", "high", "n")},
        **(_verdict(one.verdict) if one.verdict else {}),
        "broken": one.broken or None,
    }


def _verdict(found: Verdict) -> Line:
    return {
        "difference": found.difference,
        "difference_low": found.low,
        "difference_high": found.high,
        "verdict": str(found.finding),
        "p": found.p,
        "p_adjusted": found.p_adjusted,
    }


def _numbers(estimate: Estimate) -> Line:
    told = numbers(estimate)
    return {
        name: told[name] if isinstance(told[name], int | float) else None  # type: ignore[misc]
        for name in ("value", "low", "high", "n", "n_effective")
    }


def as_csv(lines: Sequence[Line]) -> bytes:
    """Give the rows as CSV in UTF-8 with a mark, by which Excel knows it."""
    told = sheets.as_csv(SCHEMA.names, [[*line.values()] for line in lines])
    return f"{sheets.MARK}{told}".encode()


def as_xlsx(lines: Sequence[Line], *, as_of: datetime) -> bytes:
    """Give the rows as a workbook."""
    cells = [[*line.values()] for line in lines]
    return sheets.as_workbook("Figures", SCHEMA.names, cells, as_of=as_of)


def as_parquet(lines: Sequence[Line]) -> bytes:
    """Give the rows as Parquet, each column in its type."""
    file = BytesIO()
    pq.write_table(pa.Table.from_pylist([*lines], schema=SCHEMA), file)
    return file.getvalue()
