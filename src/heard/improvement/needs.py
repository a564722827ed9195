"""What waits for somebody's own hand of thanks, reviews and targets, each counted with a bound."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Min, Q

from heard.accounts.models import User
from heard.accounts.scope import EVERYTHING, Scope
from heard.core.needs import Need, Urgency, What
from heard.core.timing import LONDON, london_date
from heard.improvement.models import Commendation, Target
from heard.improvement.told import newest_waiting
from heard.improvement.who import person_of

NEWS = timedelta(days=28)  # for so long whoever was commended is told on the first page


def commendations(user: User, *, decides: bool, publishes: bool, now: datetime) -> Need | None:
    """Give the commendations that wait for somebody: to be decided, thanked for, or published.

    None that they nominated or that is about them waits for their decision. What was taken off the
    public page waits for nobody.
    """
    about_them = Q(commended=user) | Q(person=person_of(user, now=now))
    mine = Q(pk__in=())
    if decides:
        undecided = Q(approves=None) & ~Q(nominated_by=user)
        mine |= (undecided | Q(approves=True, thanked_at=None)) & ~about_them
    if publishes:
        mine |= Q(consented_at__isnull=False, published_at=None, citation="")
    found = Commendation.objects.filter(mine).aggregate(n=Count("pk"), since=Min("nominated_at"))
    return _need(What.COMMENDATIONS, Urgency.WAITING, found["n"], found["since"])


def commended(user: User, *, now: datetime) -> Need | None:
    """Say that somebody was commended within four weeks, and has not said yet who may know."""
    lately = Commendation.objects.filter(
        commended=user, approves=True, consented_at=None, decided_at__gt=now - NEWS
    )
    found = lately.aggregate(n=Count("pk"), since=Min("decided_at"))
    return _need(What.COMMENDED, Urgency.CHANGED, found["n"], found["since"])


def comments(user: User, *, within: Scope = EVERYTHING, now: datetime) -> Need | None:
    """Give the newest comments about colleagues that wait for a review, of these parts."""
    n = newest_waiting(user, now=now, within=within)
    return _need(What.COMMENTS, Urgency.WAITING, n, None)


def targets(*, now: datetime) -> Need | None:
    """Give the targets whose review meeting has come, since the first of their days."""
    due = Target.objects.filter(review_on__lte=london_date(now))
    found = due.aggregate(n=Count("pk"), day=Min("review_on"))
    first = found["day"] and datetime.combine(found["day"], time(), LONDON)
    return _need(What.TARGETS, Urgency.WAITING, found["n"], first)


def _need(what: What, urgency: Urgency, n: int, since: datetime | None) -> Need | None:
    return Need(what=what, urgency=urgency, n=n, since=since) if n else None
