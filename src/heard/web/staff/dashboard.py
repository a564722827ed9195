"""Force Contact and Force Response: what people said in the text survey, for whoever signs in."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from heard.eligibility.models import Programme
from heard.events.models import Touchpoint
from heard.insight.cuts import Cut
from heard.insight.queries import Item, labels, running_at
from heard.insight.survey import Survey, survey
from heard.insight.teams import named
from heard.wake import FACTS
from heard.web.staff import (
    adjusted_words,
    days_words,
    driver_words,
    grid_words,
    listed_words,
    mode_words,
    trend_words,
    verdict_words,
)
from heard.web.staff import survey_words as words
from heard.web.staff.access import FIGURES, Shown, holds, page
from heard.web.staff.filters import Filters, chosen
from heard.web.staff.seen import facts_for
from heard.web.staff.stream import followed, follows
from heard.web.staff.survey_comments import written
from heard.web.staff.teams import READERS
from heard.web.staff.times import moment
from heard.web.staff.words import LOW_BASE

TITLES = {
    Touchpoint.Kind.CONTACT: ("Force Contact", "What callers said"),
    Touchpoint.Kind.ATTENDANCE: ("Force Response", "What people said after a visit"),
}


@follows
@page(*FIGURES)
def contact(request: HttpRequest) -> Shown:
    return _show(request, Touchpoint.Kind.CONTACT, name="contact")


@follows
@page(*FIGURES)
def response(request: HttpRequest) -> Shown:
    return _show(request, Touchpoint.Kind.ATTENDANCE, name="response")


def _show(request: HttpRequest, stage: Touchpoint.Kind, *, name: str) -> Shown:
    """Show one stage. Filters that make no sense are said to be so, and no figure is shown."""
    follow = followed(FACTS)
    known = facts_for(request)
    pool = running_at(stage)
    asked = _asked(pool)
    filters = Filters(
        request.GET.dict(),
        questions=[(item.question, label) for item, label in asked.items()],
        versions=sorted({item.version for item in asked}),
        teams=named(known, pool) if holds(request, *READERS) else None,
        scope=known.scope,
    )
    title, subtitle = TITLES[stage]
    context: dict[str, object] = {
        "page": name,
        "title": title,
        "subtitle": subtitle,
        "filters": filters,
        **follow,
    }
    if filters.is_valid() and pool:
        view = filters.view
        found = survey(known, pool, view, minimum_base=settings.MINIMUM_BASE)
        context |= {
            "survey": found,
            "as_of": moment(found.as_of),
            "lowest": verdict_words.lowest(found.lowest),
            "questions": words.questions(found),
            "nothing_shown": words.nothing_shown(found),
            "changes": verdict_words.changes(found),
            "no_year": verdict_words.no_year(found),
            "gaps": verdict_words.gaps(found, view.by),
            "new_series": mode_words.series(found.new_series),
            "verdicts_note": verdict_words.ABOUT,
            "gaps_note": verdict_words.ABOUT_GAPS,
            "weeks": trend_words.weeks(found),
            "hours": grid_words.hours(found),
            "one_version": words.one_version(found),
            "days": days_words.counted(found.dates, view.where),
            **_cut(found, view.by),
            "adjusted": adjusted_words.adjusted(found.adjusted, found.chosen, view),
            "drivers": driver_words.drivers(found),
            "picks": driver_words.picks(found, request.GET.dict()),
            "written": written(found, pool, minimum_base=settings.MINIMUM_BASE),
            "other_hours": _other_hours(request, found.hour),
            "minimum_base": settings.MINIMUM_BASE,
            "low_base": LOW_BASE,
        }
    return Shown(template="staff/dashboard.html", context=context, about=chosen(filters))


def _cut(found: Survey, by: Sequence[Cut]) -> dict[str, object]:
    """Give what was cut as a chart, a map or a table, whichever can be read."""
    if listed_words.is_listed(by):
        return {"listed": listed_words.listed(found, by)}
    if len(by) > 1:
        return {"crossed": grid_words.crossed(found, by)}
    return {"cut": words.apart(found, by[0])} if by else {}


def _asked(pool: Sequence[Programme]) -> dict[Item, str]:
    """The versions of the questions on a scale that these programmes ask, with their wordings."""
    asked = {programme.questionnaire_id for programme in pool}
    return {item: label for item, label in labels().items() if item.questionnaire in asked}


def _other_hours(request: HttpRequest, hour: Cut) -> tuple[str, str]:
    """Give the address of the same page by single hours or by parts of the day, and its words."""
    other, label = (
        (Cut.BLOCK, "Show parts of the day instead")
        if hour is Cut.HOUR
        else (Cut.HOUR, "Show single hours instead")
    )
    return f"?{urlencode({**request.GET.dict(), 'hours': other.value})}#hours", label
