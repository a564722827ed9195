"""The pages on which somebody decides what is held."""

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django import Settings

from heard.accounts.models import User
from heard.clock import simulate
from heard.core.screening import Outcome
from heard.eligibility import review
from heard.eligibility.models import Screening
from heard.journal.models import Entry
from tests import make
from tests.browser import NewPage, faults
from tests.make import NOON, minutes
from tests.web.staff.people import a_link, a_person, inside, read

IN_TEN = NOON + minutes(10)
WHY = "A neighbour, not a partner."


@pytest.fixture(autouse=True)
def _by_a_clock_of_its_own(settings: Settings) -> None:
    settings.CLOCK = "simulated"


def hold(summary: str = "her ex-partner came by", **more: object) -> str:
    """Let something be held by a clock that stands still, and give its address."""
    simulate.begin(seed=1, now=IN_TEN)
    make.told(make.contact_ended(summary=summary, **more))  # type: ignore[arg-type]
    make.screened(IN_TEN)
    return f"/staff/holds/{make.current().pk}"


def seen(path: str) -> str:
    return review.look(int(path.rpartition("/")[2]), now=IN_TEN).seen


def decide(client: Client, path: str, **form: str) -> int:
    return client.post(path, {"seen": seen(path), "why": WHY, **form}).status_code


@pytest.mark.django_db
def test_the_list_and_the_one_say_why_it_is_held_and_what_is_known() -> None:
    path, client = hold(age=40, markers=["sensitive"], role="caller"), inside()
    page = read(client, "/staff/holds")
    assert "The log speaks of a risk: somebody must read it first." in page
    assert "Not asked after" in page
    page = read(client, path)
    for words in ("Contact C1 is held", "partner", "sensitive", "40", "caller", "ASB: nuisance"):
        assert words in page
    assert "Let it pass: the person may be asked" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decision", "verdict"), [("pass", ("SEND",)), ("refuse", ("SKIP", "refused"))]
)
def test_what_is_decided_is_done_and_journalled(decision: str, verdict: tuple[str, ...]) -> None:
    path, client = hold(), inside()
    assert decide(client, path, decision=decision) == 200
    make.screened(IN_TEN)
    assert make.verdict() == verdict
    acts = {"pass": "eligibility.let_pass", "refuse": "eligibility.refuse"}
    assert Entry.objects.filter(act=acts[decision], actor="Ann Lee").count() == 1
    assert client.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Choose whether to let it pass."),
        ({"decision": "yes"}, "Choose whether to let it pass."),
        ({"decision": "pass", "why": " "}, "Say why, in at most 500 characters."),
    ],
)
def test_a_form_that_is_not_filled_in_says_what_is_missing(
    form: dict[str, str], words: str
) -> None:
    path, client = hold(), inside()
    answer = client.post(path, {"seen": seen(path), "why": WHY} | form)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert Screening.objects.filter(is_current=True, outcome=Outcome.HOLD).count() == 1


@pytest.mark.django_db
def test_a_decision_on_facts_that_are_no_longer_so_is_not_taken() -> None:
    path, client = hold(), inside()
    assert decide(client, path, decision="pass", seen="another") == 409
    make.screened(IN_TEN)
    assert make.verdict() == ("HOLD", "risk_words")


@pytest.mark.django_db
def test_what_cannot_be_let_pass_is_not_offered() -> None:
    path, client = hold(codes=()), inside()
    page = read(client, path)
    assert "Let it pass" not in page
    assert "what kind of incident it was has to be told first" in page
    assert decide(client, path, decision="pass") == 400


@pytest.mark.django_db
def test_a_viewer_neither_sees_nor_decides() -> None:
    path, client = hold(), inside(User.Role.VIEWER)
    assert [client.get("/staff/holds").status_code, decide(client, path, decision="pass")] == [
        403,
        403,
    ]


@pytest.mark.usefixtures("own_database")
def test_the_pages_fit_and_everybody_can_use_them(new_page: NewPage, site: str) -> None:
    path = hold(markers=["sensitive"])
    page = new_page(width=320)
    page.goto(site + a_link(a_person()))
    page.get_by_role("button").first.click()
    for place in ("/staff/holds", path, "/staff/holds/0"):
        page.goto(site + place)
        assert faults(page, 320, 1280) == []
    page.goto(site + path)
    page.get_by_label("Let it pass: the person may be asked").check()
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Decided")
    assert faults(page, 320, 1280) == []
