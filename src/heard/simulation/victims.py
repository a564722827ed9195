"""What victims of crime answered by e-mail from October 2019 to November 2020, before Heard asked.

November 2020 is tuned to the figures that the report of January 2021 prints (paragraph 42). The
report gives no base: some 180 answers a month are ours, and so are the other months, which lie
about the 43 per cent that it calls typical.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from heard.core.statistics.whole_weeks import WEEK, Weeks, weeks_of
from heard.core.timing import LONDON
from heard.eligibility.models import Programme
from heard.equality import form
from heard.equality.give import FormerProfile, bring_former
from heard.journal.write import SYSTEM
from heard.responses import former
from heard.responses.former import Former, Mailing
from heard.responses.models import FormerCount
from heard.simulation.force import AREAS, Mix

PROGRAMME = "victim_email"
BROUGHT = datetime(2021, 1, 26, 10, tzinfo=UTC)  # after the last answer about November
DELAY = timedelta(days=42)
RATE = 0.075  # of those written to answer: the report says 7 to 8 per cent
CAME_BACK = 0.02

Name = TypeVar("Name", bound=Hashable)
Groups = Mapping[Name, tuple[int, int]]  # how many answered, and how many of them are satisfied


@dataclass(frozen=True, slots=True)
class Month:
    """A month of answers: how many, and how many of them were satisfied overall."""

    first: date
    answers: int
    satisfied: int


MONTHS = (
    Month(date(2019, 10, 1), 178, 83),
    Month(date(2019, 11, 1), 172, 72),
    Month(date(2019, 12, 1), 166, 74),
    Month(date(2020, 1, 1), 181, 73),
    Month(date(2020, 2, 1), 175, 80),
    Month(date(2020, 3, 1), 170, 73),
    Month(date(2020, 4, 1), 158, 64),
    Month(date(2020, 5, 1), 162, 75),
    Month(date(2020, 6, 1), 171, 71),
    Month(date(2020, 7, 1), 184, 81),
    Month(date(2020, 8, 1), 180, 74),
    Month(date(2020, 9, 1), 176, 79),
    Month(date(2020, 10, 1), 183, 77),
    Month(date(2020, 11, 1), 180, 69),
)

# Of 180 answers and 69 satisfied: the shares of November 2020. Where the report prints a share, it
# is that one to within a point; what it leaves out (theft, damage, vehicles, ages) is ours.
CRIMES: Groups[str] = {
    "CR-16": (27, 19),
    "CR-14": (12, 6),
    "CR-03": (64, 26),
    "CR-21": (25, 6),
    "CR-22": (22, 5),
    "CR-19": (30, 7),
}
ETHNIC: Groups[str] = {
    "white": (132, 57),
    "asian": (27, 8),
    "black": (8, 3),
    "mixed": (4, 1),
    "": (9, 0),
}
AGES: Groups[range] = {
    range(17, 25): (12, 5),
    range(25, 35): (28, 11),
    range(35, 45): (34, 13),
    range(45, 55): (40, 15),
    range(55, 65): (36, 14),
    range(65, 75): (18, 7),
    range(75, 90): (12, 4),
}
# Of those satisfied overall, and of the others, how many are satisfied with each aspect.
ASPECTS: Mapping[str, tuple[int, int]] = {
    "initial_contact": (60, 44),
    "initial_action": (55, 16),
    "feedback": (48, 13),
    "treatment": (62, 31),
}
# How it was reported, and how many of those were satisfied with the first contact: 104 of 180.
METHODS: Groups[str] = {
    "999": (30, 20),
    "101": (57, 38),
    "webform": (60, 24),
    "front_counter": (33, 22),
}
_SATISFIED = Mix({1: 22, 2: 38, 3: 40})
_OTHERS = Mix({4: 28, 5: 26, 6: 26, 7: 20})

# Whom the force had on record to write to, per cent; what is not known is left over.
INVITED: Mapping[tuple[str, str], float] = {
    ("age", "16-24"): 14,
    ("age", "25-34"): 22,
    ("age", "35-44"): 19,
    ("age", "45-54"): 18,
    ("age", "55-64"): 13,
    ("age", "65-74"): 8,
    ("age", "75+"): 6,
    ("ethnic_group", "white"): 64,
    ("ethnic_group", "asian"): 19,
    ("ethnic_group", "black"): 8,
    ("ethnic_group", "mixed"): 4,
    ("ethnic_group", "other"): 2,
}


@transaction.atomic  # all of it or nothing, whenever it is interrupted
def tell_victims(*, seed: int, now: datetime, months: Sequence[Month] = MONTHS) -> int:
    """Bring in what victims answered in these months, once; say how many answered."""
    programme = Programme.objects.select_related("questionnaire").get(slug=PROGRAMME)
    if FormerCount.objects.filter(programme=programme).exists():
        return 0
    rng = Random(seed)  # noqa: S311 - a simulation
    return sum(_tell(programme, month, rng, now=now) for month in months)


def weeks(month: Month) -> Weeks:
    """Give the whole weeks that belong to a month."""
    first = month.first
    return weeks_of(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _tell(programme: Programme, month: Month, rng: Random, *, now: datetime) -> int:
    people = list(_people(month, rng))
    answers = [
        Former(
            apart=person.apart,
            happened_at=person.happened_at,
            answered_at=person.answered_at,
            said=person.said,
            area=AREAS.draw(rng),
            code=person.crime,
            channel=person.method,
        )
        for person in people
    ]
    bring_former(
        [
            FormerProfile(
                apart=person.apart,
                at=person.answered_at,
                birth_year=person.happened_at.year - person.age,
                ethnic_group=person.ethnic,
            )
            for person in people
        ],
        version=form.version(now=now),
    )
    return former.bring_former(programme, _mailing(month), answers, by=SYSTEM, now=now)


def _mailing(month: Month) -> Mailing:
    span = weeks(month)
    if span.first is None or span.to is None:
        raise ValueError("a month has its weeks")
    invited = round(month.answers / RATE)
    return Mailing(
        begins=span.first,
        ends=span.to,
        invited=invited,
        undelivered=round(invited * CAME_BACK),
        groups={
            group: (round(invited * share / 100), round(invited * share / 100 * CAME_BACK))
            for group, share in INVITED.items()
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    apart: UUID
    happened_at: datetime
    answered_at: datetime
    crime: str
    method: str
    ethnic: str
    age: int
    said: Mapping[str, int]


def _people(month: Month, rng: Random) -> Iterator[_Person]:
    """Deal what there is of a month: each group has its share of who was satisfied or not."""
    n, satisfied = month.answers, month.satisfied
    is_satisfied = [True] * satisfied + [False] * (n - satisfied)
    crimes = _dealt(CRIMES, is_satisfied, rng)
    ethnic = _dealt(ETHNIC, is_satisfied, rng)
    ages = _dealt(AGES, is_satisfied, rng)
    aspects = {name: _aspect(name, is_satisfied, rng) for name in ASPECTS}
    methods = _dealt(METHODS, aspects["initial_contact"], rng)
    span = weeks(month)
    count = (span.last - span.first) // WEEK + 1 if span.first and span.last else 0
    for at, overall in enumerate(is_satisfied):
        # Each week has its share of the answers; the day and the hour are drawn.
        day = (span.first or month.first) + at % count * WEEK + timedelta(days=rng.randrange(7))
        happened = datetime(day.year, day.month, day.day, rng.randrange(8, 22), tzinfo=LONDON)
        liked = {name: those[at] for name, those in aspects.items()}
        liked |= {"ease": liked["initial_contact"], "overall": overall}
        yield _Person(
            apart=UUID(bytes=rng.randbytes(16), version=4),
            happened_at=happened,
            answered_at=happened + DELAY + timedelta(hours=rng.randrange(1, 240)),
            crime=crimes[at],
            method=methods[at],
            ethnic=ethnic[at],
            age=rng.choice(ages[at]),
            said={name: (_SATISFIED if one else _OTHERS).draw(rng) for name, one in liked.items()},
        )


def _aspect(name: str, is_satisfied: Sequence[bool], rng: Random) -> list[bool]:
    """Say of each whether they are satisfied with an aspect, as often as in November."""
    most, few = ASPECTS[name]
    november = MONTHS[-1]
    of_yes = sum(is_satisfied)
    of_no = len(is_satisfied) - of_yes
    yes = round(most * of_yes / november.satisfied)
    no = round(few * of_no / (november.answers - november.satisfied))
    deck = {
        True: _shuffled([True] * yes + [False] * (of_yes - yes), rng),
        False: _shuffled([True] * no + [False] * (of_no - no), rng),
    }
    return [deck[one].pop() for one in is_satisfied]


def _dealt(groups: Groups[Name], liked: Sequence[bool], rng: Random) -> list[Name]:
    """Deal each a group, so that those who liked it and those who did not have the shares of it."""
    yes = sum(liked)
    of_yes = _scaled({name: counted for name, (_, counted) in groups.items()}, yes)
    of_no = _scaled({name: n - counted for name, (n, counted) in groups.items()}, len(liked) - yes)
    deck = {
        True: _shuffled([name for name, n in of_yes.items() for _ in range(n)], rng),
        False: _shuffled([name for name, n in of_no.items() for _ in range(n)], rng),
    }
    return [deck[one].pop() for one in liked]


def _scaled(counts: Mapping[Name, int], total: int) -> dict[Name, int]:
    """Share out a total in the proportion of counts, the largest remainders rounded up."""
    exact = {name: n * total / sum(counts.values()) for name, n in counts.items()}
    whole = {name: int(n) for name, n in exact.items()}
    left = sorted(exact, key=lambda name: whole[name] - exact[name])
    for name in left[: total - sum(whole.values())]:
        whole[name] += 1
    return whole


def _shuffled(cards: list[Name], rng: Random) -> list[Name]:
    return rng.sample(cards, len(cards))
