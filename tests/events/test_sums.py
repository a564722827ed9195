"""Rows equal the sum of their events, and whatever a fact bears on is asked about again."""

from datetime import datetime

import pytest

from heard.events.models import Attendance, Contact, Incident, Touchpoint
from tests import make
from tests.make import NOON, QUIET, minutes

pytestmark = pytest.mark.django_db
LATER = NOON + minutes(120)


def due() -> dict[str, datetime | None]:
    """Give when each touchpoint is due, by kind and key."""
    rows = Touchpoint.objects.order_by("kind", "key")
    return {f"{t.kind} {t.key}": t.due_at for t in rows}


def settle() -> None:
    """Let nothing be due, as after a pass of the gate."""
    Touchpoint.objects.update(due_at=None)


def test_a_call_is_summed_up_and_due_at_once() -> None:
    make.told(make.contact_ended("C1", "I1", age=40))
    row = Contact.objects.get()
    assert (row.channel, row.ended_at, row.incident_ids, row.codes) == (
        "101",
        NOON,
        ["I1"],
        ["AS-02"],
    )
    assert (row.phone, row.phone_kind, row.age) == ("+447700900123", "uk_mobile", 40)
    assert due() == {"contact C1": NOON}


@pytest.mark.parametrize(
    ("number", "kind", "e164"),
    [
        (None, "withheld", None),
        ("anonymous", "withheld", None),
        ("12", "bad", None),
        ("0121 496 0000", "landline", "+441214960000"),
    ],
)
def test_a_number_that_is_none_leaves_no_print(
    number: str | None, kind: str, e164: str | None
) -> None:
    make.told(make.contact_ended(number=number))
    row = Contact.objects.get()
    assert (row.phone_kind, row.phone, len(row.phone_print)) == (kind, e164, 64 if e164 else 0)


def test_a_call_that_is_told_again_keeps_its_codes_and_takes_the_new_number() -> None:
    make.told(make.contact_ended("C1", codes=("QU-01",)))
    first = Contact.objects.get().phone_print
    make.told(make.contact_ended("C1", at=NOON + minutes(1), number="07700 900124"), now=LATER)
    row = Contact.objects.get()
    assert (row.codes, row.phone) == (["QU-01", "AS-02"], "+447700900124")
    assert row.phone_print != first
    assert due() == {"contact C1": LATER}


def test_events_that_come_in_any_order_make_one_job() -> None:
    for item in reversed(make.attended()):
        make.told(item)
    log, visit = Incident.objects.get(), Attendance.objects.get()
    assert (log.opening_codes, log.closing_codes, log.is_open) == (["AS-02"], ["AS-02"], False)
    assert (visit.arrived_at, visit.ended_at) == (NOON - minutes(40), NOON)
    assert (visit.units, visit.team) == (["BE21"], "Response A")
    assert Touchpoint.objects.get(kind="attendance").happened_at == NOON


def test_a_log_that_is_only_named_is_known_by_name_alone() -> None:
    make.told(make.contact_ended("C1", "I1"))
    log = Incident.objects.get()
    assert (log.incident_id, log.created_at, log.is_open) == ("I1", None, True)


def test_a_visit_is_due_when_nobody_came_back_for_a_while() -> None:
    make.told(*make.job())
    assert due() == {"attendance I1": NOON + QUIET}


def test_a_visit_that_was_told_late_is_due_at_once() -> None:
    make.told(*make.job(), now=LATER)
    assert due() == {"attendance I1": LATER}


def test_a_unit_that_returns_takes_the_visit_back_and_it_is_screened_as_such() -> None:
    make.told(*make.job())
    make.told(make.unit("at_scene", at=NOON + minutes(5)), now=NOON + minutes(5))
    assert due() == {"attendance I1": NOON + minutes(5)}
    assert Touchpoint.objects.get().happened_at is None
    settle()
    make.told(make.unit("cleared", at=NOON + minutes(9)), now=NOON + minutes(9))
    assert due() == {"attendance I1": NOON + minutes(9) + QUIET}


def test_a_visit_that_has_not_happened_yet_is_not_due() -> None:
    make.told(make.incident_created(), make.unit("assigned"), make.unit("at_scene"))
    assert due() == {"attendance I1": None}


def test_units_that_were_stood_down_make_no_visit() -> None:
    make.told(make.unit("assigned"), make.unit("stood_down", at=NOON + minutes(3)), now=LATER)
    assert (due(), Touchpoint.objects.get().happened_at) == ({"attendance I1": None}, None)


def test_a_new_fact_of_a_log_asks_again_about_its_callers_and_its_visit() -> None:
    make.told(make.contact_ended("C1", "I1"), make.contact_ended("C2", "I1", "I2"))
    make.told(make.contact_ended("C3", "I3"), *make.job("I1"), *make.job("I2"), *make.job("I3"))
    settle()
    make.told(make.incident_tagged("I1", "QU-01"), now=LATER)
    assert due() == {
        "attendance I1": LATER,
        "attendance I2": LATER,  # its caller named I1 as well
        "attendance I3": None,
        "contact C1": LATER,
        "contact C2": LATER,
        "contact C3": None,
    }


def test_a_fact_that_changes_nothing_asks_nobody() -> None:
    make.told(make.contact_ended("C1", "I1"), make.incident_tagged("I1", "QU-22"))
    settle()
    make.told(make.incident_tagged("I1", "QU-22"), now=LATER)
    assert due() == {"contact C1": None}


def test_a_new_fact_reaches_whoever_is_joined_by_links_in_any_number_of_steps() -> None:
    make.told(*(make.contact_ended(f"C{n}", f"I{n}") for n in range(5)))
    make.told(
        make.incident_linked("I0", "I1"),
        make.incident_linked("I1", "I2"),
        make.incident_linked("I3", "I2"),
    )
    settle()
    make.told(make.incident_tagged("I3", "QU-01"), now=LATER)
    assert due() == {
        "contact C0": LATER,
        "contact C1": LATER,
        "contact C2": LATER,
        "contact C3": LATER,
        "contact C4": None,
    }


def test_links_that_go_in_a_circle_end() -> None:
    make.told(make.incident_linked("I1", "I2"), make.incident_linked("I2", "I1"))
    assert {log.incident_id for log in Incident.objects.kin({"I1"})} == {"I1", "I2"}


def test_a_log_that_is_linked_anew_keeps_its_first_master() -> None:
    make.told(make.incident_linked("I1", "M1"))
    make.told(make.incident_linked("I1", "M2", at=NOON + minutes(1)))
    assert Incident.objects.get(incident_id="I1").master_ids == ["M1", "M2"]


def test_a_call_that_names_a_visit_asks_again_about_it() -> None:
    make.told(*make.job("I1"), *make.job("I2"))
    settle()
    make.told(make.contact_ended("C1", "I1"), now=LATER)
    assert due() == {"attendance I1": LATER, "attendance I2": None, "contact C1": LATER}


def test_news_does_not_cut_the_quiet_time_short() -> None:
    make.told(*make.job("I1"))
    make.told(make.contact_ended("C1", "I1"), now=NOON + minutes(1))
    assert due()["attendance I1"] == NOON + QUIET


def test_news_wakes_a_call_that_waits() -> None:
    make.told(make.contact_ended("C1", "I1"))
    Touchpoint.objects.update(due_at=LATER)
    make.told(make.incident_created("I1"), now=NOON + minutes(5))
    assert due() == {"contact C1": NOON + minutes(5)}
