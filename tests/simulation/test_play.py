"""A few hours of the pilot, played to their end through the doors of this process."""

import secrets
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from pytest_django import Settings

from heard import worker
from heard.accounts import keys
from heard.accounts.models import FeedKey
from heard.clock import read as clock
from heard.clock import simulate
from heard.consent.models import Person
from heard.delivery.models import Letter, Receipt, State
from heard.events.models import Event
from heard.responses.models import Draft, Response
from heard.simulation.browser import SimulationError
from heard.simulation.citizens import Fate
from heard.simulation.force import SOURCE
from heard.simulation.pilot import BEGINS, pilot_events
from heard.simulation.play import Doors, Played, play
from heard.simulation.wire import Event as Told

pytestmark = pytest.mark.usefixtures("own_database")
SEED = 3
MANY = 2_500


@pytest.fixture
def doors(site: str, settings: Settings, tmp_path: Path) -> Doors:
    """Make a simulation of the test's database, with keys to its feeds and an outbox."""
    outbox = tmp_path / "outbox.jsonl"
    settings.CLOCK, settings.SITE_URL = "simulated", site
    settings.CHANNELS = {
        "sms": {"gateway": "heard.channels.outbox.Outbox", "options": {"path": str(outbox)}}
    }
    simulate.begin(seed=SEED, now=BEGINS)
    events, receipts = (
        keys.issue_key(SOURCE, kind=kind, now=BEGINS, draw=secrets.token_bytes)
        for kind in (FeedKey.Kind.EVENTS, FeedKey.Kind.RECEIPTS)
    )
    return Doors(base_url=site, events_key=events, receipts_key=receipts, outbox=outbox)


def _play(events: list[Told], doors: Doors) -> tuple[Played, list[datetime]]:
    moments: list[datetime] = []
    played = play(
        events=events,
        seed=SEED,
        doors=doors,
        work=lambda now: worker.run_once(now=now),
        advance=lambda to: simulate.advance(to=to),
        progress=moments.append,
    )
    return played, moments


def test_what_was_played_is_what_the_system_holds(doors: Doors) -> None:
    events = list(islice(pilot_events(SEED), MANY))

    played, moments = _play(events, doors)

    different = len({event["id"] for event in events})
    assert (played.events, Event.objects.count()) == (MANY, different)
    told_again = MANY - different + played.receipts - Receipt.objects.count()
    assert played.duplicates == told_again > 0
    sent = Letter.objects.exclude(state__in=[State.CREATED, State.CANCELLED])
    assert played.texts == sent.count() == len(doors.outbox.read_text().splitlines()) > 50
    assert not Letter.objects.filter(state__in=[State.CLAIMED, State.UNKNOWN]).exists()
    assert played.receipts >= Receipt.objects.count() >= played.texts
    of = played.visits
    complete = Response.objects.filter(disposition=Response.Disposition.COMPLETE)
    assert of[Fate.COMPLETED] == complete.count() > 10
    assert played.comments == 0
    gone = Person.objects.exclude(opted_out_at=None).count()
    assert of.get(Fate.OPTED_OUT, 0) == gone
    assert (played.steps, moments) == (len(moments), sorted(set(moments)))
    assert clock.now() == moments[-1]
    assert moments[-1] - Letter.objects.latest("posted_at").posted_at >= timedelta(days=6)
    assert not Draft.objects.filter(due_at__lte=moments[-1]).exists()


def test_nothing_is_played_of_nothing(doors: Doors) -> None:
    assert _play([], doors) == (Played(), [])


def test_an_event_that_is_rejected_stops_the_play(doors: Doors) -> None:
    told = {**next(pilot_events(SEED)), "type": "uk.police.unheard.of"}

    with pytest.raises(SimulationError, match="known_type"):
        _play([told], doors)


def test_a_door_that_is_closed_stops_the_play(doors: Doors) -> None:
    keys.revoke_keys(SOURCE, kind=FeedKey.Kind.EVENTS, now=datetime(2020, 1, 1, tzinfo=UTC))

    with pytest.raises(SimulationError, match="/feeds/events gave 401"):
        _play([next(pilot_events(SEED))], doors)
