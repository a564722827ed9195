"""Live chat with 500 conversations at once: how soon a message stands on the other screen."""

import json
import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from statistics import median, quantiles
from threading import Event, Thread
from time import perf_counter, sleep
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import Client

from benchmarks import cpu
from benchmarks.result import Row
from benchmarks.trial import NOW, Trial, Trials
from heard.accounts.models import User
from heard.accounts.people import add_person
from heard.cli import processes
from heard.conversations import converse, desk, presence
from heard.invitations.invite import hash_token

CONVERSATIONS, EACH = 500, 5  # and how many of them one adviser has
PAUSE = 40.0  # seconds between two messages of one person, who reads and types
SECONDS = 60.0
_LINES, _PATIENCE = 16, 30.0
_WORDS = "my neighbour's car was scratched last night, number"
_FIRST = "somebody took my bike from the shed"


@dataclass(slots=True, kw_only=True)
class Talk:
    """A conversation: its token, its adviser's session, and when a message came to which screen."""

    number: int
    token: str
    session: str
    came: dict[tuple[str, str], float] = field(default_factory=dict)


def conversations(trials: Trials) -> list[Row]:
    """Let 500 citizens and their advisers write at once, and the assistant answer 500 others."""
    with trials.begin(lanes=(), clock="system") as trial, _streams() as port:
        talks = _taken()
        with _open(trial, talks, port):
            spent = cpu.seconds()
            sent = _write(trial, talks)
            sleep(1.0)
            each = cpu.told(cpu.since(spent), count=len(sent), what="a message")
        waits = sorted(_waits(sent))
        bare = _bare(trial)
        answers = sorted(_first_answers(trial))
    lost = len(sent) - len(waits)
    cuts, first = quantiles(waits, n=100), quantiles(answers, n=100)
    return [
        Row(
            measure=f"Chat: a message on the other screen, {CONVERSATIONS} conversations, p95",
            result=1000 * cuts[94],
            unit="ms",
            peer=1000 * bare,
            peer_is="`/healthz` of the same server",
            aim=300,
            least=False,
            note=f"{len(sent):,} messages in {SECONDS:.0f} s, half of them by advisers, from the "
            f"POST to the event of a stream that has it (and the page that it wakes at the desk); "
            f"{2 * len(talks):,} streams are open. p50 {1000 * cuts[49]:.0f} ms, p99 "
            f"{1000 * cuts[98]:.0f}; {lost} did not come. {each}.",
        ),
        Row(
            measure=f"Chat: the assistant's first answer, {CONVERSATIONS} conversations, p95",
            result=1000 * first[94],
            unit="ms",
            peer=1000 * bare,
            peer_is="`/healthz` of the same server",
            aim=1_000,
            least=False,
            note=f"{len(answers)} first messages within {PAUSE:.0f} s; p50 "
            f"{1000 * first[49]:.0f} ms, the slowest {1000 * answers[-1]:.0f}.",
        ),
    ]


@contextmanager
def _streams() -> Iterator[int]:
    """Start the process for streams and give its port."""
    port = processes.free_port("127.0.0.1", 0)
    child = processes.streams(host="127.0.0.1", port=port)
    child.start()
    try:
        processes.wait_until_served(f"http://127.0.0.1:{port}", child)
        yield port
    finally:
        child.stop()


def _taken() -> list[Talk]:
    """Begin the conversations, and let advisers take them up."""
    now, found = datetime.now(UTC), []
    for number in range(CONVERSATIONS):
        if number % EACH == 0:
            adviser, session = _adviser(number)
        token = secrets.token_urlsafe(16)
        made = _begun(token, with_bot=False)
        desk.take(made, by=adviser, now=now)
        found.append(Talk(number=made, token=token, session=session))
    connection.close()
    return found


def _begun(token: str, *, with_bot: bool) -> int:
    at = datetime.now(UTC)
    made = converse.begin(
        hash_token(token), language="en", opening=(), with_bot=with_bot, now=at, network=""
    )
    return int(made.pk)


def _adviser(number: int) -> tuple[User, str]:
    email = f"adviser-{number}@heard.example"
    role = User.Role.CONTACT_HANDLER
    user = add_person(email=email, name="Bench", role=role, password=None, now=NOW)
    presence.come(by=user, skills=(), most=EACH, now=datetime.now(UTC))
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return user, client.cookies["sessionid"].value


@contextmanager
def _open(trial: Trial, talks: Sequence[Talk], port: int) -> Iterator[None]:
    """Keep both screens of each conversation open, each by a stream of its own."""
    over = Event()
    threads = [
        *(Thread(target=_citizen, args=(one, port, over), daemon=True) for one in talks),
        *(Thread(target=_desk, args=(one, port, trial.port, over), daemon=True) for one in talks),
    ]
    for thread in threads:
        thread.start()
        sleep(0.02)
    sleep(5.0)
    yield
    over.set()


def _citizen(talk: Talk, port: int, over: Event) -> None:
    for line in _lines(port, f"/chat/stream/{talk.token}", {}, over):
        if "msg-" in line:
            _note(talk, "citizen", line)


def _desk(talk: Talk, port: int, web: int, over: Event) -> None:
    cookie = {"Cookie": f"sessionid={talk.session}", "X-Heard-By-Itself": "yes"}
    place = f"/staff/desk/{talk.number}"
    told = (one for one in _lines(port, f"{place}/stream", cookie, over) if "data:" in one)
    next(told, None)  # how it stands as the page is opened
    for _ in told:
        _note(talk, "desk", _ask(web, "GET", place, cookie)[1])


def _note(talk: Talk, screen: str, words: str) -> None:
    """Note when a message was seen first, by the marks in its words."""
    at = perf_counter()
    for part in words.split("msg-")[1:]:
        talk.came.setdefault((screen, part[:32]), at)


def _lines(port: int, path: str, headers: dict[str, str], over: Event) -> Iterator[str]:
    line = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    line.request("GET", path, headers=headers)
    answer: HTTPResponse = line.getresponse()
    if answer.status != HTTPStatus.OK:
        raise ValueError(f"GET {path} gave {answer.status}.")
    with suppress(OSError, HTTPException):
        while not over.is_set():
            yield answer.readline().decode()


def _write(trial: Trial, talks: Sequence[Talk]) -> dict[str, tuple[Talk, str, float]]:
    """Write at a steady rate, the citizen and the adviser of each in turn.

    Gives by the mark of each message whose it is, to which screen it goes, and when it left.
    """
    rate = 2 * len(talks) / PAUSE
    due = [perf_counter() + 0.2 + number / rate for number in range(int(SECONDS * rate))]
    sent: dict[str, tuple[Talk, str, float]] = {}

    def write(number: int) -> None:
        talk, mark = talks[number // 2 % len(talks)], uuid4().hex
        sleep(max(0.0, due[number] - perf_counter()))
        sent[mark] = talk, "citizen" if number % 2 else "desk", perf_counter()
        (_answer if number % 2 else _say)(trial, talk, f"{_WORDS} msg-{mark}")

    with ThreadPoolExecutor(_LINES) as pool:
        list(pool.map(write, range(len(due))))
    return sent


def _say(trial: Trial, talk: Talk, words: str) -> str:
    form = {"text": words, "key": str(uuid4())}
    headers = {"Accept": "application/json"}
    return _posted(trial.port, f"/chat/frame/{talk.token}/say", form, headers)


def _answer(trial: Trial, talk: Talk, words: str) -> str:
    token = "t" * 32
    form = {"do": "answer", "text": words, "key": str(uuid4()), "csrfmiddlewaretoken": token}
    headers = {"Cookie": f"sessionid={talk.session}; csrftoken={token}"}
    return _posted(trial.port, f"/staff/desk/{talk.number}", form, headers)


def _posted(port: int, path: str, form: dict[str, str], headers: dict[str, str]) -> str:
    given = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    status, body = _ask(port, "POST", path, given, urlencode(form))
    if status not in (HTTPStatus.OK, HTTPStatus.SEE_OTHER):
        raise ValueError(f"POST {path} gave {status}.")
    return body


def _ask(
    port: int, method: str, path: str, headers: dict[str, str], body: str = ""
) -> tuple[int, str]:
    line = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    line.request(method, path, body or None, headers)
    answer = line.getresponse()
    return answer.status, answer.read().decode()


def _waits(sent: dict[str, tuple[Talk, str, float]]) -> Iterator[float]:
    """Give how long each message took that came to the other screen."""
    for mark, (talk, screen, at) in sent.items():
        if (screen, mark) in talk.came:
            yield talk.came[screen, mark] - at


def _bare(trial: Trial) -> float:
    taken = []
    for _ in range(50):
        start = perf_counter()
        _ask(trial.port, "GET", "/healthz", {})
        taken.append(perf_counter() - start)
    return median(taken)


def _first_answers(trial: Trial) -> Sequence[float]:
    """Give how long the assistant's answer to the first message of each of 500 others took."""
    tokens = [secrets.token_urlsafe(16) for _ in range(CONVERSATIONS)]
    for token in tokens:
        _begun(token, with_bot=True)
    connection.close()
    start = perf_counter() + 0.2

    def first(number: int) -> float:
        sleep(max(0.0, start + number * PAUSE / CONVERSATIONS - perf_counter()))
        begun = perf_counter()
        talk = Talk(number=0, token=tokens[number], session="")
        told = json.loads(_say(trial, talk, _FIRST))["events"]
        if sum(one["name"] == "said" for one in told) < len(("the message", "the answer")):
            raise ValueError("The assistant did not answer.")
        return perf_counter() - begun

    with ThreadPoolExecutor(_LINES) as pool:
        return list(pool.map(first, range(CONVERSATIONS)))
