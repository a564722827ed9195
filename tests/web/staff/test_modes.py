"""Ways of asking: what a run measured, and what it says of a series in a new way."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from heard.accounts.models import User
from heard.eligibility.models import Change, ParallelRun, Programme
from tests.eligibility.staff import programme
from tests.insight.flow import known
from tests.insight.test_mode_effects import breaks, run, said
from tests.web.staff.people import a_person, browser_of, inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]

PAGE = "/staff/modes"
MINUS = "\N{MINUS SIGN}"
MARCH = datetime(2021, 3, 1, 12, tzinfo=UTC)
CONTACT = "/staff/programmes/sms_contact"
__all__ = ["run"]  # a fixture


@pytest.mark.usefixtures("with_facts")
def test_without_runs_it_says_so() -> None:
    page = read(inside(), PAGE)
    assert "None: in no survey has the way of asking changed." in page
    assert "No parallel run has been decided on." in page


def test_a_run_stands_with_its_arms_and_explains_the_new_series(
    run: ParallelRun, settings: Settings, tmp_path: Path
) -> None:
    said(20, 15, run=run)
    said(20, 10, by="email", run=run)
    said(20, 9, by="email", at=MARCH)
    breaks(settings, tmp_path, "2021-02-01,sms_contact,mode,By e-mail since.,email")
    known()
    client = inside()
    page = read(client, PAGE)
    assert "Text after a call: text, and beside it e-mail" in page
    assert "12 October 2020 to 18 October 2020. Why: E-mail is to come" in page
    assert "20 by text and 20 by e-mail, drawn by lot: 25% of whom both reach by e-mail" in page
    sentence = (
        "Treatment: 75% of 20 before and 45% of 20 since, a difference of "
        f"{MINUS}30 points ({MINUS}54 to 0). Of that the way of asking makes "
        f"{MINUS}25 points ({MINUS}49 to +5), as measured side by side from "
        f"12 October 2020 to 18 October 2020. What is left is {MINUS}5 points"
    )
    assert "From 1 February 2021: By e-mail since." in page
    assert "not distinguishable from none." in page
    contact = read(client, "/staff/contact")
    for shown in (page, contact):
        assert sentence in shown, sentence
    assert contact.count(sentence) == 2  # below the changes, and in the notes of the trend


@pytest.mark.parametrize(
    ("arm", "since", "sentence"),
    [
        (3, 20, "are not held against each other: too few answered in the parallel run."),
        (0, 20, "are not held against each other: no parallel run has measured the step."),
        (3, 4, "too few answered, before or since, to say what differs."),
    ],
)
def test_what_cannot_be_explained_says_why(
    run: ParallelRun, settings: Settings, tmp_path: Path, arm: int, since: int, sentence: str
) -> None:
    said(20, 15, run=run if arm else None)
    said(arm, arm, by="email", run=run)
    said(since, 3, by="email", at=MARCH)
    breaks(settings, tmp_path, "2021-02-01,sms_contact,mode,By e-mail since.,email")
    known()
    assert sentence in read(inside(), PAGE)


@pytest.fixture
def ann() -> Client:
    return browser_of(a_person("ann@example.org", role=User.Role.ADMINISTRATOR))


@pytest.mark.usefixtures("with_facts")
def test_a_run_is_proposed_on_a_form_and_stands_on_the_page_of_its_programme(ann: Client) -> None:
    Programme.objects.filter(slug="sms_contact").update(
        fallback_channel="email", fallback_title="How?", fallback_wording="Tell us: {link}"
    )
    assert "Text, and beside it E-mail" in read(ann, f"{CONTACT}/parallel")
    given = {"opens_on": "2020-11-02", "closes_on": "2020-11-30", "share": "0.5", "reason": "New"}
    answer = ann.post(f"{CONTACT}/parallel", given)
    change = Change.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/changes/{change.pk}")
    ben = browser_of(a_person("ben@example.org", role=User.Role.ADMINISTRATOR))
    page = read(ben, f"/staff/changes/{change.pk}")
    assert "A parallel run: two ways side by side" in page
    assert "It changes in which way people are asked, and not who is" in page
    assert re.search(r"Beside it by . E-mail", page)
    ben.post(f"/staff/changes/{change.pk}", {"decision": "approve"})
    assert programme().parallel_runs[0].why == "New"
    whole = read(ann, CONTACT)
    assert "2 November 2020 30 November 2020 Text; by lot 50% of whom both reach by e-mail" in whole


@pytest.mark.usefixtures("with_facts")
def test_what_is_no_run_is_said_beside_the_form(ann: Client) -> None:
    page = ann.post(
        f"{CONTACT}/parallel",
        {"opens_on": "", "closes_on": "2020-11-30", "share": "x", "reason": ""},
    ).content.decode()
    assert "First day: enter a day" in page
    refused = ann.post(
        f"{CONTACT}/parallel",
        {"opens_on": "2020-11-02", "closes_on": "2020-11-30", "share": "0.5", "reason": "New"},
    ).content.decode()
    assert "The programme asks in one way only" in refused
    assert ann.get("/staff/programmes/nobody/parallel").status_code == 404
