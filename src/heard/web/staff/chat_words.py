"""What came of the live chat, in words: months in a chart, scores by handler, topics."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from heard.core.chat.topics import TOPICS
from heard.core.statistics.control_charts import variation_of
from heard.insight.chats import BETTER, Chats, Month, Score, Scores, Waits
from heard.web.staff.charts import control
from heard.web.staff.charts.draw import drawing
from heard.web.staff.monthly_words import Charted, line, mark, month, notes
from heard.web.staff.survey_words import WIDTHS, Badge, Chart, told
from heard.web.staff.trend_words import KEY, VARIATIONS
from heard.web.staff.words import Row, long_day, percent, row, value

HANDLERS: Mapping[str, str] = {
    "bot": "The assistant only",
    "bot_then_human": "The assistant, then an adviser",
    "human": "An adviser only",
    "": "Nobody: left the queue, fell silent or was put off",
    "all": "All together",
}
QUESTIONS: Mapping[str, str] = {
    "outcome": "gave what was needed",
    "next_steps": "clear about what happens next",
    "knowledge": "the adviser's knowledge",
    "treatment": "polite and respectful",
    "timeliness": "the time it took",
}
CAVEAT = (
    "Scores of different handlers are not comparable. Whoever the assistant sent to the right "
    "place has got what they came for and does not stay to answer, and whoever stays may find it "
    "difficult to rate being sent elsewhere (report of January 2021, paragraph 53)."
)
TWO_VERSIONS = (
    "The questions changed within this month, and their scales with them. What was answered before "
    "and after are two measurements: their figures stand apart and must not be compared."
)
ILLUSTRATIVE = (
    "The months before October 2020 are illustrative: the report gives none of them, only that the "
    "assistant had dealt with more than 45,000 conversations since October 2019."
)


def day(of: date) -> str:
    return long_day(of)


def chart(found: Chats) -> Chart:
    """Give the share deflected by month as a control chart, with its words and table."""
    marks = [mark(_charted(one), found.stage, better=BETTER, series="1") for one in found.months]
    axes = ("month", "ended by the assistant")
    return Chart(
        id="deflected",
        title="Deflected, by month",
        drawings=[drawing(control.control(marks, width=width, axes=axes)) for width in WIDTHS],
        words=told("Share of those offered the assistant that it ended without a hand-over", marks),
        first="Month",
        lines=[line(_charted(one)) for one in found.months],
        badges=list(_badges(found)),
        notes=list(notes(found.stage)),
        key=KEY.replace("a week", "a month"),
        share="Deflected",
    )


def knows(months: Sequence[Month]) -> bool:
    """Tell whether we know who anybody was."""
    return any(one.known for one in months)


def again(months: Sequence[Month]) -> list[tuple[str, str, str]]:
    """Give by month the share that came back by no channel, and of how many that is known."""
    return [
        (
            month(one.first),
            value(one.stayed_away) if one.stayed_away.n else "Nobody known",
            f"{one.known:,} of {one.offered:,}",
        )
        for one in months
    ]


def by_handler(of: Month) -> list[tuple[str, int, str]]:
    """Give how many conversations of a month each kind of handler had."""
    return [
        (
            HANDLERS[name],
            of.by_handler.get(name, 0),
            percent(of.by_handler.get(name, 0) / of.n, base=0),
        )
        for name in ("bot", "bot_then_human", "human", "")
        if of.n
    ]


def waited(found: Waits) -> str:
    """Give a wait in words."""
    if found.median is None or found.p90 is None:
        return f"Too few: {found.n:,}"
    return f"{_time(found.median)}; nine of ten at most {_time(found.p90)} ({found.n:,})"


def abandoned(of: Month) -> str:
    share = f" ({percent(of.abandoned / of.queued, base=0)})" if of.queued else ""
    return f"{of.abandoned:,} of {of.queued:,}{share}"


def rates(found: Scores) -> list[Row]:
    """Give who was invited and who answered, by handler."""
    return [row(_name(one), one.rate) for one in (found.all, *found.by_handler)]


def shares(found: Scores) -> Iterator[tuple[str, list[Row]]]:
    """Give for each question of a version the positive share, of all and by handler."""
    for question in found.all.shares:
        named = QUESTIONS.get(question, question.replace("_", " "))
        each = (found.all, *found.by_handler)
        yield named.capitalize(), [row(_name(one), one.shares[question]) for one in each]


def topic(code: str) -> str:
    if not code:
        return "Other topics, or none"
    return TOPICS[code].topic if code in TOPICS else code


def _name(one: Score) -> str:
    return HANDLERS[one.handler]


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _charted(one: Month) -> Charted:
    return Charted(first=one.first, estimate=one.deflected, point=one.point)


def _badges(found: Chats) -> Iterator[Badge]:
    last = next((one for one in reversed(found.months) if one.point and one.point.limits), None)
    if last is None or last.point is None:
        return
    says = variation_of(last.point, BETTER)
    kind, _, end = says.partition("_")
    name, words = VARIATIONS[says]
    letter = {"high": "H", "low": "L"}.get(end, "")
    yield Badge(kind=kind, letter=letter, name=name, words=words.replace("week", "month"))
