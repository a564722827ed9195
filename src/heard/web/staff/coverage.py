"""Whom the surveys ask and whom not: by groups, along the journey, and who never can be."""

from django.conf import settings
from django.http import HttpRequest

from heard.clock.read import now
from heard.core.timing import london_date
from heard.insight.coverage import Category, by_segment, by_stage
from heard.insight.unheard import unheard
from heard.places.areas import names
from heard.web.staff.access import ADMINISTRATOR, ANALYST, Shown, page
from heard.web.staff.coverage_words import BARRIERS, OTHER_SOURCES, gaps, kind, person_group
from heard.web.staff.policy_words import STANDINGS
from heard.web.staff.seen import facts_for
from heard.web.staff.times import moment
from heard.web.staff.words import row


@page(ADMINISTRATOR, ANALYST)
def show_coverage(_request: HttpRequest) -> Shown:
    found = by_segment(today=london_date(now()))
    context = {
        "found": found,
        "gaps": gaps(found),
        "categories": list(Category),
        "standings": STANDINGS,
        "others": OTHER_SOURCES,
    }
    return Shown(template="staff/coverage.html", context=context)


@page(ADMINISTRATOR, ANALYST)
def show_journey(_request: HttpRequest) -> Shown:
    context = {"found": by_stage(today=london_date(now())), "standings": STANDINGS}
    return Shown(template="staff/journey.html", context=context)


@page(ADMINISTRATOR, ANALYST)
def show_unheard(request: HttpRequest) -> Shown:
    known = facts_for(request)
    context = {
        "found": unheard(known, minimum_base=settings.MINIMUM_BASE),
        "barriers": BARRIERS,
        "areas": names(),
        "kind": kind,
        "person_group": person_group,
        "row": row,
        "as_of": moment(known.as_of),
        "minimum_base": settings.MINIMUM_BASE,
    }
    return Shown(template="staff/unheard.html", context=context)
