"""The commands that are no more than a call, and what each says when it cannot."""

import json
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest

from heard.cli import app as commands
from heard.cli.processes import free_port
from heard.eligibility.models import Screening
from heard.simulation.pilot import write_pilot
from heard.vault.models import KeyPrint
from tests.cli.terminal import answers, heard, interrupted, refused
from tests.conftest import connected
from tests.make import attended, told


@pytest.fixture
def few_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "write_pilot", partial(write_pilot, contacts=20))


@pytest.mark.usefixtures("given")
def test_a_worker_works_until_it_is_told_to_end() -> None:
    told(*attended())

    with interrupted(signal.SIGTERM, once=lambda: Screening.objects.count() == 2):
        done = heard("work")

    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.usefixtures("given")
def test_a_lane_that_there_is_not_is_named() -> None:
    assert refused("work", "--only", "screen", "--only", "sreen") == (
        "heard: there is no lane sreen: chats, screen, invite, popups, remind, withdraw, replies, "
        "comments, misses, clocks, enquiries, deliver, collect, reconcile, leases, returns, "
        "drafts, equality, purge, members, requests, messages, waves, chat, unattended, recorder, "
        "consents, facts, themes, staff, topics, seals.\n"
    )


@pytest.mark.usefixtures("embedded")
def test_the_pages_are_served_alone_until_we_are_told_to_end() -> None:
    port = free_port("127.0.0.1", 0)

    with interrupted(signal.SIGINT, once=lambda: answers(port)):
        done = heard("serve", "--port", str(port), "--no-with-worker")

    assert (done.exit_code, answers(port)) == (128 + signal.SIGINT, False)
    assert done.stderr == f"Heard serves at http://127.0.0.1:{port}. Ctrl-C ends it.\n"


@pytest.mark.usefixtures("embedded")
def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert refused("serve", "--port", str(port)) == (
            f"heard: port {port} at 127.0.0.1 is taken.\n"
        )


@pytest.mark.usefixtures("embedded")
def test_a_seed_that_nobody_played_is_named_and_makes_no_database() -> None:
    for _ in range(2):
        assert refused("figures", "--seed", "7") == (
            "heard: seed 7 was not played here: heard demo --no-serve --seed 7\n"
        )


@pytest.mark.usefixtures("few_calls")
def test_a_simulation_is_the_same_in_a_file_and_for_another_seed_is_not(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"

    printed = heard("simulate", "--pilot", "--seed", "3").stdout
    assert heard("simulate", "--pilot", "--seed", "3", "--out", str(file)).stdout == ""

    kinds = {json.loads(line)["type"] for line in printed.splitlines()}
    assert "uk.police.contact.ended" in kinds
    assert file.read_text(encoding="utf-8") == printed
    assert heard("simulate", "--pilot", "--seed", "4").stdout != printed


def test_a_simulation_has_to_be_named() -> None:
    assert refused("simulate") == ("heard: say which simulation: --pilot or --nightly.\n")


def test_a_file_needs_a_folder(tmp_path: Path) -> None:
    assert refused("simulate", "--pilot", "--out", str(tmp_path / "none" / "file")) == (
        f"heard: there is no folder {tmp_path / 'none'}.\n"
    )


def test_a_check_needs_no_database() -> None:
    assert heard("manage", "check").exit_code == 0


@pytest.mark.usefixtures("given")
def test_djangos_commands_find_the_database() -> None:
    done = heard("manage", "showmigrations", "clock")

    assert (done.exit_code, done.stdout) == (0, "clock\n [X] 0001_initial\n")


@pytest.fixture
def main(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Give the whole program, as it is for somebody who asks for the ledger."""
    monkeypatch.setattr(sys, "argv", ["heard", "ledger"])
    return import_module("heard.__main__").main  # type: ignore[no-any-return]


def test_a_database_that_does_not_answer_is_named(main: Callable[[], None]) -> None:
    with (
        connected("postgresql://heard_app@127.0.0.1:1/none"),
        pytest.raises(SystemExit, match=r"^heard: connection failed: .* port 1 failed: [^\n]*$"),
    ):
        main()


def test_keys_that_changed_are_named(main: Callable[[], None]) -> None:
    KeyPrint.objects.create(key_id="k1", fingerprint="0" * 64)

    with pytest.raises(SystemExit, match=r"^heard: The configured key 'k1' is not the one"):
        main()
