"""Drawings that are seen by an address: who may share one, when it ends, and what is kept."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from heard.accounts import grants
from heard.accounts.models import Grant, User
from heard.accounts.people import actor
from heard.journal.models import Entry
from heard.reports import pictures
from heard.reports.models import Picture
from heard.reports.pictures import View
from tests.web.staff.people import NOW, a_person

pytestmark = pytest.mark.django_db
VIEW = View(name="The board's paper", drawing="map", query="by=area")
LAST = NOW.date() + timedelta(days=30)


def shared(
    by: User, view: View = VIEW, *, until: date = LAST, byte: int = 1
) -> tuple[Picture, str]:
    return pictures.share(view, until=until, by=by, now=NOW, draw=lambda n: bytes([byte] * n))


def test_a_picture_is_open_by_its_token_alone_to_the_end_of_its_day() -> None:
    one, token = shared(a_person())
    assert pictures.opened(token, now=NOW) == one
    assert pictures.opened(f"{token}x", now=NOW) is None
    assert one.ends_on == LAST
    assert pictures.opened(token, now=one.ends_at - timedelta(seconds=1)) == one
    assert pictures.opened(token, now=one.ends_at) is None
    assert token.encode() not in bytes(Picture.objects.get().token_hash)


def test_anybody_who_may_share_revokes_what_another_shared_and_at_once() -> None:
    one, token = shared(a_person())
    ben = actor(a_person("ben@example.org"))
    pictures.revoke(one.pk, by=ben, now=NOW)
    assert pictures.opened(token, now=NOW) is None
    pictures.revoke(one.pk, by=ben, now=NOW + timedelta(days=1))
    pictures.revoke(0, by=ben, now=NOW)
    assert Picture.objects.get().revoked_at == NOW
    entries = Entry.objects.filter(act__startswith="reports.").order_by("id")
    assert [(e.act, e.subject) for e in entries] == [
        ("reports.share_picture", f"picture:{one.pk}"),
        ("reports.revoke_picture", f"picture:{one.pk}"),
    ]


def test_a_picture_ends_with_the_right_to_share() -> None:
    ada = a_person(role=User.Role.COMMUNICATIONS)
    _, token = shared(ada)
    grants.end(Grant.objects.get(user=ada), by=actor(a_person("ben@example.org")), now=NOW)
    assert pictures.opened(token, now=NOW) is None
    cas = a_person("cas@example.org")
    _, token = shared(cas, byte=2)
    User.objects.filter(pk=cas.pk).update(is_active=False)
    assert pictures.opened(token, now=NOW) is None


def test_what_cannot_be_shared_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = a_person()
    for view, until, words in (
        (View(name=" ", drawing="map", query=""), LAST, "Give the picture a name"),
        (View(name="x" * 101, drawing="map", query=""), LAST, "at most 100 characters"),
        (View(name="x", drawing="map", query="q" * 2_001), LAST, "at most 2,000 characters"),
        (VIEW, NOW.date() - timedelta(days=1), "from today to 366 days"),
        (VIEW, NOW.date() + timedelta(days=367), "from today to 366 days"),
    ):
        with pytest.raises(pictures.NoPicture, match=words):
            shared(ada, view, until=until)
    monkeypatch.setattr(pictures, "MOST", 1)
    shared(ada)
    with pytest.raises(pictures.NoPicture, match="more than 1 pictures"):
        shared(ada, byte=2)


def test_what_was_shared_is_changed_by_nobody() -> None:
    one, _ = shared(a_person())
    for change in ({"query": "by=team"}, {"ends_at": NOW + timedelta(days=9_999)}):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Picture.objects.filter(pk=one.pk).update(**change)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        one.delete()
