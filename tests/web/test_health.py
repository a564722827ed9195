"""Whether this process can serve."""

import pytest
from django.db import connection
from django.test import Client

from heard.home import Server
from tests.conftest import connected


@pytest.mark.django_db
def test_it_can_while_the_database_answers() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (
        *(200, b"ok", "text/plain"),
    )


@pytest.mark.usefixtures("own_database")
def test_it_cannot_without_a_database(server: Server) -> None:
    with connected(server.url("no_such_database", "heard_app")):
        answer = Client().get("/healthz")
        connection.close()
    assert (answer.status_code, answer.content) == (503, b"no database")
