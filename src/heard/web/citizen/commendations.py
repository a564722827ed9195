"""What members of staff did well, in the force's words, as far as they agreed that it is shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from heard.improvement.commend import published


@require_safe
@cache_control(no_store=True)  # what is taken back is gone at once, also from caches
def commendations(request: HttpRequest) -> HttpResponse:
    """Show what is published now."""
    return render(request, "citizen/commendations.html", {"published": published()})
