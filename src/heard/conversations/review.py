"""How well triggers are found: people look at drawn messages, and say what each is.

A citizen's messages of a month are drawn by a seed and looked at by the rules of today; from each
category that these find, and from what they find nothing in, some are drawn again. What reviewers
say of those tells precision and recall. Who looks is not told what was found.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction

from heard.accounts.models import User
from heard.conversations.models import Judgement, Message, Sampled
from heard.core.chat import triggers
from heard.core.statistics.agreement import kappa
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share, wilson
from heard.core.text.redact import redact
from heard.core.timing import LONDON
from heard.journal.write import Actor, write

POOL = 2_000  # messages that the rules look at
EACH, NOTHING = 20, 100  # drawn of each category, and of what nothing was found in
TWO = 2


class NotDrawn(Exception):
    """Nothing can be drawn; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One category: how often it was right where it was found, and found where it was right.

    `recall` is weighted by stratum; its Wilson interval stands on what the messages are worth.
    """

    category: str
    precision: Estimate
    recall: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All categories, over all that was judged; `agreement` is kappa where two judged the same."""

    judged: int
    left: int
    found: Sequence[Found]
    agreement: Estimate


def categories() -> list[str]:
    """Give what a message may be, by the categories of the triggers."""
    return sorted({one.category for one in triggers.PHRASES})


@transaction.atomic
def draw(first: date, *, seed: str, by: Actor, now: datetime) -> int:
    """Draw messages of a local month; say how many. NotDrawn where there are none, or were.

    The same seed draws the same messages of the same month.
    """
    name = f"{first:%Y-%m} {seed}"
    if Sampled.objects.filter(draw=name).exists():
        raise NotDrawn("This has been drawn before: take another seed.")
    strata: dict[str, list[Message]] = defaultdict(list)
    for message in _pool(first, name):
        met = triggers.look(message.text)
        strata[met.category if met else ""].append(message)
    drawn = [one for category, those in strata.items() for one in _few(category, those, name, now)]
    if not drawn:
        raise NotDrawn("Nobody wrote in that month, or what was written has been erased.")
    drawn.sort(key=lambda one: _order(name, one.message_id))
    Sampled.objects.bulk_create(drawn)
    write("conversations.draw", subject=f"chat-review:{name}", actor=by, now=now)
    return len(drawn)


def next_for(user: User) -> Sampled | None:
    """Give the next message that somebody has not judged; one that was erased is left out."""
    mine = Judgement.objects.filter(reviewer=user).values("sampled")
    left = Sampled.objects.exclude(pk__in=mine).filter(message__isnull=False)
    return left.select_related("message").order_by("pk").first()


def words(sampled: Sampled) -> str:
    """Give what was written, without what leads to a person."""
    return redact(sampled.message.text) if sampled.message else ""


@transaction.atomic
def judge(number: int, category: str, *, user: User, by: Actor, now: datetime) -> None:
    """Say what a message is, once. Sampled.DoesNotExist, and ValueError for no category."""
    if category and category not in categories():
        raise ValueError("There is no such category.")
    sampled = Sampled.objects.get(pk=number)
    facts = {"category": category, "judged_at": now}
    _, is_new = Judgement.objects.get_or_create(sampled=sampled, reviewer=user, defaults=facts)
    if is_new:
        write("conversations.judge", subject=f"chat-message:{number}", actor=by, now=now)


def results(*, minimum_base: int) -> Results:
    """Give precision and recall by category, by the first judgement of each message."""
    drawn = list(Sampled.objects.all())
    said: dict[Sampled, list[str]] = {one: [] for one in drawn}
    for one in Judgement.objects.select_related("sampled").order_by("judged_at", "pk"):
        said[one.sampled].append(one.category)
    judged = [(one.found, those[0], one.weight) for one, those in said.items() if those]
    twice = [(those[0], those[1]) for those in said.values() if len(those) >= TWO]
    names = sorted({name for row in judged for name in row[:2] if name})
    return Results(
        judged=len(judged),
        left=len(drawn) - len(judged),
        found=[_found(name, judged, minimum_base) for name in names],
        agreement=kappa(twice, minimum_base=minimum_base),
    )


def _found(name: str, judged: Sequence[tuple[str, str, float]], minimum_base: int) -> Found:
    told = [is_ == name for found, is_, _ in judged if found == name]
    return Found(
        category=name,
        precision=share(sum(told), len(told), minimum_base=minimum_base),
        recall=_recall(name, judged, minimum_base),
    )


def _recall(name: str, judged: Sequence[tuple[str, str, float]], minimum_base: int) -> Estimate:
    """Give the weighted share found of what is of a category.

    Source of the effective size: L. Kish, Survey Sampling (1965), section 11.7.
    """
    those = [(found == name, weight) for found, is_, weight in judged if is_ == name]
    plain = share(sum(hit for hit, _ in those), len(those), minimum_base=minimum_base)
    if not plain.shown:
        return plain
    total = sum(weight for _, weight in those)
    value = min(sum(weight for hit, weight in those if hit) / total, 1.0)
    worth = total**2 / sum(weight**2 for _, weight in those)
    low, high = wilson(worth * value, worth)
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=len(those),
        n_effective=worth,
        method="Wilson 95%, weighted",
    )


def _pool(first: date, name: str) -> Iterator[Message]:
    """Give at most 2,000 messages of citizens of a month, by lot."""
    begins = datetime(first.year, first.month, 1, tzinfo=LONDON)
    after = (first + timedelta(days=31)).replace(day=1)
    ends = datetime(after.year, after.month, 1, tzinfo=LONDON)
    said = Message.objects.filter(
        author=Message.Author.CITIZEN, said_at__gte=begins, said_at__lt=ends
    )
    ids = sorted(said.values_list("pk", flat=True), key=lambda pk: _order(name, pk))[:POOL]
    yield from Message.objects.filter(pk__in=ids)


def _few(category: str, those: Sequence[Message], name: str, now: datetime) -> Iterator[Sampled]:
    most = EACH if category else NOTHING
    drawn = sorted(those, key=lambda one: _order(name, one.pk))[:most]
    for one in drawn:
        weight = len(those) / len(drawn)
        yield Sampled(message=one, draw=name, found=category, weight=weight, drawn_at=now)


def _order(name: str, pk: int | None) -> bytes:
    return sha256(f"{name} {pk}".encode()).digest()
