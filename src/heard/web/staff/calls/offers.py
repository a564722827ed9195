"""To whom a call may be offered, the consent that somebody gave, who is left out, and the words."""

from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.specialist import consents
from heard.specialist.consents import BadConsent
from heard.specialist.exclude import LONGEST_NOTE, NotOffered, exclude
from heard.specialist.models import Exclusion, Part
from heard.specialist.offers import offer, offers
from heard.specialist.programme import words
from heard.specialist.words import write_words
from heard.web.staff import sentences
from heard.web.staff.access import SUPERVISOR, Shown, page, person
from heard.web.staff.calls.forms import ConsentForm, ExclusionForm, Problems, WordsForm
from heard.web.staff.calls.worklist import GONE
from heard.web.staff.times import day


@page(SUPERVISOR)
def show_offers(_request: HttpRequest) -> Shown:
    found = offers(now=now())
    counts = [(f"{why} ({part})", n, "") for (part, why), n in found.excluded.items()]
    context = {"found": found, "excluded": counts, "title": sentences.title, "day": day}
    return Shown(template="staff/calls/offers.html", context=context)


@page(SUPERVISOR, acts=True)
def show_consent(request: HttpRequest, *, number: int) -> Shown:
    """Take down what a person agreed to; the number is not shown again on any page of theirs."""
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            consent = consents.record(number, form.agreed(), by=person(request), now=now())
        except BadConsent as wrong:
            form.add_error(None, str(wrong))
        except NotOffered:
            return GONE
        else:
            return Shown(leads_to=reverse("staff:call-case", args=[consent.pk]))
    return _form(form, number, "staff/calls/consent.html")


@page(SUPERVISOR, acts=True)
def show_exclusion(request: HttpRequest, *, number: int) -> Shown:
    form = ExclusionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            exclude(
                number,
                why=Exclusion.Why(told["why"]),
                note=told["note"],
                said_as=Part(told["said_as"]),
                by=person(request),
                now=now(),
            )
        except NotOffered:
            return GONE
        return Shown(leads_to=reverse("staff:call-offers"))
    return _form(form, number, "staff/calls/exclusion.html")


@page(SUPERVISOR, acts=True)
def show_words(request: HttpRequest) -> Shown:
    """Write down what callers say; without it nobody is called."""
    form = WordsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        write_words(**form.cleaned_data, by=person(request), now=now())
        return Shown(leads_to=reverse("staff:call-words"))
    written = words()
    if written is not None and not form.is_bound:
        form.initial = {name: getattr(written, name) for name in form.fields}
    return Shown(
        template="staff/calls/words.html",
        context={"form": form, "written": written, "day": day},
        status=HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK,
    )


def _form(form: Problems, number: int, template: str) -> Shown:
    """Show a form about one that may be offered a call; gone where it may not."""
    found = offer(number, now=now())
    if found is None:
        return GONE
    context = {
        "form": form,
        "found": found,
        "title": sentences.title,
        "day": day,
        "longest": LONGEST_NOTE,
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return Shown(template=template, context=context, about=f"touchpoint:{number}", status=status)
