"""What staff have open ends in time, one by one, or all at once."""

from datetime import UTC, datetime, timedelta

import pytest

from heard.accounts.models import User
from heard.accounts.people import add_person
from heard.admission.models import Session
from heard.admission.sessions import (
    Limits,
    end,
    end_oldest,
    end_others,
    forget,
    handle,
    is_open,
    listed,
)
from heard.journal.models import Entry

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 10, 12, 9, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LIMITS = Limits(idle=30 * MINUTE, longest=8 * HOUR, at_once=2)


def a_person(email: str = "ann@example.org") -> User:
    return add_person(email=email, name="Ann Lee", role=User.Role.VIEWER, password=None, now=NOW)


def opened(user: User | None, key: str, *, began: datetime = NOW, seen: datetime = NOW) -> str:
    Session.objects.create(
        session_key=key,
        session_data="",
        expire_date=NOW + HOUR,
        user=user,
        device="Firefox on Linux",
        began_at=began,
        seen_at=seen,
    )
    return key


def read(key: str) -> Session | None:
    return Session.objects.filter(session_key=key).first()


def keys() -> set[str]:
    return set(Session.objects.values_list("session_key", flat=True))


def reasons() -> list[str]:
    ended = Entry.objects.filter(act="admission.end_session").order_by("id")
    return list(ended.values_list("reason", flat=True))


@pytest.mark.parametrize(
    ("began", "seen", "goes_on"),
    [
        (0 * HOUR, 0 * HOUR, True),
        (7 * HOUR, 30 * MINUTE - timedelta(seconds=1), True),
        (HOUR, 30 * MINUTE, False),
        (8 * HOUR - timedelta(seconds=1), 0 * HOUR, True),
        (8 * HOUR, 0 * HOUR, False),
    ],
)
def test_a_session_ends_unused_or_old(began: timedelta, seen: timedelta, *, goes_on: bool) -> None:
    key = opened(a_person(), "a", began=NOW - began, seen=NOW - seen)
    assert is_open(read(key), limits=LIMITS, now=NOW) is goes_on


def test_its_use_is_noted_once_a_minute() -> None:
    key = opened(a_person(), "a")
    for later in (59, 60):
        assert is_open(read(key), limits=LIMITS, now=NOW + timedelta(seconds=later))
        noted = NOW + timedelta(seconds=later if later == 60 else 0)
        assert Session.objects.get().seen_at == noted


def test_what_a_page_asks_by_itself_keeps_no_session_open() -> None:
    key = opened(a_person(), "k")
    later = NOW + 29 * MINUTE
    assert is_open(read(key), limits=LIMITS, now=later, is_use=False)
    assert Session.objects.get().seen_at == NOW
    assert not is_open(read(key), limits=LIMITS, now=NOW + 30 * MINUTE, is_use=False)


def test_one_that_is_unknown_or_nobodys_is_not_open() -> None:
    Session.objects.create(session_key="n", session_data="", expire_date=NOW)
    assert [is_open(read(key), limits=LIMITS, now=NOW) for key in ("n", "none")] == [False, False]


def test_they_are_listed_to_their_owner_alone_and_under_another_name() -> None:
    ann = a_person()
    opened(ann, "old", seen=NOW - HOUR)
    opened(ann, "a", seen=NOW - 2 * MINUTE)
    opened(ann, "b", seen=NOW - MINUTE)
    opened(a_person("bob@example.org"), "c")
    found = listed(ann, limits=LIMITS, now=NOW)
    assert [one.handle for one in found] == [handle("b"), handle("a")]
    assert found[0].device == "Firefox on Linux"
    assert handle("b") == "3e23e8160039594a"


def test_one_is_ended_by_its_owner_and_by_nobody_else() -> None:
    ann, bob = a_person(), a_person("bob@example.org")
    opened(ann, "a")
    assert end(bob, handle("a"), now=NOW) is False
    assert (keys(), reasons()) == ({"a"}, [])
    assert end(ann, handle("a"), now=NOW) is True
    assert (keys(), reasons()) == (set(), ["one"])


def test_all_end_but_the_one_that_is_kept() -> None:
    ann = a_person()
    for key in ("a", "b"):
        opened(ann, key)
    opened(a_person("bob@example.org"), "c")
    assert end_others(ann, kept="a", now=NOW) == 1
    assert end_others(ann, kept="a", now=NOW) == 0
    assert keys() == {"a", "c"}
    assert end_others(ann, kept=None, now=NOW, reason="lost") == 1
    assert (keys(), reasons()) == ({"c"}, ["all", "lost"])


def test_of_too_many_those_used_least_lately_end() -> None:
    ann = a_person()
    for n, key in enumerate("abc"):
        opened(ann, key, seen=NOW + n * MINUTE)
    end_oldest(ann, at_once=3, now=NOW)
    assert (keys(), reasons()) == ({"a", "b", "c"}, [])
    end_oldest(ann, at_once=2, now=NOW)
    assert (keys(), reasons()) == ({"b", "c"}, ["too many"])


def test_what_is_over_is_forgotten() -> None:
    opened(a_person(), "a")
    assert forget(now=NOW) == 0
    assert forget(now=NOW + HOUR) == 1
