"""The guards let through what answers a person, and nothing that they did not want."""

from datetime import timedelta

import pytest

from heard.consent.models import Person, Scope
from heard.consent.people import opt_out, wrong_number
from heard.core.screening import Stop
from heard.delivery.deliver import Guard
from heard.dialogues import guards
from heard.dialogues._letters import stop_subject
from heard.dialogues.models import Dialogue
from tests.dialogues.phone import NOW, Phone

pytestmark = pytest.mark.django_db
PRINT = 64 * "a"
OPTED_OUT = Stop(reason="opted_out")


def test_only_the_confirmation_of_the_opt_out_that_stands_passes() -> None:
    opt_out(PRINT, by="text", scope=Scope.EVERYTHING, now=NOW)
    subject = stop_subject(Person.objects.get())
    older, nobody = f"{PRINT}/20200101T000000", f"{64 * 'b'}/20201012T101000"
    assert guards.stopped([subject, older, nobody], now=NOW) == {
        older: OPTED_OUT,
        nobody: OPTED_OUT,
    }
    wrong_number(PRINT, now=NOW)
    assert guards.stopped([subject], now=NOW) == {subject: OPTED_OUT}


def test_who_wants_nothing_gets_no_help_and_who_wants_no_surveys_does() -> None:
    subject = f"{PRINT}/2020-10-12"
    assert guards.help_([subject], now=NOW) == {}
    opt_out(PRINT, by="link", now=NOW)
    assert guards.help_([subject], now=NOW) == {}
    opt_out(PRINT, by="text", scope=Scope.EVERYTHING, now=NOW)
    assert guards.help_([subject], now=NOW) == {subject: OPTED_OUT}


@pytest.mark.parametrize("guard", [guards.turn, guards.checked])
def test_the_gate_is_asked_again(phone: Phone, guard: Guard) -> None:
    invitation = phone.asked()
    subject = f"{invitation.pk}/2"
    assert guard([subject], now=NOW + timedelta(days=2)) == {}
    night = NOW.replace(hour=21)
    assert guard([subject], now=night) == {
        subject: Stop(reason="quiet_hours", until=NOW.replace(hour=8, minute=0) + timedelta(days=1))
    }
    opt_out(invitation.person_print, by="staff", now=NOW)
    assert guard([subject], now=NOW) == {subject: OPTED_OUT}


def test_a_survey_that_was_ended_stays_so(phone: Phone) -> None:
    invitation = phone.asked()
    phone.says("8")
    subject = f"{invitation.pk}/2"
    assert guards.turn([subject], now=NOW) == {}
    Dialogue.objects.update(state="ended")
    assert guards.turn([subject], now=NOW) == {subject: Stop(reason="dialogue-over")}
