"""The later questionnaires as people meet them: victims by how they reported, and priorities."""

import re

import pytest
from playwright.sync_api import Page, expect

from heard.invitations.models import Invitation
from heard.questionnaires.models import Version
from heard.responses.models import Answer, Comment, Detail, Response
from tests.asked import TOKEN, ask
from tests.browser import NewPage, faults
from tests.web.citizen.citizen import Citizen

NEXT = {"en": "Continue", "ar": "متابعة"}


def asked(slug: str, number: int) -> Citizen:
    """Let somebody be asked a version of a questionnaire."""
    invitation = ask()
    version = Version.objects.get(questionnaire__slug=slug, number=number)
    Invitation.objects.filter(pk=invitation.pk).update(version=version)
    return Citizen()


def walked(citizen: Citizen, **said: str) -> list[str]:
    """Answer what is asked, with 2 where nothing else is said, and give the keys in order."""
    citizen.get()
    where, keys = citizen.post("/start")["Location"], []
    while not where.endswith("/check"):
        path = where.removeprefix(citizen.root)
        keys.append(path.rpartition("/")[2])
        citizen.get(path)
        where = citizen.post(path, answer=said.get(keys[-1], "2"))["Location"]
    citizen.get("/check")
    assert citizen.post("/submit").status_code == 303
    return keys


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize(
    ("said", "branch"),
    [
        ({"reported_by": "3"}, ["online_form", "first_answer"]),
        ({"reported_by": "6"}, ["initial_contact"]),
        ({"reported_by": "1", "came": "1"}, ["ease", "initial_contact", "came", "arrival"]),
        ({"reported_by": "5", "came": "2"}, ["ease", "initial_contact", "came"]),
    ],
)
def test_a_victim_is_asked_what_fits_and_that_alone_is_kept(
    said: dict[str, str], branch: list[str]
) -> None:
    keys = walked(asked("victim", 2), comment="", **said)
    assert keys == [
        *("reported_by", *branch),
        *("initial_action", "feedback", "treatment", "overall", "promise", "support", "comment"),
    ]
    kept = Answer.objects.filter(response=Response.objects.get()).order_by("id")
    assert [a.question_id for a in kept] == keys[:-1]
    assert {a.version for a in kept} == {2}


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_who_turns_to_another_way_of_reporting_leaves_nothing_of_the_first_behind() -> None:
    citizen = asked("victim", 2)
    citizen.get()
    citizen.post("/start")
    citizen.get("/q/reported_by")
    citizen.post("/q/reported_by", answer="3")
    citizen.get("/q/online_form")
    citizen.post("/q/online_form", answer="7")
    keys = walked(citizen, reported_by="6", comment="")
    assert "online_form" not in keys
    assert not Answer.objects.filter(question_id="online_form").exists()


def choose(page: Page, count: int, onwards: str) -> None:
    """Tick the first boxes of nine, and send them."""
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(9)
    for number in range(count):
        boxes.nth(number).check()
    page.get_by_role("button", name=onwards).click()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 320)])
@pytest.mark.usefixtures("own_database", "simulated")
def test_three_are_chosen_without_a_script_and_a_fourth_is_refused(
    language: str, width: int, new_page: NewPage, site: str
) -> None:
    asked("priorities", 1)
    page = new_page(width=width, scripts=False)
    page.goto(f"{site}/s/{TOKEN}?language={language}")
    page.locator("form button").first.click()
    expect(page).to_have_url(re.compile("/q/first"))
    choose(page, 4, NEXT[language])
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.get_by_role("checkbox").nth(3).uncheck()
    page.get_by_role("button", name=NEXT[language]).click()
    for key in ("safe_day", "safe_night", "concerns"):
        expect(page).to_have_url(re.compile(f"/q/{key}"))
        page.get_by_role("radio").nth(1).check()
        page.get_by_role("button", name=NEXT[language]).click()
    page.get_by_role("textbox").fill("Speeding by the school")
    page.get_by_role("button", name=NEXT[language]).click()
    expect(page).to_have_url(re.compile("/check"))
    page.locator("main form button").last.click()
    expect(page).to_have_url(re.compile("/e/"))
    chosen = Detail.objects.filter(question_id="first").order_by("position")
    assert [d.value for d in chosen] == ["speeding", "drugs", "burglary"]
    assert Comment.objects.get().text == "Speeding by the school"


@pytest.mark.parametrize("language", ["en", "ar", "ur", "pa"])
@pytest.mark.usefixtures("own_database", "simulated")
def test_priorities_fit_a_small_phone_and_everybody_can_read_them(
    language: str, new_page: NewPage, site: str
) -> None:
    citizen = asked("priorities", 1)
    citizen.get()
    citizen.post("/start")
    page = new_page(width=320)
    found = {}
    for key in ("first", "safe_day", "safe_night", "concerns", "worry"):
        page.goto(f"{site}{citizen.root}/q/{key}?language={language}")
        found[key] = faults(page)
    assert found == {key: [] for key in found}
