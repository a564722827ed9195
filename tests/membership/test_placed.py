"""Another edition of the postcodes moves members in the ledger, and tells them from movers."""

from datetime import timedelta

import pytest

from heard.journal.models import Entry
from heard.membership import change, enrol, kept, ledger
from heard.membership.enrol import Wish
from heard.membership.models import Member, Movement
from heard.membership.placed import place_anew
from tests.membership.asked import DAY, NOW, SENDER, directory, member

pytestmark = pytest.mark.django_db
LATER = NOW + 10 * DAY


def placed(one: Member) -> tuple[str, str]:
    one.refresh_from_db()
    return one.area, one.ward


def test_a_new_edition_moves_members_from_its_day_on_and_no_table_of_before_changes() -> None:
    directory({"ZZ1 1AA": "CV", "ZZ1 1AB": "CV", "ZZ1 1AD": "CV"})
    stays = member(email="sam@people.example", postcode="ZZ1 1AA")
    redrawn = member(email="redrawn@people.example", postcode="ZZ1 1AB")
    unknown = member(email="ola@people.example", postcode="ZZ1 1AD")
    assert place_anew(now=NOW + DAY, limit=10) == 0
    directory({"ZZ1 1AA": "CV", "ZZ1 1AB": "DY"}, valid_from=LATER)
    assert place_anew(now=LATER - DAY, limit=10) == 0
    before = ledger.as_at(LATER - DAY)
    assert [place_anew(now=LATER, limit=2) for _ in range(3)] == [2, 1, 0]
    assert placed(stays) == ("CV", "ward of CV")
    assert placed(redrawn) == ("DY", "ward of DY")
    assert placed(unknown) == ("CV", "ward of CV")
    assert ledger.as_at(LATER - DAY) == before == {"CV": 3}
    assert ledger.as_at(LATER) == {"CV": 2, "DY": 1}
    assert ledger.unbalanced(now=LATER) == {}


def test_a_sector_places_only_those_of_whom_nothing_better_is_known() -> None:
    directory({"ZZ1 1": "CV", "ZZ2 2BB": "DY"})
    by_sector = member(email="sam@people.example", postcode="ZZ1 1AA")
    known = member(email="kit@people.example", postcode="ZZ2 2BB")
    assert (placed(by_sector), by_sector.by_sector) == (("CV", ""), True)
    assert kept.of(by_sector)["area_by_sector_of_postcode"] is True
    directory({"ZZ1 1AA": "WV", "ZZ2 2": "CV"}, valid_from=LATER)
    assert place_anew(now=LATER, limit=10) == 2
    assert (placed(by_sector), by_sector.by_sector) == (("WV", "ward of WV"), False)
    assert (placed(known), known.by_sector) == (("DY", "ward of DY"), False)
    change.move(known, "ZZ2 2AA", now=LATER)
    known.refresh_from_db()
    assert (known.area, known.by_sector) == ("CV", True)


def test_the_flows_tell_lines_that_were_redrawn_from_people_who_moved() -> None:
    directory({"ZZ1 1AA": "CV", "ZZ1 1AB": "CV"})
    mover = member(email="mover@people.example", postcode="ZZ1 1AA")
    member(email="redrawn@people.example", postcode="ZZ1 1AB")
    directory({"ZZ1 1AB": "DY", "ZZ2 2BB": "DY"}, valid_from=LATER)
    place_anew(now=LATER, limit=10)
    change.move(mover, "ZZ2 2BB", now=LATER + DAY)
    flow = ledger.flows(LATER - DAY, LATER + DAY)
    assert (flow["DY"].moved_in, flow["DY"].redrawn_in, flow["DY"].net) == (2, 1, 2)
    assert (flow["CV"].moved_out, flow["CV"].redrawn_out, flow["CV"].net) == (2, 1, -2)
    reasons = Movement.objects.filter(kind="move").order_by("id").values_list("reason", flat=True)
    assert list(reasons) == ["edition", ""]


def test_whoever_joined_before_there_were_postcodes_is_placed_by_the_first_edition() -> None:
    early = member(postcode="ZZ1 1AA")
    assert place_anew(now=NOW, limit=10) == 0
    assert placed(early) == ("", "")
    enrol.ask(Wish(email="wyn@people.example", postcode="ZZ1 1AA"), sender=SENDER, now=LATER)
    without = member(email="uma@people.example")
    directory({"ZZ1 1AA": "CV"}, valid_from=LATER)
    assert place_anew(now=LATER + timedelta(hours=1), limit=10) == 2
    assert placed(early) == ("CV", "ward of CV")
    assert placed(without) == ("", "")
    waits = Member.objects.get(state="pending")
    assert placed(waits) == ("CV", "ward of CV")
    assert Movement.objects.filter(reason="edition").count() == 1
    assert not Entry.objects.filter(act="membership.move").exists()
