"""The door for machines that read figures: by a key, and with all hidden that must be."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from ninja.errors import HttpError
from ninja.security import HttpBearer

from heard.accounts.keys import Reader, check_figures_key
from heard.accounts.scope import OutOfScope
from heard.clock.read import now
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut, TooFine, require_coarse
from heard.insight.explored import questions
from heard.insight.facts.read import Facts, NoFacts, facts
from heard.insight.guarded import dates
from heard.insight.measure import Figure, as_object, cut
from heard.insight.measures import MEASURES
from heard.insight.queries import Item, labels, surveyed
from heard.insight.tables import Dates
from heard.journal.write import Actor, write
from heard.web.api.schemas import (
    NAMES,
    Asked,
    FigureOut,
    Figures,
    Paged,
    Problem,
    QuestionOut,
    SurveyOut,
    is_area,
)
from heard.web.pages import is_simulation
from heard.web.sheets import as_csv

CAVEAT = (
    "Among those who answered at least half of the survey; not weighted; 95% range by Wilson. "
    "What could tell what few people said is held back."
)

NOT_THEIRS = "This key does not give figures of that part of the force."

api = NinjaAPI(
    title="Heard: figures",
    version="1",
    description=(
        "The figures of Heard for a force's own reports. What must be held back is held back here "
        "as it is on the pages. Shares run from 0 to 1."
    ),
    docs_url=None,
    urls_namespace="api",
)


class FiguresKey(HttpBearer):
    """Lets in whoever holds a key for figures, within its scope."""

    def authenticate(self, request: HttpRequest, token: str) -> Reader | None:  # noqa: ARG002
        return check_figures_key(token, now=now())


class Reading(HttpRequest):
    """A request with the reader that its key was issued for."""

    auth: Reader


@api.exception_handler(NoFacts)
def say_no_facts(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001
    return api.create_response(request, {"detail": "There are no figures yet."}, status=503)


@api.exception_handler(OutOfScope)
def say_out_of_scope(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001
    return api.create_response(request, {"detail": NOT_THEIRS}, status=403)


@api.exception_handler(TooFine)
def say_too_fine(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": f"{error}."}, status=422)


_SHEET = {"text/csv": {"schema": {"type": "string"}}}
AS_CSV = {"responses": {200: {"description": "A line for each figure.", "content": _SHEET}}}
PROBLEMS = dict.fromkeys((401, 403, 404, 422, 503), Problem)


@api.get("/surveys", auth=FiguresKey(), response={200: list[SurveyOut], 401: Problem})
def surveys(request: Reading) -> list[SurveyOut]:
    """Give the surveys that have figures, with their questions."""
    asked = labels()
    _note(request, "surveys")
    return [
        SurveyOut(survey=one.slug, name=one.name, questions=_questions(asked, one))
        for one in surveyed()
    ]


@api.get("/figures", auth=FiguresKey(), response={200: Figures, **PROBLEMS}, by_alias=True)
def figures(request: Reading, asked: Query[Paged]) -> Figures:
    """Give a page of the figures of one survey: each question, its versions, and each segment."""
    known, dated, found = _found(request, asked)
    first = (asked.page - 1) * asked.size
    return Figures(
        as_of=known.as_of,
        counted_from=dated.weeks.from_,
        counted_to=dated.weeks.to,
        by=asked.by,
        caveat=_caveat(),
        total=len(found),
        page=asked.page,
        pages=max(1, ceil(len(found) / asked.size)),
        figures=[_out(one) for one in found[first : first + asked.size]],
    )


@api.get("/figures.csv", auth=FiguresKey(), response=PROBLEMS, openapi_extra=AS_CSV)
def figures_as_csv(request: Reading, asked: Query[Asked]) -> HttpResponse:
    """Give all of the figures as CSV in UTF-8; what a sheet would take for a formula is quoted."""
    known, dated, found = _found(request, asked)
    content = _csv(found, asked.by, known.as_of, dated)
    return HttpResponse(content, content_type="text/csv; charset=utf-8")


def _found(request: Reading, asked: Asked) -> tuple[Facts, Dates, list[Figure]]:
    """Find what is asked for within the scope of the key. HttpError, TooFine, NoFacts."""
    if not is_area(asked.area):
        raise HttpError(422, "There is no such area.")
    if unknown := sorted({*request.GET} - NAMES[type(asked)]):
        raise HttpError(422, f"There is no filter {', '.join(unknown)}.")
    survey = next((one for one in surveyed() if one.slug == asked.survey), None)
    items = questions(labels(), survey) if survey else {}
    wanted = [item for item in items if asked.question in {None, item.question}]
    if survey is None or not wanted:
        raise HttpError(404, "There is no such survey, or it asks no such question on a scale.")
    _note(request, " ".join(["figures", survey.slug, asked.question or "", *asked.by]))
    known = facts(settings.FACTS).within(request.auth.scope(now=now()))
    where = asked.where
    require_coarse(asked.by, where)
    if not request.auth.teams and Cut.TEAM in asked.by:
        raise HttpError(403, "This key does not give figures of teams.")
    measures = dict.fromkeys(_measure(item) for item in wanted)
    about: dict[str, Any] = {"by": asked.by, "minimum_base": settings.MINIMUM_BASE}
    dated = dates(known, [survey], where=where, measure=next(iter(measures)), **about)
    exactly = replace(where, from_=dated.weeks.from_, to=dated.weeks.to)
    found = [
        figure
        for measure in measures
        for figure in cut(
            known,
            [survey],
            where=exactly,
            measure=measure,
            question=asked.question,
            version=asked.version,
            exact=True,
            **about,
        )
    ]
    return known, dated, found


def _measure(item: Item) -> str:
    return next(name for name, one in MEASURES.items() if one.scale == item.scale)


def _questions(asked: Mapping[Item, str], survey: Programme) -> list[QuestionOut]:
    newest = {item.question: (item, words) for item, words in questions(asked, survey).items()}
    return [
        QuestionOut(
            question=item.question,
            version=item.version,
            words=words,
            measure=_measure(item),
            counts=MEASURES[_measure(item)].words,
        )
        for item, words in newest.values()
    ]


def _out(figure: Figure) -> FigureOut:
    return FigureOut.model_validate(as_object(figure))


def _csv(found: Sequence[Figure], by: Sequence[Cut], as_of: datetime, dated: Dates) -> str:
    cuts = [cut.value for cut in by]
    names = [name for name in FigureOut.model_fields if name not in {"segment", "breaks", "from_"}]
    header = [*cuts, *names, "from", "counted_from", "counted_to", "as_of", "caveat"]
    rows = []
    for figure in found:
        told = as_object(figure)
        shared = [told["from"], dated.weeks.from_, dated.weeks.to, as_of.isoformat(), _caveat()]
        rows.append([*figure.segment, *(told[name] for name in names), *shared])
    return as_csv(header, rows)


def _caveat() -> str:
    return f"{CAVEAT} The people are simulated." if is_simulation() else CAVEAT


def _note(request: Reading, what: str) -> None:
    """Enter in the journal what was read; what was typed and is no name of ours is not repeated."""
    source = request.auth.source
    reader = Actor(id=f"key:{source}", label=source)
    write("api.look", subject=f"api:{' '.join(what.split())}", actor=reader, now=now())
