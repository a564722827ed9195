"""Changes as two administrators make them on the pages."""

import re

import pytest
from django.test import Client

from heard.accounts.models import User
from heard.eligibility.models import Change, ForceCode, Period
from heard.journal.models import Entry
from heard.web.staff.policy_words import LABELS
from heard.web.staff.programme_forms import ValuesForm
from tests.eligibility.staff import programme, proposed
from tests.make import NOON, contact_ended, invited, minutes, screened, told
from tests.web.staff.people import a_person, browser_of, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated", "with_facts")]
CONTACT = "/staff/programmes/sms_contact"


@pytest.fixture
def ann() -> Client:
    return browser_of(a_person("ann@example.org", role=User.Role.ADMINISTRATOR))


@pytest.fixture
def ben() -> Client:
    return browser_of(a_person("ben@example.org", role=User.Role.ADMINISTRATOR))


def _as_it_stands() -> dict[str, str]:
    """Give what the form of a programme sends if nobody touches it."""
    form = ValuesForm(programme())
    return {f.name: str(f.value() if f.value() is not None else "") for f in form.visible_fields()}


def _send(client: Client, path: str, **given: str) -> tuple[int, str]:
    """Send a form, and give the status with where it leads, or with what is wrong."""
    answer = client.post(path, given)
    if answer.status_code == 303:
        return 303, answer.headers["Location"]
    wrong = re.search(r'govuk-error-summary__list">(.*?)</ul>', answer.content.decode(), re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", wrong[1]) if wrong else ""
    return answer.status_code, " ".join(words.split())


def test_one_proposes_and_another_approves_what_both_have_seen(ann: Client, ben: Client) -> None:
    told(contact_ended("C1"))
    form = _as_it_stands()
    status, address = _send(
        ann, f"{CONTACT}/values", **form | {"contact_channels": "999", "reason": "Fewer"}
    )
    assert (status, Change.objects.get().values) == (303, {"contact_channels": ["999"]})
    assert "somebody else decides on what you proposed" in read(ann, address)
    page = read(ben, address)
    assert "Only who reached us by 999, 101 999" in page
    assert "What it would have done to the last 28 days" in page
    assert "Approve" in page
    assert _send(ben, address, decision="approve", why="Yes")[0] == 303
    assert programme().contact_channels == ["999"]
    assert "Approved by Ann Lee on" in read(ben, address)


def test_what_is_rejected_changes_nothing(ben: Client) -> None:
    found = proposed(sample=0.5)
    address = f"/staff/changes/{found.pk}"
    assert _send(ben, address, decision="reject", why="No")[0] == 303
    assert (programme().sample, "Rejected by Ann Lee on" in read(ben, address)) == (1.0, True)


def test_whoever_proposed_it_cannot_approve_it_by_sending_the_form(ann: Client) -> None:
    form = _as_it_stands() | {"sample": "0.5", "reason": "Fewer"}
    _, address = _send(ann, f"{CONTACT}/values", **form)
    status, wrong = _send(ann, address, decision="approve")
    assert (status, wrong[:22]) == (200, "It takes two people: s")
    assert programme().sample == 1.0


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, "Nothing would change."),
        ({"sample": "0.5", "reason": ""}, "Why this change: say it"),
        ({"delay": "soon"}, "Delay: enter a length of time, like 10 minutes or 6 weeks"),
        ({"minimum_age": "12"}, "Constraint “eligibility_programme_age_floor” is violated."),
        ({"wording": "Nothing to press"}, "SC-25: an invitation holds {link} exactly once."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    ann: Client, given: dict[str, str], wrong: str
) -> None:
    form = _as_it_stands() | {"reason": "Fewer"} | given
    assert _send(ann, f"{CONTACT}/values", **form) == (200, wrong)
    assert not Change.objects.exists()


def test_a_new_period_is_proposed_with_its_override(ann: Client) -> None:
    path = "/staff/programmes/sms_investigation/open"
    given = {"mode": "usual", "opens_on": "2020-12-01", "stage_share": "1", "reason": "Start"}
    status, wrong = _send(ann, path, **given)
    assert (status, wrong[:51]) == (200, "To go live, somebody must have looked at 1,000 deci")
    status, address = _send(ann, path, **given, override="A small trial")
    assert status == 303
    page = read(ann, address)
    assert "Without enough decisions in shadow A small trial" in page
    assert "Mode - Business as usual" in page


def test_the_end_of_a_period_is_proposed(ann: Client, ben: Client) -> None:
    (running,) = programme("live_chat").periods
    given = {"period": str(running.pk), "closes_on": "2021-01-31", "reason": "No advisers"}
    status, address = _send(ann, "/staff/programmes/live_chat/close", **given)
    assert status == 303
    assert "Last day None 31 January 2021" in read(ben, address)
    assert _send(ben, address, decision="approve")[0] == 303
    assert programme("live_chat").periods[0].closes_because == "No advisers"


def test_an_end_in_the_past_and_no_period_at_all_are_said(ann: Client) -> None:
    (running,) = programme("live_chat").periods
    given = {"period": str(running.pk), "closes_on": "2020-01-31", "reason": "x"}
    assert _send(ann, "/staff/programmes/live_chat/close", **given) == (
        *(200, "A period cannot end in the past."),
    )
    assert "No period runs" in read(ann, "/staff/programmes/custody/close")


def test_a_code_that_is_in_no_list_is_counted_and_mapped(ann: Client, ben: Client) -> None:
    told(
        contact_ended("C1", codes=["WM-77"]),
        contact_ended("C2", codes=["WM-77", "WM-78"], number="07700 900124"),
    )
    screened(NOON + minutes(10))
    assert "WM-77 2 2 WM-78 1 1" in read(ann, "/staff/codes")
    given = {"code": "WM-77", "category": "AS-02", "reason": "Noise"}
    status, address = _send(ann, "/staff/codes", **given)
    assert status == 303
    assert "Category None ASB: nuisance (AS-02)" in read(ben, address)
    assert _send(ben, address, decision="approve")[0] == 303
    assert ForceCode.objects.get().category == "AS-02"
    page = read(ann, "/staff/codes")
    assert ("WM-77" in page, "WM-78 1 1" in page) == (False, True)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"code": "AS-02"}, "This is not a code of the force's own."),
        ({"category": ""}, "Category: choose one of the list"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(
    ann: Client, given: dict[str, str], wrong: str
) -> None:
    form = {"code": "WM-77", "category": "AS-02", "reason": "Noise"} | given
    status, said = _send(ann, "/staff/codes", **form)
    assert (status, said.replace("&#39;", "'")) == (200, wrong)


def test_what_would_have_gone_out_is_shown_and_looked_at(ann: Client) -> None:
    Period.objects.filter(programme=programme()).update(mode=Period.Mode.SHADOW)
    told(contact_ended("C1"), contact_ended("C2", codes=["QU-01"], number="07700 900124"))
    screened(NOON + minutes(10))
    invited(NOON + minutes(10))
    page = read(ann, f"{CONTACT}/shadow")
    assert "2 decisions stand, of which somebody has looked at 0." in page
    assert "1 October 2020 1 1" in page
    assert "Not given 1 1" in page
    assert "A text about this kind of incident could put somebody at risk. 1" in page
    assert ann.post(f"{CONTACT}/shadow").status_code == 303
    assert "somebody has looked at 2." in read(ann, f"{CONTACT}/shadow")
    assert Entry.objects.filter(act="eligibility.look_at_shadow").count() == 1


def test_a_form_that_was_sent_stands_in_the_journal_as_its_act_and_not_as_a_look(
    ann: Client,
) -> None:
    before = Entry.objects.filter(act="web.look").count()
    form = {"code": "WM-77", "category": "AS-02", "reason": "Noise"}
    ann.post("/staff/codes", form)
    assert Entry.objects.filter(act="web.look").count() == before
    assert Entry.objects.latest("id").act == "eligibility.propose_change"


def test_every_value_that_may_be_set_has_a_name() -> None:
    assert set(_as_it_stands()) - {"reason"} <= LABELS.keys()


def test_a_change_that_is_none_is_not_found(ann: Client) -> None:
    assert ann.get("/staff/changes/1").status_code == 404
