"""Who can never be asked, as a share of all who dealt with the force."""

from datetime import timedelta

import pytest

from heard.core.screening import Outcome
from heard.events.models import Contact
from heard.insight.unheard import Barrier, barrier, unheard
from tests.insight.flow import known, programme, screen
from tests.make import NOON, attended, contact_ended, minutes, screened, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("outcome", "reason", "found"),
    [
        ("SEND", "", None),
        ("SKIP", "asked_recently", None),
        ("SKIP", "stale", None),
        ("HOLD", "unmapped", None),
        ("BLOCK", "sensitive", Barrier.BLOCKED),
        ("BLOCK", "opted_out", Barrier.OBJECTED),
        ("BLOCK", "under_age", Barrier.YOUNG),
        ("SKIP", "withheld", Barrier.WITHHELD),
        ("SKIP", "no_mobile", Barrier.NO_MOBILE),
        ("SKIP", "no_email", Barrier.NO_EMAIL),
        ("SKIP", "bad_address", Barrier.DEAD_ADDRESS),
    ],
)
def test_only_what_no_time_mends_is_a_barrier(
    outcome: str, reason: str, found: Barrier | None
) -> None:
    assert barrier(outcome, reason) is found


def test_shares_have_their_base_and_small_groups_are_hidden() -> None:
    for _ in range(6):
        screen(programme(), Outcome.SEND, area="BE")
    for _ in range(4):
        screen(programme(), Outcome.SKIP, "withheld", area="BE")
    screen(programme(), Outcome.BLOCK, "sensitive", area="WV", code="PW-10")
    screen(programme(), Outcome.BLOCK, "professional", area="BE")
    screen(programme(), Outcome.SKIP, "not_open", area="BE")
    (found,) = unheard(known(), minimum_base=10)
    assert (found.slug, found.everybody.n, found.everybody.value) == ("sms_contact", 11, 5 / 11)
    assert {b: e.value for b, e in found.barriers.items()} == {
        Barrier.BLOCKED: 1 / 11,
        Barrier.WITHHELD: 4 / 11,
    }
    assert [(g.name, g.never.n, g.never.value) for g in found.by_area] == [
        ("BE", 10, 0.4),
        ("WV", 1, None),
    ]
    assert {g.name: g.never.shown for g in found.by_incident} == {
        "none given": True,
        "Public safety and welfare": False,
    }


def test_people_are_told_apart_by_what_the_force_tells_of_them() -> None:
    told(
        contact_ended("C1", number=None, age=20),
        contact_ended("C2", number="07700 900124", age=40),
        contact_ended("C3", number="07700 900125"),
        contact_ended("C4", number="07700 900126", age=70),
    )
    Contact.objects.filter(contact_id="C4").update(demographics={"gender": "female"})
    screened(NOON + minutes(10))
    (found,) = unheard(known(), minimum_base=1)
    assert {
        kind: {g.name: (g.never.value, g.never.n) for g in groups}
        for kind, groups in found.by_person.items()
    } == {
        "age": {
            "16 to 24": (1.0, 1),
            "35 to 64": (0.0, 1),
            "65 and over": (0.0, 1),
            "not known": (0.0, 1),
        },
        "gender": {"female": (0.0, 1), "not known": (1 / 3, 3)},
    }


def test_after_a_visit_it_is_the_caller_who_is_known() -> None:
    told(*attended(age=30))
    screened(NOON + timedelta(hours=1))
    visits = [u for u in unheard(known(), minimum_base=1) if u.slug == "sms_attendance"]
    assert [g.name for u in visits for g in u.by_person["age"]] == ["25 to 34"]


def test_where_nothing_was_decided_there_is_nothing_to_say() -> None:
    assert unheard(known(), minimum_base=10) == []
