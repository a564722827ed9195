"""Every kind of question that a text carries, put and answered by text with the form's rules."""

from datetime import UTC, datetime

import pytest

from heard.dialogues.models import Alert, Dialogue
from heard.eligibility.models import Programme
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import publish
from heard.responses.models import Answer, Comment, Detail, Response
from tests.dialogues.phone import THANKS, Phone, kinds
from tests.questionnaires.said_by_text import BY_TEXT

pytestmark = pytest.mark.django_db

AT = datetime(2020, 9, 1, tzinfo=UTC)
WORDING = "About your contact with us. {question}"
WORRIES = (
    "What worries you? Reply with all numbers that apply, e.g. 1 3: "
    "1 (Drugs), 2 (Speeding), 3 (Burglary)."
)
WHY = "Why drugs? Reply in your own words, or NO to skip."
DISTRICT = "Which district? Reply 1 (The north), 2 (The south)."
AGE = "How old are you? Reply with a whole number."
DAY = "When was it? Reply with the date, e.g. 27/3/2020."
MILES = "How many miles away? Reply with a number, e.g. 2.5, or NO to skip."
SEEN = "You may stop at any time. Reply YES."
SORRY = "Sorry, we could not read that."


@pytest.fixture
def asked(phone: Phone) -> Phone:
    """Somebody who was asked the first question of the form, after its two notes."""
    trial, _ = Questionnaire.objects.get_or_create(slug="trial")
    short = BY_TEXT.replace("A few questions about your area", "Three questions")
    publish(slug="trial", source=short, valid_from=AT, now=AT)
    Programme.objects.filter(slug="sms_contact").update(questionnaire=trial)
    phone.asked(WORDING)
    return phone


def test_a_whole_form_is_asked_and_answered(asked: Phone) -> None:
    assert [m.body for m in asked.gateway.arrived] == [
        (
            "About your contact with us. Three questions. They take a minute. "
            "How polite were we? Reply 0 (not at all) to 10 (completely)."
        )
    ]
    assert asked.says("8", "no", "1, 3", "They deal at the corner", "the south", "Fir Park") == [
        "Were you told what happens next? Reply 1 (Yes), 2 (No), or PASS to skip.",
        *(WORRIES, WHY, DISTRICT),
        "Which park? Reply 2 (Elm Park), 3 (Fir Park), or NO to skip.",
        AGE,
    ]
    assert asked.says("34", "yesterday", "2.5 miles", "3", "0.75") == [
        *(DAY, MILES, "How safe is it? Reply 1 to 5."),
        "What share of it? Reply with a number from 0 to 1 in steps of 0.25.",
        f"Thank you for that. {SEEN}",
    ]
    assert asked.says("ok") == [f"Goodbye. {THANKS}"]
    assert Response.objects.get().disposition == "complete"
    assert list(Answer.objects.values_list("question_id", "value")) == [("treatment", 8)]
    assert Comment.objects.get().text == "They deal at the corner"
    details = Detail.objects.values_list("question_id", "kind", "nth", "position", "value")
    assert sorted(details) == [
        ("age", "integer", 0, 1, "34"),
        ("day", "date", 0, 1, "2020-10-11"),
        ("district", "choice", 0, 1, "south"),
        ("grown", "calculated", 0, 1, "1"),
        ("miles", "decimal", 0, 1, "2.5"),
        ("park", "choice", 0, 1, "fir"),
        ("safe", "range", 0, 1, "3"),
        ("seen", "acknowledge", 0, 1, "OK"),
        ("share", "range", 0, 1, "0.75"),
        ("told", "choice", 0, 1, "no"),
        ("worries", "choices", 0, 1, "drugs"),
        ("worries", "choices", 0, 2, "burglary"),
    ]
    assert (Dialogue.objects.get().state, Alert.objects.count()) == ("done", 0)


def test_what_is_not_relevant_is_not_asked(asked: Phone) -> None:
    assert asked.says("8", "pass", "2") == [
        "Were you told what happens next? Reply 1 (Yes), 2 (No), or PASS to skip.",
        WORRIES,
        DISTRICT,
    ]


def test_what_breaks_a_rule_is_told_once_and_then_no_more(asked: Phone) -> None:
    assert asked.says("8", "yes", "1 2 3")[-1] == f"Choose two at most. {WORRIES}"
    assert asked.says("2", "1", "1", "12")[-1] == f"You must be 16 or over. {AGE}"
    assert asked.says("17", "1/1/2030")[-1] == f"Sorry, that answer cannot be right. {DAY}"
    assert asked.says("2/1/2030", "1/1/2020") == []
    assert (Dialogue.objects.get().state, kinds()[-3:]) == ("ended", ["refused", "refused", "late"])
    assert list(Alert.objects.values_list("category", flat=True)) == ["nothing could read it"]


def test_what_is_read_but_cannot_be_kept_was_not_understood(asked: Phone) -> None:
    asked.says("8", "yes", "2", "1", "1", "34")
    assert asked.says("3/4/1066") == [f"{SORRY} {DAY}"]
    assert asked.says("1 April 2020", "NO", "7") == [
        *(MILES, "How safe is it? Reply 1 to 5."),
        f"{SORRY} How safe is it? Reply 1 to 5.",
    ]
    assert asked.says("5", "0.3")[-1].startswith(SORRY)
    assert kinds()[-1] == "unread"


def test_two_numbers_are_no_answer_to_a_choice_of_one(asked: Phone) -> None:
    asked.says("8", "yes", "2")
    assert asked.says("1 2") == [f"{SORRY} {DISTRICT}"]
    assert asked.says("2")[-1].startswith("Which park?")


def test_change_goes_back_to_the_question_before_over_what_is_not_asked(asked: Phone) -> None:
    asked.says("8", "yes", "2")
    assert asked.says("CHANGE") == [WORRIES]
    assert asked.says("1") == [WHY]
    assert asked.says("back", "back", "back", "back")[-1] == (
        "Three questions. They take a minute. "
        "How polite were we? Reply 0 (not at all) to 10 (completely)."
    )


def test_a_question_that_a_correction_took_away_is_passed_over(asked: Phone) -> None:
    """It had been put already, and left after the correction was written."""
    asked.says("8", "yes")
    asked.send("1")
    asked.send("sorry, 2")
    assert [asked.work(), asked.work()] == [[WHY], []]
    assert asked.says("It is far too much") == [DISTRICT]
    assert kinds()[-1] == "late"
    assert Alert.objects.get().category == "nothing could read it"
    asked.says("1", "no", "34", "today", "no", "1", "1", "yes")
    assert (Response.objects.get().disposition, Comment.objects.count()) == ("complete", 0)
