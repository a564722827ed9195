"""The pages of the programmes: what each does, why, and the decision of a review."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from heard.accounts.models import User
from heard.eligibility.models import Appraisal, Programme
from tests.eligibility.staff import proposed
from tests.insight.flow import programme
from tests.web.staff.people import a_person, browser_of, inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_facts")]
Role = User.Role


def test_every_programme_stands_in_the_list_with_what_it_does_now() -> None:
    page = read(inside(), "/staff/programmes")
    for one in Programme.objects.all():
        assert one.name in page
    assert "E-mail to callers of 101 Closed By e-mail, to the callers of a month" in page
    assert "After a live chat Runs" in page
    assert "Text after the initial investigation No date" in page


def test_one_programme_tells_its_periods_with_their_reasons_and_its_policy() -> None:
    page = read(inside(), "/staff/programmes/caller_101")
    assert "31 January 2020 Business as usual The monthly survey of 101 callers" in page
    assert "Ceased in January 2020: fewer and fewer had answered since March 2019." in page
    contact = read(inside(Role.ADMINISTRATOR), "/staff/programmes/sms_contact")
    assert "Delay 10 minutes" in contact
    assert "Only who reached us by 999, 101" in contact
    assert "this stage is drawn for 50% of incidents" in contact


def test_what_waits_for_a_second_person_is_listed() -> None:
    proposed(sample=0.5)
    assert "Other values , number" in read(inside(), "/staff/programmes")
    assert "Better so Ann Lee Waits for a second person" in read(
        inside(Role.ADMINISTRATOR), "/staff/programmes/sms_contact"
    )


def test_only_an_administrator_is_offered_what_changes_it() -> None:
    words = "Propose other values"
    assert words in read(inside(Role.ADMINISTRATOR), "/staff/programmes/sms_contact")
    assert words not in read(inside(), "/staff/programmes/sms_contact")


def _appraise(client: Client, **given: str) -> int:
    form = {"verdict": "goes_on", "next_on": "2099-01-01", "reason": "It works"} | given
    return client.post("/staff/programmes/sms_contact", form).status_code


def test_the_decision_of_a_review_is_kept_with_who_made_it() -> None:
    client = inside(Role.ADMINISTRATOR)
    assert _appraise(client) == 303
    row = Appraisal.objects.get()
    assert (row.verdict, row.why, row.next_on, row.decided_by_label) == (
        *("goes_on", "It works", date(2099, 1, 1), "Ann Lee"),
    )
    assert programme().review_on == date(2099, 1, 1)
    page = read(client, "/staff/programmes/sms_contact")
    assert "Due on 1 January 2099." in page
    assert "Ann Lee It goes on as it is It works 1 January 2099" in page


def test_an_analyst_keeps_no_decision() -> None:
    assert _appraise(inside()) == 200
    assert not Appraisal.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reason": ""}, "Why it was decided so: say it"),
        ({"next_on": "2020-01-01"}, "Give the day of the next review, after today."),
    ],
)
def test_what_is_missing_is_said(given: dict[str, str], words: str) -> None:
    client = inside(Role.ADMINISTRATOR)
    form = {"verdict": "goes_on", "next_on": "2099-01-01", "reason": "It works"} | given
    answer = client.post("/staff/programmes/sms_contact", form)
    assert (answer.status_code, words in answer.content.decode()) == (200, True)
    assert not Appraisal.objects.exists()


def test_a_programme_that_is_none_is_not_found() -> None:
    client = inside(Role.ADMINISTRATOR)
    for path in ("", "/values", "/open", "/close", "/shadow"):
        assert client.get(f"/staff/programmes/nothing{path}").status_code == 404


def test_a_form_from_elsewhere_is_refused() -> None:
    ours = browser_of(a_person("ann@example.net", role=Role.ADMINISTRATOR))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ours.cookies
    assert _appraise(strict) == 403
    assert not Appraisal.objects.exists()


@pytest.mark.parametrize("changes", [1, 3])
def test_more_changes_need_no_more_queries(
    changes: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(changes):
        proposed(sample=0.5 + n / 10)
    client = inside(Role.ADMINISTRATOR)
    client.get("/staff/programmes")
    with django_assert_num_queries(10):
        client.get("/staff/programmes")
    with django_assert_num_queries(13):
        client.get("/staff/programmes/sms_contact")
