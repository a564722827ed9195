"""Sets up the quarterly survey of members by two people, and closes it for good."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from heard.core.timing import london_date
from heard.eligibility.models import Programme
from heard.invitations.collectors import new_code
from heard.invitations.models import Collector
from heard.journal.write import SYSTEM, Actor, write
from heard.membership.asking import subject
from heard.membership.models import Asked, Wave

PROGRAMME = "confidence"
LIVES = timedelta(days=28)  # of a wave, from when it opens
REMINDS = (timedelta(days=5), timedelta(days=10))
GRACE = timedelta(days=1)  # after the end, in which what was begun is taken in as it is
QUARTERS = (1, 4, 7, 10)  # the months with which they begin
_FORGET = """
    UPDATE membership_asked AS s SET
        answered = EXISTS (
            SELECT FROM invitations_guest AS g JOIN responses_response AS r ON r.guest_id = g.id
            WHERE g.token_hash = s.token_hash AND r.disposition IN ('complete', 'partial')
        ), token = NULL, token_hash = NULL, address_print = '', due_at = NULL
    WHERE s.id IN (
        SELECT id FROM membership_asked WHERE wave_id = %s AND token_hash IS NOT NULL
        ORDER BY id LIMIT %s
    )
"""


class NoWave(ValueError):
    """What cannot be done with a wave; says why as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a wave is to be: see `Wave`."""

    quarter: date
    opens_at: datetime
    each: int | None = None
    remind_after: timedelta | None = None


def quarter_of(day: date) -> date:
    """Give the first day of the quarter that a day lies in."""
    return day.replace(month=max(month for month in QUARTERS if month <= day.month), day=1)


def next_quarter(quarter: date) -> date:
    """Give the first day of the quarter that follows."""
    return quarter_of(quarter + timedelta(days=95))


def name(wave: Wave) -> str:
    """Give the quarter in words, as in January to March 2021."""
    last = next_quarter(wave.quarter) - timedelta(days=1)
    return f"{wave.quarter:%B} to {last:%B %Y}"


@transaction.atomic
def set_up(plan: Plan, *, by: Actor, now: datetime) -> Wave:
    """Set a wave up, which then waits for a second person. NoWave."""
    day = london_date(plan.opens_at)
    ends_at = plan.opens_at + LIVES
    if quarter_of(plan.quarter) != plan.quarter or quarter_of(day) != plan.quarter:
        raise NoWave("It opens within its quarter.")
    if quarter_of(london_date(ends_at)) != plan.quarter:
        raise NoWave(f"It stays open for {LIVES.days} days, which have to lie within its quarter.")
    if plan.opens_at < now:
        raise NoWave("It opens in the future.")
    if plan.each is not None and plan.each < 1:
        raise NoWave("Draw at least one member in each area.")
    try:
        with transaction.atomic():
            wave = Wave.objects.create(
                quarter=plan.quarter,
                each=plan.each,
                seed=secrets.token_hex(8),
                opens_at=plan.opens_at,
                ends_at=ends_at,
                remind_after=plan.remind_after,
                author=by.id,
                author_label=by.label,
                set_up_at=now,
            )
    except IntegrityError:
        raise NoWave("There is a wave for that quarter.") from None
    write("membership.set_up_wave", subject=subject(wave), actor=by, now=now)
    return wave


@transaction.atomic
def approve(wave: Wave, *, by: Actor, now: datetime) -> None:
    """Let a wave ask members from its time on: never by who set it up. NoWave."""
    held = _held(wave, Wave.Stage.ASKED)
    if held.author == by.id:
        raise NoWave("Somebody else has to approve it.")
    if held.opens_at < now:
        raise NoWave("The time at which it was to open is over: cancel it, and set up another.")
    held.stage, held.due_at = Wave.Stage.READY, held.opens_at
    held.approved_by, held.approved_label, held.approved_at = by.id, by.label, now
    held.collector = Collector.objects.create(
        programme=Programme.objects.get(slug=PROGRAMME),
        code=new_code(),
        channel=Collector.Channel.EMAIL,
        place=f"Members, {name(held)}",
        made_at=now,
        closed_at=now,  # to everybody but those who are asked
    )
    held.save()
    write("membership.approve_wave", subject=subject(held), actor=by, now=now)


@transaction.atomic
def cancel(wave: Wave, why: str, *, by: Actor, now: datetime) -> None:
    """Stop whatever of it has not left, for good; what was answered is kept. NoWave."""
    held = _held(wave, Wave.Stage.ASKED, Wave.Stage.READY)
    if not why.strip():
        raise NoWave("Say why.")
    if held.closed_at is not None:
        raise NoWave("It is over.")
    held.stage, held.due_at, held.why = Wave.Stage.CANCELLED, None, why.strip()
    held.save(update_fields=["stage", "due_at", "why"])
    write("membership.cancel_wave", subject=subject(held), actor=by, now=now)


@transaction.atomic
def close_ended(*, now: datetime, limit: int) -> int:
    """Forget which link was whose of a wave that has ended, and keep who answered at all."""
    over = Wave.objects.filter(ends_at__lte=now - GRACE, closed_at=None, drawn_at__isnull=False)
    wave = over.order_by("ends_at").select_for_update(skip_locked=True).first()
    if wave is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [wave.pk, limit])
        done = int(cursor.rowcount)
    if done < limit:
        Asked.objects.filter(wave=wave, due_at__isnull=False).update(due_at=None)
        wave.closed_at, wave.due_at = now, None
        wave.save(update_fields=["closed_at", "due_at"])
        write("membership.close_wave", subject=subject(wave), actor=SYSTEM, now=now)
    return done


def _held(wave: Wave, *stages: Wave.Stage) -> Wave:
    held = Wave.objects.select_for_update().get(pk=wave.pk)
    if held.stage not in stages:
        raise NoWave("Somebody has done something with it meanwhile. Look at it again.")
    return held
