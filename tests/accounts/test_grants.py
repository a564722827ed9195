"""Roles are given and ended by somebody else, with a part of the force and dates."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from heard.accounts import grants
from heard.accounts.models import OF_A_PART, Grant, User
from heard.accounts.people import actor, add_person, change_person
from heard.journal.models import Entry
from heard.journal.write import SYSTEM
from tests.accounts.test_people import NOW

Role, Level = User.Role, Grant.Level
HOUR = timedelta(hours=1)


def somebody(role: User.Role | None = None, *, name: str = "ann", unit: str = "") -> User:
    return add_person(
        email=f"{name}@example.org", name=name, role=role, unit=unit, password=None, now=NOW
    )


def held(user: User) -> list[tuple[str, str, str]]:
    now = NOW + HOUR
    return [(one.role, one.level, one.unit) for one in User.objects.get(pk=user.pk).held(now=now)]


@pytest.mark.django_db
def test_one_person_holds_several_roles_each_for_its_part_of_the_force() -> None:
    ann = somebody(Role.ANALYST)
    grants.give(ann, role=Role.COMMANDER, unit="BE", by=SYSTEM, now=NOW)
    grants.give(ann, role=Role.COMMANDER, unit=" CV ", by=SYSTEM, now=NOW)
    grants.give(ann, role=Role.OFFICER, by=SYSTEM, now=NOW)
    assert held(ann) == [
        ("analyst", "force", ""),
        ("commander", "area", "BE"),
        ("commander", "area", "CV"),
        ("officer", "force", ""),
    ]
    assert ann.roles(now=NOW) == {"analyst", "commander", "officer"}
    assert ann.roles(now=NOW - HOUR) == frozenset()


@pytest.mark.django_db
def test_what_is_ended_is_kept_with_its_dates_and_may_be_given_again() -> None:
    ann = somebody(Role.ANALYST)
    (first,) = ann.held(now=NOW)
    before = ann.get_session_auth_hash()
    grants.end(first, by=SYSTEM, now=NOW + HOUR)
    again = grants.give(ann, role=Role.ANALYST, by=SYSTEM, now=NOW + 2 * HOUR)
    assert [(g.begins_at, g.ends_at) for g in ann.grants] == [
        (NOW, NOW + HOUR),
        (NOW + 2 * HOUR, None),
    ]
    assert [ann.roles(now=NOW + n * HOUR) for n in range(3)] == [{"analyst"}, set(), {"analyst"}]
    assert User.objects.get(pk=ann.pk).get_session_auth_hash() != before
    with pytest.raises(grants.NoGrant, match="not hold any more"):
        grants.end(first, by=SYSTEM, now=NOW + 3 * HOUR)
    assert again.holds(now=NOW + 3 * HOUR)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "unit", "why"),
    [
        ("chief", "", "no role chief"),
        (Role.COMMANDER, "", "for one area"),
        (Role.COMMANDER, "XX", "no area XX"),
        (Role.TEAM_SUPERVISOR, "", "for one team"),
        (Role.VIEWER, "BE", "for one force"),
    ],
)
def test_a_role_without_its_part_of_the_force_is_given_to_nobody(
    role: str, unit: str, why: str
) -> None:
    ann = somebody()
    with pytest.raises(grants.NoGrant, match=why):
        grants.give(ann, role=role, unit=unit, by=SYSTEM, now=NOW)
    assert held(ann) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ANALYST, Role.REFERENCE_REVIEWER])
def test_an_analyst_of_a_part_is_another_role_than_one_of_the_force(role: User.Role) -> None:
    ann = somebody(role, unit="BE")
    grants.give(ann, role=role, unit="T1", by=SYSTEM, now=NOW)
    assert held(ann) == [(role, "area", "BE"), (role, "team", "T1")]
    (part,) = ann.roles(now=NOW)
    assert part == OF_A_PART[role]
    assert part not in User.Role.values
    grants.give(ann, role=role, by=SYSTEM, now=NOW)
    assert ann.roles(now=NOW) == {role, part}


@pytest.mark.django_db
def test_a_role_is_not_for_a_part_of_the_force_that_it_is_never_for() -> None:
    with pytest.raises(grants.NoGrant, match="is for: area"):
        grants.give(somebody(), role=Role.COMMANDER, level=Level.TEAM, unit="T", by=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_nobody_holds_the_same_twice() -> None:
    ann = somebody(Role.ANALYST)
    with pytest.raises(grants.NoGrant, match="already"):
        grants.give(ann, role=Role.ANALYST, by=SYSTEM, now=NOW)
    row = {"user": ann, "role": Role.ANALYST, "begins_at": NOW}
    with pytest.raises(IntegrityError, match="accounts_grant_once"), transaction.atomic():
        Grant.objects.create(**row)
    with pytest.raises(IntegrityError, match="accounts_grant_of_a_unit"), transaction.atomic():
        Grant.objects.create(**row, level=Level.AREA)
    with pytest.raises(IntegrityError, match="accounts_grant_ends_later"), transaction.atomic():
        Grant.objects.create(**row, ends_at=NOW - HOUR)


@pytest.mark.django_db
def test_nobody_changes_their_own() -> None:
    ann, _ = somebody(Role.ADMINISTRATOR), somebody(Role.ADMINISTRATOR, name="ben")
    with pytest.raises(grants.NoGrant, match="themselves"):
        grants.give(ann, role=Role.CALLER, by=actor(ann), now=NOW)
    with pytest.raises(grants.NoGrant, match="themselves"):
        grants.end(ann.held(now=NOW)[0], by=actor(ann), now=NOW)
    with pytest.raises(grants.NoGrant, match="themselves"):
        change_person(ann, is_active=False, by=actor(ann), now=NOW)
    assert held(ann) == [("administrator", "force", "")]


@pytest.mark.django_db
def test_the_last_administrator_stays_one() -> None:
    ann, ben = somebody(Role.ADMINISTRATOR), somebody(Role.ADMINISTRATOR, name="ben")
    change_person(ben, is_active=False, now=NOW)
    with pytest.raises(grants.NoGrant, match="last administrator"):
        grants.end(ann.held(now=NOW)[0], by=SYSTEM, now=NOW)
    with pytest.raises(grants.NoGrant, match="last administrator"):
        change_person(ann, is_active=False, now=NOW)
    change_person(ben, is_active=True, now=NOW)
    grants.end(ann.held(now=NOW)[0], by=SYSTEM, now=NOW)
    assert (held(ann), held(ben)) == ([], [("administrator", "force", "")])


@pytest.mark.usefixtures("own_database")
def test_of_two_who_end_each_other_at_the_same_moment_one_stays() -> None:
    ann, ben = somebody(Role.ADMINISTRATOR), somebody(Role.ADMINISTRATOR, name="ben")
    pairs = [(ann.held(now=NOW)[0], actor(ben)), (ben.held(now=NOW)[0], actor(ann))]

    def ended(number: int) -> bool:
        grant, by = pairs[number]
        try:
            grants.end(grant, by=by, now=NOW + HOUR)
        except grants.NoGrant:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(ended, range(2))) == [False, True]


@pytest.mark.django_db
def test_the_journal_keeps_who_gave_what_and_names_no_person_for_whose_results() -> None:
    ann, ben = somebody(), somebody(Role.ADMINISTRATOR, name="ben")
    grants.give(ann, role=Role.COMMANDER, unit="BE", by=actor(ben), now=NOW)
    mine = grants.give(ann, role=Role.CONTACT_HANDLER, unit="H1", by=actor(ben), now=NOW)
    grants.end(mine, by=actor(ben), now=NOW)
    grants.sign_out_everywhere(ann, by=actor(ben), now=NOW)
    rows = Entry.objects.filter(subject=f"user:{ann.pk}").order_by("id")
    assert list(rows.values_list("act", "actor", "reason")) == [
        ("accounts.add_person", "Heard", ""),
        ("accounts.give_role", "ben", "commander of area BE"),
        ("accounts.give_role", "ben", "contact_handler of a person"),
        ("accounts.end_role", "ben", "contact_handler of a person"),
        ("accounts.sign_out", "ben", ""),
    ]
