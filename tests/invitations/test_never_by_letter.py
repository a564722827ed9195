"""No letter is ever posted, or leaves, for a programme that only people may ask for."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from heard.channels.memory import Memory
from heard.delivery.deliver import deliver
from heard.delivery.models import Letter
from heard.eligibility import guard
from heard.eligibility.models import Period, Programme, Screening
from heard.eligibility.programmes import running
from heard.events.models import Touchpoint
from heard.invitations.invite import KIND
from heard.invitations.models import Invitation
from tests import make
from tests.delivery.letters import way
from tests.make import NOON, minutes

pytestmark = pytest.mark.django_db

IN_TEN = NOON + minutes(10)
ONLY_PEOPLE = ("specialist", "custody")


def as_tempting_as_can_be(route: str, channel: str) -> Programme:
    """Give such a programme every column of one that asks by itself, and a period that holds."""
    programme = Programme.objects.get(slug="sms_contact")
    programme.pk, programme.slug = None, "tempting"
    programme.route, programme.channel = route, channel
    programme._state.adding = True  # noqa: SLF001 - a copy of a row, as Django has it
    programme.save()
    Period.objects.create(
        programme=programme, opens_on=date(2020, 1, 1), mode=Period.Mode.USUAL, opened_because="Now"
    )
    return programme


@pytest.mark.parametrize("route", ONLY_PEOPLE)
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_whatever_its_columns_say_it_neither_screens_nor_posts(route: str, channel: str) -> None:
    programme = as_tempting_as_can_be(route, channel)
    Programme.objects.exclude(pk=programme.pk).filter(route="automatic").update(stage="filed")
    make.told(make.contact_ended(email="ann@example.org"))
    assert "tempting" not in {p.slug for p in running()}
    assert make.passed(IN_TEN) == []
    assert Screening.objects.count() == 0
    assert (Letter.objects.count(), Invitation.objects.count()) == (0, 0)


@pytest.mark.parametrize("route", ONLY_PEOPLE)
def test_a_decision_to_send_that_somebody_slipped_in_is_never_acted_on(route: str) -> None:
    programme = as_tempting_as_can_be(route, "sms")
    make.told(make.contact_ended("C1"), make.contact_ended("C2", number="07700 900222"))
    make.screened(IN_TEN)
    Screening.objects.create(
        touchpoint=Touchpoint.objects.get(key="C1"),
        happened_at=NOON,
        programme=programme,
        outcome="SEND",
        reasons=[],
        policy="p",
        decided_at=NOON,
        due_at=NOON,
    )
    assert make.invited(IN_TEN) == 2  # those of the programme that asks by itself, and no more
    assert {i.programme.slug for i in Invitation.objects.all()} == {"sms_contact"}
    assert Letter.objects.count() == 2
    assert make.invited(IN_TEN) == 0


@pytest.mark.parametrize("route", ONLY_PEOPLE)
def test_the_database_takes_no_invitation_of_it_and_so_no_letter(route: str) -> None:
    make.told(make.contact_ended())
    make.passed(IN_TEN)
    programme = as_tempting_as_can_be(route, "sms")
    asked = Invitation.objects.get()
    for change in (
        lambda: Invitation.objects.filter(pk=asked.pk).update(programme=programme),
        lambda: _insert_for(programme, asked),
    ):
        with pytest.raises(IntegrityError, match="only people may ask"), transaction.atomic():
            change()


@pytest.mark.parametrize("route", ONLY_PEOPLE)
def test_a_letter_that_waits_does_not_leave_once_only_people_may_ask(route: str) -> None:
    make.told(make.contact_ended())
    (letter,) = make.passed(IN_TEN)
    Programme.objects.filter(slug="sms_contact").update(route=route)
    gateway = Memory()
    deliver(
        now=IN_TEN + minutes(1),
        guards={KIND: guard},
        channels={"sms": way(gateway)},
        lease=timedelta(seconds=120),
        limit=10,
    )
    letter.refresh_from_db()
    assert (gateway.arrived, letter.state, letter.reason, letter.address) == (
        [],
        "cancelled",
        "specialist",
        None,
    )


def _insert_for(programme: Programme, like: Invitation) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO invitations_invitation (touchpoint_id, programme_id, version_id,"
            " letter_id, person_print, token_hash, asked_at, expires_at)"
            " SELECT touchpoint_id, %s, version_id, letter_id, person_print, token_hash,"
            " asked_at, expires_at FROM invitations_invitation WHERE id = %s",
            [programme.pk, like.pk],
        )
