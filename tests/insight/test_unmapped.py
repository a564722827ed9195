"""Codes that are in no list, and who waits because of them."""

from datetime import timedelta

import pytest

from heard.eligibility.models import ForceCode
from heard.insight.unmapped import Unmapped, unmapped
from tests.make import (
    NOON,
    contact_ended,
    incident_created,
    incident_resulted,
    job,
    minutes,
    screened,
    told,
)

pytestmark = pytest.mark.django_db

LATER = NOON + minutes(20)


def test_codes_of_calls_and_of_logs_are_counted_once_a_touchpoint() -> None:
    told(
        contact_ended("C1", "I1", codes=["WM-1", "AS-02"]),
        incident_created("I1", "WM-1", "WM-2"),
        contact_ended("C2", codes=["WM-1"], number="07700 900124"),
    )
    screened(LATER)
    assert unmapped(now=LATER) == [
        Unmapped(code="WM-1", waiting=2, held=2),
        Unmapped(code="WM-2", waiting=1, held=1),
    ]


def test_a_visit_has_the_codes_of_its_own_log() -> None:
    told(contact_ended("C1", "I1", at=NOON - minutes(61)), *job("I1", code="WM-3"))
    screened(NOON + minutes(40))
    assert unmapped(now=LATER) == [Unmapped(code="WM-3", waiting=2, held=2)]


def test_what_nobody_looked_at_in_time_waits_no_more_but_was_held() -> None:
    told(contact_ended("C1", codes=["WM-1"]))
    screened(LATER)
    screened(NOON + timedelta(days=3))
    assert unmapped(now=LATER) == [Unmapped(code="WM-1", waiting=0, held=1)]
    assert unmapped(now=NOON + timedelta(days=40)) == []


def test_what_is_mapped_or_known_is_not_listed() -> None:
    told(contact_ended("C1", "I1", codes=["WM-1"]), incident_created("I1", "WM-2"))
    told(incident_resulted("I1", "AS-02"))
    screened(LATER)
    ForceCode.objects.create(code="WM-1", category="AS-02")
    assert [one.code for one in unmapped(now=LATER)] == ["WM-2"]
