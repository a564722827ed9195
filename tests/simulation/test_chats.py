"""The figures of the live chat come out of the measures, at a tenth of the size of October 2020."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from heard.conversations.models import Conversation, Message
from heard.insight import chats
from heard.simulation.chats import CONVERSATIONS, SURVEYED, tell_chats

BASE = 10
TENTH = 10


@pytest.fixture(scope="module")
def _told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        tell_chats(seed=2020, of=TENTH)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_told")]


def percent(part: float) -> int:
    return round(100 * part)


def october() -> chats.Month:
    (found,) = [m for m in chats.months(minimum_base=BASE).months if m.first == SURVEYED]
    return found


def test_the_month_has_its_conversations_and_some_27_per_cent_were_deflected() -> None:
    month = october()
    assert month.n == round(16_038 / TENTH)
    assert percent(month.deflected.value or 0) == 27
    assert percent(month.bot / month.n) == 27


def test_so_many_answered_and_said_what_the_report_counts() -> None:
    (found,) = chats.scores(SURVEYED, minimum_base=BASE)
    assert (found.version, found.all.answered, found.all.invited) == (1, 660, 1_604)
    assert percent(found.all.rate.value or 0) == 41
    shares = {name: percent(one.value or 0) for name, one in found.all.shares.items()}
    assert shares == {"outcome": 72, "next_steps": 88, "knowledge": 91}


def test_fewer_answer_and_are_content_whom_the_assistant_dealt_with_alone() -> None:
    (found,) = chats.scores(SURVEYED, minimum_base=BASE)
    by = {one.handler: one for one in found.by_handler}
    bot, people = by["bot"], by["bot_then_human"]
    assert (bot.rate.value or 1) < (people.rate.value or 0)
    assert (bot.shares["outcome"].value or 1) < (people.shares["outcome"].value or 0)


def test_the_assistant_had_more_than_45_000_conversations_since_october_2019() -> None:
    found = chats.months(minimum_base=BASE)
    assert found.offered * TENTH > 45_000
    assert next(m.first for m in found.months) == date(2019, 10, 1)
    assert len(found.months) == 13


def test_in_the_week_of_april_65_per_cent_asked_about_coronavirus() -> None:
    total, topics = chats.topics(date(2020, 4, 9), date(2020, 4, 16), minimum_base=BASE)
    asked = dict(topics)["CT-11"]
    assert (asked, percent(asked / total)) == (round(6_833 / TENTH), 65)


def test_an_adviser_answers_within_a_few_minutes() -> None:
    waited, answered = chats.waits(SURVEYED, minimum_base=BASE)
    assert waited.median is not None
    assert 60 < waited.median < 300
    assert (answered.median or 0) > waited.median


def test_the_last_conversations_have_words_and_all_is_brought_once() -> None:
    assert Message.objects.values("conversation").distinct().count() == 300
    assert tell_chats(seed=2020) == 0
    assert Conversation.objects.count() * TENTH == pytest.approx(CONVERSATIONS, rel=0.001)
