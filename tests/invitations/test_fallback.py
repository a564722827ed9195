"""Who cannot be reached by text is asked by e-mail, where the programme says so, and once only."""

from typing import Any

import pytest

from heard.delivery.models import Letter
from heard.eligibility.guard import recheck
from heard.eligibility.models import Programme
from heard.invitations.models import Invitation
from heard.vault.ring import fingerprint_email
from tests import make
from tests.make import NOON, minutes

pytestmark = pytest.mark.django_db
IN_TEN = NOON + minutes(10)
EMAIL = "sam@example.org"


@pytest.fixture(autouse=True)
def _with_fallback() -> None:
    Programme.objects.filter(slug="sms_contact").update(
        fallback_channel="email",
        fallback_title="How did we do?",
        fallback_wording="How was your recent contact with us? {link}",
    )


def asked(**caller: Any) -> list[Letter]:  # noqa: ANN401
    make.told(make.contact_ended(**{"email": EMAIL, **caller}))
    return make.passed(IN_TEN)


@pytest.mark.parametrize(
    ("caller", "way"),
    [
        ({}, ("sms", "+447700900123")),
        ({"number": None}, ("email", EMAIL)),
        ({"number": "0121 496 0000"}, ("email", EMAIL)),
        ({"markers": ["number_stolen"]}, ("email", EMAIL)),
    ],
)
def test_the_first_way_that_reaches_the_person_is_taken(
    caller: dict[str, Any], way: tuple[str, str]
) -> None:
    (letter,) = asked(**caller)
    assert (letter.channel, letter.address) == way
    assert make.current().channel == way[0]
    assert recheck([letter.subject], now=IN_TEN) == {}


def test_an_e_mail_has_its_own_words_and_its_own_print() -> None:
    (letter,) = asked(number=None)
    assert letter.title == "How did we do?"
    assert (letter.body or "").startswith("How was your recent contact with us? https://")
    assert Invitation.objects.get().person_print == fingerprint_email(EMAIL)


@pytest.mark.parametrize(
    ("caller", "verdict"),
    [
        ({"number": None, "email": None}, ("SKIP", "withheld", "no_email")),
        ({"number": None, "codes": ["QU-01"]}, ("BLOCK", "sensitive")),
        ({"number": None, "age": 15}, ("BLOCK", "under_age")),
    ],
)
def test_another_way_opens_no_other_door(caller: dict[str, Any], verdict: tuple[str, ...]) -> None:
    assert asked(**caller) == []
    assert make.verdict() == verdict


def test_a_text_that_waits_is_not_turned_into_an_e_mail() -> None:
    (letter,) = asked()
    make.told(make.marked("number_stolen", phone=make.NUMBER), now=IN_TEN)
    assert recheck([letter.subject], now=IN_TEN)[letter.subject].until is None
