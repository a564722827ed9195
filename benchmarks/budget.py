"""What the main pages of staff may cost: time on the server, weight, and the first paint."""

import os
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from gzip import decompress
from http import HTTPStatus
from http.client import HTTPConnection
from statistics import median
from time import perf_counter

from playwright.sync_api import BrowserContext, sync_playwright

from benchmarks import cpu
from benchmarks.answers import AREAS
from benchmarks.result import Row
from benchmarks.trial import Trial
from building.prepare import node_home
from tests.browser import FLAGS, find_chromium

_PATIENCE = 600  # seconds for a page that counts fifty million answers
SERVER, HTML, PAINT = 300, 150, 1_000  # ms, KB, ms
DAYS = "from=2026-06-01&to=2026-08-31"
EXPLORE = f"/staff/explore?survey=sms_contact&question=outcome&{DAYS}"
# By name; those that have days are asked of each area, too.
PAGES: Mapping[str, str] = {
    "Home": "/staff/?",
    "Force Contact": f"/staff/contact?{DAYS}",
    "What goes with an outcome": f"/staff/contact?question=outcome&{DAYS}",
    "Explore by incident": f"{EXPLORE}&by=incident",
    "Teams": "/staff/teams?",
}
_LINES = 6  # that a browser opens to one host
_DRAWING = re.compile(rb'<img src="(/drawings/[^"]+)"')
_PAINT = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? -1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A page as it was sent, and seconds until it was there: its HTML, and all with drawings."""

    html: float
    whole: float
    sent: bytes
    drawn: int  # bytes of the drawings, as they were sent


def rows(trial: Trial, cookie: str) -> list[Row]:
    """Ask for each page 18 times, for the first time and again, and open it in Chromium."""
    with _without_scripts(trial, cookie) as opened:
        bare = _painted(opened, f"{trial.url}/staff/account")
        return [
            row
            for name, address in PAGES.items()
            for row in _of_page(trial, cookie, opened, name, address, bare)
        ]


def _of_page(
    trial: Trial, cookie: str, opened: BrowserContext, name: str, address: str, bare: float
) -> list[Row]:
    areas = AREAS if DAYS in address else ()
    asked = [address, *(f"{address}&area={one}" for one in areas)] if areas else [address] * 9
    spent = cpu.seconds()
    new, again = ([look(trial, one, cookie) for one in asked] for _ in ("new", "again"))
    each = cpu.told(cpu.since(spent), count=len(new) + len(again), what="a page")
    taken = sorted(1000 * one.whole for one in (*new, *again))
    first, html = new[0], sorted(1000 * one.html for one in (*new, *again))
    return [
        Row(
            measure=f"{name}: p95 on the server",
            result=taken[int(0.95 * len(taken))],
            unit="ms",
            peer=SERVER,
            peer_is="the budget",
            aim=SERVER,
            least=False,
            note=f"With its drawings; its HTML alone {html[int(0.95 * len(html))]:.0f} ms."
            f" The first {1000 * first.whole:.0f} ms, then a median of"
            f" {1000 * median(one.whole for one in new[1:]):.0f}"
            f"{' for eight areas' if areas else ''}, and of"
            f" {1000 * median(one.whole for one in again):.0f} when asked again."
            f" {each}.",
        ),
        Row(
            measure=f"{name}: its HTML",
            result=len(decompress(first.sent)) / 1000,
            unit="KB",
            peer=HTML,
            peer_is="the budget",
            aim=HTML,
            least=False,
            note=f"{len(first.sent) / 1000:.1f} KB as it is sent, and {first.drawn / 1000:.1f} KB"
            " of drawings.",
        ),
        Row(
            measure=f"{name}: first paint without JavaScript",
            result=_painted(opened, f"{trial.url}{address}"),
            unit="ms",
            peer=bare,
            peer_is="the page of one's own account",
            aim=PAINT,
            least=False,
            note="In Chromium on the same cores, asked again; from the address to the first words.",
        ),
    ]


def look(trial: Trial, path: str, cookie: str) -> Looked:
    """Ask for a page and for the drawings that a desk shows, as a browser does."""
    start = perf_counter()
    html, sent = ask(trial, path, cookie)
    named = [found.decode() for found in _DRAWING.findall(decompress(sent))]
    with ThreadPoolExecutor(_LINES) as lines:
        drawn = [body for _, body in lines.map(partial(ask, trial, cookie=cookie), named)]
    return Looked(
        html=html, whole=perf_counter() - start, sent=sent, drawn=sum(len(one) for one in drawn)
    )


def ask(trial: Trial, path: str, cookie: str) -> tuple[float, bytes]:
    """Give how long a page took, in seconds, and what was sent."""
    line = HTTPConnection("127.0.0.1", trial.port, timeout=_PATIENCE)
    start = perf_counter()
    line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    response = line.getresponse()
    body = response.read()
    if response.status != HTTPStatus.OK:
        raise ValueError(f"GET {path} gave {response.status}.")
    return perf_counter() - start, body


@contextmanager
def _without_scripts(trial: Trial, cookie: str) -> Iterator[BrowserContext]:
    """Open Chromium as somebody who may look, and who lets no page run a script."""
    program = find_chromium()
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node_home() / "bin/node")
    environment: dict[str, str | float | bool] = {**os.environ, **program.environment}
    name, _, value = cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program.path, args=FLAGS, env=environment
        )
        opened = browser.new_context(java_script_enabled=False)
        opened.add_cookies([{"name": name, "value": value, "url": trial.url}])
        yield opened
        browser.close()


def _painted(opened: BrowserContext, address: str) -> float:
    """Give after how many milliseconds a page shows its first words."""
    page = opened.new_page()
    page.goto(address, wait_until="load")
    page.wait_for_timeout(200)  # a page may be loaded before it is painted
    found = float(page.evaluate(_PAINT))
    page.close()
    if found < 0:
        raise ValueError(f"{address} was not painted.")
    return found
