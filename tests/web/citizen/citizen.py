"""A citizen with a browser that checks what a real one would: forms, cookies, redirects."""

import re

from django.http.response import HttpResponseBase
from django.test import Client

from tests.asked import SCORES, TOKEN


class Citizen:
    """Opens pages by their path after the token, and sends the form of the last one."""

    def __init__(self, token: str = TOKEN) -> None:
        self.browser = Client(enforce_csrf_checks=True)
        self.root = f"/s/{token}"
        self.page = ""

    def get(self, path: str = "") -> HttpResponseBase:
        response = self.browser.get(self.root + path)
        self.page = response.content.decode()
        return response

    def post(self, path: str, **fields: str | list[str]) -> HttpResponseBase:
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page)
        assert found is not None
        data = {"csrfmiddlewaretoken": found[1], **fields}
        response = self.browser.post(self.root + path, data)
        self.page = response.content.decode() or self.page
        return response

    def answer_all(self, *, comment: str = "") -> None:
        """Start, answer each question, and stop before the answers are sent."""
        self.get()
        where = self.post("/start")["Location"]
        if where == f"{self.root}/leaving":  # where the pages have a button to leave at once
            where = f"{self.root}/q/{next(iter(SCORES))}"
        for value in [*map(str, SCORES.values()), comment]:
            path = where.removeprefix(self.root)
            self.get(path)
            where = self.post(path, answer=value)["Location"]
        assert where == f"{self.root}/check"
        self.get("/check")
