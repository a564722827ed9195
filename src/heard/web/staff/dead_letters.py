"""Dead letters: what a feed sent that broke a rule, for whoever has to mend it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.insight.dead_letters import dead_letters
from heard.insight.paging import COUNTED
from heard.web.staff.access import ADMINISTRATOR, page
from heard.web.staff.columns import short
from heard.web.staff.forms import DeadLettersForm


@page(ADMINISTRATOR)
def show_dead_letters(request: HttpRequest) -> HttpResponse:
    form = DeadLettersForm(request.GET)
    found = dead_letters(**form.values())
    context = {
        "form": form,
        "found": found,
        "counted": COUNTED,
        "short": short,
        "by_rule": [(rule, rule, n) for rule, n in found.by_rule.items()],
        "rules": [(rule, rule) for rule in found.by_rule],
        "sources": [(source, source) for source in found.by_source],
    }
    return render(request, "staff/dead_letters.html", context)
