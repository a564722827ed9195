"""The journey and the groups of people hold every programme that ships."""

import pytest

from heard.eligibility.journey import segments, stages
from heard.eligibility.models import Programme

pytestmark = pytest.mark.django_db


def test_every_programme_has_its_group_and_its_stages() -> None:
    for programme in Programme.objects.all():
        assert programme.segment in segments()
        assert set(programme.journey) <= set(stages())
        assert programme.journey


def test_people_who_were_served_stand_apart_from_views_without_contact() -> None:
    assert [s.words for s in segments().values() if not s.served] == [
        "Members of the community messaging service",
        "People who live in or visit an impact area",
        "Everybody else who lives here",
    ]
