"""A drawing that is shared by its address: what it shows to whom, and when it is there no more."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from heard.accounts.models import User
from heard.accounts.scope import AGGREGATES
from heard.insight.facts.read import facts
from heard.journal.write import SYSTEM
from heard.reports import pictures
from heard.reports.models import Picture
from heard.reports.pictures import View
from heard.web.staff.explore import embedded
from heard.web.staff.words import long_day
from tests.insight.flow import known
from tests.insight.teams import replies
from tests.web.staff.people import a_person, browser_of, inside, read

NEW = "/staff/pictures/new"
BY_AREA = "survey=sms_contact&question=treatment&by=area"
LAST = datetime.now(tz=UTC).date() + timedelta(days=90)
NOT_THERE = b"There is no such picture.\n"


@pytest.fixture(scope="module")
def filled(of_the_file: Path) -> Path:
    """Let people answer about three areas and three teams, once for all tests of this file."""
    for area, team, n, good in (
        ("BE", "FC-A", 40, 38),
        ("CV", "FC-B", 40, 8),
        ("WV", "FC-C", 3, 3),
    ):
        replies(team, n, good, area=area)
    known()
    return of_the_file


@pytest.fixture(autouse=True)
def _undone(filled: Path, settings: Settings) -> Iterator[None]:
    """Look at these facts, and undo what a test does."""
    settings.FACTS = filled
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def share(client: Client, query: str = BY_AREA, drawing: str = "cut") -> str:
    """Share a drawing by its page, and give that page."""
    form = {"name": "The board's paper", "until": LAST.isoformat()}
    return client.post(f"{NEW}?drawing={drawing}&{query}", form).content.decode()


def address(page: str, kind: str = "png") -> str:
    found = re.search(rf'href="http://[^/]+(/pictures/[^".]+\.{kind})"', page)
    assert found is not None
    return found[1]


def test_a_drawing_is_shared_embedded_and_revoked() -> None:
    ann = inside()
    assert "share it as a picture" in read(ann, f"/staff/explore?{BY_AREA}")
    page = share(ann)
    copied = unescape(unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[0]))
    assert re.search(
        r'<img src="http[^"]+\.png" alt="Treatment by area\. [^"]+ 95% range[^"]+" width="\d+"',
        copied,
    )
    assert 'href="http' in copied
    path = address(page)
    shown = Client().get(path)
    assert shown.content.startswith(b"\x89PNG")
    assert (shown.cookies, shown.headers.get("Vary")) == ({}, None)
    assert {name: shown.headers[name] for name in embedded.OPEN} == embedded.OPEN
    assert "The board&#39;s paper" in ann.get("/staff/pictures").content.decode()
    number = Picture.objects.get().pk
    ben = inside(User.Role.COMMUNICATIONS)
    assert ben.post(f"/staff/pictures/{number}/revoke").status_code == 303
    assert (Client().get(path).status_code, Client().get(path).content) == (404, NOT_THERE)
    assert "Revoked" in read(ann, "/staff/pictures")


def test_its_words_say_question_period_range_base_and_for_whom() -> None:
    words = Client().get(address(share(inside()), "txt")).content.decode()
    for told in (
        "How polite and respectful were we?",
        "The 95% range is",
        "on 83 answers about 12 October 2020.",
        "Coventry 20%",
        "not weighted",
        "Trial Police, counted 12 October 2020.",
        f"What Trial Police shows its independent advisers. Shared until {long_day(LAST)}.",
    ):
        assert told in words
    assert "Wolverhampton Held back" in words


def kept(query: str, *, drawing: str = "cut", until: date = LAST, byte: int = 1) -> tuple[int, str]:
    """Keep a picture as it stands in the table, whatever its page would have said of it."""
    view = View(name="x", drawing=drawing, query=query)
    begun = min(datetime.now(tz=UTC), datetime.combine(until, time(), UTC))
    by = User.objects.filter(email="ann@example.org").first() or a_person()
    made, token = pictures.share(
        view, until=until, by=by, now=begun, draw=lambda n: bytes([byte] * n)
    )
    return made.pk, f"/pictures/{token}.png"


def test_what_is_unknown_has_ended_or_was_revoked_is_answered_alike() -> None:
    number, revoked = kept(BY_AREA)
    pictures.revoke(number, by=SYSTEM, now=datetime.now(tz=UTC))
    _, ended = kept(BY_AREA, until=date(2020, 10, 12), byte=2)
    _, open_ = kept(BY_AREA, byte=3)
    paths = (revoked, ended, "/pictures/AAAAAAAAAAAAAAAAAAAAAA.png", open_.replace("png", "svg"))
    answers = [Client().get(path) for path in paths]
    told = [(one.status_code, one.content, sorted(one.headers.items())) for one in answers]
    assert told == 4 * [told[0]]
    assert told[0][:2] == (404, NOT_THERE)
    assert Client().get(open_).status_code == 200
    assert Client().post(open_).status_code == 405


@pytest.mark.parametrize("query", ["by=team", "team=FC-A", "area=BE&team=FC-A", "and=team"])
def test_no_picture_shows_what_an_adviser_may_not_see(query: str) -> None:
    """Neither can it be shared, nor does it show anything if it stood in the table all the same."""
    ann = inside(User.Role.ADMINISTRATOR)
    page = ann.get(f"{NEW}?drawing=weeks&{query}&question=treatment")
    assert "This view cannot be shared" in page.content.decode()
    assert "This view cannot be shared" in share(ann, f"{query}&question=treatment", "weeks")
    assert not Picture.objects.exists()
    _, path = kept(f"{query}&question=treatment", drawing="weeks")
    found = Client().get(path.replace("png", "txt"))
    assert (found.status_code, found.content) == (404, NOT_THERE)


def test_a_picture_is_counted_in_the_scope_of_an_adviser(filled: Path) -> None:
    looked = embedded.as_advisers(BY_AREA, facts(filled))
    assert looked is not None
    assert looked.known.scope == AGGREGATES


def test_whoever_is_signed_in_sees_the_same_image_as_nobody() -> None:
    _, path = kept(BY_AREA)
    assert inside(User.Role.ADMINISTRATOR).get(path).content == Client().get(path).content


def test_what_is_held_back_later_is_drawn_no_more_and_says_so() -> None:
    _, path = kept("survey=sms_contact&question=treatment&area=WV", drawing="weeks")
    words = Client().get(path.replace("png", "txt")).content.decode()
    assert "No share is shown. Held back, so that nobody can be made out" in words
    assert "There is no drawing at present" in words
    assert Client().get(path).content.startswith(b"\x89PNG")


def test_an_image_is_drawn_once_for_each_state_of_the_facts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, path = kept(BY_AREA)
    first = Client().get(path).content
    monkeypatch.setattr(embedded, "_drawn", None)  # drawing again would fail
    assert Client().get(path).content == first


def test_while_others_are_drawn_one_waits_and_is_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, path = kept(BY_AREA)
    monkeypatch.setattr(embedded, "WAIT", 0.01)
    with embedded.DRAWING:
        answer = Client().get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert Client().get(path).status_code == 200


def test_without_facts_there_is_no_picture_at_this_moment(
    settings: Settings, tmp_path: Path
) -> None:
    settings.FACTS = tmp_path
    _, path = kept(BY_AREA)
    assert Client().get(path).status_code == 503


def test_what_cannot_be_shared_is_named_and_nothing_is_shared() -> None:
    ann = inside()
    for name, until, words in (
        ("", LAST, "Give the picture a name"),
        ("x", LAST + timedelta(days=999), "Choose a last day"),
        ("x", "soon", "enter a day as year"),
    ):
        form = {"name": name, "until": str(until)}
        page = ann.post(f"{NEW}?drawing=cut&{BY_AREA}", form).content.decode()
        assert words in page
    assert "no such drawing" in read(ann, f"{NEW}?drawing=nothing&{BY_AREA}")
    assert not Picture.objects.exists()


def test_the_list_says_why_an_address_is_closed() -> None:
    kept(BY_AREA, until=date(2020, 10, 12))
    kept(BY_AREA, byte=2)
    page = read(inside(), "/staff/pictures")
    assert (page.count("Ended"), page.count("Open")) == (1, 1)
    User.objects.filter(email="ann@example.org").update(is_active=False)
    assert "who shared it may not share any more" in read(
        browser_of(a_person("z@example.org")), "/staff/pictures"
    )


def test_who_may_not_share_is_not_offered_it() -> None:
    assert "share it as a picture" not in read(
        inside(User.Role.VIEWER), f"/staff/explore?{BY_AREA}"
    )
