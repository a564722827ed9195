"""The page of what came of the live chat, and its file."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from heard.accounts.models import User
from heard.responses.models import Answer
from heard.simulation.chats import tell_chats
from tests.browser import NewPage, axe
from tests.conversations.talks import NOW
from tests.insight.test_chats import ended, taken
from tests.web.staff.people import inside, read, styled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/chat-measures"


def test_without_a_conversation_it_says_so() -> None:
    assert "No conversation has ended yet." in read(inside(), PAGE)


def test_a_month_in_full_and_what_it_does_not_say() -> None:
    tell_chats(seed=1, of=50)
    client = inside(User.Role.CHAT_MANAGER)
    page = read(client, f"{PAGE}?month=2020-10")
    assert "October 2020 in full" in page
    assert "Scores of different handlers are not comparable" in page
    assert "The months before October 2020 are illustrative" in page
    assert "So far we know none." in page
    assert "Version 1 of the questions" in page
    week = read(client, f"{PAGE}?first=2020-04-09&last=2020-04-16")
    assert "210 conversations from 9 April 2020 to 16 April 2020." in week
    assert "Coronavirus rules (2020) 137 65%" in week


def test_two_versions_within_a_month_have_a_banner_between_them() -> None:
    tell_chats(seed=1, of=50)
    some = Answer.objects.filter(question_id="outcome").values_list("response_id", flat=True)
    Answer.objects.bulk_create(
        Answer(response_id=one, question_id="treatment", version=2, scale_id="N10", value=9)
        for one in some[:30]
    )
    page = read(inside(), f"{PAGE}?month=2020-10")
    assert "must not be compared" in page
    assert "Version 2 of the questions" in page


def test_few_waits_and_few_answers_are_not_told() -> None:
    ended(30, topic="our-own")
    taken(3, topic="our-own")
    page = read(inside(), PAGE)
    assert "Wait for an adviser Too few: 3" in page
    assert "our-own 33" in page
    assert "Nobody has answered about this month." in page


def test_known_people_are_told_of_how_many_they_are() -> None:
    ended(30, person_print="a" * 64)
    ended(30, at=NOW - timedelta(days=31))
    page = read(inside(), PAGE)
    assert "October 2020 100% 30 of 30" in page
    assert "September 2020 Nobody known 0 of 30" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("month=x", "Month: choose one of the list"),
        ("first=x", "From: enter a day"),
        ("first=2020-04-16&last=2020-04-09", "To: the last day must not lie before the first"),
    ],
)
def test_what_cannot_be_is_said(typed: str, said: str) -> None:
    ended(30)
    assert said in read(inside(), f"{PAGE}?{typed}")


def test_a_month_that_stands_out_is_marked() -> None:
    for back in range(12):
        at = NOW - timedelta(days=30 * back)
        ended(40 if back else 5, at=at)
        ended(60, at=at, ending="closed", taken_at=at, waited=5)
    assert "The newest month stands out." in read(inside(), PAGE)


def test_the_file_has_the_months_and_the_survey() -> None:
    tell_chats(seed=1, of=50)
    client = inside()
    answer = client.get(f"{PAGE}/file/csv")
    lines = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    (whole,) = [
        one
        for one in lines
        if (one["month"], one["handler"], one["question"]) == ("2020-10", "all", "")
    ]
    assert (whole["conversations"], whole["known"]) == ("321", "0")
    said = [one for one in lines if one["handler"] == "all" and one["question"] == "outcome"]
    assert [round(float(one["positive"]), 1) for one in said] == [0.7]
    assert {one["positive"] for one in lines if one["handler"] == "human" and one["question"]} == {
        ""
    }
    assert client.get(f"{PAGE}/file/doc").status_code == 404


def test_it_can_be_read_by_everybody(new_page: NewPage) -> None:
    tell_chats(seed=1, of=100)
    page = new_page()
    page.set_content(styled(inside().get(f"{PAGE}?month=2020-10")))
    assert axe(page) == []
