"""Ways of asking: what parallel runs measured, and what it says of series in a new way."""

from django.conf import settings
from django.http import HttpRequest

from heard.insight.mode_effects import all_new_series, effects
from heard.web.staff import mode_words as words
from heard.web.staff.access import ADMINISTRATOR, ANALYST, Shown, page
from heard.web.staff.seen import facts_for
from heard.web.staff.times import moment
from heard.web.staff.words import LOW_BASE


@page(ADMINISTRATOR, ANALYST)
def show_modes(request: HttpRequest) -> Shown:
    known = facts_for(request)
    base = settings.MINIMUM_BASE
    context = {
        "runs": [words.run(one) for one in effects(known, minimum_base=base)],
        "series": words.series(all_new_series(known, minimum_base=base)),
        "as_of": moment(known.as_of),
        "minimum_base": base,
        "low_base": LOW_BASE,
    }
    return Shown(template="staff/modes.html", context=context)
