"""The guards let through what answers a person, and nothing that they did not want."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from heard.consent.models import Person, Scope
from heard.consent.people import opt_out, wrong_number
from heard.core.screening import Stop
from heard.dialogues import guards
from heard.dialogues._letters import stop_subject
from heard.dialogues.models import Dialogue
from tests.dialogues.phone import NOW, Phone

pytestmark = pytest.mark.django_db
PRINT = 64 * "a"
OPTED_OUT = Stop(reason="opted_out")


def both(kind: str, *subjects: str, now: datetime = NOW) -> Mapping[str, Stop]:
    """Ask a guard in the claim and before the call, and require the same of both."""
    guard = guards.GUARDS[kind]
    stops = guard.recheck(subjects, now=now)
    assert guard.denied(subjects, now=now) == stops
    return stops


def test_only_the_confirmation_of_the_opt_out_that_stands_passes() -> None:
    opt_out(PRINT, by="text", scope=Scope.EVERYTHING, now=NOW)
    subject = stop_subject(Person.objects.get())
    older, nobody = f"{PRINT}/20200101T000000", f"{64 * 'b'}/20201012T101000"
    assert both("stopped", subject, older, nobody) == {
        older: OPTED_OUT,
        nobody: OPTED_OUT,
    }
    wrong_number(PRINT, now=NOW)
    assert both("stopped", subject) == {subject: OPTED_OUT}


def test_who_wants_nothing_gets_no_help_and_who_wants_no_surveys_does() -> None:
    subject = f"{PRINT}/2020-10-12"
    assert both("help", subject) == {}
    opt_out(PRINT, by="link", now=NOW)
    assert both("help", subject) == {}
    opt_out(PRINT, by="text", scope=Scope.EVERYTHING, now=NOW)
    assert both("help", subject) == {subject: OPTED_OUT}


@pytest.mark.parametrize("guard", ["turn", "checked"])
def test_the_gate_is_asked_again(phone: Phone, guard: str) -> None:
    invitation = phone.asked()
    subject = f"{invitation.pk}/2"
    assert both(guard, subject, now=NOW + timedelta(days=2)) == {}
    night = NOW.replace(hour=21)
    assert both(guard, subject, now=night) == {
        subject: Stop(reason="quiet_hours", until=NOW.replace(hour=8, minute=0) + timedelta(days=1))
    }
    opt_out(invitation.person_print, by="staff", now=NOW)
    assert both(guard, subject) == {subject: OPTED_OUT}


def test_a_survey_that_was_ended_stays_so(phone: Phone) -> None:
    invitation = phone.asked()
    phone.says("8")
    subject = f"{invitation.pk}/2"
    assert both("turn", subject) == {}
    Dialogue.objects.update(state="ended")
    assert both("turn", subject) == {subject: Stop(reason="dialogue-over")}
