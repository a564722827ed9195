"""Whom a call may be offered to, and who was left out and why."""

import pytest
from django.db import DatabaseError, connection, transaction

from heard.journal.models import Entry
from heard.specialist.exclude import NotOffered, exclude
from heard.specialist.models import Exclusion, Part
from heard.specialist.offers import offer, offers
from tests import make
from tests.specialist.agreed import DAY, NOW, SUE, blocked, consented

pytestmark = pytest.mark.django_db


def left_out(touchpoint: int, why: str = "not_safe", note: str = "") -> Exclusion:
    return exclude(
        touchpoint,
        why=Exclusion.Why(why),
        note=note,
        said_as=Part.OFFICER,
        by=SUE,
        now=NOW,
    )


def open_keys() -> list[str]:
    return [one.touchpoint.key for one in offers(now=NOW).open]


def test_everybody_whom_the_gate_blocks_as_domestic_is_there_until_somebody_decided() -> None:
    first, second = blocked("C1"), blocked("C2", number="07700 900222")
    blocked("C3", "PW-24", number="07700 900333")
    blocked("C4", "AS-02", number="07700 900444")
    blocked("C5", "AS-02", number="07700 900555", markers=["domestic_abuse"])
    assert open_keys() == ["C5", "C2", "C1"]
    consented("C6", line="07700 900666")
    left_out(first.pk)
    found = offers(now=NOW)
    assert [one.touchpoint.pk for one in found.open if one.touchpoint.pk == second.pk]
    assert open_keys() == ["C5", "C2"]
    assert (found.consents, found.is_cut) == (1, False)
    assert found.excluded == {("an officer", "It would not be safe"): 1}


def test_a_suspect_is_not_offered_it() -> None:
    blocked("C1", role="suspect")
    assert open_keys() == []


def test_what_is_too_long_ago_is_not() -> None:
    blocked()
    assert [one.touchpoint.key for one in offers(now=NOW + 84 * DAY).open] == []


def test_who_was_left_out_and_why_stands_for_good() -> None:
    touchpoint = blocked()
    excluded = left_out(touchpoint.pk, "other", "Moved abroad.")
    assert (excluded.note, excluded.recorded_by) == ("Moved abroad.", "Sue Visor")
    assert offer(touchpoint.pk, now=NOW) is None
    with pytest.raises(NotOffered):
        left_out(touchpoint.pk)
    entries = Entry.objects.filter(act="specialist.exclude").values_list("subject", "reason")
    assert list(entries) == [(f"exclusion:{excluded.pk}", "officer other")]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM specialist_exclusion")


@pytest.mark.parametrize(("why", "note"), [("other", " "), ("not_safe", "x" * 501)])
def test_another_reason_is_written_down(why: str, note: str) -> None:
    touchpoint = blocked()
    with pytest.raises(ValueError, match="write the reason down"):
        left_out(touchpoint.pk, why, note)


def test_what_is_no_offer_cannot_be_left_out() -> None:
    make.told(make.contact_ended())
    with pytest.raises(NotOffered):
        left_out(0)
