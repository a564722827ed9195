"""The dashboard over a million responses: how long a page takes, and what it weighs."""

import os
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from django.conf import settings
from django.test import Client

from benchmarks.answers import AREAS, QUESTIONS, write
from benchmarks.result import Row
from benchmarks.trial import NOW, Trial, Trials
from heard.accounts.models import User
from heard.accounts.people import add_person

_SETTLED = 5.0  # seconds
LARGE = 10_000_000  # responses
PAGE = "/staff/contact?from=2026-06-01&to=2026-08-31"
EXPLORE = "/staff/explore?survey=sms_contact&from=2026-06-01&to=2026-08-31"
CUTS = ("by=area", "by=incident", "by=area&over=months", "by=area&against=before")


def pages(trials: Trials) -> list[Row]:
    """Ask for the first page after the start, for pages that nobody asked for, and again."""
    with TemporaryDirectory(prefix="heard-bench-facts-") as name:
        write(Path(name))
        os.environ["HEARD_FACTS"] = name
        with trials.begin(lanes=()) as trial:
            cookie = _sign_in()
            sleep(_SETTLED)  # the second web worker still loads, on the same two cores
            first, size = _ask(trial, PAGE, cookie)
            asked = [f"{PAGE}&area={a}&question={q}" for a, q in product(AREAS, QUESTIONS)]
            new = sorted(_ask(trial, path, cookie)[0] for path in asked)
            again = [_ask(trial, path, cookie)[0] for path in asked]
            ways = [f"{EXPLORE}&{cut}&question={q}" for cut, q in product(CUTS, QUESTIONS)]
            explored = [_ask(trial, path, cookie) for path in ways]
            bare = [_ask(trial, "/healthz", cookie)[0] for _ in asked]
        del os.environ["HEARD_FACTS"]
    sheet = (settings.STATIC_ROOT / "built" / "staff.css.gz").stat().st_size
    return [
        Row(
            measure="First page of the dashboard after the start",
            result=1000 * first,
            unit="ms",
            peer=1000 * median(bare),
            peer_is="`/healthz` of the same server",
            aim=300,
            least=False,
            note=f"Three months of a million responses. {len(asked)} other pages for the first "
            f"time: median {1000 * median(new):.0f} ms, the slowest {1000 * new[-1]:.0f} ms; "
            f"asked again, median {1000 * median(again):.0f} ms.",
        ),
        Row(
            measure="Weight of the dashboard with its style sheet",
            result=(size + sheet) / 1000,
            unit="KB",
            peer=sheet / 1000,
            peer_is="the style sheet alone",
            aim=150,
            least=False,
            note="As it is sent, with its five drawings in it.",
        ),
        Row(
            measure="Explore, a view that nobody asked for before",
            result=1000 * median(took for took, _ in explored),
            unit="ms",
            peer=1000 * median(bare),
            peer_is="`/healthz` of the same server",
            aim=300,
            least=False,
            note=f"The median of {len(ways)} views with a map, a funnel, small charts, weeks or "
            f"months and hours; the slowest {1000 * max(took for took, _ in explored):.0f} ms. The "
            f"heaviest has {max(size for _, size in explored) / 1000:.0f} KB as it is sent.",
        ),
    ]


def large(trials: Trials) -> list[Row]:
    """Ask for pages over ten million responses, each for the first time and again."""
    with TemporaryDirectory(prefix="heard-bench-facts-") as name:
        write(Path(name), LARGE)
        os.environ["HEARD_FACTS"] = name
        with trials.begin(lanes=()) as trial:
            cookie = _sign_in()
            sleep(_SETTLED)
            asked = [PAGE, *(f"{PAGE}&area={a}&question={q}" for a, q in product(AREAS, QUESTIONS))]
            new = [_ask(trial, path, cookie)[0] for path in asked]
            again = [_ask(trial, path, cookie)[0] for path in asked]
            bare = [_ask(trial, "/healthz", cookie)[0] for _ in asked]
        del os.environ["HEARD_FACTS"]
    taken, middle = sorted((*new, *again)), 1000 * median(new)
    return [
        Row(
            measure=f"The dashboard over {LARGE:,} responses, p95",
            result=1000 * taken[int(0.95 * len(taken))],
            unit="ms",
            peer=1000 * median(bare),
            peer_is="`/healthz` of the same server",
            aim=300,
            least=False,
            note=f"{LARGE * len(QUESTIONS):,} answers, two web processes; {len(asked)} pages for"
            f" the first time (the very first {1000 * new[0]:.0f} ms, median {middle:.0f})"
            f" and again (median {1000 * median(again):.0f}), one after the other.",
        )
    ]


def _sign_in() -> str:
    """Give the cookie of somebody who may look."""
    user = add_person(
        email="bench@heard.example", name="Bench", role=User.Role.VIEWER, password=None, now=NOW
    )
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return f"sessionid={client.cookies['sessionid'].value}"


def _ask(trial: Trial, path: str, cookie: str) -> tuple[float, int]:
    """Give how long a page took, in seconds, and its bytes."""
    line = HTTPConnection("127.0.0.1", trial.port, timeout=60)
    start = perf_counter()
    line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    response = line.getresponse()
    body = response.read()
    if response.status != HTTPStatus.OK:
        raise ValueError(f"GET {path} gave {response.status}.")
    return perf_counter() - start, len(body)
