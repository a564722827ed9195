"""Plays the pilot with simulated people through the real doors, and serves what came of it."""

import json
import logging
import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import typer
from django.conf import settings

from heard import worker
from heard.accounts import keys, people
from heard.accounts.models import FeedKey, User
from heard.cli import access, environment, facts, processes, show
from heard.cli.database import fail, name_of, opened
from heard.cli.progress import counting
from heard.cli.streams import streams
from heard.clock import read as clock
from heard.clock import simulate
from heard.delivery import gateways, reconcile
from heard.dialogues import clocks
from heard.events.models import Event
from heard.events.receive import receive
from heard.home import stop_on_signals
from heard.insight import measure
from heard.invitations import answer, withdraw
from heard.invitations.models import Invitation
from heard.simulation.chats import CONVERSATIONS, tell_chats
from heard.simulation.confidence import OPENED, ask_members
from heard.simulation.force import SOURCE
from heard.simulation.learning import busiest, learn
from heard.simulation.members import everybody, register_members
from heard.simulation.messages import write_messages
from heard.simulation.morning import morning_calls
from heard.simulation.neighbourhood import ANSWERS, ask_neighbourhoods
from heard.simulation.organisation import take_in
from heard.simulation.pilot import BEGINS, SHIPPED_SEED, pilot_events
from heard.simulation.play import Doors, play
from heard.simulation.victims import BROUGHT, tell_victims

FORCE = "West Midlands Police"
ADMINISTRATOR = "administrator@heard.example"
OF = {  # for which part of the force somebody of a role holds it
    User.Role.COMMANDER: "BE",
    User.Role.NEIGHBOURHOOD: "BE",
    User.Role.TEAM_SUPERVISOR: "FC-A",
    User.Role.CONTACT_HANDLER: "FC-A-01",
    User.Role.OFFICER: "BE-RA1",
}
HOURS = 30 * 24 - 2  # from the evening before the pilot until its last links expire


def play_demo(*, seed: int | None, stay: bool, host: str, port: int) -> None:
    """Play what has not been played yet, say where the figures are and serve them if told to."""
    if not environment.is_embedded():
        raise fail("a demo makes databases of its own: unset DATABASE_URL.")
    os.environ.setdefault("HEARD_FORCE_NAME", FORCE)
    with stop_on_signals(), environment.home().postgres() as postgres:
        if _was_interrupted(seed):
            postgres.drop_database(name_of(seed))
            postgres.create_database(name_of(seed))
        postgres.relax(name_of(seed))
        with opened(seed=seed):
            _tell()
            with _served(seed=seed, host=host, port=port) as (url, server, also):
                if not simulate.is_finished():
                    _play(seed=seed, url=url)
                if stay:
                    _ask_neighbourhoods(seed)
                    _learn()  # while the pilot is no older than what is learnt from it
                    _go_on(seed)
                    _register(seed)
                _show()
                if stay:
                    _invite_in(seed=seed, url=url)
                    _stay([server, *also])


def _stay(children: list[processes.Child]) -> None:
    """Serve until we are told to end; figures move when a visitor answers, and words are coded.

    The first of the children is stopped by whoever started it.
    """
    figures = processes.worker(only=["facts", "themes", "topics"])
    try:
        processes.supervise([*children, figures])
    finally:
        for child in (figures, *children[1:]):
            child.stop()


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
def _served(
    *, seed: int | None, host: str, port: int
) -> Iterator[tuple[str, processes.Child, Sequence[processes.Child]]]:
    """Mark the simulation and serve it, by the simulated clock and the recording channel.

    What serves its event streams is given, and not started: nobody follows a play.
    """
    simulate.begin(seed=SHIPPED_SEED if seed is None else seed, now=BEGINS)
    port = processes.free_port(host, port)
    url = f"http://127.0.0.1:{port}"
    outbox = {"gateway": "heard.channels.outbox.Outbox", "options": {"path": str(_outbox(seed))}}
    settings.CLOCK = os.environ["HEARD_CLOCK"] = "simulated"
    settings.SITE_URL = os.environ["HEARD_SITE_URL"] = url
    settings.CHANNELS = {"sms": outbox}
    os.environ["HEARD_CHANNELS"] = json.dumps(settings.CHANNELS)
    clock.require_recording(recording=gateways.recording())
    also = streams(host=host)
    server = processes.web(host=host, port=port, workers=2)
    try:
        server.start()
        processes.wait_until_served(url, server)
        yield url, server, also
    finally:
        server.stop()


def _play(*, seed: int | None, url: str) -> None:
    """Run the whole pilot: events by the feed, passes of the worker, citizens by the pages."""
    number = SHIPPED_SEED if seed is None else seed
    _outbox(seed).unlink(missing_ok=True)
    events_key, receipts_key = (
        keys.issue_key(SOURCE, kind=kind, now=clock.now(), draw=secrets.token_bytes)
        for kind in (FeedKey.Kind.EVENTS, FeedKey.Kind.RECEIPTS)
    )
    doors = Doors(
        base_url=url, events_key=events_key, receipts_key=receipts_key, outbox=_outbox(seed)
    )
    # Flags that come too late, and alerts that nobody is there to see, are a part of the play.
    for told in (withdraw, clocks):
        logging.getLogger(told.__name__).setLevel(logging.ERROR)
    with counting("simulated hours", total=HOURS) as tell:
        play(
            events=pilot_events(number),
            seed=number,
            doors=doors,
            work=lambda now: worker.run_once(now=now),
            advance=lambda to: simulate.advance(to=to),
            progress=_hourly(tell),
        )
    simulate.finish()
    _compare()


def _ask_neighbourhoods(seed: int | None) -> None:
    """Let people answer the survey of the impact areas, up to the time at which the pilot ends."""
    with counting("answers from impact areas", total=ANSWERS) as tell:
        ask_neighbourhoods(
            seed=SHIPPED_SEED if seed is None else seed, until=clock.now(), progress=tell
        )


def _learn() -> None:
    """Let staff hold their roles, train, aim and thank, once."""
    now = clock.now()
    take_in(now=now)
    learn({role: one for role, one, _ in _everybody(now=now)}, now=now)


def _go_on(seed: int | None) -> None:
    """Go on to the first days of business as usual: what victims said till then, and a few calls.

    The calls are texted about, so that there are links which somebody may still try.
    """
    simulate.advance(to=BROUGHT)
    now = clock.now()
    if not tell_victims(seed=SHIPPED_SEED if seed is None else seed, now=now):
        return
    receive(
        list(morning_calls(now=now)),
        source=SOURCE,
        now=now,
        quiet=settings.ATTENDANCE_QUIET,
        kept=settings.DEAD_LETTERS_KEPT,
    )
    for lane in ("screen", "invite", "deliver"):
        worker.LANES[lane].run(now)


def _register(seed: int | None) -> None:
    """Take over the members that the report counts, ask them and write to some of them, once."""
    number, now = SHIPPED_SEED if seed is None else seed, clock.now()
    with counting("conversations in the live chat", total=CONVERSATIONS) as tell:
        tell(tell_chats(seed=number))
    with counting("people who were members", total=everybody(now)) as tell:
        register_members(seed=number, now=now, progress=tell)
    with counting("quarters in which members were asked", total=len(OPENED)) as tell:
        ask_members(seed=number, progress=tell)
    staff = {role: one for role, one, _ in _everybody(now=now)}
    team, lead = staff[User.Role.NEIGHBOURHOOD], staff[User.Role.COMMUNICATIONS]
    write_messages(team=team, lead=lead, seed=number, now=now)


def _compare() -> None:
    """Compare what stands in the outbox with the letters, as a night's reconciliation does."""
    now = clock.now()
    for gateway in (one for way in gateways.channels().values() for one in way):
        if isinstance(gateway.channel, reconcile.Lists):
            reconcile.ask(gateway.name, gateway.channel, since=BEGINS, until=now, now=now)


def _open_link(seed: int | None, *, now: datetime) -> str | None:
    """Find a link among the last texts that nobody has used yet, for a visitor to try."""
    box = _outbox(seed)
    texts = box.read_text(encoding="utf-8").splitlines() if box.exists() else []
    for text in reversed(texts[-200:]):
        link = re.search(r"http\S+/s/(\S+)", str(json.loads(text)["body"]))
        found = answer.find(link[1], now=now) if link else None
        if link and isinstance(found, Invitation) and found.opened_at is None:
            return f"{settings.SITE_URL}/s/{link[1]}"
    return None


def _hourly(tell: Callable[[int], None]) -> Callable[[datetime], None]:
    """Turn the simulated time into hours done."""
    done = 0

    def progress(now: datetime) -> None:
        nonlocal done
        more = (now - BEGINS) // timedelta(hours=1) - done
        done += more
        tell(more)

    return progress


def _outbox(seed: int | None) -> Path:
    return settings.HOME / f"outbox-{name_of(seed)}.jsonl"


def _show() -> None:
    found = measure.figures(facts.current(), minimum_base=settings.MINIMUM_BASE)
    show.figures(found, simulated=True, as_json=False)


def _everybody(*, now: datetime) -> Iterator[tuple[str, User, str]]:
    """Give somebody of each role, and for which part of the force they hold it."""
    for role in (one for one in User.Role if one is not User.Role.ADMINISTRATOR):
        email, unit = f"{role.value.replace('_', '-')}@heard.example", OF.get(role, "")
        if role is User.Role.CONTACT_HANDLER:
            unit = busiest(OF[User.Role.TEAM_SUPERVISOR]) or unit
        found = User.objects.filter(email=email).first() or people.add_person(
            email=email,
            name=f"Demo {role.label.lower()}",
            role=role,
            unit=unit,
            password=None,
            now=now,
        )
        yield role, found, f"{role.label}{f' of {unit}' if unit else ''}"


def _invite_in(*, seed: int | None, url: str) -> None:
    """Say where the figures are, and print a link that signs an administrator in once."""
    now = clock.now()
    user = User.objects.filter(email=ADMINISTRATOR).first() or people.add_person(
        email=ADMINISTRATOR,
        name="Demo administrator",
        role=User.Role.ADMINISTRATOR,
        password=None,
        now=now,
    )
    typer.echo(f"Figures      {url}/staff/figures")
    typer.echo(f"Ledger       {url}/staff/ledger")
    typer.echo(
        f"Sign in once {access.sign_in_link(user)} (an administrator, for all pages but calls)"
    )
    typer.echo(
        "As anybody else of the force: .venv/bin/heard staff link ADDRESS prints such a link."
    )
    for _, one, what in _everybody(now=now):
        typer.echo(f"  {one.email:36} {what}")
    if link := _open_link(seed, now=now):
        typer.echo(f"Answer one   {link}")
    typer.echo(f"Texts        {_outbox(seed)}")
    typer.echo("Ctrl-C ends it all.", err=True)
