"""Sign-up drives of 2020 and the pilot in Birmingham East, as the demo plays them.

That there were a plan for more sign-ups and a pilot outside neighbourhood teams is the report's
(paragraphs 35 and 36). Their days, goals, codes and costs, and whom they brought, are ours.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from random import Random

from heard.accounts.models import User
from heard.core.timing import london_date
from heard.journal.write import SYSTEM
from heard.membership import drives, pilots
from heard.membership.bring import Former
from heard.membership.drives import Owner, Source
from heard.membership.models import CodeDay, DriveCode
from heard.membership.pilots import Wanted

WHO = Owner(actor=SYSTEM)
PILOT = date(2020, 6, 1)
Kind = DriveCode.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A drive: of those who join in its areas and days, the part that comes by each code."""

    name: str
    days: tuple[date, date]
    goals: Mapping[str, int]
    codes: Sequence[tuple[Source, float, int | None]]  # with its part, and its cost in pence


def _by(code: str, kind: DriveCode.Kind, name: str, area: str = "") -> Source:
    return Source(code=code, kind=kind, name=name, area=area)


DRIVES = (
    Played(
        name="Dudley signs up",
        days=(date(2020, 1, 13), date(2020, 3, 31)),
        goals={"DY": 700},
        codes=(
            (_by("dy-markets", Kind.EVENT, "Stalls at the markets", "DY"), 0.28, 184_000),
            (_by("dy-leaflet", Kind.LEAFLET, "Leaflets to every door", "DY"), 0.14, 320_050),
            (_by("dy-school-gate", Kind.POSTER, "Posters at schools", "DY"), 0.005, 2_500),
        ),
    ),
    Played(
        name="Improvement plan, summer 2020",
        days=(date(2020, 6, 1), date(2020, 9, 30)),
        goals={"BE": 800, "BW": 700, "CV": 700},
        codes=(
            (_by("summer-social", Kind.SOCIAL, "Posts in local groups"), 0.3, 95_000),
            (_by("be-libraries", Kind.POSTER, "Posters in libraries", "BE"), 0.12, 41_000),
            (_by("cv-homes", Kind.PARTNER, "Housing association", "CV"), 0.2, None),
        ),
    ),
    Played(
        name="Improvement plan, winter",
        days=(date(2020, 11, 2), date(2021, 3, 31)),
        goals={"SW": 400, "WS": 300, "WV": 250},
        codes=(
            (_by("winter-press", Kind.PRESS, "Advertisements"), 0.25, 260_000),
            (_by("ws-leaflet", Kind.LEAFLET, "Leaflets with the council", "WS"), 0.2, 58_000),
        ),
    ),
)


def install(joined: Mapping[tuple[str, date], int]) -> None:
    """Begin the drives and the pilot, and count whom their codes brought on which day."""
    for played in DRIVES:
        at = datetime.combine(played.days[0], time(9), UTC)
        made = drives.begin(played.name, played.days, played.goals, by=WHO, now=at)
        for source, _, pence in played.codes:
            code = drives.add_code(made, source, by=WHO, now=at)
            if pence is not None:
                paid = {"on": played.days[0], "what": "Print, post and stalls"}
                drives.add_cost(code, pence, **paid, by=WHO, now=at)  # type: ignore[arg-type]
    codes = {one.code: one for one in DriveCode.objects.all()}
    CodeDay.objects.bulk_create(
        # More look than ask, and some who ask do not confirm.
        CodeDay(code=codes[code], day=day, opened=3 * n + n // 2, asked=n + n // 4)
        for (code, day), n in joined.items()
    )
    pilots.begin(
        Wanted(
            area="BE",
            roles=[User.Role.OFFICER, User.Role.TEAM_SUPERVISOR],
            first=PILOT,
            reason="Pilot of the improvement plan: response teams use the community as well.",
        ),
        by=SYSTEM,
        now=datetime.combine(PILOT, time(9), UTC),
    )


def coded(people: Iterable[Former], *, seed: int) -> Iterator[Former]:
    """Give everybody, some of them with the code by which they came."""
    draw = Random(f"members drives {seed}")  # noqa: S311 - a play
    for one in people:
        at, area = one.areas[0]
        chance = draw.random()
        code = _code(area, london_date(at), chance)
        yield replace(one, source=code) if code else one


def used(people: Iterable[Former]) -> Mapping[tuple[str, date], int]:
    """Count who came by a code of a drive, by the day on which they joined."""
    codes = {source.code for played in DRIVES for source, _, _ in played.codes}
    return Counter(
        (one.source, london_date(one.areas[0][0])) for one in people if one.source in codes
    )


def _code(area: str, day: date, chance: float) -> str:
    """Give the code by which somebody comes to an area on a day, or none."""
    for played in DRIVES:
        first, last = played.days
        if area not in played.goals or not first <= day <= last:
            continue
        for source, part, _ in played.codes:
            if source.area not in ("", area):
                continue
            if chance < part:
                return source.code
            chance -= part
    return ""
