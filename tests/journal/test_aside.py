"""A row that fails by itself is set aside, seen by somebody, and stops no other."""

from datetime import datetime
from functools import partial

import pytest
from django.db import connection

from heard import worker
from heard.channels.memory import Memory
from heard.core.sealing import SealError
from heard.delivery import deliver
from heard.delivery.models import Letter
from heard.eligibility import screen
from heard.events import receive
from heard.events.models import Touchpoint
from heard.journal import aside
from heard.journal.models import Entry
from heard.lanes import Aside, Lane
from tests import make
from tests.delivery.letters import way
from tests.make import NOON, minutes

pytestmark = pytest.mark.usefixtures("own_database")
IN_TEN = NOON + minutes(10)


def test_a_letter_that_cannot_be_opened_stops_no_other() -> None:
    """It is tried three times, then it has failed for good; the journal says what was wrong."""
    make.told(*(make.contact_ended(f"C{n}", number=f"07700 90012{n}") for n in range(3)))
    make.passed(IN_TEN)
    bad = Letter.objects.order_by("due_at", "id").first()
    assert bad is not None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE delivery_letter SET body = 'not sealed' WHERE id = %s", [bad.pk])
    memory = Memory()
    channels = {"sms": way(memory)}
    put_aside = partial(deliver.set_aside, channels=channels)
    assert not put_aside(now=NOON, fault="SealError")
    lane = Lane(partial(deliver_by, memory), 25, set_aside=put_aside)
    now = IN_TEN
    for _ in range(3):
        with pytest.raises(SealError):
            lane.run(now, limit=25)
        Aside(lane).look(now)
        lane.run(now, limit=25)
        now += aside.LATER
    assert sorted(message.address for message in memory.arrived) == [
        *("+447700900121", "+447700900122"),
    ]
    found = Letter.objects.filter(pk=bad.pk).values_list("state", "reason")
    assert list(found) == [("technical-failure", "unreadable")]
    notes = Entry.objects.filter(act=aside.ACT).values_list("subject", "reason")
    assert list(notes) == 3 * [(f"letter:{bad.reference}", "SealError")]


def deliver_by(memory: Memory, now: datetime, limit: int) -> int:
    return deliver.deliver(
        now=now,
        guards=worker.GUARDS,
        channels={"sms": way(memory)},
        lease=minutes(2),
        limit=limit,
    )


def test_where_nothing_works_no_more_than_one_is_set_aside() -> None:
    put: list[str] = []

    def fails(now: datetime, limit: int = 9) -> int:
        raise RuntimeError

    def set_aside(*, now: datetime, fault: str) -> bool:
        put.append(fault)
        return True

    putting = Aside(Lane(fails, 9, set_aside=set_aside))
    for _ in range(3):
        putting.look(IN_TEN)
    assert put == ["RuntimeError"]
    Aside(Lane(fails, 9)).look(IN_TEN)


def test_a_touchpoint_and_a_screening_are_set_aside_and_tried_again() -> None:
    assert not receive.set_aside(now=IN_TEN, fault="ValueError")
    assert not screen.set_aside(now=IN_TEN, fault="ValueError")
    make.told(make.contact_ended())
    for n in range(1, 4):
        assert receive.set_aside(now=IN_TEN + n * aside.LATER, fault="ValueError") is True
    assert Touchpoint.objects.get().due_at is None
    make.told(make.contact_ended("C2", number="07700 900124"))
    make.screened(IN_TEN)
    assert screen.set_aside(now=IN_TEN, fault="ValueError")
    assert make.invited(IN_TEN) == 0
    assert make.invited(IN_TEN + aside.LATER) == 1
