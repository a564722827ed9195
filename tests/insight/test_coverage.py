"""Whom the surveys ask and about what, on a day."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.insight.coverage import (
    Category,
    Covered,
    Standing,
    by_segment,
    by_stage,
    standing,
    standing_of_waves,
)
from heard.membership.models import Wave
from tests.eligibility.staff import programme
from tests.membership.surveyed import approved

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("slug", "day", "found"),
    [
        ("sms_contact", date(2020, 9, 27), Standing.PLANNED),
        ("sms_contact", date(2020, 9, 28), Standing.PILOT),
        ("sms_contact", date(2020, 10, 21), Standing.PLANNED),
        ("sms_contact", date(2021, 1, 25), Standing.USUAL),
        ("victim_email", date(2021, 1, 25), Standing.SHADOW),
        ("caller_101", date(2020, 1, 31), Standing.USUAL),
        ("caller_101", date(2020, 2, 1), Standing.CLOSED),
        ("custody", date(2021, 1, 1), Standing.OFF),
    ],
)
def test_what_a_programme_does_on_a_day(slug: str, day: date, found: Standing) -> None:
    assert standing(programme(slug).periods, day) is found


def test_the_survey_of_members_runs_while_a_wave_does() -> None:
    assert standing_of_waves(date(2020, 10, 1)) is Standing.OFF
    wave = approved()
    days = (date(2020, 11, 1), date(2020, 11, 2), date(2020, 11, 30), date(2020, 12, 1))
    assert [standing_of_waves(day) for day in days] == [
        *(Standing.PLANNED, Standing.USUAL, Standing.USUAL, Standing.CLOSED),
    ]
    (found,) = _group("Members of the community messaging service", days[1]).surveys
    assert (found.slug, found.standing) == ("confidence", Standing.USUAL)
    Wave.objects.filter(pk=wave.pk).update(stage=Wave.Stage.CANCELLED, due_at=None)
    assert standing_of_waves(days[1]) is Standing.OFF


def _group(words: str, day: date) -> Covered:
    (found,) = (group for group in by_segment(today=day) if group.words == words)
    return found


def test_in_the_pilot_callers_are_asked_at_once_and_not_about_everything() -> None:
    found = _group("People who telephoned", date(2020, 10, 1))
    assert [(s.slug, s.at_once) for s in found.surveys] == [
        ("sms_contact", True),
        ("caller_101", False),
    ]
    assert found.surveys[0].categories == {
        *(Category.TREATMENT, Category.ACTIONS, Category.INFORMED),
    }
    assert (found.unheard, found.missing, found.never_at_once) == (
        *(False, [Category.EASE, Category.WHOLE], False),
    )


def test_between_two_periods_nobody_asks_them() -> None:
    found = _group("People who telephoned", date(2020, 12, 1))
    assert (found.unheard, found.missing, found.never_at_once) == (True, [], False)


def test_a_month_s_batch_is_not_at_the_point_of_delivery() -> None:
    found = _group("People who telephoned", date(2019, 5, 1))
    assert (found.unheard, found.missing, found.never_at_once) == (
        *(False, [Category.INFORMED], True),
    )


def test_a_view_without_contact_misses_no_category_of_a_service() -> None:
    found = _group("People who live in or visit an impact area", date(2020, 5, 1))
    assert (found.unheard, found.missing, found.never_at_once) == (False, [], False)


def test_a_stage_without_a_survey_has_none() -> None:
    stages = {stage.words: [s.slug for s in stage.surveys] for stage in by_stage(today=date.max)}
    assert stages["Making a complaint"] == []
    assert stages["Officers come"] == ["sms_attendance"]
    assert stages["Being kept informed while an investigation goes on"] == ["victim_email"]


def test_the_whole_picture_takes_four_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(4):
        by_segment(today=date(2020, 10, 1))
