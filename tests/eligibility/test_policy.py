"""What a programme screens by, and the version that says which rules decided."""

from datetime import date, timedelta

import pytest

from heard.core.screening import Category, Sensitivity
from heard.core.timing import Window
from heard.eligibility._policy import (
    blocking_codes,
    categories,
    endangering_markers,
    lasting_markers,
    markers,
    plain_markers,
    policy,
    version,
)
from heard.eligibility.models import Period, Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return Programme.objects.get(slug="sms_contact")


def test_a_category_is_what_the_file_says() -> None:
    found = [categories()[code] for code in ("AS-02", "PW-03", "TR-03", "QU-06", "QU-01")]
    assert found == [
        Category(sensitivity=Sensitivity.ALLOW, conditional=False),
        Category(sensitivity=Sensitivity.ALLOW, conditional=True),
        Category(sensitivity=Sensitivity.REVIEW, conditional=True),
        Category(sensitivity=Sensitivity.SPECIALIST, conditional=False, qualifier=True),
        Category(sensitivity=Sensitivity.BLOCK, conditional=False, qualifier=True),
    ]


@pytest.mark.parametrize(("slug", "delay"), [("sms_contact", 10), ("sms_attendance", 30)])
def test_the_policy_holds_the_numbers_of_its_programme(slug: str, delay: int) -> None:
    found = policy(Programme.objects.get(slug=slug), on=date(2020, 10, 1))
    assert (found.delay, found.fresh_for) == (timedelta(minutes=delay), timedelta(hours=24))
    assert found.periods == ((date(2020, 9, 28), date(2020, 10, 20)), (date(2021, 1, 25), None))
    assert (found.minimum_age, found.window, len(found.categories)) == (16, Window(), 176)
    assert found.child_codes == {"QU-04"}


def test_the_version_stays_while_nothing_changes(programme: Programme) -> None:
    again = Programme.objects.get(slug="sms_contact")
    assert version(again) == version(programme)
    assert len(version(programme)) == 16


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("delay", timedelta(minutes=11)),
        ("sample", 0.5),
        ("cap", timedelta(days=30)),
        ("wording", "How was it? {link}"),
    ],
)
def test_the_version_changes_with_the_programme(
    programme: Programme, field: str, value: object
) -> None:
    before = version(programme)
    setattr(programme, field, value)
    assert version(programme) != before


def test_two_programmes_never_share_a_version(programme: Programme) -> None:
    assert version(programme) != version(Programme.objects.get(slug="sms_attendance"))


def test_the_version_changes_with_the_periods(programme: Programme) -> None:
    before = version(programme)
    Period.objects.filter(programme=programme).update(stage_share=0.7)
    assert version(programme) == before
    assert version(Programme.objects.get(slug="sms_contact")) != before


def test_no_marker_and_no_blocking_code_is_forgotten() -> None:
    assert len(markers()) == 34
    assert (len(blocking_codes()), len(plain_markers()), len(endangering_markers())) == (
        *(79, 28, 12),
    )
    assert lasting_markers() < markers().keys()
