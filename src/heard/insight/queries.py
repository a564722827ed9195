"""What the database knows of the programmes and of what they ask."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from heard.eligibility.models import Period, Programme
from heard.questionnaires.models import Question

IMPACT_AREAS = "impact_areas"  # of `segments.csv`


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question on one scale; answers on two scales are never put together."""

    questionnaire: int
    question: str
    scale: str


def programmes(*also: Programme.Route) -> list[Programme]:
    """Give the programmes that ask by themselves, or did once, in the order of their definition.

    `also` are other routes than that, whose programmes are given, too.
    """
    asking = Programme.objects.filter(
        Exists(Period.objects.filter(programme=OuterRef("id"))),
        route__in=(Programme.Route.AUTOMATIC, *also),
    )
    return list(asking.order_by("id"))


def open_programmes() -> list[Programme]:
    """Give the programmes that anybody may answer, or could once, in their order."""
    asking = Exists(Period.objects.filter(programme=OuterRef("id")))
    return list(Programme.objects.filter(asking, route=Programme.Route.OPEN).order_by("id"))


def of_impact_areas() -> list[Programme]:
    """Give the surveys of impact areas that ask what the newest one asks; they may be pooled."""
    found = [p for p in open_programmes() if p.segment == IMPACT_AREAS]
    return [p for p in found if p.questionnaire_id == found[-1].questionnaire_id]


def running_at(stage: str) -> list[Programme]:
    """Give the text surveys of a stage that ask what its newest one asks; they may be pooled."""
    found = [p for p in programmes() if p.stage == stage and p.channel == "sms"]
    return [p for p in found if p.questionnaire_id == found[-1].questionnaire_id]


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
