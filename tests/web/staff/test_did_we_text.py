"""Staff look a number up, and note what its owner wants; the number itself is kept nowhere."""

import pytest
from pytest_django import Settings

from heard.accounts.models import User
from heard.channels.memory import Memory
from heard.clock import simulate
from heard.consent.models import Person
from heard.delivery import gateways
from heard.journal.models import Entry
from heard.vault.ring import fingerprint_phone
from tests.browser import NewPage, faults
from tests.delivery.letters import way
from tests.dialogues.phone import NOW, Phone
from tests.web.staff.people import a_link, a_person, go_in, inside

NUMBER = "07700 900000"
PRINT = fingerprint_phone("+447700900000")


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Phone:
    """Give the telephone of somebody who will be asked; the pages go by the same clock."""
    memory = Memory()
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(memory)})
    settings.CLOCK = "simulated"
    simulate.begin(seed=1, now=NOW)
    return Phone(memory)


def looked_up(**fields: str) -> str:
    page = inside().post("/staff/did-we-text", fields).content.decode()
    return " ".join(page.split())


@pytest.mark.django_db
def test_a_number_that_we_wrote_to_is_told_with_when_and_by_which_programme(phone: Phone) -> None:
    phone.asked()
    page = looked_up(number=NUMBER)
    told = ("Yes, in the last 30 days.", "Text after a call", "12 October 2020 at 11:10")
    assert [words for words in told if words not in page] == []


@pytest.mark.django_db
def test_a_look_is_journalled_with_the_print_and_never_with_the_number(phone: Phone) -> None:
    assert "No, not in the last 30 days." in looked_up(number=NUMBER)
    looks = Entry.objects.filter(act="web.look")
    assert list(looks.values_list("subject", flat=True)) == [f"page:did-we-text person:{PRINT}"]


@pytest.mark.django_db
def test_a_number_that_is_none_is_said_to_be_so(phone: Phone) -> None:
    page = looked_up(number="100")
    assert "Enter a UK mobile number" in page
    looks = Entry.objects.filter(act="web.look")
    assert list(looks.values_list("subject", flat=True)) == ["page:did-we-text"]


@pytest.mark.django_db
@pytest.mark.parametrize("scope", ["surveys", "everything"])
def test_a_caller_is_opted_out_with_who_and_why(phone: Phone, scope: str) -> None:
    wish = {"number": NUMBER, "opt-out": "yes", "scope": scope, "why": "telephone"}
    assert "Noted. They get no more from us" in looked_up(**wish)
    person = Person.objects.get(print=PRINT)
    assert (person.opted_out_at, person.opted_out_by, person.opted_out_of) == (NOW, "staff", scope)
    entry = Entry.objects.get(act="consent.opt_out")
    assert (entry.actor, entry.subject, entry.reason) == ("Ann Lee", f"person:{PRINT}", "telephone")


@pytest.mark.django_db
def test_a_wish_without_its_scope_or_reason_is_not_noted(phone: Phone) -> None:
    page = looked_up(number=NUMBER, **{"opt-out": "yes"})
    assert "Choose what they do not want" in page
    assert "Choose how you know" in page
    assert Person.objects.count() == 0


@pytest.mark.django_db
def test_what_its_owner_told_us_is_said(phone: Phone) -> None:
    phone.says("STOP")
    assert "They asked us on 12 October 2020 at 11:10 not to write" in looked_up(number=NUMBER)
    phone.says("wrong number")
    User.objects.all().delete()
    assert "Somebody told us that we had the wrong number" in looked_up(number=NUMBER)


@pytest.mark.usefixtures("own_database")
def test_the_page_is_accessible_and_fits(new_page: NewPage, site: str, phone: Phone) -> None:
    phone.asked()
    page = new_page(width=320)
    go_in(page, site + a_link(a_person()))
    page.goto(f"{site}/staff/did-we-text")
    found = {"form": faults(page, 320, 1280)}
    page.get_by_role("button", name="Look up").click()
    found["problem"] = faults(page, 320, 1280)
    page.get_by_label("UK mobile number").fill(NUMBER)
    page.get_by_role("button", name="Look up").click()
    found["found"] = faults(page, 320, 1280)
    page.get_by_role("button", name="Note it").click()
    found["not noted"] = faults(page, 320, 1280)
    page.get_by_label("Surveys only").check()
    page.get_by_label("Asked by telephone").check()
    page.get_by_role("button", name="Note it").click()
    found["noted"] = faults(page, 320, 1280)
    assert found == {name: [] for name in found}
    assert Person.objects.get(print=PRINT).opted_out_of == "surveys"
