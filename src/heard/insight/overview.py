"""Every programme at a glance and one of them whole: periods, reviews, and changes to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from heard.eligibility.models import Appraisal, Change, Period, Programme, Ruling
from heard.insight.coverage import Standing, standing
from heard.insight.facts.read import Facts
from heard.insight.reviews import Due, due

NEWEST = 20  # changes that the page of a programme lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A programme, what it does today, and why it is to be reviewed, if it is."""

    programme: Programme
    standing: Standing
    due: Due | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One programme with all that has been decided about it, the newest first."""

    programme: Programme
    standing: Standing
    due: Due | None
    periods: Sequence[Period]
    appraisals: Sequence[Appraisal]
    changes: Sequence[Change]
    rulings: Mapping[int, Ruling]


def programmes(facts: Facts, *, today: date) -> list[Row]:
    """Give every programme in the order of its definition; as many queries for all as for one."""
    reviews = due(facts, today=today)
    periods: dict[int, list[Period]] = {}
    for period in Period.objects.order_by("opens_on"):
        periods.setdefault(period.programme_id, []).append(period)
    return [
        Row(
            programme=programme,
            standing=standing(periods.get(programme.pk, ()), today),
            due=reviews.get(programme.slug),
        )
        for programme in Programme.objects.order_by("id")
    ]


def programme(facts: Facts, slug: str, *, today: date) -> Whole | None:
    """Give one programme, or None."""
    found = Programme.objects.select_related("questionnaire").filter(slug=slug).first()
    if found is None:
        return None
    changes = list(Change.objects.filter(programme=found).order_by("-id")[:NEWEST])
    return Whole(
        programme=found,
        standing=standing(found.periods, today),
        due=due(facts, today=today).get(slug),
        periods=found.periods[::-1],
        appraisals=list(Appraisal.objects.filter(programme=found).order_by("-id")),
        changes=changes,
        rulings=rulings(changes),
    )


def undecided() -> list[Change]:
    """Give the changes that wait for a second person, the oldest first."""
    decided = Ruling.objects.filter(change=OuterRef("pk"))
    waiting = Change.objects.filter(~Exists(decided)).select_related("programme")
    return list(waiting.order_by("id"))


def find_change(number: int) -> Change | None:
    """Give a change with its programme, or None."""
    return Change.objects.select_related("programme").filter(pk=number).first()


def rulings(changes: Sequence[Change]) -> dict[int, Ruling]:
    """Give what was decided on these changes, by the change."""
    found = Ruling.objects.filter(change__in=[change.pk for change in changes])
    return {ruling.change_id: ruling for ruling in found}
