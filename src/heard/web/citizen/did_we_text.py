"""Did we text you? The page says the same whoever asks; only the telephone learns the answer."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from heard.clock.read import now
from heard.dialogues.enquiries import ask
from heard.web.numbers import MobileField


class NumberForm(forms.Form):
    number = MobileField()


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def did_we_text(request: HttpRequest) -> HttpResponse:
    """Say how to tell our texts from others, and take in a number to be answered by text."""
    form = NumberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        address = str(request.META.get("REMOTE_ADDR", ""))
        ask(form.cleaned_data["number"], address=address, now=now())
        return redirect("citizen:did-we-text-asked")
    host = urlsplit(settings.SITE_URL).netloc
    return render(request, "citizen/did_we_text.html", {"form": form, "host": host})
