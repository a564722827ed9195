"""What staff see: the figures, and the ledger of who was asked and who was not."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from heard.insight.ledger import accounts
from heard.insight.measure import figures
from heard.web.staff import words


def for_staff(view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who is signed in, and leave nothing behind in the browser."""
    return require_safe(cache_control(no_store=True)(login_required(view)))


def home(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return redirect("staff:figures")


@for_staff
def show_figures(request: HttpRequest) -> HttpResponse:
    minimum_base = settings.MINIMUM_BASE
    found = words.tables(figures(minimum_base=minimum_base))
    context = {"tables": found, "minimum_base": minimum_base, "low_base": words.LOW_BASE}
    return render(request, "staff/figures.html", context)


@for_staff
def show_ledger(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/ledger.html", {"accounts": accounts(), "words": words})
