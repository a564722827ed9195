"""Members who come by a list, from the command line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from heard.membership.models import Member, Movement, PartnerList
from tests.cli.terminal import heard, refused

BRING = ("members", "bring")
PROOF = ("--proof", "A form that they signed; kept in the station.")
FORMER = "email,phone,postcode,language,area,joined_on,left_on\n"
PARTNER = "email,phone,postcode,language,agreed_on\n"


@pytest.mark.usefixtures("given")
def test_former_members_are_taken_over_with_their_days(tmp_path: Path) -> None:
    file = tmp_path / "former.csv"
    file.write_text(
        FORMER + "a@people.example,,,,CV,2015-03-01,\n,,,,DY,2015-03-01,2018-01-01\n?,,,,,,\n"
    )
    assert refused(*BRING, str(file), *PROOF, "--former").endswith(
        "heard: 1 lines break a rule, so nobody was brought in; --without-bad.\n"
    )
    assert not Member.objects.exists()
    done = heard(*BRING, str(file), *PROOF, "--former", "--without-bad")
    assert done.stderr.endswith("2 people were taken over, 1 of them are members.\n")
    assert "former.csv, line 4: joined_on: the day" in done.stderr
    joined = Movement.objects.filter(kind="join").values_list("to_area", "at__date")
    assert {(area, str(day)) for area, day in joined} == {
        ("CV", "2015-03-01"),
        ("DY", "2015-03-01"),
    }
    assert Member.objects.get(state="member").proof == PROOF[1]


@pytest.mark.usefixtures("given")
def test_a_partners_list_waits_for_somebody_to_approve_it(tmp_path: Path) -> None:
    file = tmp_path / "homes.csv"
    by = ("--partner", "Hilltop Homes", *PROOF, "--without-bad")
    file.write_text(f"{PARTNER}a@people.example,,,,2015-03-01\n")
    assert refused(*BRING, str(file), *by).endswith("homes.csv: Nobody can be asked by it.\n")
    file.write_text("email\n")
    assert "homes.csv: Line 1: has no column phone" in refused(*BRING, str(file), *by)
    assert not PartnerList.objects.exists()
    file.write_text(f"{PARTNER}a@people.example,,,,{datetime.now(UTC).date()}\n")
    done = heard(*BRING, str(file), *by)
    kept = PartnerList.objects.get()
    assert done.stderr.startswith(f"List {kept.pk} has 1 people. They are asked once one of the")
    assert (kept.partner, kept.total, kept.approved_at) == ("Hilltop Homes", 1, None)


def test_what_is_not_said_is_asked_for() -> None:
    assert "say whose list it is" in refused(*BRING, "x.csv", *PROOF)
    assert "--proof says how" in refused(*BRING, "x.csv", "--former", "--proof", " ")
    assert "x.csv cannot be read" in refused(*BRING, "x.csv", "--former", *PROOF)
