"""What a simulated force learns and thanks for, so that its pages have something to show."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Count

from heard.accounts.models import User
from heard.core.timing import london_date
from heard.eligibility.models import Programme
from heard.improvement import commend, targets, training
from heard.improvement.models import Module
from heard.improvement.targets import Held, Of
from heard.improvement.training import Given
from heard.improvement.who import people
from heard.responses.models import Response

_SITE = "https://training.heard.example"
_MODULES = (
    Given(
        title="Saying what happens next",
        link=f"{_SITE}/next-steps",
        kind="refresher",
        drivers=("next_steps",),
    ),
    Given(
        title="Listening on the telephone",
        link=f"{_SITE}/listening",
        kind="recruits",
        drivers=("treatment", "knowledge"),
    ),
    Given(
        title="When nobody can come today",
        link=f"{_SITE}/timeliness",
        kind="refresher",
        drivers=("timeliness", "outcome"),
    ),
)
_DONE = {"FC-A": 18, "FC-B": 9, "FC-C": 26}
_TEAM = 26
_WEEK = timedelta(weeks=1)


def busiest(team: str) -> str:
    """Give who of a team most people replied about; empty where nobody did."""
    about = Response.objects.filter(team=team).exclude(person="")
    counts = about.values_list("person").annotate(n=Count("pk")).order_by("-n", "person")
    return next((person for person, _ in counts), "")


def learn(staff: Mapping[str, User], *, now: datetime) -> None:
    """Let these people, by their roles, train, aim, thank and publish; once."""
    lead, communications = staff[User.Role.TRAINING_LEAD], staff[User.Role.COMMUNICATIONS]
    if Module.objects.exists():
        return
    for given in _MODULES:
        training.add(given, by=lead, now=now)
    day = london_date(now - 3 * _WEEK)
    title = _MODULES[0].title
    lines = [f"{title},{team},{day},{done},{_TEAM}" for team, done in _DONE.items()]
    training.enter("\n".join(lines), by=lead, now=now)
    _aim(lead, now=now)
    _thank(staff, lead, communications, now=now)


def _aim(lead: User, *, now: datetime) -> None:
    """Aim at a share of the whole force and of one team, and hold the meeting of the one."""
    programme = Programme.objects.get(slug="sms_contact")
    next_on = london_date(now + 4 * _WEEK)
    for team, per_cent in (("", 60), ("FC-A", 65)):
        of = Of(programme=programme, question="next_steps", measure="share_8_plus", team=team)
        made = targets.aim(of, per_cent=per_cent, review_on=next_on, by=lead, now=now)
    held = Held(
        on=london_date(now - _WEEK),
        minutes="People are told that somebody will ring, and not when.\nThe crew trains first.",
        decision="train",
        next_on=next_on,
        per_cent=65,
    )
    targets.meet(made.pk, held, by=lead, now=now)


def _thank(staff: Mapping[str, User], lead: User, publisher: User, *, now: datetime) -> None:
    """Nominate a handler twice: one is published, the other waits."""
    handler = staff[User.Role.CONTACT_HANDLER]
    if handler not in people(now=now):
        return
    by = staff[User.Role.TEAM_SUPERVISOR]
    first = commend.nominate(
        handler, "Stayed on the line for an hour with somebody who was alone.", by=by, now=now
    )
    commend.decide(first.pk, approves=True, why="", by=lead, now=now)
    commend.thank(first.pk, by=lead, now=now)
    commend.consent(first.pk, shown_as="A call handler of Force Contact", by=handler, now=now)
    citation = "Kept somebody company by telephone until help had come."
    commend.publish(first.pk, citation, by=publisher, now=now)
    commend.nominate(handler, "Found the one shelter that had room that night.", by=by, now=now)
