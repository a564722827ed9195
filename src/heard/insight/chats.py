"""What came of conversations in the live chat, by month and by who dealt with them.

Bot only, bot then human and human only are kept apart; where nobody was met, that is said. Words
play no part in it: what is counted stands in the codes of conversations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection

from heard.accounts.wall import whole
from heard.core.statistics.control_charts import Better, Point, Stage, p_prime
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.few import held_back
from heard.core.statistics.proportions import share
from heard.events.chats import CHANNEL
from heard.insight import _chats
from heard.questionnaires.scales import scales

PROGRAMME = "live_chat"
NOBODY = ""  # who dealt with it: nobody did
HANDLERS = ("bot", "bot_then_human", "human", NOBODY)
BETTER = Better.NEITHER  # to be sent elsewhere is good for some, and not for others
WAITS = 20  # fewest waits of which a tenth may be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The conversations that ended in a local month.

    `by_handler` counts them by who dealt with them; `offered` met the assistant, `queued` waited
    for an adviser. `deflected` is the share of the offered that the assistant ended without a
    hand-over. `stayed_away` is the share of those ended by it, of whom we know who they are, who
    were in touch by no channel within 24 hours; `known` the share of the offered whom we know.
    """

    first: date
    by_handler: Mapping[str, int]
    offered: int
    queued: int
    abandoned: int
    silent: int
    deflected: Estimate
    stayed_away: Estimate
    known: int
    point: Point | None = None

    @property
    def n(self) -> int:
        return sum(self.by_handler.values())

    @property
    def last(self) -> date:
        """The last day of the month."""
        return _after(self.first) - timedelta(days=1)

    @property
    def bot(self) -> int:
        """How many the assistant dealt with alone."""
        return self.by_handler.get("bot", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Seconds: the middle one and that which nine of ten waited at most; None where few waited."""

    n: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What those said with whom one kind of handler dealt, or all of them together.

    `shares` is by question: the share of positive answers on the scale of that version.
    """

    handler: str
    invited: int
    answered: int
    rate: Estimate
    shares: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The survey of a month, by version of its questionnaire: two versions are two measurements."""

    version: int
    all: Score
    by_handler: Sequence[Score]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chats:
    """All months, and of them the stage of the control chart; None without a month."""

    months: Sequence[Month]
    stage: Stage | None

    @property
    def offered(self) -> int:
        """How many conversations the assistant has had a part in."""
        return sum(month.offered for month in self.months)


@dataclass(slots=True)
class _Sum:
    by_handler: dict[str, int] = field(default_factory=dict)
    offered: int = 0
    abandoned: int = 0
    silent: int = 0
    queued: int = 0


def months(*, minimum_base: int) -> Chats:
    """Count the conversations of all months, the first one first."""
    sums: dict[date, _Sum] = {}
    with whole():
        for month, handler, n, *others in _ask(_chats.MONTHS):
            found = sums.setdefault(month, _Sum())
            found.by_handler[handler] = n
            found.offered += others[0]
            found.abandoned += others[1]
            found.silent += others[2]
            found.queued += others[3]
        known = {month: counts for month, *counts in _ask(_chats.AGAIN)}
    counted = [
        _month(month, sums[month], known.get(month, [0, 0, 0]), minimum_base=minimum_base)
        for month in sorted(sums)
    ]
    return _charted(counted)


def waits(first: date, *, minimum_base: int) -> tuple[Waits, Waits]:
    """Give the waits for an adviser in a month, and those until the first words of one."""
    with whole():
        ((n, middle, most, said, middle_said, most_said),) = _ask(_chats.WAITED, **_within(first))
    return (
        _waits(n, middle, most, minimum_base=minimum_base),
        _waits(said, middle_said, most_said, minimum_base=minimum_base),
    )


def topics(first: date, last: date, *, minimum_base: int) -> tuple[int, list[tuple[str, int]]]:
    """Count what the assistant was asked about on these days: in all, and by topic.

    What fewer asked about than the minimum base stands together under no name.
    """
    with whole():
        found = [(topic, n) for topic, n in _ask(_chats.TOPICS, first=first, last=last)]
    total = sum(n for _, n in found)
    named = [(topic, n) for topic, n in found if topic and n >= minimum_base]
    rest = total - sum(n for _, n in named)
    while named and 0 < rest < minimum_base:
        rest += named.pop()[1]
    if total < minimum_base:
        return 0, []
    return total, [*named, *([("", rest)] if rest else [])]


def redirected(first: date) -> list[tuple[str, str, int]]:
    """Count the calls of a month that a menu sent elsewhere: from which, to where, the most first.

    Nothing is known of who called, so that a count of one tells nothing of anybody.
    """
    with whole():
        return _ask(_chats.REDIRECTED, **_within(first))


def scores(first: date, *, minimum_base: int) -> list[Scores]:
    """Give what was said in the survey about the chats of a month, a version at a time."""
    with whole():
        asked = {handler: (n, done) for handler, n, done in _ask(_chats.ASKED, **_asked(first))}
        said = _ask(_chats.SAID, **_asked(first))
    return [
        _scores(version, asked, [row for row in said if row[2] == version], minimum_base)
        for version in sorted({row[2] for row in said})
    ]


def _scores(
    version: int,
    asked: Mapping[str, tuple[int, int]],
    said: Sequence[tuple[str, str, int, str, int, int]],
    minimum_base: int,
) -> Scores:
    """Hold back so that no hidden share can be worked out of the whole and the others."""
    questions = list(dict.fromkeys(row[1] for row in said))
    by: dict[str, list[Estimate]] = {}
    everybody: dict[str, Estimate] = {}
    parts = [handler for handler in HANDLERS if handler in asked]
    for question in questions:
        rows = [row for row in said if row[1] == question]
        everybody[question] = _share(rows, minimum_base)
        each = [_share([row for row in rows if row[0] == one], minimum_base) for one in parts]
        by[question] = held_back(each, minimum_base=minimum_base, whole=everybody[question])
    together = (sum(n for n, _ in asked.values()), sum(done for _, done in asked.values()))
    return Scores(
        version=version,
        all=_score("all", together, everybody, minimum_base),
        by_handler=[
            _score(one, asked[one], {q: by[q][at] for q in questions}, minimum_base)
            for at, one in enumerate(parts)
        ],
    )


def _score(
    handler: str, asked: tuple[int, int], shares: Mapping[str, Estimate], minimum_base: int
) -> Score:
    invited, answered = asked
    return Score(
        handler=handler,
        invited=invited,
        answered=answered,
        rate=share(answered, invited, minimum_base=minimum_base),
        shares=shares,
    )


def _share(rows: Sequence[tuple[str, str, int, str, int, int]], minimum_base: int) -> Estimate:
    counted = positive = 0
    for _, _, _, scale, value, n in rows:
        counted += n if value in scales()[scale].base else 0
        positive += n if value in scales()[scale].positive else 0
    return share(positive, counted, minimum_base=minimum_base)


def _month(first: date, of: _Sum, known: Sequence[int], *, minimum_base: int) -> Month:
    knows, bot, stayed = known
    return Month(
        first=first,
        by_handler=of.by_handler,
        offered=of.offered,
        queued=of.queued,
        abandoned=of.abandoned,
        silent=of.silent,
        deflected=share(of.by_handler.get("bot", 0), of.offered, minimum_base=minimum_base),
        stayed_away=share(stayed, bot, minimum_base=minimum_base),
        known=knows,
    )


def _charted(counted: Sequence[Month]) -> Chats:
    """Put the months into a control chart, each judged on its own base (p')."""
    shown = [month for month in counted if month.deflected.shown]
    if not shown:
        return Chats(months=counted, stage=None)
    stage = p_prime(
        [month.deflected.value or 0 for month in shown],
        [month.deflected.n_effective for month in shown],
    )
    points = dict(zip([month.first for month in shown], stage.points, strict=True))
    found = [replace(month, point=points.get(month.first)) for month in counted]
    return Chats(months=found, stage=stage)


def _waits(n: int, middle: float | None, most: float | None, *, minimum_base: int) -> Waits:
    is_few = n < max(WAITS, minimum_base)
    return Waits(n=n, median=None if is_few else middle, p90=None if is_few else most)


def _within(first: date) -> dict[str, date]:
    return {"first": first, "after": _after(first)}


def _after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _asked(first: date) -> dict[str, date | str]:
    return {"programme": PROGRAMME, "channel": CHANNEL, **_within(first)}


def _ask(sentence: str, **given: date | str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sentence, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
