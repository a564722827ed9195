"""What others try on an officer's phone: words that would run, another officer, looking around."""

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from heard.fieldwork.models import Submission
from heard.responses.models import Comment
from tests.browser import NewPage
from tests.open_ways import every_kind, way_in
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.web.citizen.test_hostile_words import HOSTILE, SPOKEN, hostile
from tests.web.citizen.test_kinds import SENT
from tests.web.staff.field.phone import Phone, a_way, an_officer
from tests.web.staff.people import a_link

pytestmark = pytest.mark.usefixtures("own_database", "simulated")
LOOK_AROUND = """async () => {
  const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  texts.push(JSON.stringify(history.state), location.href);
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const one of await cache.keys()) {
      texts.push(one.url, await (await cache.match(one)).text());
    }
  }
  return texts.join("\\n");
}"""
SAID = ("sell them at the corner", "oak elm", "Ada")


@pytest.fixture
def page_of(new_page: NewPage, site: str) -> Iterator[Phone]:
    """A phone on which no script may fail, and nobody has signed in yet."""
    phone = Phone(new_page(width=320), site)
    yield phone
    assert phone.wrong == []


def test_words_that_would_run_are_shown_as_they_are(page_of: Phone) -> None:
    programme = every_kind(hostile(ALL_KINDS))
    programme.equality = False  # those questions have tests of their own
    programme.save(update_fields=["equality"])
    way_in("trial", channel="officer", place=f"Library {HOSTILE[1]}")
    phone = page_of.sign_in(an_officer())
    phone.says(HOSTILE[1])
    phone.hand_over()
    phone.press()
    for key, fields in SENT.items():
        shown = phone.page.locator("#page").inner_text()
        assert any(evil in shown for evil in HOSTILE), key
        phone.answer(key, {"answer": SPOKEN[key]} if key in SPOKEN else fields)
    phone.says(SPOKEN["why"])
    assert phone.page.evaluate("window.hit ?? 0") == 0
    assert phone.page.locator("#page img, #page script, #page svg").count() == 0
    phone.finish()
    phone.back_to_officer()
    phone.waits(0)
    assert Comment.objects.get(question_id="why").text == SPOKEN["why"]


def test_whoever_began_to_ask_is_the_interviewer_even_if_another_signs_in_meanwhile(
    page_of: Phone,
) -> None:
    a_way()
    phone = page_of.sign_in(an_officer())
    phone.hand_over()
    phone.go_through(until="district")
    Session.objects.all().delete()
    other = an_officer("other@example.org")
    phone.page.goto(phone.site + a_link(other, byte=9))
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Sign in").click()
    with phone.page.expect_response("**/pack.json"):  # by then it is known who is signed in
        phone.page.goto(phone.home)
    phone.page.reload()
    phone.says("The questions were interrupted")
    assert [said for said in SAID if said in phone.page.content()] == []
    phone.press()
    keys = list(SENT)
    for key in keys[keys.index("district") :]:
        phone.answer(key, SENT[key])
    phone.finish()
    phone.back_to_officer()
    phone.waits(0)
    taken = Submission.objects.select_related("interviewer").get()
    assert taken.interviewer is not None
    assert taken.interviewer.email == "officer@example.org"


def test_no_answer_lies_open_in_any_place_of_the_browser_while_somebody_answers(
    page_of: Phone,
) -> None:
    a_way()
    phone = page_of.sign_in(an_officer())
    phone.hand_over()
    phone.go_through(until="seen")
    found = phone.page.evaluate(LOOK_AROUND) + str(phone.kept())
    assert "field-app.js" in found
    assert [said for said in SAID if said in found] == []
    phone.page.reload()
    phone.says("The questions were interrupted")
    assert [said for said in SAID if said in phone.page.content()] == []


def test_from_the_welcome_and_the_last_page_no_way_back_leads_to_answers_or_lists(
    page_of: Phone,
) -> None:
    a_way()
    phone = page_of.sign_in(an_officer())
    phone.hand_over()
    for _ in range(3):
        phone.page.go_back()
        phone.says("Start now")
    phone.go_through()
    phone.finish()
    for _ in range(3):
        phone.page.go_back()
        phone.says("Please give the phone back to the officer.")
    phone.page.keyboard.press("Alt+ArrowLeft")
    phone.page.keyboard.press("Escape")
    phone.says("Please give the phone back to the officer.")
    expect(phone.page.get_by_role("button")).to_have_count(1)
