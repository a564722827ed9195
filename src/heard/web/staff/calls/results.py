"""What was said in the calls: nothing that stands on fewer than five answers."""

from django.conf import settings
from django.http import HttpRequest

from heard.core.statistics.estimate import Estimate
from heard.insight.measure import cut
from heard.insight.measures import MEASURES
from heard.specialist.outcomes import outcomes
from heard.specialist.programme import programme
from heard.web.staff import words
from heard.web.staff.access import SUPERVISOR, Shown, page
from heard.web.staff.seen import facts_for

FEW = 5
TOO_FEW = f"<{FEW}"  # as the report of January 2021 has it (paragraph 60)
SHOWN = ("satisfied", "agree_or_not_say", "yes", "yes_of_children")


@page(SUPERVISOR)
def show_results(request: HttpRequest) -> Shown:
    minimum_base, known = max(settings.MINIMUM_BASE, FEW), facts_for(request)
    tables = [
        (MEASURES[name].words, [row(figure.asked, figure.estimate) for figure in figures])
        for name in SHOWN
        if (figures := cut(known, [programme()], minimum_base=minimum_base, measure=name))
    ]
    context = {
        "tables": tables,
        "calls": [(label, number(n)) for label, n in outcomes().items()],
        "minimum_base": minimum_base,
        "few": FEW,
        "low_base": words.LOW_BASE,
    }
    return Shown(template="staff/calls/results.html", context=context)


def row(label: str, estimate: Estimate) -> words.Row:
    """Give one line of a table: under five neither a share nor how many there were."""
    if estimate.n < FEW:
        return words.Row(name=label, value=TOO_FEW, interval="", base=TOO_FEW, is_low=False)
    return words.row(label, estimate)


def number(n: int) -> str:
    """Give a count as it may be seen."""
    return TOO_FEW if n < FEW else f"{n:,}"
