"""Plays the pilot with simulated people through the real doors, and serves what came of it."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import typer
from django.conf import settings

from heard import worker
from heard.accounts import keys, people
from heard.accounts.models import FeedKey
from heard.cli import environment, processes, show
from heard.cli.database import fail, name_of, opened
from heard.cli.progress import counting
from heard.clock import read as clock
from heard.clock import simulate
from heard.delivery import gateways
from heard.events.models import Event
from heard.home import stop_on_signals
from heard.insight import measure
from heard.simulation.pilot import SHIPPED_SEED, SOURCE, pilot_events
from heard.simulation.play import Keys, play

FORCE = "West Midlands Police"
ANALYST = "analyst@heard.example"
LINK_LIFE = timedelta(days=1)


def play_demo(*, seed: int | None, stay: bool, host: str, port: int) -> None:
    """Play what has not been played yet, say where the figures are and serve them if told to."""
    if not environment.is_embedded():
        raise fail("a demo makes databases of its own: unset DATABASE_URL.")
    os.environ.setdefault("HEARD_FORCE_NAME", FORCE)
    with stop_on_signals(), environment.home().postgres() as server:
        if _was_interrupted(seed):
            server.drop_database(name_of(seed))
        with opened(seed=seed):
            _tell()
            with _served(seed=seed, host=host, port=port) as url:
                if not simulate.is_finished():
                    _play(seed=seed, url=url)
                _show(url)
                if stay:
                    _wait()


def _was_interrupted(seed: int | None) -> bool:
    """Tell whether a simulation was begun here and not played to its end."""
    with opened(seed=seed):
        if clock.is_simulation():
            return not simulate.is_finished()
        if Event.objects.exists():
            raise fail("this home holds real events: set HEARD_HOME to another folder.")
        return False


def _tell() -> None:
    typer.echo(
        "This is a simulation of the text pilot of September and October 2020. The people in it "
        "are not real, and no text leaves this machine.",
        err=True,
    )


@contextmanager
def _served(*, seed: int | None, host: str, port: int) -> Iterator[str]:
    """Mark the simulation and serve it, by the simulated clock and the recording channel."""
    simulate.begin(seed=SHIPPED_SEED if seed is None else seed, now=pilot.BEGINS)
    port = processes.free_port(host, port)
    url = f"http://127.0.0.1:{port}"
    outbox = {"gateway": "heard.channels.outbox.Outbox", "options": {"path": str(_outbox(seed))}}
    settings.CLOCK = os.environ["HEARD_CLOCK"] = "simulated"
    settings.SITE_URL = os.environ["HEARD_SITE_URL"] = url
    settings.CHANNELS = {"sms": outbox}
    os.environ["HEARD_CHANNELS"] = json.dumps(settings.CHANNELS)
    clock.require_recording(recording=gateways.recording())
    server = processes.web(host=host, port=port)
    try:
        server.start()
        processes.wait_until_served(url, server)
        yield url
    finally:
        server.stop()


def _play(*, seed: int | None, url: str) -> None:
    """Run the whole pilot: events by the feed, passes of the worker, citizens by the pages."""
    number = SHIPPED_SEED if seed is None else seed
    _outbox(seed).unlink(missing_ok=True)
    events = list(pilot.pilot_events(number))
    with counting("events", total=len(events)) as progress:
        play(
            events=events,
            base_url=url,
            outbox=_outbox(seed),
            keys=_keys(),
            seed=number,
            work=lambda now: worker.run_once(now=now),
            advance=lambda to: simulate.advance(to=to),
            progress=progress,
        )
    simulate.finish()


def _keys() -> Keys:
    """Issue the keys by which the simulated systems speak to the feeds."""
    now = clock.now()
    events, receipts = (
        keys.issue_key(pilot.SOURCE, kind=kind, now=now, draw=secrets.token_bytes)
        for kind in (FeedKey.Kind.EVENTS, FeedKey.Kind.RECEIPTS)
    )
    return Keys(events=events, receipts=receipts)


def _outbox(seed: int | None) -> Path:
    return settings.HOME / f"outbox-{name_of(seed)}.jsonl"


def _show(url: str) -> None:
    show.figures(measure.figures(minimum_base=settings.MINIMUM_BASE), simulated=True, as_json=False)
    typer.echo(f"Figures: {url}/staff/figures   Ledger: {url}/staff/ledger")


def _invite_in(url: str) -> None:
    """Print a link that signs an analyst in, once."""
    user = people.find(ANALYST) or people.add_person(ANALYST, name="Demo analyst", now=clock.now())
    token = people.issue_link(user, now=clock.now(), life=LINK_LIFE, draw=secrets.token_bytes)
    typer.echo(f"Sign in once with this link: {url}/staff/link/{token}")
