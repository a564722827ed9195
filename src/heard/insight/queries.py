"""Counts, straight from SQL: how many answers there are to a question, and how many positive."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Max, Min, Q

from heard.eligibility.models import Programme, Screening
from heard.events.models import Touchpoint
from heard.invitations.models import Invitation
from heard.questionnaires.models import Question
from heard.questionnaires.scales import Scale, scales
from heard.responses.models import Answer, Response

# AAPOR counts a survey as answered from half of its required items on.
ANSWERED = (Response.Disposition.COMPLETE, Response.Disposition.PARTIAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question on one scale; answers on two scales are never put together."""

    questionnaire: int
    question: str
    scale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Answers in the base, positive ones among them, and when their touchpoints happened."""

    n: int
    positive: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """Decisions alike: `happened` counts those whose touchpoint still counts as having been."""

    programme: int
    outcome: str
    reason: str | None
    n: int
    happened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Invitations whose letter is in one state, and how many of them were opened."""

    programme: int
    state: str
    n: int
    opened: int


def programmes() -> list[Programme]:
    """Give every programme, in the order in which they were defined."""
    return list(Programme.objects.order_by("id"))


def labels() -> dict[Item, str]:
    """Give the newest wording of every question on a scale, in the order they are asked in."""
    asked = Question.objects.filter(kind=Question.Kind.SCALE)
    rows = asked.order_by("version__questionnaire", "version__number", "position").values_list(
        "version__questionnaire", "question_id", "scale_id", "label"
    )
    return {
        Item(questionnaire=questionnaire, question=question, scale=scale): label
        for questionnaire, question, scale, label in rows
    }


def tallies() -> dict[tuple[int, Item], Tally]:
    """Count answers by programme (its id) and question; who broke off is not counted.

    Positive is what the shipped scale says, and so is what stands outside the base.
    """
    answers = Answer.objects.filter(
        _any(lambda scale: scale.labels), response__disposition__in=ANSWERED
    )
    rows = answers.values(
        "question_id",
        "scale_id",
        programme=F("response__invitation__programme"),
        questionnaire=F("response__invitation__version__questionnaire"),
    ).annotate(
        n=Count("id"),
        positive=Count("id", filter=_any(lambda scale: scale.positive)),
        first=Min("response__happened_at"),
        last=Max("response__happened_at"),
    )
    return {
        (row["programme"], _item(row)): Tally(
            **{key: row[key] for key in ("n", "positive", "first", "last")}
        )
        for row in rows
    }


def screenings() -> list[Screened]:
    """Count the decisions that stand, by programme, outcome and the reason that decided."""
    standing = Screening.objects.filter(is_current=True)
    rows = standing.values("programme", "outcome", reason=F("reasons__0")).annotate(
        n=Count("id"), happened=Count("touchpoint__happened_at")
    )
    return [Screened(**row) for row in rows.order_by("programme", "outcome", "reason")]


def letters() -> list[Letters]:
    """Count the invitations by programme and the state of their letter."""
    rows = Invitation.objects.values("programme", state=F("letter__state")).annotate(
        n=Count("id"), opened=Count("opened_at")
    )
    return [Letters(**row) for row in rows.order_by("programme", "state")]


def completed() -> Counter[int]:
    """Count the complete responses by programme (its id)."""
    complete = Response.objects.filter(disposition=Response.Disposition.COMPLETE)
    rows = complete.values_list("invitation__programme").annotate(n=Count("id"))
    return Counter(dict(rows.order_by()))


def happened() -> Counter[str]:
    """Count the touchpoints that did happen, by their kind."""
    rows = Touchpoint.objects.filter(happened_at__isnull=False).values_list("kind")
    return Counter(dict(rows.annotate(n=Count("id")).order_by()))


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        questionnaire=row["questionnaire"], question=row["question_id"], scale=row["scale_id"]
    )


def _any(codes: Callable[[Scale], Collection[int]]) -> Q:
    """Match answers that are among these codes of their own scale."""
    found = (Q(scale_id=s.scale_id, value__in=codes(s)) for s in scales().values())
    return reduce(or_, found, Q(pk=None))
