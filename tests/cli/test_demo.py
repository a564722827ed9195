"""The demo is played, shown, interrupted and begun anew."""

import re
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import typer
from pytest_django.plugin import DjangoDbBlocker
from typer.testing import Result

from heard.cli import demo
from heard.cli.processes import free_port
from heard.clock.models import Simulation
from heard.events.models import Event
from heard.home import open_home
from heard.simulation import confidence, members
from heard.simulation.neighbourhood import ask_neighbourhoods
from tests.cli.aside import MARK, aside, bare, marked, servers_of, wait_until
from tests.cli.conftest import Running
from tests.cli.short import short_pilot
from tests.cli.terminal import answers, as_found, heard, interrupted
from tests.make import incident_created, told

SHORT = Path(__file__).with_name("short.py")
NOON = datetime(2020, 9, 28, 12, tzinfo=UTC)
SOON = 30.0  # seconds from an interruption to the end of all processes


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A home that nobody has used yet."""
    yield tmp_path / "home"
    open_home(tmp_path / "home").erase()


@pytest.fixture
def _few_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a hundredth of the members be registered, few of them asked, and few neighbours."""
    counts, genders = members.counts(), members.genders()
    few = {area: (before // 100, after // 100) for area, (before, after) in counts.items()}
    monkeypatch.setattr(members, "counts", lambda: few)
    monkeypatch.setattr(members, "genders", lambda: {one: n // 100 for one, n in genders.items()})
    monkeypatch.setattr(confidence, "EACH", 5)
    neighbours = partial(ask_neighbourhoods, answers=40)
    monkeypatch.setattr(demo, "ask_neighbourhoods", neighbours)


def found_in(folder: Path) -> list[tuple[bool, int]]:
    """Tell whether a home's simulation is finished, and how many keys its starts have issued."""
    with (
        open_home(folder).postgres() as server,
        psycopg.connect(server.url("heard", "heard_app")) as other,
    ):
        return other.execute(
            "SELECT finished, (SELECT count(*) FROM accounts_feedkey) FROM clock_simulation"
        ).fetchall()


def shown(patch: pytest.MonkeyPatch, port: int) -> Result:
    """Let the demo say all that it has to say, and then press Ctrl-C."""
    said: list[str] = []
    say = typer.echo

    def echo(message: str, *, err: bool = False) -> None:
        say(message, err=err)
        said.append(message)

    patch.setattr(typer, "echo", echo)
    with interrupted(signal.SIGINT, once=lambda: "Ctrl-C ends it all." in said and answers(port)):
        return heard("demo", "--port", str(port))


@pytest.mark.usefixtures("_few_people")
def test_a_demo_is_played_to_its_end_and_shown_until_ctrl_c(
    embedded: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "pilot_events", partial(short_pilot, until=NOON))
    port = free_port("127.0.0.1", 0)

    done = shown(monkeypatch, port)

    assert (done.exit_code, Simulation.objects.get().finished) == (130, True)
    assert re.search(r"simulated hours: \d+ of 718", done.stderr)
    said = dict(re.findall(r"^(\w[\w ]*?) +(http\S+)", done.stdout, re.MULTILINE))
    site = f"http://127.0.0.1:{port}"
    assert said["Figures"] == f"{site}/staff/figures"
    assert said["Ledger"] == f"{site}/staff/ledger"
    assert said["Sign in once"].startswith(f"{site}/staff/link/")
    assert "(an administrator, for all pages but calls)" in done.stdout
    assert re.search(r"^  commander@heard.example +Commander of BE$", done.stdout, re.MULTILINE)
    assert said["Answer one"].startswith(f"{site}/s/")
    assert answers(port) is False


def test_a_home_with_real_events_refuses_to_play(embedded: Running) -> None:
    told(incident_created())

    done = heard("demo", "--no-serve")

    assert (done.exit_code, done.stdout, done.stderr) == (
        *(1, "", "heard: this home holds real events: set HEARD_HOME to another folder.\n"),
    )
    assert (Event.objects.count(), Simulation.objects.count()) == (1, 0)


@pytest.mark.usefixtures("given")
def test_a_database_that_is_given_is_not_played_in() -> None:
    done = heard("demo", "--no-serve")

    assert (done.exit_code, done.stdout, done.stderr) == (
        *(1, "", "heard: a demo makes databases of its own: unset DATABASE_URL.\n"),
    )
    assert Simulation.objects.count() == 0


def test_an_interruption_ends_everything_and_the_next_start_begins_anew(
    folder: Path, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = folder / "outbox-heard.jsonl"
    with aside(SHORT, "demo", "--port", "0", environment=bare(folder)) as playing:
        wait_until(outbox.exists, of=playing)
        assert (len(playing.descendants()) >= 3, servers_of(folder) != []) == (True, True)
        begun = time.monotonic()

        assert playing.send(signal.SIGTERM) == 128 + signal.SIGTERM, playing.last_words

        assert (playing.descendants(), servers_of(folder)) == ([], [])
        assert time.monotonic() - begun < SOON

    outbox.unlink()
    monkeypatch.setattr(demo, "pilot_events", short_pilot)
    with django_db_blocker.unblock(), as_found(folder):
        monkeypatch.setenv(MARK, mark := str(uuid4()))
        with interrupted(signal.SIGINT, once=outbox.exists):
            done = heard("demo", "--port", "0")

        assert (done.exit_code, marked(mark), servers_of(folder)) == (130, [], [])

    assert found_in(folder) == [(False, 2)]
