"""What somebody may see of the force follows from what they hold today, and from nothing else."""

from datetime import date, timedelta

import pytest

from heard.accounts import grants
from heard.accounts.models import Grant, User
from heard.accounts.scope import EVERYTHING, NOTHING, OutOfScope, Scope, scope_of
from heard.journal.write import SYSTEM
from heard.organisation.models import Line, Unit
from tests.accounts.test_grants import somebody
from tests.accounts.test_people import NOW

Role = User.Role
NOBODY, EVERY = frozenset[str](), None
pytestmark = pytest.mark.django_db


def scope(user: User, *, days: int = 0) -> Scope:
    found = User.objects.get(pk=user.pk)
    return scope_of(found, now=NOW + timedelta(days=days))


@pytest.mark.parametrize(
    ("roles", "areas", "teams", "cases"),
    [
        ([Role.ADMINISTRATOR, Role.ANALYST], EVERY, EVERY, True),
        ([Role.TRAINING_LEAD], EVERY, EVERY, False),
        ([Role.POLICY_MANAGER], EVERY, NOBODY, True),
        ([Role.VIEWER, Role.ADVISER, Role.COMMUNICATIONS, Role.CODE_LEAD], EVERY, NOBODY, False),
        ([Role.HOLD_REVIEWER, Role.DUTY_REVIEWER, Role.REFERENCE_REVIEWER], NOBODY, NOBODY, True),
        ([Role.CALLER, Role.SUPERVISOR], NOBODY, NOBODY, True),
        ([Role.AUDITOR, Role.OFFICER, Role.CONTACT_HANDLER], NOBODY, NOBODY, False),
    ],
)
def test_for_the_whole_force_a_role_says_whether_its_areas_teams_and_cases_are_seen(
    roles: list[User.Role],
    areas: frozenset[str] | None,
    teams: frozenset[str] | None,
    cases: bool,  # noqa: FBT001
) -> None:
    for role in roles:
        found = scope(somebody(role, name=role))
        assert (found.areas, found.teams, found.cases) == (areas, teams, cases), role


def test_a_commander_sees_their_areas_and_the_teams_that_are_there_today() -> None:
    area = Unit.objects.create(kind="area", code="BE", name="Birmingham East")
    other = Unit.objects.create(kind="area", code="CV", name="Coventry")
    for team, moves in {"T1": [area], "T2": [area, other], "T3": [other]}.items():
        unit = Unit.objects.create(kind="team", code=team, name=team)
        for at, under in enumerate(moves):
            day = NOW.date() + timedelta(days=2 * at - 1)
            Line.objects.create(unit=unit, under=under, from_day=day)
    ann = somebody(Role.COMMANDER, unit="BE")
    assert scope(ann).areas == frozenset({"BE"})
    today, tomorrow = (scope(ann, days=days).teams for days in (0, 1))
    assert (today, tomorrow) == (frozenset({"T1", "T2"}), frozenset({"T1"}))


def test_a_supervisor_sees_the_team_and_a_handler_what_is_their_own() -> None:
    lead = scope(somebody(Role.TEAM_SUPERVISOR, unit="T1"))
    assert (lead.areas, lead.teams, lead.cases) == (NOBODY, frozenset({"T1"}), False)
    own = scope(somebody(Role.CONTACT_HANDLER, name="ben", unit="H1"))
    assert own == Scope(areas=NOBODY, teams=NOBODY, people=frozenset({"H1"}), cases=False)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.REFERENCE_REVIEWER])
def test_an_analyst_or_reviewer_of_a_part_sees_that_part_and_no_case(role: User.Role) -> None:
    area = scope(somebody(role, unit="BE"))
    assert (area.areas, area.teams, area.cases) == (frozenset({"BE"}), NOBODY, False)
    team = scope(somebody(role, name="ben", unit="T1"))
    assert (team.areas, team.teams, team.cases) == (NOBODY, frozenset({"T1"}), False)


def test_several_roles_together_give_all_that_each_gives() -> None:
    ann = somebody(Role.COMMANDER, unit="BE")
    grants.give(ann, role=Role.COMMANDER, unit="CV", by=SYSTEM, now=NOW)
    grants.give(ann, role=Role.TEAM_SUPERVISOR, unit="T9", by=SYSTEM, now=NOW)
    assert (scope(ann).areas, scope(ann).teams) == (frozenset({"BE", "CV"}), frozenset({"T9"}))
    grants.give(ann, role=Role.ANALYST, by=SYSTEM, now=NOW)
    assert scope(ann) == EVERYTHING


def test_what_is_over_or_has_not_begun_gives_nothing() -> None:
    ann = somebody(Role.ANALYST)
    Grant.objects.update(ends_at=NOW + timedelta(days=1))
    assert [scope(ann, days=days) for days in (-1, 0, 1)] == [NOTHING, EVERYTHING, NOTHING]


def test_outside_is_refused_and_said_what_it_was() -> None:
    found = Scope(areas=frozenset({"BE"}), teams=NOBODY, cases=False)
    found.require("area", "BE")
    with pytest.raises(OutOfScope, match="area CV") as refused:
        found.require("area", "CV")
    assert (refused.value.level, refused.value.unit) == ("area", "CV")
    assert [found.sees(*part) for part in (("team", "T"), ("person", "H"))] == [False, False]
    assert EVERYTHING.sees("person", "H") is False


def test_a_day_of_the_organisation_is_one_in_london() -> None:
    area = Unit.objects.create(kind="area", code="BE", name="Birmingham East")
    team = Unit.objects.create(kind="team", code="T1", name="T1")
    Line.objects.create(unit=team, under=area, from_day=date(2020, 10, 13))
    ann = somebody(Role.COMMANDER, unit="BE")
    late = NOW.replace(month=10, day=12, hour=23, minute=30)  # half past midnight in summer
    assert scope_of(User.objects.get(pk=ann.pk), now=late).teams == frozenset({"T1"})
