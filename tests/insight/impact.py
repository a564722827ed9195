"""Answers from impact areas as rows, as many as a figure needs."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from uuid import uuid4

from heard.eligibility.models import Programme
from heard.invitations.models import Collector
from heard.places.impact_areas import impact_areas
from heard.questionnaires.models import Question, Version
from heard.responses.models import Answer, Comment, Detail, Response
from tests.open_ways import NOW, way_in

SAID = {"safe_day": 1, "safe_night": 3, "concerns": 2}
SCALES = {"first": "FIRST9", "safe_day": "SAFE4", "safe_night": "SAFE4", "concerns": "AGR5"}
FIRST = "behaviour"
MINUTES = count()


def answered(
    way: Collector,
    times: int = 1,
    *,
    said: Mapping[str, int] = SAID,
    first: str = FIRST,
    language: str = "en",
    words: str = "",
    **noted: str,
) -> None:
    """Let people answer by a way in, each of them the same.

    `noted` are doubt, disposition, the number of the version, and `apart`: with it they have
    somewhere to keep what they say of themselves.
    """
    number = int(noted.get("number", "1"))
    version = Version.objects.get(questionnaire=way.programme.questionnaire, number=number)
    area = impact_areas()[way.impact_area].area if way.impact_area else ""
    for _ in range(times):
        at = NOW + timedelta(minutes=next(MINUTES))
        response = Response.objects.create(
            programme=way.programme,
            version=version,
            collector=way,
            doubt=noted.get("doubt", ""),
            apart=uuid4() if "apart" in noted else None,
            disposition=noted.get("disposition", "complete"),
            language=language,
            mode="web",
            started_at=at,
            submitted_at=at,
            happened_at=at,
            area=area,
            impact_area=way.impact_area,
        )
        Answer.objects.bulk_create(
            Answer(
                response=response,
                question_id=q,
                version=number,
                scale_id=SCALES[q],
                value=value,
            )
            for q, value in said.items()
        )
        Detail.objects.bulk_create(
            Detail(
                response=response,
                question_id="first",
                version=number,
                kind="choices",
                position=n,
                value=name,
            )
            for n, name in enumerate(first.split(), start=1)
        )
        if words:
            Comment.objects.create(
                response=response, question_id="worry", version=number, text=words
            )


def fill() -> dict[str, Collector]:
    """Let Birmingham East and Coventry answer: many, few and nobody, by all that there is."""
    ways = {
        "library": way_in(impact_area="larkfield", place="Library", target=50),
        "patrol": way_in(impact_area="copper-mill", channel="officer", place="Patrol"),
        "page": way_in(impact_area="harrow-bank", channel="facebook", place="Our page"),
        "partner": way_in(impact_area="weavers-cross", channel="partner", place="Housing"),
        "force": way_in(impact_area="", channel="x", place="@force"),
    }
    answered(ways["library"], 30, words="Dogs.")
    answered(ways["library"], 3, language="ur", doubt="same_device")
    answered(ways["library"], 12, said={**SAID, "safe_night": 1}, first="drugs", language="pl")
    answered(ways["patrol"], 11, said={**SAID, "safe_night": 2}, first="", doubt="burst")
    answered(ways["patrol"], 9, first="drugs burglary")
    answered(ways["page"], 4, language="so", words="<b>Cars</b>")
    answered(ways["partner"], 8)
    answered(ways["force"], 5)
    answered(ways["force"], 1, said={**SAID, "safe_night": 1})
    answered(ways["library"], 5, disposition="break_off")
    return ways


def survey() -> Programme:
    return Programme.objects.get(slug="neighbourhood")


def asked() -> list[str]:
    """Give the questions of the survey, in their order."""
    found = Question.objects.filter(version__questionnaire=survey().questionnaire)
    return list(found.order_by("position").values_list("question_id", flat=True))
