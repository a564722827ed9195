"""Members of the system before: what cannot be true of them, and where they are placed."""

from datetime import datetime
from typing import Any

import pytest

from heard.journal.write import SYSTEM
from heard.membership import ledger
from heard.membership.bring import BadFormer, Former, bring
from heard.membership.models import Member
from heard.membership.placed import place_anew
from tests.membership.asked import DAY, NOW, YEAR, directory, draw

pytestmark = pytest.mark.django_db
THEN = NOW - YEAR


def take(*people: Former) -> int:
    return bring(people, by=SYSTEM, draw=draw, proof="A form.", now=NOW)


@pytest.mark.parametrize(
    ("areas", "others", "rule"),
    [
        ([], {"email": "a@people.example"}, "Person 1: areas has at least the one"),
        ([(NOW, "CV"), (THEN, "DY")], {"email": "a@people.example"}, "Person 1: nobody moves"),
        ([(NOW, "CV")], {"left_at": THEN}, "Person 1: nobody moves before they joined"),
        ([(THEN, "CV")], {}, "Person 1: a member has an e-mail address or a mobile number."),
        ([(THEN, "CV")], {"left_at": NOW, "postcode": "ZZ1 1AA"}, "Person 1: nothing is kept"),
    ],
)
def test_what_cannot_be_is_refused_whole(
    areas: list[tuple[datetime, str]], others: dict[str, Any], rule: str
) -> None:
    with pytest.raises(BadFormer, match=f"^{rule}"):
        take(Former(areas=areas, **others))
    assert not Member.objects.exists()


def test_a_postcode_gives_the_ward_where_it_fits_and_else_a_move_that_stands_in_the_ledger() -> (
    None
):
    directory({"ZZ1 1AA": "CV"})
    fits = Former(areas=[(THEN, "CV")], email="a@people.example", postcode="ZZ1 1AA")
    differs = Former(areas=[(THEN, "DY")], phone="+447700900982", postcode="ZZ1 1AA")
    unknown = Former(areas=[(THEN, "DY")], email="c@people.example", postcode="ZZ9 9ZZ")
    assert take(fits, differs, unknown) == 3
    wards = Member.objects.order_by("id").values_list("area", "ward", "proof")
    assert list(wards) == [("CV", "ward of CV", "A form."), *2 * [("DY", "", "A form.")]]
    assert place_anew(now=NOW + DAY, limit=10) == 2
    assert ledger.as_at(NOW) == {"CV": 1, "DY": 2}
    assert ledger.as_at(NOW + DAY) == {"CV": 2, "DY": 1}
    assert ledger.unbalanced(now=NOW + DAY) == {}
