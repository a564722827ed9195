"""A commendation goes through several hands, and through the consent of whom it is about."""

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from heard.accounts import grants
from heard.accounts.models import User
from heard.improvement import commend
from heard.improvement.commend import (
    NotCommended,
    consent,
    decide,
    nominate,
    nominate_for,
    publish,
    published,
    take_back,
    thank,
    withdraw,
)
from heard.improvement.models import Commendation
from heard.journal.models import Entry
from heard.journal.write import SYSTEM
from tests.improvement.colleagues import KIND, RUDE, a_handler, scored, somebody, wrote
from tests.insight.flow import CALLED

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
WHY = "Stayed on the line for an hour."


@pytest.fixture
def mo() -> User:
    return a_handler()


@pytest.fixture
def ann() -> User:
    return somebody("Ann")


@pytest.fixture
def bea() -> User:
    return somebody("Bea")


def approved(mo: User, ann: User, bea: User) -> int:
    number = nominate(mo, WHY, by=ann, now=CALLED).pk
    decide(number, approves=True, why="", by=bea, now=CALLED)
    return number


def test_from_a_nomination_to_the_public_page_and_back(mo: User, ann: User, bea: User) -> None:
    number = approved(mo, ann, bea)
    assert commend.of(mo)[0].words == WHY
    for _ in range(2):
        thank(number, by=bea, now=CALLED)
    assert published() == []
    consent(number, shown_as=" Mo, Force Contact ", by=mo, now=CALLED)
    publish(number, "Stayed with  somebody for an hour.", by=bea, now=CALLED)
    (shown,) = published()
    assert (shown.shown_as, shown.citation) == (
        "Mo, Force Contact",
        "Stayed with somebody for an hour.",
    )
    take_back(number, by=bea, now=CALLED)
    assert published() == []
    publish(number, "Stayed with somebody for an hour.", by=bea, now=CALLED)
    withdraw(number, by=mo, now=CALLED)
    assert published() == []
    with pytest.raises(NotCommended, match="has not consented"):
        publish(number, "Stayed with somebody for an hour.", by=bea, now=CALLED)
    acts = Entry.objects.filter(subject=f"commendation:{number}").order_by("pk")
    assert [one.act.partition(".")[2] for one in acts] == [
        *("nominate", "approve", "thank", "consent", "publish", "take_back", "publish"),
        "withdraw",
    ]


def test_another_name_is_published_anew(mo: User, ann: User, bea: User) -> None:
    number = approved(mo, ann, bea)
    consent(number, shown_as="Mo", by=mo, now=CALLED)
    publish(number, "Was patient and kind.", by=bea, now=CALLED)
    consent(number, shown_as="Mo Lee", by=mo, now=CALLED)
    assert published() == []


def test_a_comment_is_nominated_for_once_where_all_of_it_is_praise(ann: User, bea: User) -> None:
    responses = scored([9] * 3)
    kind, rude = (
        wrote(responses[0], KIND, feeling="+"),
        wrote(responses[1], RUDE, feeling="-"),
    )
    one = nominate_for(kind, by=ann, now=CALLED)
    assert (one.team, one.words, one.commended) == ("FC-A", KIND, None)
    with pytest.raises(NotCommended, match="nominated for this comment before"):
        nominate_for(kind, by=bea, now=CALLED)
    with pytest.raises(NotCommended, match="points to praise"):
        nominate_for(rude, by=ann, now=CALLED)
    (nobody,) = scored([9], person="")
    with pytest.raises(NotCommended, match="not known whom"):
        nominate_for(wrote(nobody, KIND, feeling="+"), by=ann, now=CALLED)
    mo = a_handler()
    assert decide(one.pk, approves=True, why="", by=bea, now=CALLED).commended == mo
    consent(one.pk, shown_as="Mo", by=mo, now=CALLED)
    with pytest.raises(NotCommended, match="in words of your own"):
        publish(one.pk, "They say that she was very polite and kind.", by=bea, now=CALLED)


def test_nobody_has_two_parts_in_one_commendation(mo: User, ann: User, bea: User) -> None:
    with pytest.raises(NotCommended, match="Nobody nominates themselves"):
        nominate(mo, WHY, by=mo, now=CALLED)
    one = nominate(mo, WHY, by=ann, now=CALLED)
    for by, why in ((ann, "Another person"), (mo, "their own commendation")):
        with pytest.raises(NotCommended, match=why):
            decide(one.pk, approves=True, why="", by=by, now=CALLED)
    decide(one.pk, approves=True, why="", by=bea, now=CALLED)
    for change in (
        {"decided_by": ann},
        {"decided_by": mo},
        {"nominated_by": mo},
        {"published_at": CALLED, "published_by": bea, "citation": "x", "shown_as": "y"},
        {"approves": False, "thanked_at": CALLED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commendation.objects.filter(pk=one.pk).update(**change)


def test_who_got_the_code_later_and_nominated_is_not_approved(ann: User, bea: User) -> None:
    (response,) = scored([9], person="FC-A-9")
    one = nominate_for(wrote(response, KIND, feeling="+"), by=ann, now=CALLED)
    grants.give(ann, role=User.Role.CONTACT_HANDLER, unit="FC-A-9", by=SYSTEM, now=CALLED)
    with pytest.raises(NotCommended, match="nominated it themselves"):
        decide(one.pk, approves=True, why="", by=bea, now=CALLED)


def test_what_may_not_go_on_is_refused_with_the_reason(mo: User, ann: User, bea: User) -> None:
    waits = nominate(mo, WHY, by=ann, now=CALLED).pk
    done = approved(mo, ann, bea)
    consented = approved(mo, ann, bea)
    consent(consented, shown_as="Mo", by=mo, now=CALLED)
    tries: list[tuple[str, Callable[[], object]]] = [
        ("a code for this account", lambda: nominate(bea, WHY, by=ann, now=CALLED)),
        ("Write why", lambda: nominate(mo, "Good", by=ann, now=CALLED)),
        ("no such", lambda: decide(0, approves=True, why="", by=bea, now=CALLED)),
        ("decided before", lambda: decide(done, approves=True, why="", by=bea, now=CALLED)),
        ("Say why not", lambda: decide(waits, approves=False, why=" ", by=bea, now=CALLED)),
        ("not been approved", lambda: thank(waits, by=bea, now=CALLED)),
        ("by what name", lambda: consent(done, shown_as=" ", by=mo, now=CALLED)),
        ("Only whom it is about", lambda: consent(done, shown_as="x", by=ann, now=CALLED)),
        ("Only whom it is about", lambda: withdraw(done, by=ann, now=CALLED)),
        ("has not consented", lambda: publish(done, WHY, by=bea, now=CALLED)),
        ("Write what is published", lambda: publish(consented, "x", by=bea, now=CALLED)),
        ("Leave out names", lambda: publish(consented, "Helped PC Smith.", by=bea, now=CALLED)),
    ]
    for why, attempt in tries:
        with pytest.raises(NotCommended, match=why):
            attempt()
    decide(waits, approves=False, why="Nominated twice.", by=bea, now=CALLED)
    assert [one.pk for one in commend.listed()] == [consented, done]
    found = commend.find(waits)
    assert found is not None
    assert found.why == "Nominated twice."
