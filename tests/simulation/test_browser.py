"""A browser on a small server of this test's own, which can also serve pages that are wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from urllib3 import connection_from_url

from heard.simulation.browser import Browser, LinkClosed, SimulationError
from heard.simulation.citizens import Fate, Visit

START = '<form method=post action="/s/T/start"><input type=hidden name=key value=1></form>'
SCALE = (
    '<form method=post data-question="treatment"><input type=hidden name=key value=2>'
    "<input type=radio name=answer value=8><input type=radio name=answer value=9></form>"
)
TEXT = '<form method=post data-question="comment"><textarea name=answer></textarea></form>'
CHECK = '<form method=post action="/s/T/submit"></form>'
OPT_OUT = '<form method=post action="/s/T/opt-out"></form>'
SITE = {
    "GET /s/T": f'{START}<a href="/s/T/opt-out">Do not ask me again</a>',
    "POST /s/T/start": "-> /s/T/1",
    "GET /s/T/1": SCALE,
    "POST /s/T/1": "-> /s/T/2",
    "GET /s/T/2": TEXT,
    "POST /s/T/2": "-> /s/T/check",
    "GET /s/T/check": CHECK,
    "POST /s/T/submit": "-> /thank-you",
    "GET /thank-you": "Thank you",
    "GET /s/T/opt-out": OPT_OUT,
    "POST /s/T/opt-out": "-> /opted-out",
    "GET /opted-out": "We will not ask again",
}


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


Sent = dict[str, list[dict[str, list[str]]]]


@contextmanager
def site(pages: dict[str, str]) -> Iterator[tuple[Browser, Sent]]:
    """Serve these pages; give a browser, and what each address was sent."""
    sent: Sent = defaultdict(list)

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:  # noqa: ANN401
        key = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        sent[key].append(parse_qs(body, keep_blank_values=True))
        page = pages.get(key, "404")
        arrow, _, place = page.partition("-> ")
        moved = [("Location", place)] if place and not arrow else []
        start("303 See" if moved else "404 No" if page == "404" else "200 OK", moved)
        return [page.encode()]

    server = make_server("127.0.0.1", 0, app, WSGIServer, Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    with connection_from_url(f"http://127.0.0.1:{server.server_port}") as connections:
        yield Browser(connections), sent
    server.shutdown()
    server.server_close()


def visit(fate: Fate, *, score: int = 9, comment: str = "", stops_after: int = 0) -> Visit:
    at = datetime(2020, 10, 1, tzinfo=UTC)
    answers = {"treatment": score}
    return Visit(
        at=at, path="/s/T", fate=fate, answers=answers, comment=comment, stops_after=stops_after
    )


def test_somebody_answers_to_the_end_with_the_fields_that_the_page_held() -> None:
    with site(SITE) as (browser, sent):
        assert browser.carry_out(visit(Fate.COMPLETED, comment="All well."))
    assert sent["POST /s/T/start"] == [{"key": ["1"]}]
    assert sent["POST /s/T/1"] == [{"key": ["2"], "answer": ["9"]}]
    assert sent["POST /s/T/2"] == [{"answer": ["All well."]}]
    assert sent["POST /s/T/submit"] == [{}]
    assert len(sent["GET /thank-you"]) == 1


GATE = (
    "<form method=post><input type=radio name=answer value=yes>"
    "<input type=radio name=answer value=no></form>"
)
SEX = (
    "<form method=post><input name=day value=''><input name=year value=''>"
    "<input type=radio name=sex value=female><input type=radio name=sex value=male>"
    "<input type=radio name=sex value=skip></form>"
)
EQUALITY = {
    "POST /s/T/submit": "-> /e/A",
    "GET /e/A": GATE,
    "POST /e/A": "-> /e/A/sex",
    "GET /e/A/sex": SEX,
    "POST /e/A/sex": "-> /thank-you",
}


def test_somebody_answers_the_equality_questions() -> None:
    with site(SITE | EQUALITY) as (browser, sent):
        browser.carry_out(visit(Fate.COMPLETED))
    (gate,), (said,) = sent["POST /e/A"], sent["POST /e/A/sex"]
    assert gate["answer"][0] in {"yes", "no"}
    assert (said["sex"][0] in {"female", "male", "skip", ""}, said["day"]) == (True, [""])
    assert 1930 <= int(said["year"][0]) <= 2003
    assert len(sent["GET /thank-you"]) == 1


def test_an_equality_answer_that_is_not_taken_is_named() -> None:
    again = EQUALITY | {"POST /e/A/sex": "-> /e/A/sex"}
    with site(SITE | again) as (browser, _), pytest.raises(SimulationError, match="not taken"):
        browser.carry_out(visit(Fate.COMPLETED))


def test_somebody_leaves_the_comment_empty() -> None:
    with site(SITE) as (browser, sent):
        assert not browser.carry_out(visit(Fate.COMPLETED))
    assert sent["POST /s/T/2"] == [{"answer": [""]}]


def test_somebody_breaks_off() -> None:
    with site(SITE) as (browser, sent):
        assert not browser.carry_out(visit(Fate.BROKEN_OFF, stops_after=1))
    assert list(sent)[-2:] == ["POST /s/T/1", "GET /s/T/2"]


def test_somebody_starts_and_answers_nothing() -> None:
    with site(SITE) as (browser, sent):
        browser.carry_out(visit(Fate.STARTED))
    assert list(sent) == ["GET /s/T", "POST /s/T/start", "GET /s/T/1"]


def test_somebody_only_looks() -> None:
    with site(SITE) as (browser, sent):
        browser.carry_out(visit(Fate.LOOKED_AT))
    assert list(sent) == ["GET /s/T"]


def test_somebody_opts_out() -> None:
    with site(SITE) as (browser, sent):
        browser.carry_out(visit(Fate.OPTED_OUT))
    assert len(sent["POST /s/T/opt-out"]) == 1
    assert list(sent)[-1] == "GET /opted-out"


@pytest.mark.parametrize(
    ("broken", "fate", "complaint"),
    [
        ({"GET /thank-you": "404"}, Fate.COMPLETED, "gave 404"),
        ({"GET /s/T": "Hello"}, Fate.STARTED, "no form for /start"),
        ({"GET /s/T": START}, Fate.OPTED_OUT, "no way to opt out"),
        ({"POST /s/T/1": "An error"}, Fate.COMPLETED, "gave 200, not 303"),
        ({"POST /s/T/submit": "-> /s/T/1"}, Fate.COMPLETED, "Expected /thank-you"),
        ({"GET /s/T/2": "The end"}, Fate.COMPLETED, "no form for /submit"),
    ],
)
def test_a_page_that_is_wrong_is_named(broken: dict[str, str], fate: Fate, complaint: str) -> None:
    with site(SITE | broken) as (browser, _), pytest.raises(SimulationError, match=complaint):
        browser.carry_out(visit(fate))


@pytest.mark.parametrize("page", ["GET /s/T", "GET /s/T/1"])
def test_a_survey_that_was_taken_back_is_closed_to_its_visitor(page: str) -> None:
    with site(SITE | {page: "404"}) as (browser, _), pytest.raises(LinkClosed, match="/s/T"):
        browser.carry_out(visit(Fate.COMPLETED))


def test_a_score_that_is_not_offered_is_named() -> None:
    with site(SITE) as (browser, _), pytest.raises(SimulationError, match="does not offer 3"):
        browser.carry_out(visit(Fate.COMPLETED, score=3))


@pytest.mark.parametrize("page", ["POST /s/T/1", "POST /s/T/2"])
def test_a_survey_that_was_taken_back_while_it_is_answered_is_closed_too(page: str) -> None:
    with site(SITE | {page: "-> /thank-you"}) as (browser, _), pytest.raises(LinkClosed):
        browser.carry_out(visit(Fate.COMPLETED))
