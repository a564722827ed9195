"""Whoever the gate lets through is asked once, with a link that only the letter knows."""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.consent import people
from heard.consent.models import Person
from heard.delivery.models import Letter
from heard.eligibility.models import Programme, Screening
from heard.events.models import Contact
from heard.invitations.invite import hash_token
from heard.invitations.models import Invitation
from tests import make
from tests.make import NOON, minutes

IN_TEN = NOON + minutes(10)
LATE = NOON + minutes(45)


def let_through(*contact_ids: str) -> None:
    """Bring callers, each with a number of their own, as far as SEND."""
    numbered = enumerate(contact_ids or ("C1",))
    make.told(*(make.contact_ended(name, number=f"07700 90{n:04}") for n, name in numbered))
    make.screened(IN_TEN)


@pytest.mark.django_db
def test_one_who_is_let_through_is_asked() -> None:
    let_through()
    assert make.invited(IN_TEN) == 1
    asked, letter = Invitation.objects.get(), Letter.objects.get()
    print_ = Contact.objects.get().phone_print
    assert (asked.person_print, asked.letter_id, asked.asked_at) == (print_, letter.id, IN_TEN)
    assert asked.expires_at == IN_TEN + timedelta(days=7)
    assert (letter.kind, letter.channel, letter.address) == ("invitation", "sms", "+447700900000")
    assert letter.subject == f"sms_contact/contact/{print_[:16]}/C1"
    assert (letter.not_before, letter.expires_at) == (IN_TEN, NOON + timedelta(hours=24))
    person = Person.objects.get(print=print_)
    assert (person.free_from, person.stages) == (IN_TEN + timedelta(days=90), ["contact"])


@pytest.mark.django_db
def test_the_token_is_16_bytes_and_kept_as_a_hash_only() -> None:
    let_through()
    make.invited(IN_TEN)
    body = Letter.objects.get().body or ""
    (token,) = re.findall(r"https://survey\.example\.org/s/([A-Za-z0-9_-]{22})(?= |$)", body)
    kept = bytes(Invitation.objects.get().token_hash)
    assert kept == hash_token(token) == sha256(token.encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i::text, l::text, s::text FROM invitations_invitation i, delivery_letter l,"
            " eligibility_screening s"
        )
        assert [token in column for column in cursor.fetchone()] == [False, False, False]


@pytest.mark.django_db
def test_the_text_is_one_fragment_and_says_nothing_of_the_matter() -> None:
    make.told(*make.attended("C1", "I1"))
    make.screened(LATE)
    make.invited(LATE)
    letters = Letter.objects.order_by("subject")
    assert [letter.fragments for letter in letters] == [1, 1]
    words = [re.sub(r"https\S+", "LINK", letter.body or "") for letter in letters]
    rest = "A few quick questions: LINK You can opt out there too."
    assert words == [
        f"How was your recent visit from us? {rest}",
        f"How was your recent contact with us? {rest}",
    ]


@pytest.mark.django_db
def test_the_two_stages_of_one_incident_are_both_asked_and_a_third_call_is_not() -> None:
    make.told(*make.attended("C1", "I1"), make.contact_ended("C2", "I1"))
    make.screened(LATE)
    assert make.invited(LATE) == 3
    assert Invitation.objects.count() == 2
    assert sorted(Person.objects.get().stages) == ["attendance", "contact"]


@pytest.mark.django_db
def test_of_two_calls_of_one_person_the_second_is_explained_and_gets_no_letter() -> None:
    make.told(make.contact_ended("C1"), make.contact_ended("C2"))
    make.screened(IN_TEN)
    assert make.invited(IN_TEN) == 2
    assert [make.verdict("C1"), make.verdict("C2")] == [("SEND",), ("SKIP", "asked_recently")]
    assert make.history("C2") == ["SEND", "SKIP"]
    assert Letter.objects.count() == 1


@pytest.mark.django_db
def test_whoever_objected_since_the_screening_is_explained_as_such() -> None:
    let_through()
    people.opt_out(Contact.objects.get().phone_print, by="link", now=IN_TEN)
    assert make.invited(IN_TEN) == 1
    assert (make.verdict(), Letter.objects.count()) == (("BLOCK", "opted_out"), 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "number"),
    [
        (datetime(2020, 10, 8, 18, tzinfo=UTC), 1),
        (datetime(2020, 10, 9, 8, 30, tzinfo=UTC), 2),
    ],
)
def test_the_version_is_the_one_that_was_valid_when_the_person_was_asked(
    day: datetime, number: int
) -> None:
    make.told(make.contact_ended(at=day), now=day)
    make.screened(day + minutes(10))
    make.invited(day + minutes(10))
    assert Invitation.objects.get().version.number == number


@pytest.mark.django_db
def test_a_call_of_the_8th_that_is_asked_on_the_9th_gets_the_later_version() -> None:
    evening = datetime(2020, 10, 8, 20, tzinfo=UTC)
    make.told(make.contact_ended(at=evening), now=evening)
    make.screened(evening)
    make.passed(datetime(2020, 10, 9, 8, tzinfo=UTC))
    assert Invitation.objects.get().version.number == 2


@pytest.mark.django_db
def test_a_second_run_writes_nothing() -> None:
    let_through("C1", "C2")
    assert [make.invited(IN_TEN), make.invited(IN_TEN), make.screened(IN_TEN)] == [2, 0, 0]
    assert [Invitation.objects.count(), Letter.objects.count(), Screening.objects.count()] == [
        2,
        2,
        2,
    ]
    assert Screening.objects.filter(due_at=None, invited_at=IN_TEN).count() == 2


@pytest.mark.django_db
def test_one_who_was_asked_is_not_asked_again_by_news_of_the_call() -> None:
    let_through()
    make.invited(IN_TEN)
    again = make.contact_ended("C1", number="07700 900999", at=NOON + minutes(1))
    make.told(again, now=IN_TEN)
    make.passed(IN_TEN)
    assert Invitation.objects.count() == 1


@pytest.mark.django_db
def test_a_call_with_news_is_screened_again_before_anybody_is_asked() -> None:
    make.told(make.contact_ended("C1", "I1"), make.incident_created())
    make.screened(IN_TEN)
    make.told(make.incident_tagged("I1", "QU-01"), now=IN_TEN)
    assert make.invited(IN_TEN) == 0
    make.passed(IN_TEN)
    assert (make.verdict(), Person.objects.count()) == (("BLOCK", "sensitive"), 0)


@pytest.mark.django_db
def test_a_visit_that_was_taken_back_holds_up_nobody() -> None:
    make.told(*make.attended("C1", "I1"), make.contact_ended("C2", number="07700 900200"))
    make.screened(LATE)
    make.told(make.unit("at_scene", at=LATE + minutes(1)), now=LATE + minutes(1))
    assert make.invited(LATE) == 2
    assert sorted(Invitation.objects.values_list("touchpoint__kind", flat=True)) == ["contact"] * 2


@pytest.mark.django_db
@pytest.mark.parametrize(("limit", "runs"), [(1, [1, 1, 1, 0]), (2, [2, 1, 0, 0])])
def test_a_pass_asks_no_more_than_its_limit(limit: int, runs: list[int]) -> None:
    let_through("C1", "C2", "C3")
    assert [make.invited(IN_TEN, limit=limit) for _ in range(4)] == runs


@pytest.mark.django_db
def test_an_idle_pass_asks_the_database_little() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert make.invited(IN_TEN) == 0
    assert len(queries) <= 3


def test_four_workers_ask_everybody_once(own_database: Mapping[str, str]) -> None:
    """Sixty people, each of whom called twice about two matters."""
    calls = [
        make.contact_ended(f"C{n}-{time}", number=f"07700 90{n:04}")
        for n in range(60)
        for time in range(2)
    ]
    make.told(*calls)
    make.screened(IN_TEN, limit=500)

    def work(_: int) -> int:
        done = 0
        try:
            while found := make.invited(IN_TEN, limit=7):
                done += found
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert sum(pool.map(work, range(4))) == 120
    prints = Invitation.objects.values_list("person_print", flat=True)
    assert (len(prints), len(set(prints)), Letter.objects.count()) == (60, 60, 60)
    outcomes = Screening.objects.filter(is_current=True).values_list("outcome", flat=True)
    assert sorted(outcomes) == ["SEND"] * 60 + ["SKIP"] * 60


@pytest.mark.django_db
def test_by_turns_the_first_text_holds_the_first_question_and_no_link() -> None:
    wording = "About your recent contact with us. {question} Reply STOP to opt out."
    Programme.objects.filter(slug="sms_contact").update(by_turns=True, wording=wording)
    let_through()
    make.invited(IN_TEN)
    assert Letter.objects.get().body == (
        "About your recent contact with us. How polite and respectful were we? "
        "Reply 0 (not at all) to 10 (completely). Reply STOP to opt out."
    )
    asked = Invitation.objects.get()
    assert (asked.by_turns, asked.version.number) == (True, 1)
