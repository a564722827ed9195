"""Dead letters: what a feed sent that broke a rule, for whoever has to mend it."""

from django.http import HttpRequest

from heard.insight.dead_letters import dead_letters, totals
from heard.insight.paging import COUNTED
from heard.web.staff.access import ADMINISTRATOR, Shown, page
from heard.web.staff.columns import short
from heard.web.staff.forms import DeadLettersForm


@page(ADMINISTRATOR)
def show_dead_letters(request: HttpRequest) -> Shown:
    """Show dead letters. Filters that make no sense are said to be so, and nothing is shown."""
    counts = totals()
    form = DeadLettersForm(request.GET.dict(), counts)
    context: dict[str, object] = {"form": form, "totals": counts, "counted": COUNTED}
    if form.is_valid():
        context |= {
            "found": dead_letters(**form.cuts(), before=form.before),
            "by_rule": [(rule, n, form.to("rule", rule)) for rule, n in counts.by_rule.items()],
            "short": short,
        }
    return Shown(template="staff/dead_letters.html", context=context)
