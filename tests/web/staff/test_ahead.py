"""What the first pages show is worked out when facts have changed and somebody looks at them."""

import pytest
from django.conf import settings

from heard.insight.facts.read import facts, stamp
from heard.web.staff.ahead import LOOKED, look
from tests.insight.flow import answer, known, programme
from tests.web.staff.people import inside

pytestmark = pytest.mark.django_db


def test_what_a_page_counts_is_there_before_it_is_asked() -> None:
    assert look("") == ""
    for score in (9, 2) * 10:
        answer(programme(), {"treatment": score, "outcome": score}, area="BE")
    known()
    first = look("")
    assert first == stamp(settings.FACTS)
    before = {*facts(settings.FACTS).kept}
    assert before
    inside().get("/staff/contact?by=area")
    assert {*facts(settings.FACTS).kept} == before


def test_of_newer_facts_only_if_somebody_looks() -> None:
    answer(programme(), {"treatment": 9})
    known()
    first = look("")
    answer(programme(), {"treatment": 2})
    known()
    LOOKED.clear()
    assert look(first) == first
    inside().get("/staff/")
    second = look(first)
    assert second not in {first, ""}
    assert look(second) == second
