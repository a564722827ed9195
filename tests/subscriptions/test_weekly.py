"""A letter leaves where something changed, once, for whom it may be, through a real mail server."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from pytest_django import Settings

from heard.accounts.models import Grant, User
from heard.channels.mail import Mail
from heard.delivery.deliver import deliver
from heard.delivery.gateways import Gateway
from heard.delivery.models import Letter, State
from heard.insight.facts.refresh import refresh
from heard.journal import aside
from heard.journal.models import Entry
from heard.subscriptions import weekly
from heard.subscriptions.models import Edition, Subscription
from heard.subscriptions.subscribe import (
    NotYours,
    change_pace,
    end,
    end_all,
    subscribe,
    subscriptions,
)
from heard.subscriptions.topics import ROLES
from heard.subscriptions.weekly import Often
from heard.web.staff.access import FIGURES
from heard.worker import GUARDS
from tests.insight.flow import answer, programme
from tests.peers import smtp
from tests.peers.smtp import Server
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db
MONDAY = datetime(2020, 10, 12, 10, tzinfo=UTC)
WEEK = timedelta(days=7)
SCORES = (8, 7, 8, 7, 8, 7, 8, 2)  # of ten answers a week, so many at 8 or above
SITE = "https://heard.force.example"


@pytest.fixture
def post_office(tmp_path: Path) -> Iterator[Server]:
    with smtp.serving(tmp_path / "mail") as running:
        yield running


@pytest.fixture
def ann(settings: Settings) -> User:
    """Give somebody who is told of callers, the last of whose weeks stands out."""
    settings.SITE_URL = SITE
    settings.CHANNELS = {**settings.CHANNELS, weekly.EMAIL: {}}
    settings.FORCE_NAME = "Trial Police"
    for number, happy in enumerate(SCORES):
        at = MONDAY - (len(SCORES) - number) * WEEK + timedelta(hours=2)
        for nth in range(10):
            answer(programme(), {"treatment": 9 if nth < happy else 3}, at=at)
    refresh(settings.FACTS, now=MONDAY)
    user = a_person()
    subscribe(user, "contact", "", now=MONDAY)
    return user


def tell(now: datetime = MONDAY, limit: int = 10) -> int:
    return weekly.tell(now=now, limit=limit, draw=lambda count: bytes([now.day] * count))


def leave(server: Server, now: datetime = MONDAY) -> None:
    """Hand over what waits, by mail."""
    mail = Mail(
        from_address="heard@force.example",
        host=smtp.HOST,
        port=server.port,
        ca_file=server.ca_file,
        timeout=5,
    )
    channels = {"email": [Gateway(name="email", channel=mail)]}
    deliver(now=now, guards=GUARDS, channels=channels, lease=WEEK, limit=10)


def test_a_letter_says_what_changed_and_holds_no_figure(ann: User, post_office: Server) -> None:
    assert (tell(), tell()) == (1, 0)
    leave(post_office)

    (mail,) = post_office.arrived()
    assert mail.to == ann.email
    plain, html = mail.message.iter_parts()
    assert mail.message.get_content_type() == "multipart/alternative"
    stop = f"{SITE}/staff/subscriptions/stop/{'DAwM' * 5}DA"
    assert plain.get_content().replace("\r\n", "\n") == (
        "There is news in what people say to Trial Police.\n\n"
        "This is what you are there for, or asked to be told of:\n\n"
        "Force Contact, treatment: the newest week stands out for the worse in the control "
        f"chart.\n{SITE}/staff/contact?question=treatment\n\n"
        "The figures are on these pages, for whoever may see them.\n\n"
        "In a week in which nothing new stands out there is no letter.\n\n"
        f"Choose what you are told of:\n{SITE}/staff/subscriptions\n\n"
        f"Get no such letter any more:\n{stop}\n"
    )
    assert mail.message["List-Unsubscribe"] == f"<{stop}>"
    assert mail.message["Subject"] == "Trial Police: your weekly letter about what people say"
    shown = html.get_content()
    assert f'<a href="{stop}">' in shown
    assert "the newest week stands out for the worse" in shown
    for secret in ("%", ann.name, "80", "10 answers"):
        assert secret not in plain.get_content() + shown
    letter = Letter.objects.get(kind=weekly.KIND)
    assert (letter.state, letter.kind) == (State.SENDING, weekly.KIND)


def test_what_was_told_is_not_told_again_until_it_was_otherwise(ann: User) -> None:
    tell()
    first = Edition.objects.get()
    assert (first.week, first.is_told, first.due_at) == (date(2020, 10, 12), True, None)
    assert first.findings == ["contact::treatment:chart:concern_low"]
    assert tell(MONDAY + WEEK) == 1
    second = Edition.objects.get(week=date(2020, 10, 19))
    assert (second.findings, second.is_told) == (first.findings, False)
    Edition.objects.filter(pk=second.pk).update(findings=[])
    assert tell(MONDAY + 2 * WEEK) == 1
    assert Letter.objects.filter(kind=weekly.KIND).count() == 2


@pytest.mark.parametrize("why", ["shut out", "ended", "another one ended", "may not"])
def test_a_letter_is_stopped_where_it_may_not_be_read_any_more(
    ann: User, post_office: Server, why: str
) -> None:
    tell()
    if why == "shut out":
        User.objects.filter(pk=ann.pk).update(is_active=False)
    elif why == "ended":
        end_all(ann, now=MONDAY)
    elif why == "another one ended":
        subscribe(ann, "victims", "", now=MONDAY)
        end(ann, subscriptions(ann)[0].pk, now=MONDAY)
        change_pace(ann, Often.NEVER, now=MONDAY)
    else:
        Grant.objects.filter(user=ann).update(ends_at=MONDAY)
    leave(post_office)
    assert post_office.arrived() == []
    letter = Letter.objects.get(kind=weekly.KIND)
    assert (letter.state, letter.reason, letter.html) == (State.CANCELLED, weekly.ENDED, None)
    assert {*weekly.denied([letter.subject, "edition:0"], now=MONDAY)} == {
        *(letter.subject, "edition:0")
    }


def test_nobody_is_worked_out_before_monday_morning_or_without_wanting_it(ann: User) -> None:
    assert tell(datetime(2020, 10, 12, 5, 59, tzinfo=UTC)) == 0
    assert tell(limit=0) == 0
    assert Edition.objects.filter(due_at__isnull=False).count() == 1
    end_all(ann, now=MONDAY)
    assert tell() == 1
    assert tell(MONDAY + WEEK) == 0
    assert Letter.objects.filter(kind=weekly.KIND).count() == 0


def test_without_facts_a_week_waits(settings: Settings, tmp_path: Path) -> None:
    settings.FACTS = tmp_path
    subscribe(a_person(), "victims", "", now=MONDAY)
    assert tell() == 0
    assert Edition.objects.get().due_at == MONDAY


def test_what_somebody_wants_is_kept_once_and_journalled(ann: User) -> None:
    subscribe(ann, "contact", "", now=MONDAY)
    subscribe(ann, "contact", "WV", now=MONDAY)
    assert [(one.topic, one.area) for one in subscriptions(ann)] == [
        ("contact", ""),
        ("contact", "WV"),
    ]
    ben = a_person("ben@example.org")
    end(ben, subscriptions(ann)[0].pk, now=MONDAY)
    assert len(subscriptions(ann)) == 2
    end_all(ann, now=MONDAY)
    assert (subscriptions(ann), Subscription.objects.count()) == ([], 2)
    acts = Entry.objects.filter(act__startswith="subscriptions.").order_by("id")
    assert [*acts.values_list("act", "subject")] == [
        ("subscriptions.subscribe", "subscription:contact"),
        ("subscriptions.subscribe", "subscription:contact WV"),
        ("subscriptions.pace", "subscription:role"),
        ("subscriptions.end", "subscription:contact"),
        ("subscriptions.end", "subscription:contact WV"),
    ]
    for topic, area in (("nothing", ""), ("victims", "WV"), ("contact", "XX")):
        with pytest.raises(NotYours):
            subscribe(ann, topic, area, now=MONDAY)


def test_a_commander_is_told_of_their_own_area_and_of_the_whole_force() -> None:
    user = a_person("c@example.org", role=User.Role.COMMANDER, unit="BE")
    for area in ("", "BE"):
        subscribe(user, "contact", area, now=MONDAY)
    with pytest.raises(NotYours):
        subscribe(user, "contact", "CV", now=MONDAY)
    assert {*ROLES} == {*FIGURES}


def test_an_edition_that_fails_does_not_keep_the_others_back(ann: User) -> None:
    bob = a_person("bob@example.org")
    subscribe(bob, "contact", "", now=MONDAY)
    weekly.begin(now=MONDAY)
    first = Edition.objects.order_by("due_at", "id")[0]
    assert weekly.set_aside(now=MONDAY, fault="ValueError")
    drawn = count(1)
    work = partial(weekly.tell, limit=10, draw=lambda size: next(drawn).to_bytes(size))
    assert work(now=MONDAY) == 1
    told = {one.user_id: one.is_told for one in Edition.objects.all()}
    assert told == {first.user_id: False, ({ann.pk, bob.pk} - {first.user_id}).pop(): True}
    assert Entry.objects.get(act="worker.set_aside").subject == f"edition:{first.pk}"
    later = MONDAY + aside.LATER
    assert (work(now=later), work(now=later)) == (1, 0)
    assert not weekly.set_aside(now=later, fault="ValueError")
