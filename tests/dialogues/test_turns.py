"""A survey by text: each answer brings the next question, and nothing is lost or asked twice."""

from datetime import timedelta

import pytest

from heard.core.wording import fragments
from heard.delivery.models import Letter
from heard.dialogues.models import Alert, Dialogue
from heard.responses.models import Answer, Comment, Draft, Response
from tests.dialogues.phone import FIRST, NOW, ONE, SECOND, THANKS, THIRD, Phone, kinds
from tests.make import incident_regraded, told

pytestmark = pytest.mark.django_db
AGAIN = "Sorry, we could not read that. "


def scores() -> dict[str, int]:
    return dict(Answer.objects.values_list("question_id", "value"))


def test_a_whole_survey_is_asked_and_answered_by_text(phone: Phone) -> None:
    invitation = phone.asked()
    assert [m.body for m in phone.gateway.arrived] == [FIRST]
    came = phone.says("9", "seven", "10/10", "0 - not at all", "Eight!", "You were kind")
    assert came[0] == SECOND
    assert came[-1] == THANKS
    assert len(came) == 6
    response = Response.objects.get(invitation=invitation)
    assert (response.disposition, response.mode, response.language) == ("complete", "sms", "en")
    assert (response.started_at, response.submitted_at) == (
        NOW + timedelta(seconds=30),
        NOW + timedelta(minutes=3),
    )
    assert scores() == {
        "treatment": 9,
        "timeliness": 7,
        "outcome": 10,
        "next_steps": 0,
        "knowledge": 8,
    }
    assert Comment.objects.get().text == "You were kind"
    assert Dialogue.objects.get().state == "done"
    assert [fragments(m.body) for m in phone.gateway.arrived] == 7 * [1]
    assert (kinds(), Alert.objects.count()) == (6 * ["answer"], 0)


def test_nothing_more_to_say_ends_it_too(phone: Phone) -> None:
    phone.asked()
    assert phone.says(*5 * ["5"], "No thanks")[-1] == THANKS
    assert (Response.objects.get().disposition, Comment.objects.count()) == ("complete", 0)


def test_what_cannot_be_read_is_asked_once_more_and_then_no_more(phone: Phone) -> None:
    invitation = phone.asked()
    assert phone.says("8") == [SECOND]
    assert phone.says("dunno really") == [AGAIN + SECOND]
    assert phone.says("what a question", "7") == []
    assert (Dialogue.objects.get().state, kinds()) == (
        *("ended", ["answer", "unread", "unread", "late"]),
    )
    assert set(Alert.objects.values_list("level", "category")) == {("L2", "nothing could read it")}
    phone.now = invitation.expires_at
    assert phone.work() == []
    response = Response.objects.get()
    assert (response.disposition, response.mode, scores()) == ("break_off", "sms", {"treatment": 8})


def test_a_repeat_that_is_answered_goes_on(phone: Phone) -> None:
    phone.asked()
    assert phone.says("hm") == [AGAIN + ONE]
    assert phone.says("8") == [SECOND]
    assert phone.says("er") == [AGAIN + SECOND]


def test_change_goes_back_a_question_and_then_on_again(phone: Phone) -> None:
    phone.asked()
    assert phone.says("8", "change") == [SECOND, ONE]
    assert phone.says("2") == [SECOND]
    assert phone.says("Go back", "BACK") == [ONE, ONE]
    assert phone.says("3", "4", "5", "5", "5", "no")[-1] == THANKS
    assert scores()["treatment"] == 3


@pytest.mark.parametrize("gateway_id", ["same", "other"])
def test_a_text_that_is_doubled_answers_once(phone: Phone, gateway_id: str) -> None:
    phone.asked()
    phone.send("8", gateway_id="same")
    came = phone.work()
    phone.send("8", gateway_id=gateway_id, at=phone.now + timedelta(seconds=4))
    phone.now += timedelta(seconds=5)
    assert came + phone.work() == [SECOND]
    assert kinds() == (["answer"] if gateway_id == "same" else ["answer", "double"])


def test_a_second_text_before_the_next_question_corrects_the_first(phone: Phone) -> None:
    phone.asked()
    phone.send("8")
    phone.send("sorry 3")
    assert [phone.work(), phone.work()] == [[SECOND], []]
    assert phone.says("5", "5", "5", "5", "no")[-1] == THANKS
    assert (scores()["treatment"], kinds()[:2]) == (3, ["answer", "answer"])


def test_an_older_text_that_comes_late_changes_nothing(phone: Phone) -> None:
    phone.asked()
    assert phone.says("3") == [SECOND]
    phone.send("8", at=phone.now - timedelta(seconds=15))
    assert phone.work() == []
    phone.says("5", "5", "5", "5", "no")
    assert (scores()["treatment"], kinds()[1]) == (3, "late")


def test_two_texts_out_of_order_are_read_in_the_order_in_which_they_were_written(
    phone: Phone,
) -> None:
    phone.asked()
    phone.send("3", at=NOW + timedelta(seconds=20))
    phone.send("8", at=NOW + timedelta(seconds=10))
    phone.now += timedelta(seconds=30)
    assert [phone.work(), phone.work()] == [[SECOND], []]
    phone.says("5", "5", "5", "5", "no")
    assert scores()["treatment"] == 3


def test_the_next_question_waits_for_the_morning(phone: Phone) -> None:
    phone.asked()
    phone.now = NOW.replace(hour=21)
    assert phone.says("8") == []
    phone.now = NOW.replace(hour=7, minute=59) + timedelta(days=1)
    assert phone.work() == []
    phone.now = NOW.replace(hour=8, minute=0) + timedelta(days=1)
    assert phone.work() == [SECOND]
    assert phone.says("8") == [THIRD]


def test_what_we_learn_of_the_call_ends_the_survey(phone: Phone) -> None:
    phone.asked()
    phone.now = NOW.replace(hour=21)
    phone.says("8")
    told(incident_regraded("I0", "QU-01", at=phone.now), now=phone.now)
    phone.now = NOW.replace(hour=9) + timedelta(days=1)
    assert phone.work() == []
    turn = Letter.objects.get(kind="turn")
    assert (turn.state, turn.reason, turn.address) == ("cancelled", "sensitive", None)


def test_a_day_later_the_survey_goes_on(phone: Phone) -> None:
    phone.asked()
    phone.now = NOW + timedelta(days=3)
    assert phone.says("8") == [SECOND]


def test_an_answer_after_the_end_is_read_by_a_person(phone: Phone) -> None:
    invitation = phone.asked()
    phone.now = invitation.expires_at
    assert phone.says("8") == []
    assert (kinds(), Alert.objects.get().body, Response.objects.count()) == (["late"], "8", 0)


def test_an_answer_written_in_time_counts_though_it_is_read_late(phone: Phone) -> None:
    invitation = phone.asked()
    for _ in range(4):
        assert len(phone.says("5")) == 1
    phone.send("6")
    phone.now = invitation.expires_at + timedelta(minutes=1)
    phone.send("too late")
    assert [phone.work(), phone.work()] == [[], []]
    assert kinds()[-2:] == ["answer", "late"]
    assert scores() == {
        **dict.fromkeys(("treatment", "timeliness", "outcome", "next_steps"), 5),
        "knowledge": 6,
    }


def test_thanks_for_the_thanks_bother_nobody(phone: Phone) -> None:
    phone.asked()
    phone.says(*5 * ["5"], "no")
    assert phone.says("Ok thank you \N{THUMBS UP SIGN}") == []
    assert (kinds()[-1], Alert.objects.count()) == ("late", 0)


def test_a_required_question_that_was_left_out_is_asked_before_the_end(phone: Phone) -> None:
    phone.asked()
    phone.says("5", "5", "5", "5", "5")
    Draft.objects.update(answers='{"treatment": 5}')
    assert phone.says("no") == [SECOND]


def test_change_before_the_next_question_left_waits_for_it(phone: Phone) -> None:
    phone.asked()
    phone.send("8")
    phone.send("change")
    assert [phone.work(), phone.work()] == [[SECOND], []]
    assert kinds() == ["answer", "back"]
    assert phone.says("change") == [ONE]


@pytest.mark.parametrize("body", ["3 he has a knife", "he is outside"])
def test_after_words_of_danger_what_was_to_be_asked_is_not(phone: Phone, body: str) -> None:
    phone.asked()
    phone.now = NOW.replace(hour=21)
    assert phone.says("8", body) == []
    phone.now = NOW.replace(hour=9) + timedelta(days=1)
    assert phone.work() == []
    assert Dialogue.objects.get().state == "ended"


def test_words_of_danger_at_the_end_of_what_has_a_gap_ask_no_more(phone: Phone) -> None:
    phone.asked()
    phone.says("5", "5", "5", "5", "5")
    Draft.objects.update(answers='{"treatment": 5}')
    assert phone.says("he is outside") == []
    assert (Dialogue.objects.get().state, Response.objects.count()) == ("ended", 0)
