"""The members of the community that the report of January 2021 counts, and how they came and went.

How many each area had in November 2019 and 2020 is the report's (Table 2), and how many of them
told which gender (Figure 10). That 4 in 100 left in between and 1 in 100 moved to the next area is
ours, and so are all people, their addresses, postcodes, and what else they say of themselves.

How the membership went on after November 2020 the report does not say. Here 4 in 100 a year go on
leaving, who had told nothing of themselves, and as many join in each area: it stays as large.
"""

import csv
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from django.db import transaction

from heard import bulk
from heard.equality import form
from heard.equality.give import FormerProfile, bring_former
from heard.journal.write import SYSTEM
from heard.membership.bring import Former, bring
from heard.membership.models import Frequency, Interest, Member
from heard.places import sample
from heard.simulation import drives
from heard.simulation.equality import says

_FILE = Path(__file__).with_name("members.csv")
_GENDERS = Path(__file__).with_name("member_genders.csv")
FIRST = datetime(2013, 5, 1, 9, tzinfo=UTC)
BEFORE = datetime(2019, 11, 30, 23, 59, tzinfo=UTC)
AFTER = datetime(2020, 11, 30, 23, 59, tzinfo=UTC)
LEFT, MOVED = 0.04, 0.01  # of members, in a year
YEAR = timedelta(days=365)
AT_ONCE = 10_000
SEXES = ("female", "male", "skip")
ASKED = ("condition", "reduces", "ethnic_group", "religion", "orientation")
LANGUAGES = (*["en"] * 93, "pa", "ur", "bn", "pl", "ro", "ar", "so")


def counts() -> Mapping[str, tuple[int, int]]:
    """Give how many members each area had at the two times, by its code."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["area"]: (int(row["november_2019"]), int(row["november_2020"]))
            for row in csv.DictReader(file)
        }


def genders() -> Mapping[str, int]:
    """Give how many members told each gender, or that they prefer not to say."""
    with _GENDERS.open(encoding="utf-8", newline="") as file:
        return {row["gender"]: int(row["members"]) for row in csv.DictReader(file)}


def everybody(until: datetime) -> int:
    """Say how many were a member at some time until then."""
    lately = sum(since_then(until).values())
    return sum(after + round(LEFT * before) for before, after in counts().values()) + lately


def since_then(until: datetime) -> Mapping[str, int]:
    """Give how many join each area, and leave it, from the end of November 2020 until a time."""
    years = max(until - AFTER, timedelta()) / YEAR
    return {area: round(LEFT * after * years) for area, (_, after) in counts().items()}


@transaction.atomic
def register_members(*, seed: int, now: datetime, progress: Callable[[int], None]) -> int:
    """Bring all of them in, once, or none; say how many are members."""
    if Member.objects.exists():
        return 0
    sample.install(now=now)
    lives = list(drives.coded(people(seed=seed, until=now), seed=seed))
    drives.install(drives.used(lives))
    version = form.version(now=now)
    done = 0
    for part in bulk.chunks(lives, AT_ONCE):
        done += bring(part, by=SYSTEM, draw=secrets.token_bytes, now=now)
        progress(len(part))
    for said in bulk.chunks([*told(lives, seed=seed)], AT_ONCE):
        bring_former(said, version=version)
    return done


def people(*, seed: int, until: datetime) -> Iterator[Former]:
    """Give everybody who was a member at some time until then, in a random order."""
    draw = Random(f"members {seed}")  # noqa: S311 - a play
    lives = _reported(draw)
    codes = sample.by_area()
    apart = iter(_apart(draw, members=sum(left_at is None for _, left_at in lives)))
    going = Counter(since_then(until))
    coming = [area for area, joins in going.items() for _ in range(joins)]
    for number, (lived, left_at) in enumerate(lives, start=1):
        area, said = lived[-1][1], next(apart) if left_at is None else None
        if left_at is not None:
            yield Former(areas=lived, left_at=left_at)
        elif said is None and going[area]:
            going[area] -= 1
            yield Former(areas=lived, left_at=_between(draw, AFTER, until))
        else:
            yield _former(draw, number, lived, said, codes[area])
    for number, area in enumerate(coming, start=len(lives) + 1):
        yield _former(draw, number, [(_between(draw, AFTER, until), area)], None, codes[area])


def _reported(draw: Random) -> list[tuple[list[tuple[datetime, str]], datetime | None]]:
    """Give until the end of November 2020 where each was a member since when, and who left when.

    As many leave each area for the next one as come to it from the one before, or else new people
    make up for it: each area has the members that the report counts at both times.
    """
    of = counts()
    areas = list(of)
    movers = {area: round(MOVED * before) for area, (before, _) in of.items()}
    lives: list[tuple[list[tuple[datetime, str]], datetime | None]] = []
    for number, area in enumerate(areas):
        before, after = of[area]
        goes, left = movers[area], round(LEFT * before)
        comes, following = movers[areas[number - 1]], areas[(number + 1) % len(areas)]
        for one in range(before):
            joined = _between(draw, FIRST, BEFORE)
            later = _between(draw, BEFORE, AFTER)
            moved = [(later, following)] if one < goes else []
            lives.append(([(joined, area), *moved], later if goes <= one < goes + left else None))
        lives += [
            ([(_between(draw, BEFORE, AFTER), area)], None)
            for _ in range(after - (before - goes - left + comes))
        ]
    draw.shuffle(lives)
    return lives


def told(lives: Iterable[Former], *, seed: int) -> Iterator[FormerProfile]:
    """Give what those of them say of themselves who say anything, as they did when they joined."""
    draw = Random(f"members say {seed}")  # noqa: S311 - a play
    told_genders = [gender for gender, members in genders().items() for _ in range(members)]
    draw.shuffle(told_genders)
    saying = ((one, one.apart) for one in lives if one.apart)
    for (one, apart), gender in zip(saying, told_genders, strict=True):
        yield FormerProfile(
            apart=apart,
            at=one.areas[0][0],
            birth_year=int(says(draw, "year", ())),
            sex=gender if gender in SEXES else "",
            gender_group=gender,
            **{name: says(draw, name, ("",)) for name in ASKED},
        )


def _apart(draw: Random, *, members: int) -> list[UUID | None]:
    """Give random ids for as many members as say something, and None for the others."""
    saying = sum(genders().values())
    found = [UUID(int=draw.getrandbits(128), version=4) for _ in range(saying)]
    given = [*found, *[None] * (members - saying)]
    draw.shuffle(given)
    return given


def _former(
    draw: Random,
    number: int,
    lived: list[tuple[datetime, str]],
    apart: UUID | None,
    codes: Sequence[str],
) -> Former:
    return Former(
        areas=lived,
        email=f"member.{number}@people.example",
        postcode=draw.choice(codes),
        language=draw.choice(LANGUAGES),
        interests=draw.sample(Interest.values, draw.randrange(4)),
        apart=apart,
        frequency=Frequency.EACH if draw.random() < 0.8 else Frequency.WEEKLY,  # noqa: PLR2004
    )


def _between(draw: Random, since: datetime, until: datetime) -> datetime:
    return since + draw.random() * (until - since)
