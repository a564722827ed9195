"""Lets simulated people answer the survey of the impact areas, each by the way they came."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import transaction

from heard.core.questionnaire.filled import Filled, Step
from heard.core.questionnaire.form import Kind
from heard.eligibility.models import Programme
from heard.fieldwork.models import Submission
from heard.fieldwork.receive import Brought, receive
from heard.invitations import collectors
from heard.invitations.collectors import Way
from heard.invitations.models import Collector
from heard.journal.write import SYSTEM
from heard.places.impact_areas import impact_areas
from heard.responses import record
from heard.simulation.force import Mix, chance

PROGRAMME = "neighbourhood"
FIRST = datetime(2020, 3, 2, 9, tzinfo=UTC)  # a Monday, the first day on which anybody is asked
ANSWERS = 400
CROWD = 24  # of them in one hour at one computer, as in a library

# Take-up of other languages was low (the report, paragraph 18); how low is ours.
_LANGUAGES = Mix({"en": 94, "pl": 2, "ur": 1.5, "pa": 1, "ro": 1, "bn": 0.3, "ar": 0.2})
_CHANNELS = Mix({"officer": 55, "poster": 22, "facebook": 12, "x": 5, "partner": 6})
_PLACES = {"officer": "Beat team", "poster": "Library"}
_FOR_ALL = {"facebook": "The force's page", "x": "@trial", "partner": "The housing association"}
_CHOSEN = (5, 1, 3, 4, 2, 1, 1, 1, 1, 0.4)  # how often each choice is taken, from the first on
_WORRIES = (
    "Cars racing past the school.",
    "People drinking in the park after dark.",
    "Parcels taken from our doorsteps.",
    "The street lights have been out since summer.",
    "I never see an officer on foot.",
    "Motorbikes on the canal path.",
    "Nothing much. It is a good place to live.",
)
# What people write more often than before as the pilot goes on.
_LATELY = (
    "We used to have a beat officer. Now nobody walks here.",
    "There are no patrols here any more in the evening.",
    "You never see police on our estate now.",
    "More officers on foot after dark, please.",
)
_LATELY_FROM = datetime(2020, 10, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    """Somebody who answers: by what way in, when, from where and in which language."""

    way: Collector
    at: datetime
    address: str
    language: str
    again: bool


@transaction.atomic  # all of it or nothing, whenever it is interrupted
def ask_neighbourhoods(
    *, seed: int, until: datetime, progress: Callable[[int], None], answers: int = ANSWERS
) -> None:
    """Hang up posters and send officers out, and let people answer until an instant, once.

    Where a way into the survey was made before, nothing is done.
    """
    programme = Programme.objects.get(slug=PROGRAMME)
    if Collector.objects.filter(programme=programme).exists():
        return
    rng = Random(seed)  # noqa: S311 - a simulation
    ways = _ways(programme)
    for person in _people(ways, rng, until=until, answers=answers):
        _answer(person, rng)
        progress(1)


def _ways(programme: Programme) -> list[Collector]:
    """Make an officer's way and a poster in each impact area, and those of the whole force."""
    ways = [
        Way(channel=channel, place=f"{place}, {area.name}", impact_area=slug, target=40)
        for slug, area in impact_areas().items()
        for channel, place in _PLACES.items()
    ]
    ways += [Way(channel=channel, place=place) for channel, place in _FOR_ALL.items()]
    return [collectors.make(programme, way, by=SYSTEM, now=FIRST) for way in ways]


def _people(
    ways: Sequence[Collector], rng: Random, *, until: datetime, answers: int
) -> list[_Person]:
    by_channel: dict[str, list[Collector]] = {}
    for way in ways:
        by_channel.setdefault(way.channel, []).append(way)
    # Some areas are worked much harder than others, and in some next to nobody answers.
    keen = [rng.paretovariate(1.2) for _ in impact_areas()]
    seconds = int((until - FIRST).total_seconds())
    found = []
    for number in range(answers - CROWD):
        choices = by_channel[_CHANNELS.draw(rng)]
        weights = keen if len(choices) == len(keen) else None
        found.append(
            _Person(
                way=rng.choices(choices, weights)[0],
                at=FIRST + timedelta(seconds=rng.randrange(seconds)),
                address=f"198.51.{number % 256}.{rng.randrange(256)}",
                language=_LANGUAGES.draw(rng),
                again=chance(rng, 0.05),
            )
        )
    busiest = by_channel["poster"][keen.index(max(keen))]
    at = FIRST + timedelta(days=90)
    found += [
        _Person(
            way=busiest,
            at=at + timedelta(minutes=2 * number),
            address="203.0.113.7",
            language="en",
            again=False,
        )
        for number in range(CROWD)
    ]
    return sorted(found, key=lambda person: person.at)


def _answer(person: _Person, rng: Random) -> None:
    if person.way.channel == Collector.Channel.OFFICER:
        _tell_an_officer(person, rng)
        return
    guest, _ = collectors.let_in(
        person.way,
        address=person.address,
        answered_before=person.again,
        now=person.at,
        draw=rng.randbytes,
    )
    record.start(guest, now=person.at)
    filled = record.filled(guest, now=person.at, language=person.language)
    for key, text in _said(filled, rng, person.at):
        record.save(guest, key, text, now=person.at, language=person.language)
    done = person.at + timedelta(minutes=3)
    record.submit(guest, now=done, language=person.language, mode="web")


def _tell_an_officer(person: _Person, rng: Random) -> None:
    version = collectors.version_of(person.way, now=person.at)
    ended = person.at + timedelta(minutes=4)
    filled = record.fill(version, {}, now=ended, language=person.language)
    brought = Brought(
        instance=f"uuid:{rng.randbytes(16).hex()}",
        collector=person.way,
        version=version,
        language=person.language,
        said=dict(_said(filled, rng, person.at)),
        started_at=person.at,
        ended_at=ended,
        via=Submission.Via.APP,
        device="simulated",
    )
    receive(brought, now=ended)


def _said(filled: Filled, rng: Random, at: datetime) -> list[tuple[str, str]]:
    """Answer what is asked at first; what an answer opens is left out, as it is here."""
    told = ((step.key, _one(filled, step, rng, at)) for step in filled.steps)
    return [(key, text) for key, text in told if text]


def _one(filled: Filled, step: Step, rng: Random, at: datetime) -> str:
    kind = step.question.kind if step.question else None
    values = [value for value, _ in filled.choices(step)]
    if kind is Kind.TEXT:
        return _worry(rng, at) if chance(rng, 0.4) else ""
    if kind is Kind.RANK:
        return " ".join(rng.sample(values, len(values)))
    if kind is Kind.CHOICES:
        return " ".join(rng.sample(values, min(3, len(values))))
    if not values:
        return ""
    return rng.choices(values, [*_CHOSEN, *([0.4] * len(values))][: len(values)])[0]


def _worry(rng: Random, at: datetime) -> str:
    """Write what worries somebody; as much is drawn from `rng` at any time."""
    worry = rng.choice(_WORRIES)
    own = Random(f"{worry}{at.isoformat()}")  # noqa: S311 - a simulation
    return own.choice(_LATELY) if at >= _LATELY_FROM and chance(own, 0.7) else worry
