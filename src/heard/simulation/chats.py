"""The live chat of October 2020 as the report counts it, and the year before as it may have been.

October 2020 is tuned to the report of January 2021 (paragraphs 46, 47, 51): 16,038 conversations,
all of them invited, 6,599 surveys. That some 27 per cent were deflected is an average without a
date, taken here for that month. Of the months before, the report gives two numbers, more than
45,000 conversations of the assistant since October 2019, and 6,833 questions about coronavirus from
9 to 16 April, 65 per cent of its demand; all else of them is ours, and illustrative.

They lie before Heard's own chat, so no window of ours was opened: what is kept is what the lanes
would have left, but that the chat of that time invited everybody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import uuid4

from django.db import transaction

from heard import bulk
from heard.conversations.models import Conversation, Message
from heard.core.chat.topics import TOPICS
from heard.core.timing import LONDON
from heard.simulation.chat_survey import BATCH, Row, survey
from heard.simulation.force import HOURS, Mix

SURVEYED = date(2020, 10, 1)
WORDS = 300  # of the last conversations of that month what was said is there
CORONAVIRUS, OTHER = "CT-11", "CT-06"
WEEK = (date(2020, 4, 9), date(2020, 4, 16))  # eight days, as the report counts them
IN_WEEK, ABOUT_CORONAVIRUS = 10_512, 6_833
# The topics that the assistant had flows for (paragraph 50), by how often; how often is ours.
_TOPICS = Mix(
    {"CT-05": 15, "CT-06": 13, "CT-07": 5, "CT-08": 14, "CT-09": 10, "CT-10": 18, "CT-01": 9}
    | {"CT-02": 6, "CT-03": 6, "CT-12": 4}
)
_SAYS = ("One moment, please.", "You can do that online: here is the link.", "Is that what it was?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """How the conversations of a month ended: of whom the assistant met, and of the others."""

    bot: int
    handed_over: int
    silent: int = 0
    abandoned: int = 0
    human: int = 0

    def part(self, of: int) -> "Ends":
        """Give the same in small, by so much."""
        return Ends(
            bot=round(self.bot / of),
            handed_over=round(self.handed_over / of),
            silent=round(self.silent / of),
            abandoned=round(self.abandoned / of),
            human=round(self.human / of),
        )


OCTOBER = Ends(bot=4_280, handed_over=10_120, silent=500, abandoned=700, human=438)
BEFORE: Mapping[date, tuple[int, float]] = {
    date(2019, 10, 1): (700, 0.22),
    date(2019, 11, 1): (800, 0.24),
    date(2019, 12, 1): (800, 0.25),
    date(2020, 1, 1): (950, 0.25),
    date(2020, 2, 1): (1_000, 0.27),
    date(2020, 3, 1): (1_900, 0.28),
    date(2020, 4, 1): (12_600, 0.30),
    date(2020, 5, 1): (3_000, 0.29),
    date(2020, 6, 1): (2_000, 0.26),
    date(2020, 7, 1): (1_900, 0.27),
    date(2020, 8, 1): (2_050, 0.26),
    date(2020, 9, 1): (2_400, 0.28),
}
CONVERSATIONS = sum(met for met, _ in BEFORE.values()) + 16_038


@transaction.atomic  # all of it or nothing, whenever it is interrupted
def tell_chats(*, seed: int, of: int = 1) -> int:
    """Bring in the conversations of all these months, once; say how many. `of` 100: a hundredth."""
    if Conversation.objects.filter(begun_at__lt=datetime(2020, 11, 1, tzinfo=LONDON)).exists():
        return 0
    rng = Random(f"chats {seed}")  # noqa: S311 - a simulation
    rows = [row for first in BEFORE for row in _before(first, rng, of=of)]
    _put(rows)
    month = list(_month(SURVEYED, OCTOBER.part(of), rng))
    numbers = _put(month)
    survey(list(zip(numbers, month, strict=True)), rng, of=of)
    _speak(list(zip(numbers, month, strict=True))[-WORDS:], rng)
    return len(rows) + len(month)


def _before(first: date, rng: Random, *, of: int) -> Iterator[Row]:
    """Give the conversations of a month that met the assistant; April has the week in it."""
    met, share = BEFORE[first]
    n = round(met / of)
    bot = round(n * share)
    rows = list(_month(first, Ends(bot=bot, handed_over=n - bot), rng))
    if first.month == WEEK[0].month:
        _outbreak(rows, rng, of=of)
    yield from rows


def _outbreak(rows: list[Row], rng: Random, *, of: int) -> None:
    """Move the demand of the week into it, and no other; so many of it ask about one thing."""
    inside, asked = round(IN_WEEK / of), round(ABOUT_CORONAVIRUS / of)
    rng.shuffle(rows)
    days = (WEEK[1] - WEEK[0]).days + 1
    for at, row in enumerate(rows):
        is_inside = at < inside
        day = WEEK[0].day + at % days if is_inside else rng.choice((*range(1, 9), *range(17, 31)))
        _move(row, day)
        row["topic"] = CORONAVIRUS if at < asked else row["topic"]


def _move(row: Row, day: int) -> None:
    """Let a conversation have been on another day of its month."""
    by = timedelta(days=day - row["begun_at"].astimezone(LONDON).day)
    for name, value in row.items():
        if isinstance(value, datetime):
            row[name] = value + by


def _month(first: date, ends: Ends, rng: Random) -> Iterator[Row]:
    kinds = (
        *["bot"] * ends.bot,
        *["bot_then_human"] * ends.handed_over,
        *["silent"] * ends.silent,
        *["abandoned"] * ends.abandoned,
        *["human"] * ends.human,
    )
    days = ((first + timedelta(days=31)).replace(day=1) - first).days
    at = sorted(rng.randrange(days) for _ in kinds)
    for day, kind in zip(at, rng.sample(kinds, len(kinds)), strict=True):
        yield _row(first + timedelta(days=day), kind, rng)


def _row(day: date, kind: str, rng: Random) -> Row:
    """Give a conversation; the assistant works from 8 to midnight, and at night there is none."""
    is_night = kind == "human"
    hour = rng.randrange(8) if is_night else _BY_DAY.draw(rng)
    local = datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)
    begun = local.astimezone(UTC) + timedelta(seconds=rng.randrange(1_800))
    waited = min(round(rng.lognormvariate(5.0, 0.7)), 3_600)  # seconds, some two and a half minutes
    taken = begun + timedelta(seconds=60 + waited)
    is_taken = kind in {"bot_then_human", "human"}
    ended = taken + timedelta(seconds=rng.randrange(120, 900)) if is_taken else begun
    ended += timedelta(seconds=rng.randrange(40, 240))
    return {
        "token_hash": f"\\x{rng.randbytes(32).hex()}",
        "state": "ended",
        "ending": _ENDINGS[kind],
        "topic": _TOPICS.draw(rng),
        "outcome": "answered" if is_taken else "",
        "met_bot": not is_night,
        "consented_at": begun,
        "begun_at": begun,
        "heard_at": ended,
        "taken_at": taken if is_taken else None,
        "answered_at": taken + timedelta(seconds=rng.randrange(8, 50)) if is_taken else None,
        "ended_at": ended,
        "told_at": ended,
        "waited": waited if is_taken else None,
    }


_ENDINGS = {
    "bot": "answered",
    "bot_then_human": "closed",
    "human": "closed",
    "silent": "silent",
    "abandoned": "abandoned",
}
_BY_DAY = Mix({hour: weight for hour, weight in enumerate(HOURS) if hour >= 8})  # noqa: PLR2004


def _put(rows: Sequence[Row]) -> list[int]:
    """Write conversations, and give their numbers in the same order."""
    blank = Conversation()
    others = {
        str(field.column): field.get_prep_value(getattr(blank, field.attname))
        for field in Conversation._meta.concrete_fields
        if not field.primary_key and field.column not in rows[0]
    }
    written: list[int] = []
    for part in bulk.chunks(rows, BATCH):
        lines = [_plain(others | row) for row in part]
        made = bulk.insert(Conversation, lines, returning=["id", "token_hash"])
        by_hash = {f"\\x{bytes(hash_).hex()}": number for number, hash_ in made}
        written += [by_hash[row["token_hash"]] for row in part]
    return written


def _plain(row: Row) -> Row:
    return {k: str(v) if isinstance(v, datetime) else v for k, v in row.items()}


def _speak(last: Sequence[tuple[int, Row]], rng: Random) -> None:
    """Let something have been said in the last conversations, which are young enough to keep it."""
    messages: list[Message] = []
    for number, row in last:
        asked = rng.choice(TOPICS[row["topic"]].examples or (TOPICS[row["topic"]].topic,))
        lines = [(Message.Author.CITIZEN, asked), (Message.Author.ASSISTANT, rng.choice(_SAYS))]
        if row["taken_at"]:
            lines.append((Message.Author.ADVISER, "Hello, I have read what you wrote."))
        messages += [
            Message(
                conversation_id=number,
                position=position,
                key=uuid4() if author == Message.Author.CITIZEN else None,
                author=author,
                text=text,
                said_at=row["begun_at"] + timedelta(seconds=20 * position),
            )
            for position, (author, text) in enumerate(lines, start=1)
        ]
    Message.objects.bulk_create(messages)
    said = {one.conversation_id: one.position for one in messages}
    talks = list(Conversation.objects.filter(pk__in=said))
    for talk in talks:
        talk.said = said[talk.pk]
    Conversation.objects.bulk_update(talks, ["said"])
