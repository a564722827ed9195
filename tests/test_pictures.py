"""No page is left out of the pictures, and what is wrong with one is said."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import make_server

import pytest
from playwright.sync_api import Browser

from tests.pictures import CALLS, DRAFT, OPEN, STAFF, WIDTHS, Album, go, left_out, press

CITIZEN = (
    *("/c/x", "/s/x", "/s/x/q/treatment", "/s/x/check", "/s/x/opt-out", "/s/x/stop"),
    *("/s/x/leaving", "/e/x", "/e/x/condition", "/staff/link/x"),
)
ONE = {
    "incident": "I1",
    "kind": "attendance",
    "key": "I1",
    "alert": "1",
    "comment": "1",
    "way": "x",
}
PATHS = [
    *CITIZEN,
    "/staff/me",
    *(path.format(**ONE).partition("?")[0] for name, path in STAFF.items() if name != "not-found"),
    *(path.format(offer=1, case=1) for path in CALLS.values()),
    *(path.format(draft=1) for path in DRAFT.values()),
    *(path for path in OPEN.values()),
]
WIDE = "<title>a</title><p style='width: 700px'>Wide</p>"
FORM = "<title>a</title><form action=/late><button>On</button></form>"
ANSWERS = {
    "/wide": ("200 OK", WIDE),
    "/form": ("200 OK", FORM),
    "/late": ("200 OK", "<title>a</title><p>Arrived</p>"),
    "/broken": ("500 Internal Server Error", "<title>a</title>"),
}


@pytest.fixture
def small_site() -> Iterator[str]:
    """Serve a few pages, most of which have something wrong with them."""

    def answer(environ: dict[str, str], start: Callable[..., object]) -> Iterable[bytes]:
        status, words = ANSWERS.get(environ["PATH_INFO"], ("404 Not Found", "<title>a</title>"))
        start(status, [("Content-Type", "text/html")])
        return [words.encode()]

    with make_server("127.0.0.1", 0, answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_every_page_is_pictured_or_excused() -> None:
    assert left_out(PATHS) == []


def test_a_page_without_a_picture_is_named() -> None:
    paths = [path for path in PATHS if path not in ("/staff/outbox", "/s/x/q/treatment")]
    assert left_out(paths) == ["s/<str:token>/q/<path:key>", "staff/outbox"]


def test_what_is_wrong_with_a_page_is_said_and_only_what_is_there_counts(
    browser: Browser, small_site: str, tmp_path: Path
) -> None:
    album = Album(browser=browser, folder=tmp_path)
    page = browser.new_context().new_page()
    for name in ("wide", "broken", "missing"):
        go(page, f"{small_site}/{name}")
        album.take(page, name)
    page.context.close()
    assert album.wrong == [
        "wide, 320: wider than the window",
        "wide, 200-per-cent: wider than the window",
        "broken: answered 500",
    ]
    assert album.paths == {"/wide"}
    sizes = [*map(str, WIDTHS), "200-per-cent"]
    assert {path.name for path in tmp_path.glob("wide*")} == {
        "wide.pdf",
        *(f"wide-{size}.png" for size in sizes),
    }


def test_a_button_leads_on_before_the_next_picture(browser: Browser, small_site: str) -> None:
    page = browser.new_context().new_page()
    go(page, f"{small_site}/form")
    press(page, "On")
    assert page.get_by_text("Arrived").is_visible()
    page.context.close()
