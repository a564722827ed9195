"""What the pilot was judged by, for whoever may see figures: a page that is meant to be printed."""

from django.conf import settings
from django.http import HttpRequest

from heard.evaluation.pilot import evaluated
from heard.web.staff import evaluation_words as words
from heard.web.staff.access import FIGURES, Shown, page
from heard.web.staff.seen import facts_for
from heard.web.staff.times import moment
from heard.web.staff.words import long_day


@page(*FIGURES)
def show_evaluation(request: HttpRequest) -> Shown:
    found = evaluated(facts_for(request), minimum_base=settings.MINIMUM_BASE)
    context: dict[str, object] = {"page": "evaluation", "found": found}
    if found is not None:
        context |= {
            "as_of": moment(found.as_of),
            "days": f"{long_day(found.begins)} to {long_day(found.ends)}",
            "surveys": " and ".join(name.lower() for name in found.names),
            "headings": words.headings(found),
            "board": words.board(found),
        }
    return Shown(template="staff/evaluation.html", context=context)
