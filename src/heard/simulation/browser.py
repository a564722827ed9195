"""A citizen's browser: follows links, fills in the forms of the real pages, keeps cookies."""

from http import HTTPMethod, HTTPStatus
from http.cookies import SimpleCookie
from random import Random
from urllib.parse import urlencode, urljoin

from urllib3 import BaseHTTPResponse, HTTPConnectionPool

from heard.simulation import equality
from heard.simulation.citizens import Fate, Visit
from heard.simulation.pages import Form, Page

_THANKS = "/thank-you"


class SimulationError(Exception):
    """A door did not answer as it should; the message says which, and what came instead."""


class LinkClosed(SimulationError):
    """The survey was taken back: what came in later about the incident closed its link."""


class Browser:
    """One session: its own cookies, over a line of its own."""

    def __init__(self, line: HTTPConnectionPool) -> None:
        self._line = line
        self._cookies: SimpleCookie = SimpleCookie()
        self._at = ""

    def carry_out(self, visit: Visit) -> bool:
        """Do what the visitor wants; say whether a comment was asked for and given.

        LinkClosed where the survey was taken back, before or meanwhile.
        """
        page = self._open(visit.path)
        if visit.fate is Fate.OPTED_OUT:
            self._opt_out(page)
        elif visit.fate is not Fate.LOOKED_AT:
            return self._answer(self._submit(self._form(page, "/start")), visit)
        return False

    def _answer(self, page: Page, visit: Visit) -> bool:
        commented = False
        answered = 0
        while questions := [form for form in page.forms if form.question]:
            if answered == visit.stops_after and visit.fate is not Fate.COMPLETED:
                return False
            page = self._submit(questions[0], answer=self._word(questions[0], visit))
            commented |= bool(questions[0].open_text and visit.comment)
            answered += 1
        if self._at == _THANKS:  # its link was closed between two looks of one request
            raise LinkClosed(visit.path)
        self._tell_more(self._submit(self._form(page, "/submit")), visit)
        self._expect(_THANKS)
        return commented

    def _tell_more(self, page: Page, visit: Visit) -> None:
        """Answer the equality questions, where they are asked, or skip them."""
        rng = Random(f"{visit.at} {visit.answers}")  # noqa: S311 - alike in each run of a seed
        seen: set[str] = set()
        while self._at.startswith("/e/"):
            if self._at in seen:
                raise SimulationError(f"{self._at}: an answer was not taken.")
            seen.add(self._at)
            form = page.forms[0]
            if "answer" in form.choices:  # the gate
                said = {"answer": "yes" if equality.answers(rng) else "no"}
            else:
                names = [*form.choices, *(name for name in form.fields if name == "year")]
                said = {n: equality.says(rng, n, form.choices.get(n, ())) for n in names}
            page = self._submit(form, **said)

    def _word(self, form: Form, visit: Visit) -> str:
        """Give the answer to a question: from the choices offered, or in the visitor's words."""
        if "answer" in form.open_text:
            return visit.comment
        word = str(visit.answers[form.question])
        if word not in form.choices.get("answer", ()):
            raise SimulationError(f"{self._at}: {form.question} does not offer {word}.")
        return word

    def _opt_out(self, page: Page) -> None:
        links = [link for link in page.links if link.endswith("/opt-out")]
        if not links:
            raise SimulationError(f"{self._at}: no way to opt out.")
        self._submit(self._form(self._open(links[0]), "/opt-out"))
        self._expect("/opted-out")

    def _form(self, page: Page, action: str) -> Form:
        for form in page.forms:
            if urljoin(self._at, form.action).endswith(action):
                return form
        raise SimulationError(f"{self._at}: no form for {action}.")

    def _open(self, path: str) -> Page:
        self._at = urljoin(self._at, path)
        response = self._ask(HTTPMethod.GET, self._at)
        self._require_link(response)
        if response.status != HTTPStatus.OK:
            raise SimulationError(f"GET {self._at} gave {response.status}.")
        return Page(response.data)

    def _submit(self, form: Form, **answers: str) -> Page:
        """Send a form and open the page that its answer points to."""
        action = urljoin(self._at, form.action)
        response = self._ask(HTTPMethod.POST, action, body=urlencode(form.fields | answers))
        self._require_link(response)
        if response.status != HTTPStatus.SEE_OTHER:
            raise SimulationError(f"POST {action} gave {response.status}, not 303.")
        return self._open(response.headers["location"])

    def _require_link(self, response: BaseHTTPResponse) -> None:
        if response.status == HTTPStatus.NOT_FOUND and self._at.startswith("/s/"):
            raise LinkClosed(self._at)

    def _ask(self, method: HTTPMethod, path: str, body: str | None = None) -> BaseHTTPResponse:
        headers = {"Cookie": "; ".join(f"{c.key}={c.value}" for c in self._cookies.values())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        response = self._line.request(
            method, path, body=body, headers=headers, redirect=False, retries=False
        )
        for line in response.headers.getlist("set-cookie"):
            self._cookies.load(line)
        return response

    def _expect(self, path: str) -> None:
        if not self._at.endswith(path):
            raise SimulationError(f"Expected {path}, but came to {self._at}.")
