"""Three quarters in which simulated members said what they think of the police in their area.

They lie before the demo begins, so no letter of them leaves: what is kept of them is what the lanes
would have left when they were closed. What people answer is ours, and hangs together: whoever is
content with one thing is more often content with the next.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from heard.eligibility.models import Programme
from heard.invitations.collectors import new_code
from heard.invitations.models import Collector, Guest
from heard.membership.asking import draw
from heard.membership.models import Asked, Channel, Wave
from heard.membership.waves import LIVES, PROGRAMME, name
from heard.questionnaires.models import Version
from heard.questionnaires.publish import version_at
from heard.responses.models import Answer, Comment, Response

OPENED = tuple(
    datetime(2020, month, day, 8, tzinfo=UTC) for month, day in ((4, 20), (7, 6), (10, 5))
)
EACH = 70  # members drawn in each area
ANSWERING = 0.38
LEFT_OUT = ("paused", "unreachable", "objected", "capped")
LEVELS = (0.15, 0.1, -0.15)  # of confidence in these quarters, in standard deviations
_AREAS = {"BE": -0.15, "BW": -0.1, "CV": 0.1, "SH": 0.2}
# How high a question lies, and how far it follows what somebody thinks of all of it.
_AGREE = {
    "confidence": (0.35, 1.0),
    "reliable": (-0.1, 0.8),
    "respect": (0.8, 0.5),
    "fair": (0.45, 0.8),
    "understand": (0.3, 0.6),
    "concerns": (0.05, 0.9),
    "minor": (-0.4, 0.6),
    "trust": (0.45, 0.8),
    "listen": (0.1, 0.7),
    "informed": (-0.2, 0.3),
}
_OTHERS = {"good_job": ("JOB5", 0.25, 0.9), "safe_day": ("SAFE4", 1.1, 0.2)}
_OTHERS |= {"safe_night": ("SAFE4", 0.1, 0.3), "visible": ("FREQ6", -0.6, 0.4)}
_STEPS = {
    "AGR5": (0.9, 0.05, -0.55, -1.2),
    "JOB5": (1.1, 0.1, -0.8, -1.5),
    "SAFE4": (0.8, -0.3, -1.2),
    "FREQ6": (2.2, 1.4, 0.4, -0.3, -1.1),
}
_UNSURE, _CONTACT, _WRITES = 0.03, 0.3, 0.3
_WORDS = (
    "More officers on foot, and the same ones.",
    "Answer 101 sooner.",
    "Tell us what became of what we reported.",
    "Do something about the speeding.",
    "Come when somebody calls about nuisance in the park.",
    "Work with our young people, and not only against them.",
    "Nothing, they are doing a good job.",
)


@transaction.atomic
def ask_members(*, seed: int, progress: Callable[[int], None]) -> None:
    """Let members answer in each quarter, once, or nobody."""
    if Wave.objects.exists():
        return
    programme = Programme.objects.select_related("questionnaire").get(slug=PROGRAMME)
    for opens_at, level in zip(OPENED, LEVELS, strict=True):
        rng = Random(f"confidence {seed} {opens_at}")  # noqa: S311 - a simulation
        wave = _wave(programme, opens_at, seed)
        draw(wave, now=opens_at)
        answering = _asked(wave, rng)
        version = version_at(programme.questionnaire, opens_at)
        _answer(wave, version, answering, (rng, level))
        progress(1)


def _wave(programme: Programme, opens_at: datetime, seed: int) -> Wave:
    day = opens_at.date()
    ends_at = opens_at + LIVES
    wave = Wave(
        quarter=date(day.year, day.month - (day.month - 1) % 3, 1),
        each=EACH,
        seed=str(seed),
        opens_at=opens_at,
        ends_at=ends_at,
        remind_after=timedelta(days=5),
        stage=Wave.Stage.READY,
        author="simulation:1",
        author_label="Demo analyst",
        set_up_at=opens_at - timedelta(days=7),
        approved_by="simulation:2",
        approved_label="Demo communications",
        approved_at=opens_at - timedelta(days=5),
        closed_at=ends_at + timedelta(days=1),
    )
    wave.collector = Collector.objects.create(
        programme=programme,
        code=new_code(),
        channel=Collector.Channel.EMAIL,
        place=f"Members, {name(wave)}",
        made_at=wave.set_up_at,
        closed_at=wave.set_up_at,
    )
    wave.save()
    return wave


def _asked(wave: Wave, rng: Random) -> list[str]:
    """Say what became of whoever was drawn, and give the areas of those who answer."""
    rows = list(Asked.objects.filter(wave=wave).order_by("area", "member__email_print", "pk"))
    for row in rows:
        row.due_at = None
        if rng.random() < 0.06:  # noqa: PLR2004 - paused, without a way, or objecting
            row.left_out = rng.choice(LEFT_OUT)
            continue
        row.channel, row.at = Channel.EMAIL, wave.opens_at
        row.answered = rng.random() < ANSWERING
        if not row.answered and wave.remind_after:
            row.reminded_at = wave.opens_at + wave.remind_after
    Asked.objects.bulk_update(
        rows,
        ["due_at", "left_out", "channel", "at", "answered", "reminded_at"],
        batch_size=1_000,
    )
    return [row.area for row in rows if row.answered]


def _answer(wave: Wave, version: Version, areas: Sequence[str], by: tuple[Random, float]) -> None:
    rng, level = by
    guests = Guest.objects.bulk_create(
        Guest(
            collector=wave.collector,
            version=version,
            token_hash=rng.randbytes(32),
            area=area,
            asked_at=wave.opens_at,
            expires_at=wave.ends_at,
            spent_at=wave.opens_at,
        )
        for area in areas
    )
    responses = Response.objects.bulk_create(_response(wave, guest, rng) for guest in guests)
    answers, comments = list[Answer](), list[Comment]()
    for response in responses:
        for question, scale, value in said(rng, level + _AREAS.get(response.area, 0)):
            facts = {"question_id": question, "version": version.number}
            answers.append(Answer(response=response, scale_id=scale, value=value, **facts))
        if rng.random() < _WRITES:
            comments.append(
                Comment(
                    response=response,
                    question_id="difference",
                    version=version.number,
                    text=rng.choice(_WORDS),
                    due_at=response.submitted_at,
                )
            )
    Answer.objects.bulk_create(answers, batch_size=2_000)
    Comment.objects.bulk_create(comments)


def _response(wave: Wave, guest: Guest, rng: Random) -> Response:
    at = wave.opens_at + timedelta(minutes=rng.randrange(1, 20 * 24 * 60))
    return Response(
        guest=guest,
        collector=wave.collector,
        programme_id=guest.collector.programme_id,
        version=guest.version,
        disposition=Response.Disposition.COMPLETE,
        language="en",
        mode="web",
        apart=UUID(int=rng.getrandbits(128), version=4),
        started_at=at,
        submitted_at=at + timedelta(minutes=4),
        happened_at=wave.opens_at,
        area=guest.area,
    )


def said(rng: Random, level: float) -> Iterator[tuple[str, str, int]]:
    """Give what one member answers: a question, its scale, and the point chosen."""
    thinks = rng.gauss(level, 1)
    asked: Mapping[str, tuple[str, float, float]] = {
        **{question: ("AGR5", *one) for question, one in _AGREE.items()},
        **_OTHERS,
    }
    for question, (scale, height, follows) in asked.items():
        value = height + follows * thinks + rng.gauss(0, 0.6)
        points = 1 + sum(value <= step for step in _STEPS[scale])
        yield question, scale, 98 if rng.random() < _UNSURE else points
    yield "contact", "YNDK", 1 if rng.random() < _CONTACT else 2
