"""Moves people between teams, one at a time, and makes and ends teams."""

from datetime import date, datetime

from django.db import transaction

from heard.core.timing import LONDON
from heard.journal.write import Actor, write
from heard.organisation.chart import team_of
from heard.organisation.models import Line, Post, Unit


def today(now: datetime) -> date:
    """Give the day in London, from which a move holds."""
    return now.astimezone(LONDON).date()


@transaction.atomic
def post(person: str, team: Unit | None, *, by: Actor, now: datetime) -> None:
    """Let somebody be in a team from today on, or in none; who is there already stays."""
    if team_of(person, on=today(now)) == (team.code if team else ""):
        return
    Post.objects.create(person=person, team=team, from_day=today(now))
    subject = f"team:{team.pk}" if team else "team:none"
    write("organisation.post", subject=subject, actor=by, now=now)


def people_of(team: Unit, *, on: date) -> list[str]:
    """Give who was in a team on a day, in the order of their pseudonyms."""
    newest = (
        Post.objects.filter(from_day__lte=on)
        .order_by("person", "-from_day", "-id")
        .distinct("person")
        .values_list("person", "team")
    )
    return [person for person, where in newest if where == team.pk]


@transaction.atomic
def form(code: str, *, name: str, by: Actor, now: datetime) -> Unit:
    """Make a team that stands nowhere yet."""
    team = Unit.objects.create(kind=Unit.Kind.TEAM, code=code, name=name)
    write("organisation.form", subject=f"team:{team.pk}", actor=by, now=now)
    return team


@transaction.atomic
def rename(team: Unit, name: str, *, by: Actor, now: datetime) -> None:
    """Give a team another name; its code, by which events have it, stays."""
    Unit.objects.filter(pk=team.pk).update(name=name)
    write("organisation.rename", subject=f"team:{team.pk}", actor=by, now=now)


@transaction.atomic
def end(team: Unit, *, by: Actor, now: datetime) -> None:
    """Let a team be there no longer from today on: everybody leaves it."""
    for person in people_of(team, on=today(now)):
        post(person, None, by=by, now=now)
    Line.objects.create(unit=team, under=None, from_day=today(now))
    write("organisation.end", subject=f"team:{team.pk}", actor=by, now=now)
