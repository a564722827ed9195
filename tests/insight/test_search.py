"""Finding touchpoints by what people have at hand."""

from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.delivery.models import Letter
from heard.insight.search import Found, find
from tests.asked import ask
from tests.make import attended, contact_ended, incident_created, receive, told, unit

pytestmark = pytest.mark.django_db


def names(found: Found) -> list[tuple[str, str]]:
    return [(point.kind, point.key) for point in found.points]


def test_a_log_gives_its_visit_and_every_call_about_it() -> None:
    told(*attended("C1", "I1"), contact_ended("C2", "I1"), contact_ended("C3", "I2"))
    assert names(find("I1")) == [("contact", "C1"), ("attendance", "I1"), ("contact", "C2")]


def test_a_call_gives_itself() -> None:
    told(contact_ended("C1", "I1"), contact_ended("C2", "I1"))
    assert names(find("C2")) == [("contact", "C2")]


def test_an_event_of_any_source_gives_what_it_is_about() -> None:
    told(*attended("C1", "I1"))
    call = {**contact_ended("C9"), "id": "x-1", "source": "/another"}
    assert receive(call, source="/another").rejected == ()
    moved = unit("at_scene", "I1")
    told(moved)
    assert names(find("x-1")) == [("contact", "C9")]
    assert ("attendance", "I1") in names(find(moved["id"]))


def test_the_reference_of_a_text_gives_what_it_is_about() -> None:
    invitation = ask()
    assert invitation.letter_id
    reference = Letter.objects.get(pk=invitation.letter_id).reference
    assert names(find(str(reference))) == [("contact", "C0")]
    assert names(find(str(reference).upper())) == [("contact", "C0")]
    assert names(find(str(uuid4()))) == []


def test_a_log_that_nobody_called_about_or_came_to_is_named() -> None:
    told(incident_created("I7"))
    assert (find("I7").points, find("I7").logs) == ([], ["I7"])


@pytest.mark.parametrize("word", ["07700900123", "+447700900123", "C", "I", "%", "'", "C1 "])
def test_nothing_is_found_by_a_number_or_a_part(word: str) -> None:
    told(*attended("C1", "I1"))
    assert find(word) == Found(points=[], logs=[])


def test_nothing_is_found_where_nothing_is() -> None:
    assert find("C1") == Found(points=[], logs=[])


@pytest.mark.parametrize("calls", [1, 3])
def test_more_calls_need_no_more_queries(
    calls: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told(*(contact_ended(f"C{n}", "I1") for n in range(calls)))
    with django_assert_num_queries(3):
        assert len(find("I1").points) == calls
