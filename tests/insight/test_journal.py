"""The journal as an administrator reads it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.accounts.models import User
from heard.accounts.people import actor, add_person
from heard.insight.journal import journal, people
from heard.journal.write import CITIZEN, SYSTEM, write

pytestmark = pytest.mark.django_db
NOON = datetime(2030, 10, 12, 12, tzinfo=UTC)


def ann() -> User:
    return add_person(
        email="ann@example.org", name="Ann", role=User.Role.VIEWER, password=None, now=NOON
    )


def test_what_was_done_is_told_the_newest_first() -> None:
    person = ann()
    write("web.look", subject="page:figures", actor=actor(person), now=NOON + timedelta(hours=1))
    first, second = journal().acts[:2]
    assert (first.actor, first.act, first.subject, first.reason) == (
        *("Ann", "web.look", "page:figures", ""),
    )
    assert (second.actor, second.act, second.reason) == ("Heard", "accounts.add_person", "viewer")


def test_it_is_cut_by_person_act_and_day() -> None:
    person = ann()
    for days, who in enumerate((actor(person), CITIZEN, SYSTEM)):
        write("trial", subject=who.label, actor=who, now=NOON + timedelta(days=days))
    assert [a.subject for a in journal(person=f"user:{person.pk}").acts] == ["Ann"]
    assert [a.actor for a in journal(act="trial").acts] == ["Heard", "the person asked", "Ann"]
    found = journal(day=date(2030, 10, 13), act="trial")
    assert [a.actor for a in found.acts] == ["the person asked"]
    assert journal(person="user:0").acts == []


def test_everybody_who_may_have_done_something_can_be_chosen() -> None:
    person = ann()
    assert people() == [
        ("heard", "Heard"),
        ("citizen", "the person asked"),
        (f"user:{person.pk}", "Ann"),
    ]


@pytest.mark.parametrize("acts", [1, 3])
def test_more_acts_need_no_more_queries(
    acts: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(acts):
        write("trial", subject="x", actor=SYSTEM, now=NOON)
    with django_assert_num_queries(1):
        assert len(journal(act="trial").acts) == acts
