"""A real Chromium for tests: the machine's own, else the one of the npm lock; and axe-core.

Nothing is downloaded here. The npm one is unpacked once into the build folder, with the few
libraries that a bare machine lacks and with a typeface for where there is none.
"""

import io
import os
import platform
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Thread
from typing import Protocol

import brotli
import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, sync_playwright

from building.prepare import node_home
from building.steps import fingerprint, once

ROOT = Path(__file__).parent.parent
PACKED = ROOT / "node_modules/@sparticuz/chromium/bin"
UNPACKED = ROOT / ".build/chromium"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
HEIGHT = 800  # CSS pixels
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# The rules that ask where things stand and how large they are; the others ask what is shown.
PLACED = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
# Calls axe-core where it is not there yet and came with the page, and says whether it is there.
THERE = "() => { if (!window.axe && window.heardAxe) heardAxe(); return Boolean(window.axe); }"
RUN = """
rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(found =>
  found.violations.map(one => [one.id, one.nodes.map(node => node.target.join(' '))]))
"""
# Gives the elements that are shown, by their places among all.
SHOWN = """
() => [...document.querySelectorAll('*')].flatMap((one, n) => one.checkVisibility() ? [n] : [])
"""
FLAGS = [  # headless, and without a sandbox where it cannot be had, come from Playwright
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
]
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/fonts-cache</cachedir>
</fontconfig>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A Chromium and what its environment needs beside the usual."""

    path: Path
    environment: Mapping[str, str]


class NewPage(Protocol):
    """Opens an empty page of `width` CSS pixels; it is closed when the test ends."""

    def __call__(self, *, width: int = 1280, scripts: bool = True) -> Page: ...


def _extract(archive: Path, *, into: Path) -> None:
    """Write every file of a .tar.br flat into one folder."""
    into.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(brotli.decompress(archive.read_bytes()))) as members:
        for member in members:
            if content := members.extractfile(member):
                (into / Path(member.name).name).write_bytes(content.read())


def _unpack() -> None:
    shutil.rmtree(UNPACKED, ignore_errors=True)
    _extract(PACKED / "al2023.tar.br", into=UNPACKED / "lib")
    _extract(PACKED / "fonts.tar.br", into=UNPACKED / "fonts")
    (UNPACKED / "fonts.conf").write_text(FONTS.format(folder=UNPACKED))
    program = UNPACKED / "chromium"
    program.write_bytes(brotli.decompress((PACKED / "chromium.br").read_bytes()))
    program.chmod(0o755)


def find_chromium() -> Program:
    """Give Debian's Chromium if it is installed, else the unpacked one of the npm lock."""
    if installed := shutil.which("chromium", path="/usr/bin"):
        return Program(path=Path(installed), environment={})
    if platform.machine() != "x86_64":
        pytest.fail("There is no Chromium for this kind of machine: apt-get install chromium")
    key = fingerprint(files=[ROOT / "package-lock.json"], facts=[str(ROOT)])
    with UNPACKED.with_suffix(".lock").open("w") as turn:  # several processes test at once
        flock(turn, LOCK_EX)
        once(_unpack, stamp=UNPACKED / ".made", key=key)
    environment = {
        "LD_LIBRARY_PATH": str(UNPACKED / "lib"),
        "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf"),
    }
    return Program(path=UNPACKED / "chromium", environment=environment)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run one Chromium for all tests."""
    program = find_chromium()
    with ExitStack() as stack:
        # Playwright keeps an event loop in this thread, at which Django's tables would balk.
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        # The Node inside Playwright needs a library that a bare machine lacks; ours does not.
        patch.setenv("PLAYWRIGHT_NODEJS_PATH", str(node_home() / "bin/node"))
        chromium = stack.enter_context(sync_playwright()).chromium
        environment: dict[str, str | float | bool] = {**os.environ, **program.environment}
        yield stack.enter_context(
            chromium.launch(executable_path=program.path, args=FLAGS, env=environment)
        )


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Open pages that share no cookie with another test's, nor with one another."""
    with ExitStack() as stack:

        def open_page(*, width: int = 1280, scripts: bool = True) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": HEIGHT}, java_script_enabled=scripts
            )
            # Half a megabyte: it comes with each page, and is read and run when it is called.
            context.add_init_script(f"window.heardAxe = () => {{ {AXE.read_text()} }};")
            return stack.enter_context(context).new_page()

        yield open_page


class Quiet(WSGIRequestHandler):
    disable_nagle_algorithm = True  # else each answer on a line that is kept waits 40 ms

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """Serve the pages of this process to browsers, and give their address."""
    with ThreadedWSGIServer(("127.0.0.1", 0), Quiet) as server:
        server.daemon_threads = True
        server.set_app(get_wsgi_application())
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def axe(page: Page, *rules: str) -> list[str]:
    """Give each breach of WCAG 2.0 to 2.2, levels A and AA, as 'rule: element, element'.

    With `rules` only these are asked for. axe-core finds a part of what can be wrong; an empty
    list is needed and is not enough. Raises ValueError for a page opened without scripts, on
    which axe-core would never end.
    """
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        raise ValueError("axe-core needs a page that may run scripts.")
    if not page.evaluate(THERE):
        page.evaluate(AXE.read_text())
    violations = page.evaluate(RUN, [*(rules or LEVELS)])
    return sorted(f"{rule}: {', '.join(elements)}" for rule, elements in violations)


def faults(page: Page, *widths: int) -> list[str]:
    """Give what is wrong: breaches of WCAG, and a page wider than its window.

    With `widths` it is looked at in each of them, as if somebody turned their phone, and has its
    own again in the end: loading it once takes less time than once a width. Where no element is
    shown that was not shown before, only the rules that depend on places are asked again.
    """
    page.wait_for_load_state()  # a page that was just asked for may have no element yet
    if not widths:
        return _faults(page)
    own, seen, found = page.viewport_size, set[int](), list[str]()
    for width in widths:
        _resize(page, width)
        shown = set(page.evaluate(SHOWN))
        rules = PLACED if shown <= seen else ()
        found += [f"at {width}: {fault}" for fault in _faults(page, *rules)]
        seen |= shown
    if own is not None:
        _resize(page, own["width"])
    return found


def _resize(page: Page, width: int) -> None:
    """Set the width, and wait until whatever listens for it has been told and has drawn."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)))")


def _faults(page: Page, *rules: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*axe(page, *rules), *([f"{page.url} is {wide} too wide"] if wide > 0 else [])]
