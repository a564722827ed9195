"""The dashboard over a million responses: how long a page takes, and what it weighs."""

import os
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import sleep

from django.conf import settings
from django.test import Client

from benchmarks import budget, cpu
from benchmarks.answers import AREAS, QUESTIONS, write
from benchmarks.budget import ask, look
from benchmarks.result import Row
from benchmarks.trial import NOW, Trial, Trials
from heard.accounts.models import User
from heard.accounts.people import add_person

_SETTLED = 5.0  # seconds
_CALM, _LOOK = 0.1, 3.0  # of a core, over so many seconds: nothing is worked out ahead any more
LARGE = 10_000_000  # responses
PAGE = "/staff/contact?from=2026-06-01&to=2026-08-31"
LAST = "/staff/contact?from=2026-10-01&to=2026-12-31"  # the quarter that is worked out ahead
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
            first = look(trial, PAGE, cookie)
            asked = [f"{PAGE}&area={a}&question={q}" for a, q in product(AREAS, QUESTIONS)]
            new = sorted(look(trial, path, cookie).whole for path in asked)
            again = [look(trial, path, cookie).whole for path in asked]
            ways = [f"{EXPLORE}&{cut}&question={q}" for cut, q in product(CUTS, QUESTIONS)]
            explored = [look(trial, path, cookie) for path in ways]
            bare = [ask(trial, "/healthz", cookie)[0] for _ in asked]
        del os.environ["HEARD_FACTS"]
    sheet = (settings.STATIC_ROOT / "built" / "staff.css.gz").stat().st_size
    return [
        Row(
            measure="First page of the dashboard after the start",
            result=1000 * first.whole,
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
            result=(len(first.sent) + first.drawn + sheet) / 1000,
            unit="KB",
            peer=sheet / 1000,
            peer_is="the style sheet alone",
            aim=150,
            least=False,
            note="As it is sent, with its drawings at a desk.",
        ),
        Row(
            measure="Explore, a view that nobody asked for before",
            result=1000 * median(one.whole for one in explored),
            unit="ms",
            peer=1000 * median(bare),
            peer_is="`/healthz` of the same server",
            aim=300,
            least=False,
            note=f"The median of {len(ways)} views with a map, a funnel, small charts, weeks or "
            f"months and hours; the slowest {1000 * max(one.whole for one in explored):.0f} ms. "
            f"The heaviest has {max(len(one.sent) + one.drawn for one in explored) / 1000:.0f} KB "
            "as it is sent.",
        ),
    ]


def large(trials: Trials) -> list[Row]:
    """Ask for pages over ten million responses, each for the first time and again.

    And what the main pages may cost (`budget`).
    """
    with TemporaryDirectory(prefix="heard-bench-facts-") as name:
        write(Path(name), LARGE)
        os.environ["HEARD_FACTS"] = name
        with trials.begin(lanes=()) as trial:
            cookie, analyst = _sign_in(), _sign_in(User.Role.ANALYST)
            _wait_until_calm()
            found = [
                _of_quarter(trial, cookie, page, words)
                for page, words in ((LAST, "the last quarter"), (PAGE, "an older quarter"))
            ]
            found += budget.rows(trial, analyst)
        del os.environ["HEARD_FACTS"]
    return found


def _wait_until_calm() -> None:
    """Return when the web server has worked out what it does ahead of the first page."""
    busy = True
    while busy:
        spent = cpu.seconds()
        sleep(_LOOK)
        busy = sum(cpu.since(spent).values()) > _CALM * _LOOK


def _of_quarter(trial: Trial, cookie: str, page: str, words: str) -> Row:
    """Ask for the pages of one quarter, of each area and question, for the first time and again."""
    asked = [page, *(f"{page}&area={a}&question={q}" for a, q in product(AREAS, QUESTIONS))]
    spent = cpu.seconds()
    new = [look(trial, path, cookie).whole for path in asked]
    worked = cpu.since(spent)
    spent = cpu.seconds()
    again = [look(trial, path, cookie).whole for path in asked]
    reworked = cpu.since(spent)
    bare = [ask(trial, "/healthz", cookie)[0] for _ in asked]
    taken, middle = sorted((*new, *again)), 1000 * median(new)
    return Row(
        measure=f"The dashboard of {words} over {LARGE:,} responses, p95",
        result=1000 * taken[int(0.95 * len(taken))],
        unit="ms",
        peer=1000 * median(bare),
        peer_is="`/healthz` of the same server",
        aim=300,
        least=False,
        note=f"{LARGE * len(QUESTIONS):,} answers, two web processes; {len(asked)} pages with their"
        f" drawings for the first time (the very first {1000 * new[0]:.0f} ms, median {middle:.0f})"
        f" and again (median {1000 * median(again):.0f}), one after the other."
        f" The first time {cpu.told(worked, count=len(asked), what='a page')}, again"
        f" {cpu.told(reworked, count=len(asked), what='a page')}.",
    )


def _sign_in(role: User.Role = User.Role.VIEWER) -> str:
    """Give the cookie of somebody who may look."""
    user = add_person(
        email=f"{role}@heard.example", name="Bench", role=role, password=None, now=NOW
    )
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return f"sessionid={client.cookies['sessionid'].value}"
