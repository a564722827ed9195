"""Texts that come in are heeded at once, whatever else they are."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from heard.channels.memory import Memory
from heard.consent.models import Person
from heard.core.wording import fragments
from heard.delivery import gateways
from heard.delivery.models import InboundText, Letter
from heard.dialogues import _turns
from heard.dialogues._texts import _texts, worded
from heard.dialogues.models import Alert, Dialogue
from heard.eligibility.models import Programme, Screening
from heard.invitations.models import Invitation
from heard.journal.models import Entry
from heard.responses.models import Response
from heard.settings import REPLIES_KEPT
from heard.vault.ring import fingerprint_phone
from tests.asked import ask
from tests.delivery.letters import way
from tests.dialogues.phone import FIRST, NOW, SECOND, STOPPED, Phone, kinds

pytestmark = pytest.mark.django_db
FORCE = "Trial Police"


def person(phone: Phone) -> tuple[object, ...]:
    row = Person.objects.get(print=fingerprint_phone(phone.number))
    return (row.opted_out_at, row.opted_out_by, row.opted_out_of, row.wrong_number_at)


def test_stop_ends_everything_at_once_and_is_confirmed_once(phone: Phone) -> None:
    invitation = phone.asked()
    assert phone.says("8", "STOP") == [SECOND, STOPPED]
    at = phone.now
    assert phone.says("Stop", "stop it", "8", "HELP") == []
    assert person(phone) == (at, "text", "everything", None)
    assert Dialogue.objects.get().state == "ended"
    assert list(Letter.objects.filter(kind="stopped").values_list("state", flat=True)) == [
        "sending"
    ]
    acts = Entry.objects.filter(act="consent.opt_out")
    assert list(acts.values_list("actor", "reason")) == [("the person asked", "text")]
    phone.now = invitation.expires_at
    phone.work()
    assert Response.objects.get().disposition == "break_off"


def test_what_waits_for_somebody_who_says_stop_never_leaves(phone: Phone) -> None:
    phone.asked()
    phone.now = NOW.replace(hour=21)
    assert phone.says("8") == []
    assert phone.says("STOP") == [STOPPED]
    phone.now = NOW.replace(hour=9) + timedelta(days=1)
    assert phone.work() == []
    turn = Letter.objects.get(kind="turn")
    assert (turn.state, turn.reason) == ("cancelled", "dialogue-over")


def test_nobody_who_said_stop_is_asked_again(phone: Phone) -> None:
    phone.says("STOP")
    with pytest.raises(Invitation.DoesNotExist):
        ask(phone.person, at=NOW)
    screening = Screening.objects.get(is_current=True)
    assert (screening.outcome, screening.reasons) == ("BLOCK", ["opted_out"])


def test_stop_before_the_first_text_leaves_stops_it(gateway: Memory, phone: Phone) -> None:
    Programme.objects.update(by_turns=True, wording="About your recent contact with us. {question}")
    ask(phone.person, at=NOW - timedelta(minutes=10))
    phone.now = NOW
    assert phone.says("STOP") == [STOPPED]
    letter = Letter.objects.get(kind="invitation")
    assert (letter.state, letter.reason) == ("cancelled", "opted_out")


def test_stop_is_confirmed_in_the_language_in_which_it_was_said(phone: Phone) -> None:
    assert phone.says("przestań") == ["Nie wyslemy juz zadnych wiadomosci na ten numer."]


def test_the_confirmation_is_for_now_or_never(phone: Phone) -> None:
    phone.send("STOP")
    phone.gateway._busy = frozenset([phone.number])  # noqa: SLF001
    phone.work()
    phone.gateway._busy = frozenset()  # noqa: SLF001
    phone.now += timedelta(hours=2)
    assert phone.work() == []
    assert (Letter.objects.get().state, Letter.objects.get().reason) == ("cancelled", "expired")


@pytest.mark.parametrize(
    ("number", "by"),
    [("+33612345678", "text"), ("+442079460000", "text"), ("+447012345678", "text")],
)
def test_only_a_number_that_costs_no_more_than_any_is_answered(
    phone: Phone, number: str, by: str
) -> None:
    phone.number = number
    assert phone.says("STOP") == []
    assert (person(phone)[1], Letter.objects.count()) == (by, 0)


def test_a_sender_without_a_number_can_stop_nothing(phone: Phone) -> None:
    phone.number = "Shop"
    assert phone.says("STOP", "wrong number", "8") == []
    assert (kinds(), Person.objects.count()) == (["stop", "wrong-number", "unread"], 0)


def test_a_wrong_number_is_never_written_to_again(phone: Phone) -> None:
    phone.asked()
    assert phone.says("Who is this?", "8", "STOP", "help") == []
    at = NOW + timedelta(seconds=30)
    assert person(phone) == (at, "wrong number", "everything", at)
    assert kinds() == ["wrong-number", "late", "stop", "help"]
    letter = Letter.objects.filter(kind="help").get()
    assert (letter.state, letter.reason) == ("cancelled", "opted_out")


def test_help_is_answered_once_a_day_and_the_survey_goes_on(phone: Phone) -> None:
    phone.asked()
    assert phone.says("HELP", "help") == [worded("help", force=FORCE)]
    assert phone.says("8") == [SECOND]
    phone.now += timedelta(days=1)
    assert phone.says("info") == [worded("help", force=FORCE)]


def test_a_stranger_who_asks_for_help_costs_us_nothing(phone: Phone) -> None:
    assert phone.says("HELP") == []
    assert (kinds(), Letter.objects.count()) == (["help"], 0)


def test_danger_is_shown_to_a_person_and_nothing_more_is_written(phone: Phone) -> None:
    phone.asked()
    with capture_logs() as logged:
        assert phone.says("8 but he is going to kill me", "9") == []
    alert = Alert.objects.get(level="L0")
    assert (alert.category, alert.triggers[-1], alert.body) == (
        *("immediate danger", "TRG-013", "8 but he is going to kill me"),
    )
    assert (alert.raised_at, alert.due_at) == (
        phone.now - timedelta(seconds=30),
        alert.raised_at + timedelta(minutes=15),
    )
    assert (kinds(), Dialogue.objects.get().state) == (["answer", "late"], "ended")
    assert logged == []


@pytest.mark.parametrize("body", ["55", "help he is outside"])
def test_danger_instead_of_an_answer_ends_the_survey(phone: Phone, body: str) -> None:
    phone.asked()
    assert phone.says(body) == []
    assert (kinds(), Dialogue.objects.get().state) == (["unread"], "ended")
    assert Alert.objects.get().level == "L0"


def test_danger_in_own_words_is_kept_as_an_answer_and_alerts_once(phone: Phone) -> None:
    phone.asked()
    came = phone.says(*5 * ["5"], "My husband hit me again")
    assert came[-1].startswith("Is there anything else")
    assert Response.objects.get().disposition == "complete"
    phone.work()
    assert list(Alert.objects.values_list("category", flat=True)) == ["domestic abuse"]


def test_danger_beside_a_wish_to_stop_does_both(phone: Phone) -> None:
    phone.asked()
    assert phone.says("stop texting me he can hear me") == [STOPPED]
    assert Alert.objects.get().category == "silent or coded plea"


def test_a_cry_for_help_gets_the_numbers_to_call_and_no_more_questions(phone: Phone) -> None:
    phone.asked()
    phone.now = NOW.replace(hour=17)
    assert phone.says("help me") == [worded("help", force=FORCE)]
    assert (Dialogue.objects.get().state, Alert.objects.get().level) == ("ended", "L0")


def test_a_call_for_help_is_also_seen_by_a_person(phone: Phone) -> None:
    phone.asked()
    phone.says("HELP")
    assert Alert.objects.get().category == "may be a cry for help"


def test_a_story_with_the_word_stop_is_an_answer_and_is_pointed_out(phone: Phone) -> None:
    phone.asked()
    phone.says(*5 * ["5"], "they did not stop to explain")
    assert (Response.objects.count(), kinds()[-1]) == (1, "answer")
    assert Alert.objects.get().category == "may want no more texts"


def test_what_nothing_can_read_is_read_by_a_person(phone: Phone) -> None:
    assert phone.says("gdzie jest moj rower", "Thanks!") == []
    assert [(a.level, a.body) for a in Alert.objects.all()] == [("L2", "gdzie jest moj rower")]


def test_a_fault_of_ours_holds_up_nobody_and_no_wish(
    phone: Phone, gateway: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.asked()
    other = Phone(gateway, 1)
    find = _turns.standing

    def fails(text: InboundText, **time: object) -> object:
        if text.print == fingerprint_phone(phone.number):
            raise LookupError("my words")
        return find(text, **time)  # type: ignore[arg-type]

    monkeypatch.setattr(_turns, "standing", fails)
    phone.send("STOP he can hear me")
    other.send("STOP", at=phone.now)
    with capture_logs() as logged:
        assert (phone.work(), other.new()) == ([], [STOPPED])
    assert (person(phone)[1], Alert.objects.count()) == ("text", 1)
    assert (kinds(), "my words" in str(logged)) == (["", "stop"], False)
    monkeypatch.undo()
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(gateway)})
    phone.now += timedelta(minutes=5)
    assert phone.work() == [STOPPED]
    assert (kinds(), Alert.objects.count()) == (["stop", "stop"], 1)


def test_an_answer_survives_a_fault_of_ours(
    phone: Phone, gateway: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.asked()
    monkeypatch.setattr(_turns, "take", None)
    assert (phone.says("8"), kinds(), Alert.objects.count()) == ([], [""], 0)
    monkeypatch.undo()
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(gateway)})
    phone.now += timedelta(minutes=5)
    assert (phone.work(), kinds()) == ([SECOND], ["answer"])


def test_the_words_are_erased_in_time_and_the_wish_stays(phone: Phone) -> None:
    phone.says("STOP")
    phone.now += REPLIES_KEPT
    phone.work()
    text = InboundText.objects.get()
    assert (text.sender, text.body, person(phone)[1]) == (None, None, "text")
    row = Letter.objects.get()
    row.refresh_from_db()
    assert FIRST not in str(vars(row))


@pytest.mark.parametrize("language", sorted({language for _, language in _texts()}))
def test_every_text_of_ours_is_one_fragment(language: str) -> None:
    assert fragments(worded("stopped", language)) == 1


@pytest.mark.parametrize("key", ["help", "thanks", "checked"])
def test_every_text_that_names_the_force_is_one_fragment(key: str) -> None:
    assert fragments(worded(key, force="West Midlands Police")) == 1
