"""Takes pictures of every page of a played demo: narrow, middling, wide, enlarged and printed.

Run by `make pictures`; they are for people to look at, in .build/pictures.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from building.prepare import node_home
from tests.browser import FLAGS, find_chromium

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".build" / "pictures"
WIDTHS = (320, 768, 1280)
HEIGHT = 900

# Every address that shows a page, by a name for its picture.
STAFF = {
    "figures": "/staff/figures",
    "contact": "/staff/contact?by=incident",
    "response": "/staff/response?by=area&and=weekday",
    "wrong-filters": "/staff/contact?from=x&area=XX",
    "ledger": "/staff/ledger?by=area",
    "history": "/staff/history",
    "history-found": "/staff/history?q={incident}",
    "history-one": "/staff/history/{kind}/{key}",
    "outbox": "/staff/outbox",
    "dead-letters": "/staff/dead-letters",
    "journal": "/staff/journal",
    "not-found": "/staff/nothing",
}
OPEN = {
    "sign-in": "/staff/sign-in",
    "link-used": "/staff/link/used",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "closed": "/s/AAAAAAAAAAAAAAAAAAAAAA",
    "thank-you": "/thank-you",
    "opted-out": "/opted-out",
}


def main() -> None:
    """Play the demo of HEARD_HOME if need be, serve it, and take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node_home() / "bin/node")
    program = find_chromium()
    with _demo() as (link, survey), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program.path, args=FLAGS, env={**os.environ, **program.environment}
        )
        site = link.partition("/staff/")[0]
        shown = browser.new_context().new_page()
        for name, path in OPEN.items():
            _go(shown, f"{site}{path}")
            _take(browser, shown, name)
        _as_citizen(browser, survey)
        _as_staff(browser, link, site)
    sys.stdout.write(f"The pictures are in {FOLDER}.\n")


def _as_citizen(browser: Browser, survey: str) -> None:
    """Answer a survey up to its last button, which is left for others."""
    page = browser.new_context().new_page()
    _go(page, f"{survey}/opt-out")
    _take(browser, page, "opt-out")
    _go(page, survey)
    _take(browser, page, "welcome")
    page.get_by_role("button", name="Start").click()
    number = 0
    while "/check" not in page.url:
        number += 1
        _take(browser, page, f"question-{number}")
        choices = page.get_by_role("radio")
        if choices.count():
            choices.nth(8).check()
        page.get_by_role("button", name="Continue").click()
    _take(browser, page, "check")


def _as_staff(browser: Browser, link: str, site: str) -> None:
    """Sign in by the link, and look at every page for staff."""
    page = browser.new_context().new_page()
    _go(page, link)
    _take(browser, page, "sign-in-link")
    page.get_by_role("button", name="Sign in").click()
    found = {"incident": "", "kind": "", "key": ""}
    _go(page, f"{site}{STAFF['outbox']}")
    for address in page.locator("a[href*='/staff/history/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    ):
        _, kind, key = address.rsplit("/", 2)
        found = {"incident": key, "kind": kind, "key": key}
        if kind == "attendance":
            break
    for name, path in STAFF.items():
        _go(page, f"{site}{path.format(**found)}")
        _take(browser, page, name)


def _go(page: Page, url: str) -> None:
    page.goto(url, wait_until="load")


def _take(browser: Browser, page: Page, name: str) -> None:
    """Take one page at each width, at 200 per cent, and as it is printed."""
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        sys.stderr.write(f"{name}: wider than the window\n")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
    # Twice as large on 1,280 pixels: half as many to stand on.
    context = browser.new_context(
        viewport={"width": WIDTHS[-1] // 2, "height": HEIGHT // 2}, device_scale_factor=2
    )
    context.add_cookies([{**cookie} for cookie in page.context.cookies()])  # type: ignore[typeddict-item]
    with context.new_page() as enlarged:
        _go(enlarged, page.url)
        enlarged.screenshot(path=FOLDER / f"{name}-200-per-cent.png", full_page=True)
    context.close()
    page.pdf(path=FOLDER / f"{name}.pdf", format="A4")


@contextmanager
def _demo() -> Iterator[tuple[str, str]]:
    """Serve the demo; give a link that signs in once, and one of a survey that nobody used."""
    demo = subprocess.Popen(
        [sys.executable, "-m", "heard", "demo", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert demo.stdout is not None
        said = ""
        while not (survey := re.search(r"http\S+/s/\S+", said)):
            line = demo.stdout.readline()
            if not line:
                raise SystemExit("The demo ended before it served anything.")
            said += line
        link = re.search(r"http\S+/staff/link/\S+", said)
        assert link is not None
        yield link[0], survey[0]
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(60)


if __name__ == "__main__":
    main()
