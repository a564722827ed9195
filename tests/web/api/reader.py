"""A machine that reads figures."""

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.test import Client

from heard.accounts.keys import Reader, issue_figures_key

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response


def a_key(*, area: str = "", teams: bool = False) -> str:
    reader = Reader(source="qlik", area=area, teams=teams)
    return issue_figures_key(
        reader, now=datetime(2020, 10, 5, tzinfo=UTC), draw=secrets.token_bytes
    )


def get(path: str, *, key: str) -> "Response":
    return Client().get(f"/api/{path}", headers={"Authorization": f"Bearer {key}"})
