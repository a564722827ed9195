"""The web server is killed while somebody writes: what they wrote stands once, all of it."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode
from uuid import UUID, uuid4

import urllib3

from heard.cli import processes
from heard.conversations import converse
from heard.conversations.models import Message
from heard.invitations.invite import hash_token

MESSAGES, PATIENCE = 16, 120.0  # seconds until a server that was killed answers again
KILLS = (3, 8)  # messages after which it is killed, while others are on their way
TOKEN = "of-somebody-who-writes"  # noqa: S105 - of this test
HEADERS = {
    "Accept": "application/json",
    "Content-Type": "application/x-www-form-urlencoded",
}


def children(of: int) -> list[int]:
    """Give the processes that a process started."""
    found = Path(f"/proc/{of}/task/{of}/children").read_text(encoding="ascii")
    return [int(number) for number in found.split()]


def post(url: str, key: UUID, words: str) -> None:
    """Send a message again and again by the same key, as the page's script does."""
    body, end = urlencode({"text": words, "key": str(key)}), monotonic() + PATIENCE
    while monotonic() < end:
        with suppress(urllib3.exceptions.HTTPError):
            answer = urllib3.request("POST", url, body=body, headers=HEADERS, retries=False)
            if answer.status == HTTPStatus.OK:
                return
        sleep(0.1)
    raise TimeoutError(f"the server did not answer again: {words}")


def test_a_killed_server_loses_no_message_and_doubles_none(own_database: dict[str, str]) -> None:
    talk = converse.begin(
        hash_token(TOKEN), language="en", opening=(), with_bot=False, now=datetime.now(UTC)
    )
    port = processes.free_port("127.0.0.1", 0)
    program = (
        *("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *(
            "--workers",
            "1",
            "--respawn-failed-workers",
            "--no-access-log",
            "heard.wsgi:application",
        ),
    )
    url = f"http://127.0.0.1:{port}/chat/frame/{TOKEN}/say"
    keys = [uuid4() for _ in range(MESSAGES)]
    server = subprocess.Popen([sys.executable, *program], env=own_database, start_new_session=True)
    try:
        with ThreadPoolExecutor(3) as lines:
            sent = [
                lines.submit(post, url, key, f"message {number}") for number, key in enumerate(keys)
            ]
            for number in KILLS:
                sent[number].result()
                for worker in children(server.pid):
                    os.kill(worker, signal.SIGKILL)
            for one in sent:
                one.result()
            post(url, keys[0], "message 0")  # its answer may have been lost
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    said = Message.objects.filter(conversation=talk, author=Message.Author.CITIZEN)
    assert sorted((str(one.key), one.text) for one in said) == sorted(
        (str(key), f"message {number}") for number, key in enumerate(keys)
    )
    positions = said.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, MESSAGES + 1))
