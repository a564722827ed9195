"""The commands of `heard`."""

import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import execute_from_command_line

from heard import worker
from heard.cli import access, environment, facts, journal, processes, sending, show, ways
from heard.cli import recall as recalls
from heard.cli.database import fail, install_reference_data, migrate_given, opened
from heard.cli.demo import play_demo
from heard.cli.field import field_key
from heard.cli.figures import figures
from heard.cli.interviews import take_interviews
from heard.cli.journey import journey, modes
from heard.cli.mail import receive_mail
from heard.cli.members import commands as members
from heard.cli.organisation import organisation
from heard.cli.places import places
from heard.cli.progress import counting
from heard.cli.questionnaires import questionnaires
from heard.cli.questions import bank, details
from heard.cli.reconcile import reconcile
from heard.cli.replay import bytes_of, lines_of, replay_rows
from heard.cli.replay import replay as replay_lines
from heard.cli.representation import representation
from heard.cli.responses import responses
from heard.cli.streams import streams
from heard.cli.themes import show_themes
from heard.cli.words import measure_redaction, measure_triage
from heard.clock import read as clock
from heard.delivery import gateways
from heard.events import nightly
from heard.home import stop_on_signals
from heard.insight import ledger as ledgers
from heard.simulation.nightly import write_night
from heard.simulation.pilot import SHIPPED_SEED, write_pilot

SOME_REFUSED = 3  # the exit code where some rows of a nightly file were refused

app = typer.Typer(
    name="heard",
    help="Heard asks the public how the police treated them, safely, and says what it means.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(access.staff, name="staff")
app.add_typer(access.feeds, name="feeds")
app.add_typer(organisation, name="organisation")
app.add_typer(responses, name="responses")
app.add_typer(questionnaires, name="questionnaires")
app.add_typer(ways.commands, name="ways")
app.add_typer(places, name="places")
app.add_typer(members, name="members")
app.add_typer(journal.commands, name="journal")
app.command()(receive_mail)
app.command()(reconcile)
for shown in (bank, details, figures, representation, journey, modes):
    app.command()(shown)
app.command()(field_key)
app.command()(take_interviews)
app.command("themes")(show_themes)
app.command("redaction")(measure_redaction)
app.command("triage")(measure_triage)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Seed = Annotated[int | None, typer.Option(help="Read the simulation of this seed.")]
Host = Annotated[str, typer.Option(help="The address to listen at.")]
Port = Annotated[int, typer.Option(help="The port to listen at; another one where it is taken.")]


@app.command()
def demo(
    *,
    seed: Annotated[
        int | None, typer.Option(help="Other people, in a database of its own.")
    ] = None,
    serve: Annotated[bool, typer.Option(help="Serve the figures when all is played.")] = True,
    host: Host = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """Play the text pilot of 2020 with simulated people, and show its figures."""
    play_demo(seed=seed, stay=serve, host=host, port=port)


@app.command()
def serve(
    *,
    host: Host = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at; 0 for any.")] = 8000,
    workers: Annotated[int, typer.Option(help="Processes of the web server.")] = 1,
    with_worker: Annotated[bool, typer.Option(help="Run the worker beside it.")] = True,
    stream_port: Annotated[int, typer.Option(help="The port of the event streams; 0 for any.")] = 0,
) -> None:
    """Serve the pages and the feeds, with the worker beside them."""
    with stop_on_signals(), opened():
        clock.require_recording(recording=gateways.recording())
        free = processes.free_port(host, port)
        if port not in {0, free}:
            raise fail(f"port {port} at {host} is taken.")
        children = [
            processes.web(host=host, port=free, workers=workers),
            *streams(host=host, port=stream_port),
        ]
        children += [processes.worker(only=list(worker.LANES))] if with_worker else []
        try:
            typer.echo(f"Heard serves at http://{host}:{free}. Ctrl-C ends it.", err=True)
            processes.supervise(children)
        finally:
            for child in reversed(children):
                child.stop()


@app.command()
def work(
    *,
    only: Annotated[list[str] | None, typer.Option(help="Run this lane; may be repeated.")] = None,
) -> None:
    """Run the worker: screen, invite, deliver, and close what has expired."""
    lanes = only or list(worker.LANES)
    if unknown := set(lanes) - set(worker.LANES):
        raise fail(f"there is no lane {', '.join(sorted(unknown))}: {', '.join(worker.LANES)}.")
    stop = Event()
    with opened():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        worker.work(only=lanes, stop=stop)


@app.command()
def replay(
    file: Annotated[
        str,
        typer.Argument(help="JSON Lines of CloudEvents, a CSV with --map, or - for what is piped."),
    ],
    *,
    column_map: Annotated[
        str | None,
        typer.Option("--map", help="Read a CSV by this column map in TOML; controlworks ships."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Take in a file of events by the real clock; what is no longer fresh texts nobody.

    With --map, a row that breaks a rule is refused whole, and the exit code is 3.
    """
    if file != "-" and not Path(file).is_file():
        raise fail(f"there is no file {file}.")
    if column_map is not None:
        _replay_night(file, column_map, as_json=as_json)
        return
    if file.lower().endswith(".csv"):
        raise fail("a CSV needs the column map that it is read by: --map.")
    with _real(), ExitStack() as stack:
        lines = stack.enter_context(lines_of(file))
        progress = stack.enter_context(counting("events"))
        result = replay_lines(lines, progress=progress)
    show.replay(result, as_json=as_json)


def _replay_night(file: str, column_map: str, *, as_json: bool) -> None:
    """Take in a nightly file; a sentence and 1 where nothing can be, 3 where some rows cannot."""
    try:
        columns = nightly.read_map(column_map)
        with _real(), ExitStack() as stack:
            rows = stack.enter_context(bytes_of(file))
            progress = stack.enter_context(counting("rows"))
            result = replay_rows(rows, columns, progress=progress)
    except nightly.Unreadable as error:
        raise fail(error) from None
    show.replayed_rows(result, as_json=as_json)
    if result["rejected"]:
        raise typer.Exit(SOME_REFUSED)


@contextmanager
def _real() -> Iterator[None]:
    """Open a database that may be told what really happened."""
    with opened():
        if clock.is_simulation():
            raise fail("this database is a simulation: set HEARD_HOME to another folder.")
        yield


@app.command()
def simulate(
    *,
    pilot: Annotated[bool, typer.Option("--pilot", help="The text pilot of 2020.")] = False,
    night: Annotated[
        bool, typer.Option("--nightly", help="A nightly file of 500 rows, nine of them wrong.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Other people for another number.")] = SHIPPED_SEED,
    out: Annotated[Path | None, typer.Option(help="A file; else standard output.")] = None,
) -> None:
    """Write the events of a simulated force as JSON Lines, or a night of it as CSV."""
    if pilot == night:
        raise fail("say which simulation: --pilot or --nightly.")
    if out and not out.parent.is_dir():
        raise fail(f"there is no folder {out.parent}.")
    if night:
        with out.open("wb") if out else nullcontext(typer.get_binary_stream("stdout")) as sheet:
            write_night(seed, sheet)
        typer.echo(f"The map of this file is {nightly.SHIPPED / 'controlworks.toml'}.", err=True)
        return
    with out.open("w", encoding="utf-8") if out else nullcontext(sys.stdout) as file:
        write_pilot(seed, file)


@app.command()
def ledger(*, seed: Seed = None, as_json: Json = False) -> None:
    """Show what became of every touchpoint: asked, or not and why."""
    with opened(seed=seed, played=True):
        found = ledgers.accounts(facts.current())
        waiting = ledgers.waiting()
        show.ledger(found, waiting, simulated=clock.is_simulation(), as_json=as_json)


@app.command(name="sending")
def show_sending(
    *,
    stop: Annotated[str | None, typer.Option(help="Stop it at once, for this reason.")] = None,
    scope: Annotated[
        str, typer.Option(help="What to stop: everything, channel:<name> or account:<slug>.")
    ] = sending.EVERYTHING,
    as_json: Json = False,
) -> None:
    """Show whether texts may leave, or stop them; two of the staff let them leave again."""
    with opened():
        if stop is not None:
            sending.stop(scope, stop)
        show.sending(sending.state(), as_json=as_json)


@app.command()
def recall(
    file: Annotated[
        Path | None, typer.Argument(help="Labelled cases as JSON Lines; else the shipped ones.")
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Play labelled cases through the gate, and list whom it missed and whom it over-blocked."""
    recalls.recall(file, as_json=as_json)


@app.command(name="facts")
def write_facts(
    *,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Write every month anew.")] = False,
) -> None:
    """Bring the facts that figures are counted from up to date; the worker does so by itself."""
    with opened():
        written, kept = facts.write(rebuild=rebuild)
    typer.echo(f"{written} files written, {kept} left as they were, in {settings.FACTS}.", err=True)


@app.command()
def migrate() -> None:
    """Make or update the tables and the shipped programmes."""
    if environment.is_embedded():
        with opened():
            pass
    else:
        migrate_given()
        install_reference_data()
    typer.echo("The database is up to date.", err=True)


@app.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
def manage(words: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Run one of Django's own commands, for example `check --deploy`."""
    arguments = ["heard manage", *(words or [])]
    needs_none = arguments[1:2] in (["check"], ["help"])
    with nullcontext() if needs_none else opened():
        execute_from_command_line(arguments)
