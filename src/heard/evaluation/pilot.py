"""The pilot of the text survey under the five headings of the report, each from what was measured.

The headings are citizen experience, ease of managing surveys, data robustness, costs, and analysis
and insight (report of January 2021, Figure 6). What is measured by each of them is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from heard.accounts.wall import whole
from heard.core.reasons import Reason
from heard.core.screening import Outcome
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.medians import median
from heard.core.statistics.outcome_rates import Disposition, Dispositions, Rate, outcome_rates
from heard.core.statistics.proportions import share
from heard.core.timing import LONDON
from heard.delivery.models import Letter, State
from heard.dialogues.models import Alert
from heard.eligibility.models import Period, Programme, Screening
from heard.evaluation.found import Cost, Ease, Experience, Learnt, Pilot, Robustness
from heard.insight.cuts import Slice
from heard.insight.facts.read import Facts
from heard.insight.measure import cut
from heard.insight.representation import representation
from heard.insight.response_rates import response_rates
from heard.journal.models import Entry
from heard.responses.models import Comment, Response
from heard.themes.models import Coding

STAFF = "user:"  # how the journal names whoever is staff
DECIDED = ("eligibility.let_pass", "eligibility.refuse")
OPTED_OUT = "consent.opt_out"
PAUSE = timedelta(minutes=10)  # between two acts, beyond which nobody is taken to have worked
RETURNED = (
    State.SENDING,
    State.PENDING,
    State.SENT,
    State.TEMPORARY_FAILURE,
    State.PERMANENT_FAILURE,
    State.DELIVERED,
    State.UNKNOWN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """The surveys of the pilot, its days, and its instants from the first to before the last."""

    pool: Sequence[Programme]
    begins: date
    ends: date

    @property
    def span(self) -> tuple[datetime, datetime]:
        first, last = self.begins, self.ends + timedelta(days=1)
        return (
            datetime(first.year, first.month, first.day, tzinfo=LONDON),
            datetime(last.year, last.month, last.day, tzinfo=LONDON),
        )

    @property
    def until(self) -> datetime:
        """When the last link to one of its surveys expired."""
        return self.span[1] + max(one.link_life for one in self.pool)

    @property
    def where(self) -> Slice:
        slugs = tuple(one.slug for one in self.pool)
        return Slice(programmes=slugs, from_=self.begins, to=self.ends)


def evaluated(facts: Facts, *, minimum_base: int) -> Pilot | None:
    """Give the pilot of the text surveys; None where there was none that had an end.

    It is about the whole force, for whoever sees figures of that.
    """
    with whole():
        return _evaluated(facts, minimum_base=minimum_base)


def _evaluated(facts: Facts, *, minimum_base: int) -> Pilot | None:
    window = _window()
    if window is None:
        return None
    cases = _cases(facts, window, minimum_base=minimum_base)
    rates = outcome_rates(cases, minimum_base=minimum_base)
    letters = _letters(window)
    return Pilot(
        as_of=facts.as_of,
        names=[one.name for one in window.pool],
        begins=window.begins,
        ends=window.ends,
        experience=_experience(facts, window, cases, minimum_base=minimum_base),
        ease=_ease(window, minimum_base=minimum_base),
        robustness=_robustness(facts, window, rates[Rate.RR2], minimum_base=minimum_base),
        cost=_cost(window, letters),
        learnt=_learnt(window, cases, minimum_base=minimum_base),
    )


def _window() -> _Window | None:
    """Find the pilot: the last periods of surveys by text that were one, and are to end."""
    pilots = Period.objects.filter(
        mode=Period.Mode.PILOT,
        closes_on__isnull=False,
        programme__route=Programme.Route.AUTOMATIC,
        programme__channel="sms",
    )
    days = pilots.aggregate(begins=Min("opens_on"), ends=Max("closes_on"))
    if days["begins"] is None:
        return None
    pool = Programme.objects.filter(pk__in=pilots.values("programme"))
    return _Window(
        pool=list(pool.select_related("questionnaire").order_by("id")),
        begins=days["begins"],
        ends=days["ends"],
    )


def _cases(facts: Facts, window: _Window, *, minimum_base: int) -> Dispositions:
    found = response_rates(facts, minimum_base=minimum_base, where=window.where)
    return Dispositions(
        **{part.value: sum(getattr(one.cases, part) for one in found) for part in Disposition}
    )


def _letters(window: _Window) -> "QuerySet[Letter]":
    """Give the letters about what happened in the pilot that left, or may have."""
    first, last = window.span
    accounts = [one.slug for one in window.pool]
    return Letter.objects.filter(
        account__in=accounts, posted_at__gte=first, posted_at__lt=last, state__in=RETURNED
    )


def _screenings(window: _Window) -> "QuerySet[Screening]":
    first, last = window.span
    return Screening.objects.filter(
        programme__in=window.pool, happened_at__gte=first, happened_at__lt=last
    )


def _responses(window: _Window) -> "QuerySet[Response]":
    first, last = window.span
    return Response.objects.filter(
        invitation__programme__in=window.pool, happened_at__gte=first, happened_at__lt=last
    )


def _experience(
    facts: Facts, window: _Window, cases: Dispositions, *, minimum_base: int
) -> Experience:
    done = _responses(window).filter(disposition=Response.Disposition.COMPLETE, mode="web")
    lasted = done.annotate(took=F("submitted_at") - F("started_at")).values_list("took", flat=True)
    letters = _letters(window)
    delivered = letters.filter(state=State.DELIVERED).count()
    gone = Entry.objects.filter(act=OPTED_OUT, at__gte=window.span[0], at__lt=window.until).count()
    days = Slice(from_=window.begins, to=window.ends)
    return Experience(
        questions=cut(facts, window.pool, minimum_base=minimum_base, where=days)
        if len({one.questionnaire_id for one in window.pool}) == 1
        else [],
        finished=share(
            cases.complete,
            cases.complete + cases.partial + cases.break_off,
            minimum_base=minimum_base,
        ),
        minutes=median([took / timedelta(minutes=1) for took in lasted], minimum_base=minimum_base),
        opted_out=share(min(gone, delivered), delivered, minimum_base=minimum_base),
    )


def _ease(window: _Window, *, minimum_base: int) -> Ease:
    first, last = window.span[0], window.until
    found = Entry.objects.filter(actor_id__startswith=STAFF, at__gte=first, at__lt=last)
    acts = list(found.order_by("actor_id", "at").values_list("actor_id", "at"))
    held = _screenings(window).filter(outcome=Outcome.HOLD)
    waited = held.values("touchpoint", "programme").distinct().count()
    decided = found.filter(act__in=DECIDED).values("subject").distinct().count()
    return Ease(
        acts=len(acts),
        people=len({who for who, _ in acts}),
        minutes=_worked(acts) / timedelta(minutes=1),
        held=waited,
        decided=share(min(decided, waited), waited, minimum_base=minimum_base),
    )


def _worked(acts: Sequence[tuple[str, datetime]]) -> timedelta:
    """Add up the time between two acts of one person, where they are close together."""
    total = timedelta()
    for (who, at), (also, then) in pairwise(acts):
        if who == also and then - at <= PAUSE:
            total += then - at
    return total


def _robustness(facts: Facts, window: _Window, rate: Estimate, *, minimum_base: int) -> Robustness:
    decided = (
        _screenings(window)
        .filter(is_current=True)
        .aggregate(
            n=Count("pk"),
            asked=Count("pk", filter=Q(invited_at__isnull=False)),
            unmapped=Count("pk", filter=Q(reasons__contains=[Reason.UNMAPPED.value])),
        )
    )
    letters = _letters(window).aggregate(
        n=Count("pk"), delivered=Count("pk", filter=Q(state=State.DELIVERED))
    )
    answered = (Response.Disposition.COMPLETE, Response.Disposition.PARTIAL)
    return Robustness(
        asked=share(decided["asked"], decided["n"], minimum_base=minimum_base),
        unmapped=share(decided["unmapped"], decided["n"], minimum_base=minimum_base),
        delivered=share(letters["delivered"], letters["n"], minimum_base=minimum_base),
        rate=rate,
        replies=_responses(window).filter(disposition__in=answered).count(),
        alike={
            one.name: representation(
                facts, one, minimum_base=minimum_base, where=window.where
            ).indicators.r
            for one in window.pool
        },
    )


def _cost(window: _Window, letters: "QuerySet[Letter]") -> Cost:
    paid = letters.aggregate(
        texts=Count("pk"),
        parts=Sum("fragments"),
        paid=Sum(F("fragments") * F("pence_per_fragment")),
    )
    done = _responses(window).filter(disposition=Response.Disposition.COMPLETE)
    return Cost(
        texts=paid["texts"],
        fragments=paid["parts"] or 0,
        pence=paid["paid"] or Decimal(0),
        completed=done.count(),
    )


def _learnt(window: _Window, cases: Dispositions, *, minimum_base: int) -> Learnt:
    said = Comment.objects.filter(response__in=_responses(window))
    wrote = said.values("response").distinct().count()
    coded = Coding.objects.filter(comment__in=said).values("comment").distinct().count()
    answered = cases.replied
    first, last = window.span[0], window.until
    return Learnt(
        commented=share(min(wrote, answered), answered, minimum_base=minimum_base),
        comments=said.count(),
        coded=coded,
        alerts=Alert.objects.filter(raised_at__gte=first, raised_at__lt=last).count(),
    )
