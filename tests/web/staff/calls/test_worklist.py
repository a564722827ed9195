"""The list of calls, and one case with its check and its end, as each of the two roles sees it."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from heard.accounts.models import User
from heard.clock import simulate
from heard.core.safe_calls import Risk
from heard.journal.models import Entry
from heard.specialist import consents
from heard.specialist.check import check
from heard.specialist.models import Consent, DayCheck
from tests.browser import NewPage, faults
from tests.specialist.agreed import FINE, NOW, SUE, consented, ready, written
from tests.web.staff.people import a_link, a_person, go_in, inside, read

Role = User.Role
CHECK = {"risk": "medium", "trial": "no", "marac": "no", "advocate": "no", "trigger": "none"}
SECRETS = ("7700900777", "7700 900777", "Rose", "library", "catalogue", "warehouse")


@pytest.fixture(autouse=True)
def _by_a_clock_of_its_own(settings: Settings) -> None:
    settings.CLOCK = "simulated"


def at_noon() -> None:
    simulate.begin(seed=1, now=NOW)


@pytest.mark.django_db
def test_the_list_says_who_may_be_called_and_why_the_others_may_not() -> None:
    at_noon()
    assert "Nobody has agreed to be called" in read(inside(Role.CALLER), "/staff/calls")
    late = consented("C2", line="07700 900222", number="07700 900778")
    now = ready()
    page = read(inside(Role.SUPERVISOR), "/staff/calls")
    assert f"Case {now.pk} May be called now Tuesday 10:00 to 12:00; Thursday 09:00" in page
    assert f"Case {late.pk} No supervisor has checked it today." in page
    assert [w for w in SECRETS if w in page] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "sees"), [(Role.CALLER, False), (Role.SUPERVISOR, True)])
def test_only_the_supervisor_sees_what_it_is_about_and_nobody_the_number(
    role: User.Role, *, sees: bool
) -> None:
    at_noon()
    path, client = f"/staff/calls/{ready().pk}", inside(role)
    page = read(client, path)
    assert ("Contact C1" in page, "PC 4711, an officer" in page) == (sees, sees)
    assert ("Begin the call" in page, "Check it again" in page) == (not sees, sees)
    assert [w for w in SECRETS if w in page] == []
    assert Entry.objects.filter(act="specialist.see_number").count() == 0
    about = f"page:call-case consent:{path.rpartition('/')[2]}"
    assert Entry.objects.filter(act="web.look", subject=about).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "May be called now"),
        ({"risk": "high"}, "the advocate has not agreed"),
        ({"risk": "high", "advocate": "yes"}, "May be called now"),
        ({"trigger": "release"}, "Something happens in these days"),
    ],
)
def test_a_supervisor_checks_it_for_today(change: dict[str, str], words: str) -> None:
    at_noon()
    written()
    path, client = f"/staff/calls/{consented().pk}", inside(Role.SUPERVISOR)
    assert "Check it for today" in read(client, path)
    answer = client.post(f"{path}/check", CHECK | change)
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert words in read(client, path)


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(CHECK))
def test_nothing_of_a_check_is_assumed(name: str) -> None:
    at_noon()
    path, client = f"/staff/calls/{consented().pk}/check", inside(Role.SUPERVISOR)
    said = {key: value for key, value in CHECK.items() if key != name}
    answer = client.post(path, said)
    assert (answer.status_code, ": choose one" in answer.content.decode()) == (400, True)
    assert DayCheck.objects.count() == 0


@pytest.mark.django_db
def test_whoever_no_longer_agrees_is_let_go_by_either() -> None:
    at_noon()
    path, client = f"/staff/calls/{ready().pk}", inside(Role.CALLER)
    assert "The person is not called any more" in read(client, f"{path}/withdraw")
    assert client.post(f"{path}/withdraw").status_code == 303
    assert Consent.objects.get().over_because == "withdrawn"
    assert "The consent is used up or was withdrawn." in read(client, path)
    supervisor = inside(Role.SUPERVISOR)
    gone = [supervisor.get(f"{path}/{page}").status_code for page in ("withdraw", "check")]
    assert gone == [404, 404]


@pytest.mark.django_db
def test_a_check_that_comes_after_the_end_is_not_kept() -> None:
    at_noon()
    consent = consented()
    consents.withdraw(consent.pk, because="withdrawn", by=SUE, now=NOW)
    with pytest.raises(Consent.DoesNotExist):
        check(consent.pk, replace(FINE, risk=Risk.HIGH), by=SUE, now=NOW)
    assert DayCheck.objects.count() == 0


@pytest.mark.usefixtures("own_database")
def test_the_pages_of_a_supervisor_fit_and_everybody_can_use_them(
    new_page: NewPage, site: str
) -> None:
    at_noon()
    path = f"/staff/calls/{ready().pk}"
    page = new_page(width=320)
    go_in(page, site + a_link(a_person(role=Role.SUPERVISOR)))
    expect(page).to_have_url(f"{site}/staff/")
    for name in ("", "/check", "/withdraw"):
        page.goto(f"{site}{path}{name}")
        assert faults(page, 320, 1280) == []
    page.goto(f"{site}/staff/calls")
    page.goto(f"{site}{path}/check")
    page.get_by_role("button", name="Keep this check").click()
    expect(page).to_have_title(re.compile("^Error: "))
    assert faults(page, 320, 1280) == []
