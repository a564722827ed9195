"""What the texts cost, by survey and month, and how much that may be."""

from decimal import Decimal
from http import HTTPStatus

from django.http import HttpRequest

from heard.clock.read import now
from heard.delivery import budget
from heard.insight.spending import spending
from heard.journal.write import Actor
from heard.web.staff.access import ADMINISTRATOR, ANALYST, COMMUNICATIONS, Shown, act, holds, page
from heard.web.staff.sending_forms import BudgetForm


@page(ADMINISTRATOR, ANALYST, COMMUNICATIONS)
def show_spending(request: HttpRequest) -> Shown:
    return _shown(request, BudgetForm())


@act(ADMINISTRATOR, back="spending")
def set_budget(request: HttpRequest, *, by: Actor) -> Shown | None:
    """Let a survey spend so much a month."""
    form = BudgetForm(request.POST)
    if not form.is_valid():
        return _shown(request, form)
    account, month, pence = form.budget()
    budget.set_budget(account, month, pence=pence, by=by, now=now())
    return None


def pounds(pence: Decimal) -> str:
    """Give for example '£1,234.50'."""
    return f"£{pence / 100:,.2f}"


def _shown(request: HttpRequest, form: BudgetForm) -> Shown:
    months, years = spending(now=now())
    may_set = holds(request, ADMINISTRATOR)
    return Shown(
        template="staff/spending.html",
        context={
            "form": form,
            "may_set": may_set,
            "months": months,
            "years": years,
            "pounds": pounds,
        },
        status=HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK,
    )
