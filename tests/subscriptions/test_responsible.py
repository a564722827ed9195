"""Each role is told once a week of what it is there for, unless somebody ended or changed that."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from pytest_django import Settings

from heard.accounts import grants
from heard.accounts.models import Grant, User
from heard.accounts.scope import OutOfScope, scope_of
from heard.delivery.models import Letter
from heard.journal.write import SYSTEM
from heard.subscriptions import weekly
from heard.subscriptions.letter import address, sentence
from heard.subscriptions.models import Edition
from heard.subscriptions.responsible import own_replies, responsible
from heard.subscriptions.subscribe import change_pace, end_all
from heard.subscriptions.topics import Change, Followed, changed, may
from heard.subscriptions.weekly import Often
from tests.improvement.colleagues import PERSON, a_handler, scored
from tests.insight.flow import known
from tests.subscriptions.test_topics import STEADY, codes
from tests.subscriptions.test_topics import weekly as weeks
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db
MONDAY = datetime(2020, 10, 12, 10, tzinfo=UTC)
WEEK = timedelta(days=7)
Role = User.Role
FORCE = [Followed(topic=topic) for topic in ("contact", "response", "victims")]


@pytest.fixture(autouse=True)
def _sends_mail(settings: Settings) -> None:
    settings.CHANNELS = {**settings.CHANNELS, weekly.EMAIL: {}}


def tell(now: datetime = MONDAY) -> int:
    drawn = count(now.day * 100)
    return weekly.tell(now=now, limit=10, draw=lambda size: next(drawn).to_bytes(size))


def letters() -> list[str]:
    return [one.body or "" for one in Letter.objects.filter(kind=weekly.KIND).order_by("id")]


@pytest.mark.parametrize(
    ("role", "unit", "theirs"),
    [
        (Role.VIEWER, "", FORCE),
        (Role.ANALYST, "", FORCE),
        (Role.COMMANDER, "BE", [Followed(topic=t, area="BE") for t in ("contact", "response")]),
        (Role.ANALYST, "BE", [Followed(topic=t, area="BE") for t in ("contact", "response")]),
        (Role.TEAM_SUPERVISOR, "T", [Followed(topic=t, team="T") for t in ("contact", "response")]),
        (Role.CONTACT_HANDLER, "H", [Followed(topic="own")]),
        (Role.OFFICER, "", []),
        (Role.AUDITOR, "", []),
        (Role.REFERENCE_REVIEWER, "BE", []),
    ],
)
def test_what_somebody_is_there_for_follows_from_their_roles(
    role: User.Role, unit: str, theirs: Sequence[Followed]
) -> None:
    user = a_person(role=role, unit=unit, password=None)
    assert responsible(user, now=MONDAY) == theirs
    assert all(may(user, one, now=MONDAY) for one in theirs)
    grants.give(user, role=Role.COMMANDER, unit="CV", by=SYSTEM, now=MONDAY)
    assert Followed(topic="contact", area="CV") in responsible(user, now=MONDAY)


def test_a_team_is_told_of_to_its_own_supervisor_and_to_no_other(tmp_path: Path) -> None:
    facts = weeks((*STEADY, 20), tmp_path, team="FC-A", person="H")
    theirs, others = (
        a_person(f"{team}@example.org", role=Role.TEAM_SUPERVISOR, unit=team)
        for team in ("FC-A", "FC-B")
    )
    of = Followed(topic="contact", team="FC-A")
    assert (may(theirs, of, now=MONDAY), may(others, of, now=MONDAY)) == (True, False)
    with pytest.raises(OutOfScope):
        changed(facts.within(scope_of(others, now=MONDAY)), of, now=MONDAY)
    assert codes(facts, team="FC-B") == []
    one = Change(
        topic="contact", area="", team="T & U", question="treatment", kind="change", says="up"
    )
    assert sentence(one).startswith("Force Contact, T & U, treatment: a real change upwards")
    assert address(one, site="https://x").endswith("/contact?question=treatment&team=T+%26+U")
    assert one.code == "contact:@T & U:treatment:change:up"


def test_a_handler_is_told_of_every_fifteen_replies_once() -> None:
    scored([9] * 14)
    known()
    mo = a_handler()
    assert (tell(), letters()) == (1, [])
    scored([9, 8])
    known()
    assert tell(MONDAY + WEEK) == 1
    (body,) = letters()
    assert "Your own work: there are fifteen replies more" in body
    assert "/staff/me" in body
    assert PERSON not in body
    assert Edition.objects.latest("week").told_of == ["own::"]
    assert (tell(MONDAY + 2 * WEEK), len(letters())) == (1, 1)
    scored([9] * 14)
    assert [one.says for one in own_replies(frozenset({PERSON}))] == ["2"]
    subject = f"edition:{Edition.objects.get(is_told=True).pk}"
    assert weekly.denied([subject], now=MONDAY) == {}
    Grant.objects.filter(user=mo).update(ends_at=MONDAY)
    assert {*weekly.denied([subject], now=MONDAY)} == {subject}


def test_a_quiet_week_is_told_of_to_whoever_asked_for_it_and_to_nobody_else() -> None:
    known()
    ann, bob = a_person(), a_person("bob@example.org")
    change_pace(ann, Often.ALWAYS, now=MONDAY)
    assert tell() == 2
    (body,) = letters()
    assert body.startswith("Nothing new stands out this week")
    subject = Letter.objects.get(kind=weekly.KIND).subject
    assert weekly.denied([subject], now=MONDAY) == {}
    change_pace(ann, Often.NEWS, now=MONDAY)
    assert {*weekly.denied([subject], now=MONDAY)} == {subject}
    end_all(bob, now=MONDAY)
    assert tell(MONDAY + WEEK) == 1
    assert Edition.objects.filter(user=bob).count() == 1


def test_where_no_mail_leaves_nobody_gets_a_letter_that_they_did_not_ask_for(
    settings: Settings,
) -> None:
    settings.CHANNELS = {}
    known()
    a_person()
    assert tell() == 0
