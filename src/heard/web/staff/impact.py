"""The impact areas: who was reached in each, how and in which language, and what they said."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.few import FEW, Count, held_back
from heard.eligibility.models import Programme
from heard.insight import impact
from heard.insight.apart import Place, apart, without_doubted
from heard.insight.cuts import EVERYTHING, Cut, Slice
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, cut
from heard.insight.measures import MEASURES
from heard.insight.queries import labels, of_impact_areas
from heard.places.areas import names
from heard.web.languages import LANGUAGES
from heard.web.staff.access import FIGURES, Shown, page
from heard.web.staff.filters import CUTS, choice_field, chosen
from heard.web.staff.seen import facts_for
from heard.web.staff.survey_words import CHANNELS, segment_words
from heard.web.staff.times import moment
from heard.web.staff.words import LOW_BASE, Row, row

BY = (Cut.IMPACT_AREA, Cut.AREA, Cut.CAME_BY, Cut.WEEK)
UNDOUBTED = "without"
NO_SURVEY = Shown(template="staff/no_impact_areas.html")
CODES = [one.code for one in LANGUAGES]
Estimates = Mapping[Place, Estimate]  # by segment


class ImpactFilters(forms.Form):
    """Which question is looked at, how it is cut, and whether answers in doubt count."""

    by = choice_field("Cut by", [(one.value, CUTS[one]) for one in BY], none="Nothing")
    doubts = choice_field(
        "Answers in doubt", [(UNDOUBTED, "Leave them out")], none="Count them, too"
    )

    def __init__(self, data: Mapping[str, Any], *, pool: Sequence[Programme]) -> None:
        super().__init__(data)
        questions = [(question, label) for question, label, _ in measured(pool)]
        self.fields["question"] = choice_field("Question", questions, none="All")
        self.order_fields(["question", "by", "doubts"])


def measured(pool: Sequence[Programme]) -> list[tuple[str, str, str]]:
    """Give each question of a survey that has a measure: its id, its newest words, the measure."""
    found = {
        (item.question, name): label
        for item, label in labels().items()
        if item.questionnaire == pool[0].questionnaire_id
        for name, measure in MEASURES.items()
        if measure.scale == item.scale
    }
    return [(question, label, name) for (question, name), label in found.items()]


@page(*FIGURES)
def show_impact_areas(request: HttpRequest) -> Shown:
    pool = of_impact_areas()
    if not pool:
        return NO_SURVEY
    known = facts_for(request)
    filters = ImpactFilters(request.GET.dict(), pool=pool)
    context = {
        "filters": filters,
        "survey": pool[-1],
        "reached": impact.reached(known, pool, CODES),
        "said": _said(known, pool, filters) if filters.is_valid() else [],
        "as_of": moment(known.as_of),
        "minimum_base": settings.MINIMUM_BASE,
        "low_base": LOW_BASE,
        **words(),
    }
    return Shown(template="staff/impact_areas.html", context=context, about=chosen(filters))


def words() -> dict[str, object]:
    """Give what the tables of impact areas are said with."""
    return {
        "areas": names(),
        "channels": CHANNELS,
        "languages": LANGUAGES,
        "count": count,
        "coverage": coverage,
        "sentence": sentence,
        "few": FEW,
    }


def count(number: Count) -> str:
    """Give a count; one that is hidden for being few, or beside such a one, has no number."""
    return "Hidden" if number is None else f"{number:,}"


def coverage(reach: impact.Reach) -> str:
    """Give the answers for each thousand residents of 16 and over."""
    if reach.area is None:
        return "\N{EN DASH}"
    return f"{reach.per_thousand or 0:.1f}"


def sentence(reach: impact.Reach) -> str:
    """Say in one sentence what so many answers can bear."""
    if reach.margin is None:
        return "Nobody has answered."
    if reach.answers < settings.MINIMUM_BASE:
        return "Too few to say anything about this area: no share is shown."
    points = f"a share near one half may be off by {100 * reach.margin:.0f} points either way"
    if reach.answers < LOW_BASE:
        return f"Few: {points}."
    return f"{points[0].upper()}{points[1:]}."


def _said(
    known: Facts, pool: Sequence[Programme], filters: ImpactFilters
) -> list[tuple[str, str, list[Row]]]:
    """Give each version of a question, its measure in words, and a row for all or each segment."""
    given = filters.cleaned_data
    by = (Cut(given["by"]),) if given["by"] else ()
    found = []
    for question, _, name in measured(pool):
        if given["question"] not in {"", question}:
            continue
        asked = {"measure": name, "question": question}
        fewer: Mapping[str, Estimates] = {}
        if given["doubts"] == UNDOUBTED:
            fewer = _cut(known, pool, by, asked, Slice(undoubted=True))
        for label, everybody in _cut(known, pool, by, asked, EVERYTHING).items():
            kept = everybody
            if given["doubts"] == UNDOUBTED:
                some = fewer.get(label, {})
                kept = without_doubted(everybody, some, minimum_base=settings.MINIMUM_BASE)
            rows = [
                row(segment_words(by[0], place) if by else "Everybody", kept[place])
                for place in everybody
                if place in kept
            ]
            found.append((label, MEASURES[name].words, rows))
    return found


def _cut(
    known: Facts,
    pool: Sequence[Programme],
    by: Sequence[Cut],
    asked: Mapping[str, str],
    where: Slice,
) -> Mapping[str, Estimates]:
    """Give the figures of each version of a question, none of which gives a hidden one away."""
    least, measure, question = settings.MINIMUM_BASE, asked["measure"], asked["question"]
    if by and by[0] in {Cut.AREA, Cut.IMPACT_AREA}:
        return {
            one.force.asked: _by_place(one.areas if by[0] is Cut.AREA else one.impact_areas)
            for one in apart(
                known, pool, minimum_base=least, measure=measure, where=where, question=question
            )
        }
    figures: dict[str, list[Figure]] = {}
    wholes: dict[str, Estimate] = {}
    for cuts in {(), tuple(by)}:
        for figure in cut(
            known,
            pool,
            minimum_base=least,
            by=cuts,
            measure=measure,
            where=where,
            question=question,
        ):
            if cuts == tuple(by):
                figures.setdefault(figure.asked, []).append(figure)
            if not cuts:
                wholes[figure.asked] = figure.estimate
    return {
        label: {
            (one.segment[0] if by else ""): estimate
            for one, estimate in zip(
                those,
                held_back(
                    [each.estimate for each in those],
                    minimum_base=least,
                    whole=wholes[label] if by else None,
                ),
                strict=True,
            )
        }
        for label, those in figures.items()
    }


def _by_place(found: Mapping[str, Estimate]) -> Estimates:
    return dict(found.items())
