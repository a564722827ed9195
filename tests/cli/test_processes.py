"""Programs are started, started again and ended with all that they started."""

import os
import signal
import socket
from pathlib import Path
from time import sleep

import pytest

from heard.cli import processes
from heard.cli.processes import Child, NotServed, free_port, supervise, wait_until_served
from heard.events.models import Touchpoint
from heard.home import stop_on_signals
from tests.cli.aside import aside, wait_until
from tests.cli.terminal import answers, interrupted
from tests.make import attended, told

PROGRAMS = {
    "brief": "print('began', file=open('begun', 'a'))",
    "stubborn": "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('began', file=open('begun', 'a'), flush=True)\ntime.sleep(60)",
}


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where programs of the test's own note that they began."""
    for name, text in PROGRAMS.items():
        (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "begun"


def wait_for(path: Path) -> None:
    while not path.exists():
        sleep(0.02)


def test_a_program_that_will_not_end_is_ended(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 0.3)
    child = Child("stubborn")
    child.start()
    wait_for(begun)
    assert child.is_running() is True

    child.stop()

    assert child.is_running() is False


def test_what_has_not_begun_or_has_ended_needs_no_end(begun: Path) -> None:
    child = Child("brief")
    child.stop()
    child.start()
    while child.is_running():
        sleep(0.02)

    child.stop()

    assert begun.read_text() == "began\n"


def test_what_has_ended_is_started_again_until_we_are_told_to_end(begun: Path) -> None:
    child = Child("brief")

    def twice() -> bool:
        return begun.exists() and len(begun.read_text().splitlines()) >= 2

    with (
        pytest.raises(SystemExit, match=str(128 + signal.SIGTERM)),
        interrupted(signal.SIGTERM, once=twice),
        stop_on_signals(),
    ):
        supervise([child])
    child.stop()


def test_a_web_server_that_ends_is_not_waited_for(begun: Path) -> None:
    child = Child("brief")
    child.start()

    with pytest.raises(NotServed, match=r"at http://127\.0\.0\.1:1 did not answer"):
        wait_until_served("http://127.0.0.1:1", child)
    child.stop()


def test_another_server_at_the_port_is_not_taken_for_ours(
    begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "STARTING", 1.5)
    port = free_port("127.0.0.1", 0)
    child = Child("http.server", str(port), "--bind", "127.0.0.1", "--directory", str(begun.parent))
    child.start()
    try:
        with pytest.raises(NotServed, match=f"{port} did not answer within 2 seconds"):
            wait_until_served(f"http://127.0.0.1:{port}", child)
    finally:
        child.stop()


def test_a_port_that_is_taken_gives_way_to_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        assert free_port("127.0.0.1", number) not in {0, number}
    assert free_port("127.0.0.1", number) == number


def test_an_address_that_is_not_ours_has_no_port() -> None:
    with pytest.raises(NotServed, match=r"There is no free port at 203.0.113.1\."):
        free_port("203.0.113.1", 8000)


def test_a_server_that_is_told_to_end_ends_with_all_its_processes(given: dict[str, str]) -> None:
    told(*attended())
    port = free_port("127.0.0.1", 0)
    environment = {**given, "HEARD_CHANNELS": os.environ["HEARD_CHANNELS"]}
    with aside("-m", "heard", "serve", "--port", str(port), environment=environment) as serving:
        wait_until(lambda: answers(port), of=serving)
        wait_until(lambda: not Touchpoint.objects.exclude(due_at=None).exists(), of=serving)
        assert len(serving.descendants()) >= 3

        assert serving.send(signal.SIGTERM) == 128 + signal.SIGTERM

        assert (serving.descendants(), answers(port)) == ([], False)
