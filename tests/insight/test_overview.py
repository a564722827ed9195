"""Every programme at a glance, and one of them whole."""

from datetime import date

import pytest

from heard.insight import overview
from heard.insight.coverage import Standing
from tests.eligibility.staff import approve, proposed
from tests.insight.flow import known

pytestmark = pytest.mark.django_db

TODAY = date(2020, 10, 12)


def test_every_programme_is_there_with_what_it_does() -> None:
    rows = overview.programmes(known(), today=TODAY)
    assert [(r.programme.slug, r.standing) for r in rows][:4] == [
        ("sms_contact", Standing.PILOT),
        ("sms_attendance", Standing.PILOT),
        ("sms_investigation", Standing.OFF),
        ("victim_email", Standing.PLANNED),
    ]


def test_one_programme_has_its_periods_and_changes_the_newest_first() -> None:
    first, second = proposed(sample=0.5), proposed(minimum_age=18)
    found = overview.programme(known(), "sms_contact", today=TODAY)
    assert found is not None
    assert [p.opens_on for p in found.periods] == [date(2021, 1, 25), date(2020, 9, 28)]
    assert found.changes == [second, first]
    assert overview.programme(known(), "nothing", today=TODAY) is None


def test_what_waits_for_a_second_person_is_what_nobody_ruled_on() -> None:
    first, second = proposed(sample=0.5), proposed(minimum_age=18)
    approve(first)
    assert overview.undecided() == [second]
    assert (overview.find_change(first.pk), overview.find_change(0)) == (first, None)
