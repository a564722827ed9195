"""The survey's pages: how many a second, how long each takes, and what they weigh."""

import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from statistics import quantiles
from time import perf_counter
from urllib.parse import urlencode, urljoin

from benchmarks import cpu, told
from benchmarks.door import CONNECTIONS, batches, post_all
from benchmarks.result import Row
from benchmarks.trial import Trial, Trials
from heard.delivery.models import Letter
from heard.simulation.pages import Form, Page
from heard.web.languages import LANGUAGES

_PEOPLE = 200
_WARM = 8
_LOOKING = 1  # whose pages are weighed
_LANES = (("screen", "invite"),)
_SHEET = re.compile(rb'href="(/static/[^"]+\.css)"')
_LINK = re.compile(r"/s/\S+")
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def survey_pages(trials: Trials) -> list[Row]:
    """People answer the whole survey, four at a time; each page is timed by itself."""
    with trials.begin(lanes=_LANES) as trial:
        post_all(trial, batches(told.calls(_PEOPLE + _WARM + _LOOKING, name="page")))
        trial.wait_until_idle()
        bodies = [str(letter.body) for letter in Letter.objects.all()]
        links = [link[0] for body in bodies if (link := _LINK.search(body))]
        _answer_all(trial, links[:_WARM])
        spent, start = cpu.seconds(), perf_counter()
        visitors = _answer_all(trial, links[_WARM:-_LOOKING])
        passed = perf_counter() - start
        times: dict[str, list[float]] = defaultdict(list)
        for visitor in visitors:
            for step, took in visitor.took:
                times[step].append(took)
        count = sum(map(len, times.values()))
        each = cpu.told(cpu.since(spent), count=count, what="a page")
        bare = _bare(trial, count=count)
        heaviest, weight, sheet = _weigh(trial, links[-1])
    slowest = max(times, key=lambda step: _cut(times[step], 95))
    steps = "; ".join(
        f"{step} {_cut(took, 50):.1f} and {_cut(took, 95):.1f} ms" for step, took in times.items()
    )
    return [
        Row(
            measure="Survey pages",
            result=count / passed,
            unit="a second",
            peer=bare,
            peer_is="`/healthz` of the same server",
            aim=None,
            least=True,
            note=f"{len(visitors)} people, {CONNECTIONS} at a time, {count:,} pages. {each}.",
        ),
        Row(
            measure=f"The slowest page ({slowest}), p95",
            result=_cut(times[slowest], 95),
            unit="ms",
            peer=1000 * CONNECTIONS / bare,
            peer_is="`/healthz`, mean",
            aim=50,
            least=False,
            note=f"p50 and p95 with {CONNECTIONS} people at a time on both cores: {steps}.",
        ),
        Row(
            measure=f"Weight of the heaviest page ({heaviest}) with its style sheet",
            result=(weight + sheet) / 1000,
            unit="KB",
            peer=sheet / 1000,
            peer_is="the style sheet alone",
            aim=40,
            least=False,
            note=f"Of the {len(LANGUAGES)} languages it takes the most, {weight / 1000:.1f} KB on "
            "the line. Nothing but the style sheet is waited for, and no page needs more.",
        ),
    ]


class Visitor:
    """One person's browser: one connection, its cookies, and how long each page took."""

    def __init__(self, trial: Trial) -> None:
        self.took: list[tuple[str, float]] = []
        self._at = ""
        self._line = HTTPConnection("127.0.0.1", trial.port, timeout=60)
        self._cookies: SimpleCookie = SimpleCookie()

    def answer(self, link: str) -> None:
        """Go from the welcome to the thanks."""
        page = self._get("welcome", link)
        page = self._send("Start", _form(page, "/start"), {})
        while form := next((form for form in page.forms if form.question), None):
            words = {"answer": "It was dealt with well."} if form.open_text else {}
            chosen = {"answer": form.choices["answer"][0]} if form.choices else words
            page = self._send("an answer", form, chosen)
        self._send("the submission", _form(page, "/submit"), {})

    def look(self, link: str) -> list[str]:
        """Answer everything, send nothing, and give the path of each page."""
        page, paths = self._send("Start", _form(self._get("welcome", link), "/start"), {}), [link]
        while form := next((form for form in page.forms if form.question), None):
            paths.append(self._at)
            chosen = {"answer": form.choices["answer"][0]} if form.choices else {}
            page = self._send("an answer", form, chosen)
        return [*paths, self._at]

    def _get(self, step: str, path: str) -> Page:
        self._at = path
        status, body, _ = self._ask(step, "GET", path)
        if status != HTTPStatus.OK:
            raise ValueError(f"GET of {step} gave {status}.")
        return Page(body)

    def _send(self, step: str, form: Form, answers: dict[str, str]) -> Page:
        """Post a form and open where it leads."""
        words = urlencode(form.fields | answers)
        status, _, response = self._ask(step, "POST", urljoin(self._at, form.action), words)
        if status != HTTPStatus.SEE_OTHER:
            raise ValueError(f"POST of {step} gave {status}.")
        path = str(response.headers["location"])
        kind = "the gate" if path.startswith("/e/") else path.rpartition("/")[2]
        return self._get("a question" if kind.isdigit() else kind, path)

    def _ask(
        self, step: str, method: str, path: str, body: str | None = None
    ) -> tuple[int, bytes, HTTPResponse]:
        headers = {"Cookie": "; ".join(f"{c.key}={c.value}" for c in self._cookies.values())}
        start = perf_counter()
        self._line.request(method, path, body, headers | (_FORM if body is not None else {}))
        response = self._line.getresponse()
        content = response.read()
        self.took.append((step, perf_counter() - start))
        for line in response.headers.get_all("set-cookie", []):
            self._cookies.load(line)
        return response.status, content, response


def _answer_all(trial: Trial, links: list[str]) -> list[Visitor]:
    def visit(link: str) -> Visitor:
        visitor = Visitor(trial)
        visitor.answer(link)
        return visitor

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return list(pool.map(visit, links))


def _bare(trial: Trial, *, count: int) -> float:
    """Ask for the smallest answer as often, over as many connections; give how many a second."""

    def ask(_lane: int) -> None:
        line = HTTPConnection("127.0.0.1", trial.port, timeout=60)
        for _ in range(count // CONNECTIONS):
            line.request("GET", "/healthz")
            line.getresponse().read()

    start = perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(ask, range(CONNECTIONS)))
    return count // CONNECTIONS * CONNECTIONS / (perf_counter() - start)


def _weigh(trial: Trial, link: str) -> tuple[str, int, int]:
    """Name the page and language that take most on the line; give that, and the style sheet's."""
    paths = Visitor(trial).look(link)
    line = HTTPConnection("127.0.0.1", trial.port, timeout=60)

    def weight(path: str, language: str) -> int:
        headers = {"Accept-Encoding": "gzip, deflate, br", "Cookie": f"language={language}"}
        line.request("GET", path, headers=headers)
        return len(line.getresponse().read())

    weights = {(p, one.code): weight(p, one.code) for p in paths for one in LANGUAGES}
    path, language = max(weights, key=lambda key: weights[key])
    line.request("GET", path)
    sheet = _SHEET.search(line.getresponse().read())
    if sheet is None:
        raise ValueError("The page names no style sheet.")
    name = f"{path.rpartition('/')[2] if path != link else 'welcome'}, {language}"
    return name, weights[path, language], weight(sheet[1].decode(), language)


def _form(page: Page, action: str) -> Form:
    return next(form for form in page.forms if form.action.endswith(action))


def _cut(times: list[float], per_cent: int) -> float:
    return 1000 * quantiles(times, n=100)[per_cent - 1]
