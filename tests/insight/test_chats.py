"""Conversations are counted by who dealt with them, and deflection is told both ways."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from heard.conversations.models import Conversation
from heard.events.models import Contact
from heard.insight import chats
from heard.simulation import chats as played
from tests import make
from tests.conversations.talks import NOW

pytestmark = pytest.mark.django_db
OCTOBER = date(2020, 10, 1)
PRINT = "a" * 64
_numbers = count(1)


def ended(n: int = 1, *, at: datetime = NOW, **facts: Any) -> list[Conversation]:  # noqa: ANN401
    return Conversation.objects.bulk_create(
        Conversation(
            **{
                "token_hash": next(_numbers).to_bytes(32),
                "state": "ended",
                "ending": "answered",
                "met_bot": True,
                "consented_at": at,
                "begun_at": at,
                "heard_at": at,
                "ended_at": at,
                **facts,
            }
        )
        for _ in range(n)
    )


def taken(n: int, **facts: Any) -> None:  # noqa: ANN401
    at = NOW - timedelta(minutes=5)
    later = at + timedelta(seconds=30)
    ended(n, ending="closed", taken_at=at, answered_at=later, **{"waited": 60, **facts})


def october(base: int = 1) -> chats.Month:
    (month,) = chats.months(minimum_base=base).months
    return month


def test_those_who_dealt_with_them_are_kept_apart() -> None:
    ended(3)
    taken(5)
    taken(2, met_bot=False)
    ended(2, ending="silent")
    ended(1, ending="abandoned", met_bot=False)
    month = october()
    assert month.by_handler == {"bot": 3, "bot_then_human": 5, "human": 2, "": 3}
    assert (month.n, month.offered, month.bot, month.silent) == (13, 10, 3, 2)
    assert (month.queued, month.abandoned) == (8, 1)
    assert (month.deflected.value, month.deflected.n) == (0.3, 10)


def test_what_goes_on_still_is_not_counted() -> None:
    ended(1, state="assistant", ending="", ended_at=None)
    found = chats.months(minimum_base=1)
    assert (found.months, found.stage, found.offered) == ([], None, 0)


def test_a_month_ends_at_midnight_in_london() -> None:
    ended(1, at=datetime.fromisoformat("2020-09-30T23:30:00+00:00"))
    assert october().first == OCTOBER
    assert october().last == date(2020, 10, 31)


def test_who_came_back_by_any_channel_within_a_day_was_not_helped() -> None:
    back, _, _ = ended(3, person_print=PRINT, at=NOW)
    Conversation.objects.exclude(pk=back.pk).update(person_print="b" * 64)
    ended(7)
    make.told(make.contact_ended("C1", at=NOW + timedelta(hours=23)), now=NOW + timedelta(days=2))
    month = october()
    assert (month.known, month.stayed_away.value, month.stayed_away.n) == (3, 1.0, 3)
    Contact.objects.update(traces=[PRINT])
    assert october().stayed_away.value == pytest.approx(2 / 3)


def test_few_are_not_shown() -> None:
    ended(9)
    assert october(10).deflected.hidden == "fewer than 10 answers"
    assert chats.months(minimum_base=10).stage is None


def test_waits_are_told_from_twenty_on() -> None:
    taken(19)
    few, _ = chats.waits(OCTOBER, minimum_base=10)
    assert (few.n, few.median) == (19, None)
    taken(1, waited=600)
    waited, answered = chats.waits(OCTOBER, minimum_base=10)
    assert (waited.n, waited.median, waited.p90) == (20, 60, 60)
    assert answered.median == 90


def test_topics_of_few_stand_together() -> None:
    ended(30, topic="CT-11")
    ended(12, topic="CT-06")
    ended(3, topic="CT-08")
    day = NOW.date()
    total, found = chats.topics(day, day, minimum_base=10)
    assert (total, found) == (45, [("CT-11", 30), ("", 15)])
    assert chats.topics(day, day, minimum_base=50) == (0, [])


def test_a_hidden_score_is_not_worked_out_of_the_others() -> None:
    played.tell_chats(seed=1, of=100)
    (found,) = chats.scores(OCTOBER, minimum_base=10)
    by = {one.handler: one for one in found.by_handler}
    assert found.all.shares["outcome"].shown
    hidden = [name for name, one in by.items() if not one.shares["outcome"].shown]
    assert {"human", ""} < {*hidden}
    assert sum(by[name].shares["outcome"].n for name in hidden) >= 10


def test_without_a_survey_there_are_no_scores() -> None:
    assert chats.scores(OCTOBER, minimum_base=10) == []


def test_calls_that_the_menu_sent_elsewhere_are_counted_by_where() -> None:
    calls = [("101", "council")] * 2 + [("101", "fraud_service")]
    make.told(
        *(
            make.event("menu.redirected", {"menu": menu, "destination": where}, at=NOW)
            for menu, where in calls
        ),
        now=NOW,
    )
    assert chats.redirected(OCTOBER) == [("101", "council", 2), ("101", "fraud_service", 1)]
    assert chats.redirected(date(2020, 11, 1)) == []
    (wrong,) = make.receive(
        make.event("menu.redirected", {"menu": "101"}, at=NOW), now=NOW
    ).rejected
    assert wrong.field == "data.destination"
