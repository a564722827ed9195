"""What becomes of members by itself, one lane for all of it."""

import pytest

from heard.membership import enrol, lists
from heard.membership.enrol import Wish
from heard.membership.models import Member
from heard.membership.tend import tend
from tests.membership.asked import DAY, NOW, SENDER, directory, draw
from tests.membership.test_lists import OTHER, kept

pytestmark = pytest.mark.django_db


def test_each_kind_is_done_and_then_nothing_is_left() -> None:
    directory({"ZZ1 1AA": "CV"}, valid_from=NOW + DAY)
    enrol.ask(Wish(email="asha@people.example", postcode="ZZ1 1AA"), sender=SENDER, now=NOW)
    lists.approve(kept("ben", "cy").pk, by=OTHER, now=NOW)
    site = SENDER.site
    assert tend(site=site, draw=draw, now=NOW + DAY, limit=10) == 3
    assert tend(site=site, draw=draw, now=NOW + DAY, limit=10) == 0
    assert Member.objects.filter(area="CV").count() == 1
    assert tend(site=site, draw=draw, now=NOW + 5 * DAY, limit=10) > 0
    assert not Member.objects.exists()
