"""What a programme in shadow would have done."""

import pytest

from heard.eligibility.change import look_at_shadow
from heard.eligibility.models import Period
from heard.insight.shadow import InShadow, Would, in_shadow
from tests.eligibility.staff import ANN
from tests.insight.flow import programme
from tests.make import NOON, contact_ended, incident_created, invited, minutes, screened, told

pytestmark = pytest.mark.django_db


def test_by_day_and_area_with_the_reasons_of_the_others() -> None:
    Period.objects.filter(programme=programme()).update(mode=Period.Mode.SHADOW)
    told(
        contact_ended("C1", "I1"),
        incident_created("I1", area="BE"),
        contact_ended("C2", codes=["QU-01"], number="07700 900124"),
        contact_ended("C3", number=None),
    )
    screened(NOON + minutes(10))
    invited(NOON + minutes(10))
    look_at_shadow(programme(), by=ANN, now=NOON + minutes(10))
    assert in_shadow(programme()) == InShadow(
        decisions=3,
        seen=3,
        needed=1_000,
        by_day=[Would(cut=NOON.date(), messages=1, fragments=1)],
        by_area=[Would(cut="BE", messages=1, fragments=1)],
        others={"sensitive": 1, "withheld": 1},
    )


def test_what_was_decided_in_earnest_is_no_shadow() -> None:
    told(contact_ended("C1"))
    screened(NOON + minutes(10))
    assert in_shadow(programme()).decisions == 0
