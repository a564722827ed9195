"""An officer registers somebody: nothing is told of them, and nobody is a member by it alone."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from heard.accounts.models import User
from heard.delivery.models import Letter
from heard.journal.models import Entry
from heard.membership import enrol, street
from heard.membership.models import Member
from tests.membership.asked import EMAIL, draw, links
from tests.web.staff.people import inside

pytestmark = pytest.mark.django_db
PAGE = "/staff/community/register"
NAMES = ("email", "where")
SAID = {
    "email": EMAIL,
    "postcode": "ZZ1 1AA",
    "language": "ur",
    "how": "read-back",
    "where": "Market Square",
    "source": "market-square",
}


@pytest.fixture
def officer() -> Client:
    return inside(User.Role.NEIGHBOURHOOD)


def test_whom_an_officer_registers_confirms_it_themselves(officer: Client) -> None:
    answer = officer.post(PAGE, SAID)
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"{PAGE}?source=market-square&done=yes",
    )
    pending = Member.objects.get()
    assert (pending.state, pending.how, pending.language) == ("pending", "officer", "ur")
    found = enrol.confirm(links()[-1], draw=draw, now=pending.asked_at)
    assert found is not None
    assert found.source == "market-square"
    assert str(found.proof).startswith(
        "They said their address, and I read it back to them. Where: Market Square. Registered by "
    )
    entry = Entry.objects.get(act="membership.register")
    assert EMAIL not in f"{entry.subject}{entry.reason}"


def test_what_is_said_is_the_same_for_a_member(officer: Client) -> None:
    first = officer.post(PAGE, SAID)
    enrol.confirm(links()[-1], draw=draw, now=Member.objects.get().asked_at)
    again = officer.post(PAGE, SAID)
    assert again["Location"] == first["Location"]
    assert Member.objects.count() == 1
    assert "A link goes to this address" in officer.get(again["Location"]).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "asha"}, "Enter an e-mail address of your own"),
        ({"email": ""}, "Enter an e-mail address or a mobile number: one of them."),
        ({"postcode": "Coventry"}, "Enter a full postcode"),
        ({"phone": "0121 496 0000", "email": ""}, "Enter a mobile number"),
        ({"how": ""}, "How they agreed: choose one of the list"),
        ({"where": " "}, "Where: say where you met them"),
        ({"source": "Market Square"}, "Source: small letters, digits and hyphens"),
        ({"language": "xx"}, "Choose a language"),
        ({"email": "x" * 300}, "E-mail address: 254 characters at most"),
    ],
)
def test_what_is_wrong_is_named(officer: Client, wrong: dict[str, str], words: str) -> None:
    answer = officer.post(PAGE, {**SAID, **wrong})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Letter.objects.exists()


def test_an_account_that_is_taken_over_cannot_write_to_everybody(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(street, "MOST", 2)
    answers = [
        officer.post(PAGE, {**SAID, "email": f"a{n}b@people.example"}).status_code for n in range(3)
    ]
    assert answers == [303, 303, 400]
    assert Letter.objects.count() == 2


def test_the_code_leads_to_the_form_with_its_source(officer: Client, settings: Settings) -> None:
    page = officer.get(f"{PAGE}?source=market-square").content.decode()
    assert f"{settings.SITE_URL}/community/join?source=market-square" in page
    assert re.search(r'name="source"[^>]*value="market-square"', page)
    email, where = (re.findall(rf'<input[^>]*name="{name}"[^>]*>', page) for name in NAMES)
    assert 'inputmode="email"' in email[0]
    assert 'autocomplete="off"' in email[0]
    assert "autocomplete" not in where[0]
    plain = officer.get(f"{PAGE}/qr.svg")
    drawn = officer.get(f"{PAGE}/qr.svg?source=market-square")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<svg")
    assert drawn.content != plain.content == officer.get(f"{PAGE}/qr.svg?source=%00").content
