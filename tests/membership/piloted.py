"""A pilot in Birmingham East, and a response team of it."""

from datetime import date

from heard.journal.write import Actor
from heard.membership import pilots
from heard.membership.models import Pilot
from heard.membership.pilots import Wanted
from heard.organisation.models import Line, Post, Unit
from tests.membership.asked import NOW

BOSS = Actor(id="user:3", label="Cat")
TEAM = "Response 4"


def wanted(**changes: object) -> Wanted:
    given = {"area": "BE", "roles": ["officer"], "first": NOW.date(), "reason": "To learn."}
    return Wanted(**(given | changes))  # type: ignore[arg-type]


def a_pilot(**changes: object) -> Pilot:
    """Give a pilot that is on."""
    return pilots.begin(wanted(**changes), by=BOSS, now=NOW)


def a_team(*people: str, code: str = TEAM, area: str = "BE") -> Unit:
    """Let a team stand in an area, with these people in it."""
    over, _ = Unit.objects.get_or_create(kind=Unit.Kind.AREA, code=area, name=area)
    team = Unit.objects.create(kind=Unit.Kind.TEAM, code=code, name=code)
    Line.objects.create(unit=team, under=over, from_day=date(2019, 1, 1))
    Post.objects.bulk_create(
        Post(person=one, team=team, from_day=date(2019, 1, 1)) for one in people
    )
    return team
