"""The survey of victims by e-mail: who may be asked, and what stops it within six weeks."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from heard.eligibility.models import Period, Programme
from heard.invitations.models import Invitation
from heard.questionnaires.models import Questionnaire
from heard.vault.ring import fingerprint_email
from tests import make
from tests.make import NOON, minutes

VICTIM: dict[str, Any] = {
    "phone": "07700 900123",
    "email": "Sam@Example.org",
    "age": 40,
    "role": "victim",
}


def victims() -> Programme:
    """A survey of victims by e-mail, six weeks after a burglary of a shop was recorded."""
    weeks = timedelta(weeks=1)
    Period.objects.filter(programme__stage="recorded").delete()  # it is alone here
    programme = Programme.objects.create(
        slug="victims",
        name="E-mail to victims",
        stage="recorded",
        questionnaire=Questionnaire.objects.get(slug="pilot"),
        offences=["CR-17"],
        victims=True,
        minimum_age=17,
        age_required=True,
        channel="email",
        title="How did we do?",
        wording="Please tell us how we treated you: {link}",
        delay=6 * weeks,
        fresh_for=8 * weeks,
        hold_for=weeks,
        link_life=2 * weeks,
        cap=timedelta(days=90),
        cap_spares_stages=False,
    )
    Period.objects.create(programme=programme, opens_on=date(2020, 9, 1), opened_because="x")
    return programme


IN_SIX_WEEKS = NOON + timedelta(weeks=6) + timedelta(hours=1)  # noon in London, in winter time


@pytest.mark.django_db
def test_a_victim_is_asked_by_e_mail_six_weeks_later() -> None:
    victims()
    make.told(make.crime_recorded(**VICTIM))
    assert make.passed(NOON) == []
    assert make.verdict("crime:K1", stage="recorded") == ("WAIT", "too_soon")
    (letter,) = make.passed(IN_SIX_WEEKS)
    assert (letter.channel, letter.account, letter.address) == (
        *("email", "victims", "Sam@example.org"),
    )
    assert letter.title == "How did we do?"
    link = re.search(r"https://\S+", letter.body or "")
    assert link is not None
    assert letter.unsubscribe == f"{link[0]}/stop"
    assert Invitation.objects.get().person_print == fingerprint_email("sam@example.org")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("victim", "verdict"),
    [
        ({"age": 16}, ("BLOCK", "under_age")),
        ({"age": 17}, ("SEND",)),
        ({"age": None}, ("HOLD", "age_unknown")),
        ({"email": None}, ("SKIP", "no_email")),
        ({"email": "info@example.org"}, ("SKIP", "no_email")),
        ({"email": "sam at example"}, ("SKIP", "no_email")),
        ({"markers": ["vulnerable"]}, ("BLOCK", "sensitive")),
        ({"role": "suspect"}, ("BLOCK", "suspect")),
        ({"codes": ["CR-20"]}, ("SKIP", "other_offence")),
        ({"codes": ["CR-17", "QU-01"]}, ("BLOCK", "sensitive")),
        ({"phone": None}, ("SEND",)),
        ({"summary": "her ex-partner did it"}, ("HOLD", "risk_words")),
    ],
)
def test_who_may_be_asked_as_a_victim(victim: dict[str, Any], verdict: tuple[str, ...]) -> None:
    programme = victims()
    Programme.objects.filter(pk=programme.pk).update(delay=timedelta(0))
    make.told(make.crime_recorded(**{**VICTIM, **victim}))
    make.screened(NOON)
    assert make.verdict("crime:K1", stage="recorded") == verdict


@pytest.mark.django_db
@pytest.mark.parametrize(
    "news",
    [
        make.marked("vulnerable", email="sam@example.org", at=NOON + timedelta(weeks=5)),
        make.marked("deceased", person_id="N1", at=NOON + timedelta(weeks=5)),
        make.marked("complaint", phone="07700900123", at=NOON + timedelta(weeks=5)),
        make.crime_recorded(at=NOON + timedelta(weeks=5), **VICTIM, markers=["domestic_abuse"]),
        make.contact_ended(
            "C9", number="07700 900123", codes=["PW-10"], at=NOON + timedelta(weeks=5)
        ),
    ],
)
def test_what_comes_in_the_fifth_week_stops_the_e_mail_of_the_sixth(news: make.Item) -> None:
    victims()
    make.told(make.crime_recorded(**VICTIM, person_id="N1"))
    make.screened(NOON)
    make.told(news, now=NOON + timedelta(weeks=5))
    assert make.passed(IN_SIX_WEEKS) == []
    assert make.verdict("crime:K1", stage="recorded")[0] == "BLOCK"


@pytest.mark.django_db
def test_who_was_asked_by_text_is_not_asked_by_e_mail_within_the_cap() -> None:
    victims()
    make.told(make.contact_ended())
    assert len(make.passed(NOON + minutes(10))) == 1
    make.told(make.crime_recorded(**VICTIM))
    make.passed(IN_SIX_WEEKS)
    assert make.verdict("crime:K1", stage="recorded") == ("SKIP", "asked_recently")
