"""Lists of people: which lines are left out and why, and that no rule repeats what stood there."""

from datetime import date

import pytest

from heard.consent.models import Scope
from heard.consent.people import opt_out
from heard.membership.sheets import MOST, BadSheet, former, partner
from heard.vault.ring import fingerprint_email
from tests.membership.asked import EMAIL, NOW, directory, member

pytestmark = pytest.mark.django_db
HEAD = "email,phone,postcode,language,agreed_on"
OLD_HEAD = "email,phone,postcode,language,area,joined_on,left_on"
LANGUAGES = ("en", "ur")


def test_a_partners_list_gives_people_in_the_spelling_that_is_kept() -> None:
    text = f"{HEAD}\nasha@People.Example,,zz11aa,UR,2020-10-01\n,07700 900982,,,2020-11-02\n"
    found = partner(text, languages=LANGUAGES, now=NOW)
    (first, agreed), (second, _) = found.people
    assert (first.email, first.postcode, first.language) == (EMAIL, "ZZ1 1AA", "ur")
    assert (second.phone, second.language, agreed) == ("+447700900982", "en", date(2020, 10, 1))
    assert found.faults == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("asha.people,,,,2020-10-01", "Enter an e-mail address of your own"),
        (",,,,2020-10-01", "Enter an e-mail address or a mobile number: one of them."),
        ("a.b@people.example,,B1,,2020-10-01", "Enter a full postcode"),
        ("a.b@people.example,,,fr,2020-10-01", "language: is none of en, ur."),
        ("a.b@people.example,,,,", "agreed_on: the day on which they agreed, until today."),
        ("a.b@people.example,,,,2020-11-03", "agreed_on: the day on which they agreed"),
        ("a.b@people.example,,,,1/10/2020", "agreed_on: is no day like 2020-11-30."),
        ("a.b@people.example,,,,2020-05-02", "agreed_on: more than 183 days ago"),
        ("ASHA@people.example,,,,2020-10-01", "Stands in line 2, too."),
    ],
)
def test_a_line_that_breaks_a_rule_is_named_without_what_stood_there(line: str, rule: str) -> None:
    text = f"{HEAD}\n{EMAIL},,,,2020-10-01\n{line}\n"
    found = partner(text, languages=LANGUAGES, now=NOW)
    assert len(found.people) == 1
    (fault,) = found.faults
    assert fault.line == 3
    assert fault.rule.startswith(rule)
    assert "people" not in fault.rule.replace("people.example", "")


def test_a_list_that_cannot_be_read_is_refused() -> None:
    for text, rule in (
        ("", "Line 1: has no column email, phone, postcode, language, agreed_on."),
        ("email,phone,postcode,language\n", "Line 1: has no column agreed_on."),
        (f"{HEAD}\n{'x' * 140_000}\n", "Line 2: is no line of a CSV."),
        (
            "\n".join([HEAD, *(f"m{n}@people.example,,,,2020-10-01" for n in range(MOST + 1))]),
            f"The list has more than {MOST:,} people: send it in parts.",
        ),
    ):
        with pytest.raises(BadSheet, match=f"^{rule}"):
            partner(text, languages=LANGUAGES, now=NOW)


def test_former_members_are_placed_by_what_is_said_or_by_their_postcode() -> None:
    directory({"ZZ1 1AA": "CV"})
    lines = (
        "a@people.example,,ZZ1 1AA,,,2015-03-01,",
        "b@people.example,,ZZ1 1AA,,DY,2015-03-01,",
        "c@people.example,,,,,2015-03-01,",
        ",,ZZ1 1AA,,,2015-03-01,2018-01-01",
    )
    text = "\n".join([OLD_HEAD, *lines])
    found = former(text, languages=LANGUAGES, now=NOW)
    assert found.faults == []
    assert [one.areas[0][1] for one in found.people] == ["CV", "DY", "", "CV"]
    assert [one.left_at is None for one in found.people] == [True, True, True, False]
    assert found.people[3].postcode == ""


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("b@people.example,,,,XX,2015-03-01,", "area: is none of BE, BW"),
        ("b@people.example,,,,,,", "joined_on: the day on which they joined"),
        ("b@people.example,,,,,2021-03-01,", "joined_on: the day on which they joined"),
        ("b@people.example,,,,,2015-03-01,2015-02-01", "left_on: a day between"),
        ("asha@people.example,,,,,2015-03-01,", "Is a member already"),
        ("bo@people.example,,,,,2015-03-01,", "Wants nothing from us"),
    ],
)
def test_former_members_who_cannot_be_taken_over_are_named(line: str, rule: str) -> None:
    member()
    opt_out(fingerprint_email("bo@people.example"), scope=Scope.EVERYTHING, by="text", now=NOW)
    found = former(f"{OLD_HEAD}\n{line}\n", languages=LANGUAGES, now=NOW)
    assert found.people == []
    assert [one.line for one in found.faults] == [2]
    assert found.faults[0].rule.startswith(rule)
