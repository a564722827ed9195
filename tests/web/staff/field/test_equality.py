"""The equality questions on an officer's phone: after the survey, and left out at will."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from heard.equality.models import Draft, Profile
from heard.fieldwork.models import Submission
from heard.responses.models import Answer, Comment, Detail, Response
from tests.browser import NewPage, faults
from tests.web.citizen.every_page import EQUALITY
from tests.web.citizen.test_kinds import WRITTEN
from tests.web.staff.field.phone import Phone, a_way, an_officer

pytestmark = pytest.mark.usefixtures("own_database", "simulated")
TOLD = ("birth_year", "condition", "reduces", "ethnic_code", "sex", "gender", "orientation")
BEFORE = list(EQUALITY)[: list(EQUALITY).index("sex")]
SPOILT: dict[str, dict[str, str]] = {
    "birth_year": {"day": "31", "month": "2", "year": "1980"},
    "religion": {"religion": "other", "religion_words": 101 * "x"},
}


@pytest.fixture
def phone(new_page: NewPage, site: str) -> Iterator[Phone]:
    """A phone without a signal on which somebody has answered the survey and sent their answers."""
    a_way(equality=True)
    phone = Phone(new_page(width=320), site).sign_in(an_officer())
    phone.offline()
    phone.page.reload()
    phone.says("No signal.")
    phone.hand_over()
    phone.go_through()
    phone.press()
    phone.says("Your answers are locked")
    assert "false" not in phone.page.locator("#page").inner_text()
    yield phone
    assert phone.wrong == []


def begin(phone: Phone, choice: str = "yes") -> None:
    phone.fill("gate", {"answer": choice})
    phone.press()


def taken(phone: Phone) -> dict[str, object]:
    """Give the phone back, and give what the server has once it is there."""
    expect(phone.page.locator(".govuk-panel")).to_be_visible()
    phone.back_to_officer()
    phone.offline(off=False)
    phone.waits(0)
    assert Submission.objects.get().response.apart is not None
    found = Profile.objects.values().first()
    return {**found} if found else {}


def test_every_page_is_answered_and_kept_apart(phone: Phone) -> None:
    begin(phone)
    for key, fields in EQUALITY.items():
        phone.answer(key, fields)
    kept = taken(phone)
    assert kept["apart"] == Response.objects.get().apart
    assert [kept[name] for name in TOLD] == [1980, "yes", "little", "A9", "female", "skip", ""]
    rows = Detail.objects.values_list("question_id", "nth", "position", "value")
    assert sorted(rows) == WRITTEN
    questions = {*Answer.objects.values_list("question_id", flat=True)}
    questions |= {*Comment.objects.values_list("question_id", flat=True)}
    assert questions == {"treatment", "why", "called"}
    assert Draft.objects.count() == 0


def test_who_declines_at_the_gate_leaves_nothing_also_after_some_answers(phone: Phone) -> None:
    begin(phone)
    phone.answer("birth_year", {"year": "1980"})
    for _ in range(2):
        phone.page.locator("#back a").click()
    expect(phone.page.locator("#back a")).to_have_count(0)  # no way leads back into the survey
    begin(phone, "no")
    assert taken(phone) == {}
    assert Response.objects.count() == 1


def test_without_a_choice_the_gate_asks_again(phone: Phone) -> None:
    phone.press()
    phone.says("Choose whether you want to answer the equality questions")
    expect(phone.page.locator(".govuk-error-summary")).to_be_focused()
    begin(phone, "no")
    assert taken(phone) == {}


def test_every_question_can_be_left_out(phone: Phone) -> None:
    begin(phone)
    for key in ("birth_year", "condition", "ethnic_group", "religion", "sex", "orientation"):
        phone.answer(key, {})
    assert taken(phone) == {}


def test_of_a_date_of_birth_the_year_is_kept_and_what_is_none_is_said(phone: Phone) -> None:
    begin(phone)
    wrong = [("31", "2", "1980"), ("31", "", "1980"), ("31", "3", ""), ("", "", "eighty")]
    for typed in (*wrong, ("", "", "19800"), ("", "", "1899")):
        phone.fill("birth_year", dict(zip(("day", "month", "year"), typed, strict=True)))
        phone.press()
        is_year = typed[2] == "1899"
        phone.says("must be between 1900" if is_year else "Write a date with day, month and year")
        expect(phone.page.locator("#year")).to_have_value(typed[2])
    phone.answer("birth_year", {"day": "", "month": "", "year": "١٩٨٠"})
    phone.page.locator("#back a").click()
    expect(phone.page.locator("#year")).to_have_value("1980")
    phone.page.locator(".heard-languages a[lang='cy']").click()
    phone.says("Beth yw eich dyddiad geni?")
    expect(phone.page.locator("#year")).to_have_value("1980")
    phone.answer("birth_year", {})
    phone.killed().says("Rhowch y ffôn yn ôl")


def test_whoever_is_interrupted_has_sent_what_was_said_until_then(phone: Phone) -> None:
    begin(phone)
    for key in BEFORE:
        phone.answer(key, EQUALITY[key])
    phone.fill("sex", {"sex": "female"})
    again = phone.killed()
    again.says("Please give the phone back to the officer.")
    assert again.wrong == []
    kept = taken(again)
    assert (kept["ethnic_code"], kept["sex"]) == ("A9", "")
    assert sorted(Detail.objects.values_list("question_id", "nth", "position", "value")) == WRITTEN


def test_after_a_while_without_a_touch_it_is_locked(new_page: NewPage, site: str) -> None:
    a_way(equality=True)
    phone = Phone(new_page(), site).sign_in(an_officer())
    phone.page.clock.install()
    phone.page.reload()
    phone.says("Connected.")
    phone.hand_over()
    phone.go_through()
    phone.press()
    begin(phone)
    phone.answer("birth_year", {"year": "1980"})
    phone.page.clock.fast_forward("06:00")
    phone.says("Please give the phone back to the officer.")
    assert taken(phone)["birth_year"] == 1980
    assert phone.wrong == []


def test_nothing_of_them_can_be_read_on_the_phone(phone: Phone) -> None:
    begin(phone)
    phone.answer("birth_year", {"year": "1980"})
    phone.answer("condition", {"condition": "no"})
    phone.answer("ethnic_group", {"ethnic_group": "asian"})
    phone.answer("asian", {"asian": "A9", "asian_words": "Tamil of Jaffna"})
    under_way = phone.kept()
    del under_way["kept"]
    assert "Jaffna" not in json.dumps(under_way)
    phone.page.locator("#back a").click()
    expect(phone.page.locator("#asian_words")).to_have_value("Tamil of Jaffna")
    for key in ("asian", "religion", "sex", "orientation"):
        phone.answer(key, {})
    expect(phone.page.locator(".govuk-panel")).to_be_visible()
    done = phone.kept()
    del done["kept"]
    assert (done["draft"], "Jaffna" in json.dumps(done)) == ([], False)
    assert "Jaffna" not in phone.page.content()
    assert json.loads(str(taken(phone)["words"])) == {"asian_words": "Tamil of Jaffna"}


def test_an_answer_without_room_is_not_passed_over_and_the_survey_is_there(phone: Phone) -> None:
    begin(phone)
    phone.fill("birth_year", {"year": "1980"})
    phone.full()
    phone.press()
    phone.says("The phone has no room left")
    phone.full(is_full=False)
    phone.press()
    expect(phone.page.locator("#year")).to_have_value("1980")
    phone.page.locator("#back a").click()
    phone.fill("gate", {"answer": "no"})
    phone.full()
    phone.press()
    phone.says("The phone has no room left")
    phone.full(is_full=False)
    phone.press()
    begin(phone, "no")
    assert taken(phone) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_accessible_and_fits(new_page: NewPage, site: str, language: str) -> None:
    a_way(equality=True)
    phone = Phone(new_page(width=320), site).sign_in(an_officer())
    phone.hand_over(language)
    phone.go_through()
    phone.press()
    expect(phone.page.locator("form[data-question=gate]")).to_be_visible()
    found = {"gate": faults(phone.page, 320, 1280)}
    phone.press()
    found["gate, blank"] = faults(phone.page, 320, 1280)
    begin(phone)
    for key, fields in EQUALITY.items():
        phone.fill(key, SPOILT.get(key, fields))
        found[key] = faults(phone.page, 320, 1280)
        if key in SPOILT:
            phone.press()
            expect(phone.page.locator(".govuk-error-summary")).to_be_focused()
            found[f"{key}, wrong"] = faults(phone.page, 320, 1280)
        phone.answer(key, {"religion_words": "", **fields} if key == "religion" else fields)
    expect(phone.page.locator(".govuk-panel")).to_be_visible()
    assert found == {name: [] for name in found}
    assert len(found) == len(EQUALITY) + 4
    assert phone.wrong == []
