"""The public page of commendations: in every language around them, and never kept by a cache."""

import pytest
from django.test import Client

from heard.accounts.models import User
from heard.improvement.commend import consent, decide, nominate, publish
from tests.improvement.colleagues import a_handler, somebody
from tests.insight.flow import CALLED
from tests.web.staff.people import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]


def published(citation: str) -> User:
    """Let somebody be commended in public."""
    mo, ann, bea = a_handler(), somebody("Ann"), somebody("Bea")
    number = nominate(mo, "Stayed on the line for an hour.", by=ann, now=CALLED).pk
    decide(number, approves=True, why="", by=bea, now=CALLED)
    consent(number, shown_as="<b>Mo</b>", by=mo, now=CALLED)
    publish(number, citation, by=bea, now=CALLED)
    return mo


def test_what_is_published_stands_there_as_text_in_any_language() -> None:
    published("Stayed with somebody <i>for hours</i>.")
    answer = Client().get("/commendations?language=ur")
    page = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Stayed with somebody &lt;i&gt;for hours&lt;/i&gt;." in page
    assert "&lt;b&gt;Mo&lt;/b&gt;" in page
    assert 'dir="rtl"' in page
    assert "What our people did well" not in page
    assert "<script" not in page
    for hidden in ("on the line", "FC-A", "Ann", "Bea"):
        assert hidden not in page, hidden


def test_without_any_it_says_so() -> None:
    assert "There is nothing here at the moment." in read(Client(), "/commendations")
