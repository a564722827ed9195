"""What needs somebody today: one function a thing, counted in the tables, with since when.

Each gives at most one `Need`, or none where nothing waits. Who is told of what is for the pages.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Max, Min

from heard.accounts.models import Grant, User
from heard.core.needs import Need, Urgency, What
from heard.core.screening import Outcome
from heard.core.timing import london_date
from heard.delivery import budget, switch
from heard.delivery.models import Letter, Spending, State
from heard.eligibility.models import Screening
from heard.events.models import DeadLetter
from heard.fieldwork.models import Rejected
from heard.insight.facts.read import Facts
from heard.insight.overview import undecided
from heard.insight.own import Place, own
from heard.insight.paging import COUNTED
from heard.insight.queries import programmes
from heard.insight.reviews import due as reviews_due
from heard.insight.sources import silent
from heard.insight.unmapped import unmapped
from heard.journal.models import Entry
from heard.questionnaires.queries import waiting as waiting_releases
from heard.specialist.worklist import work_list

WEEK = timedelta(days=7)
SOON = timedelta(days=14)
NEARLY = Decimal("0.8")  # of a budget: from here on somebody is told
REVEALS = ("dialogues.reveal", "specialist.see_number")


def holds(*, now: datetime) -> Need | None:
    """Give what is held for somebody to decide, by when the first is not asked any more."""
    waiting = Screening.objects.filter(
        is_current=True, outcome=Outcome.HOLD, until__gt=now, invited_at=None
    )
    found = waiting.aggregate(n=Count("pk"), by=Min("until"))
    return _need(What.HOLDS, Urgency.CLOCK, found["n"], by=found["by"])


def stopped() -> Need | None:
    """Say that sending is stopped, since when first."""
    halts = switch.standing()
    since = min((halt.stopped_at for halt in halts), default=None)
    return _need(What.STOPPED, Urgency.CLOCK, len(halts), since=since)


def unclear() -> Need | None:
    """Give the letters of which nobody knows whether they left."""
    lost = Letter.objects.filter(state=State.UNKNOWN)
    found = lost.aggregate(n=Count("pk"), since=Min("posted_at"))
    return _need(What.UNCLEAR, Urgency.WAITING, found["n"], since=found["since"])


def silent_sources(*, now: datetime) -> Need | None:
    """Give the source that has been silent for longest of those that are."""
    quiet = silent(now=now)
    if not quiet:
        return None
    heard = [one.last for one in quiet if one.last]
    since = min(heard) if len(heard) == len(quiet) else None
    first = quiet[0].source
    return Need(what=What.SILENT, urgency=Urgency.WAITING, n=len(quiet), since=since, about=first)


def dead_letters() -> Need | None:
    """Give what feeds sent and broke a rule, 10,000 at most."""
    oldest = DeadLetter.objects.aggregate(since=Min("received_at"))
    n = DeadLetter.objects.order_by()[:COUNTED].count()
    return _need(What.DEAD, Urgency.WAITING, n, since=oldest["since"])


def codes(*, now: datetime) -> Need | None:
    """Give the codes of the force that mean nothing yet and for which somebody waits."""
    keeping = [one for one in unmapped(now=now) if one.waiting]
    first = next((one.code for one in keeping), "")
    return _need(What.CODES, Urgency.WAITING, len(keeping), about=first)


def forms() -> Need | None:
    """Give the forms from the field that could not be taken, while they are kept."""
    kept = Rejected.objects.filter(settled_at=None, brought__isnull=False)
    found = kept.aggregate(n=Count("pk"), since=Min("received_at"))
    return _need(What.FORMS, Urgency.WAITING, found["n"], since=found["since"])


def calls(*, now: datetime) -> Need | None:
    """Give who may be called now, by when the first may not be called any more."""
    open_ = [one for one in work_list(now=now) if not one.against]
    by = min((one.consent.expires_at for one in open_), default=None)
    return _need(What.CALLS, Urgency.CLOCK, len(open_), by=by)


def changes(*, asker: str) -> Need | None:
    """Give the changes to programmes that wait for a second person, who is not who asked."""
    waiting = [one for one in undecided() if one.proposed_by != asker]
    since = min((one.proposed_at for one in waiting), default=None)
    return _need(What.CHANGES, Urgency.WAITING, len(waiting), since=since)


def releases(*, asker: str) -> Need | None:
    """Give the questionnaires that wait for a second person, who is not who asked."""
    waiting = [one for one in waiting_releases() if one.asked_by != asker]
    since = min((one.asked_at for one in waiting), default=None)
    return _need(What.RELEASES, Urgency.WAITING, len(waiting), since=since)


def reviews(facts: Facts, *, now: datetime) -> Need | None:
    """Give the programmes that are to be reviewed by their day, or since their response falls."""
    due = reviews_due(facts, today=london_date(now))
    return _need(What.REVIEWS, Urgency.WAITING, len(due), about=next(iter(due), ""))


def spent(*, now: datetime) -> Need | None:
    """Give the surveys that have spent most of what they may this month, the first by its name."""
    month = budget.month_of(now)
    allowed = budget.budgets(month)
    rows = Spending.objects.filter(month=month, account__in=allowed).order_by("account")
    near = [one.account for one in rows if one.pence >= allowed[one.account] * NEARLY]
    return _need(What.SPENT, Urgency.WAITING, len(near), about=next(iter(near), ""))


def own_results(facts: Facts) -> Need | None:
    """Give how many strengths and lessons somebody's own results have, by their verdicts."""
    told = [
        one
        for person in sorted(facts.scope.people)
        for programme in programmes()
        for one in own(facts, programme, person).found
        if one.place in {Place.STRENGTH, Place.TO_LEARN}
    ]
    return _need(What.OWN, Urgency.CHANGED, len(told))


def refused(*, now: datetime) -> Need | None:
    """Give how often somebody was refused a page within the last week."""
    return _entries(What.REFUSED, ("web.refused",), now=now)


def revealed(*, now: datetime) -> Need | None:
    """Give how often somebody saw words or a number as they were written, within a week."""
    return _entries(What.REVEALED, REVEALS, now=now)


def grants(asker: User, *, now: datetime) -> Need | None:
    """Give the roles that end within two weeks, of others who may sign in, by the first end."""
    ending = Grant.objects.filter(ends_at__gt=now, ends_at__lte=now + SOON, user__is_active=True)
    others = ending.exclude(user=asker).filter(begins_at__lte=now)
    found = others.aggregate(n=Count("pk"), by=Min("ends_at"))
    return _need(What.GRANTS, Urgency.WAITING, found["n"], by=found["by"])


def _entries(what: What, acts: Sequence[str], *, now: datetime) -> Need | None:
    entries = Entry.objects.filter(act__in=acts, at__gt=now - WEEK)
    found = entries.aggregate(n=Count("pk"), last=Max("at"))
    return _need(what, Urgency.CHANGED, found["n"], since=found["last"])


def _need(
    what: What,
    urgency: Urgency,
    n: int,
    *,
    by: datetime | None = None,
    since: datetime | None = None,
    about: str = "",
) -> Need | None:
    return Need(what=what, urgency=urgency, n=n, by=by, since=since, about=about) if n else None
