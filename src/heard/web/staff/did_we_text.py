"""Did we text this number? For staff who have its owner on the line, and may note their wish."""

from django import forms
from django.http import HttpRequest

from heard.accounts.people import actor
from heard.clock.read import now
from heard.consent.models import Scope
from heard.consent.people import opt_out
from heard.dialogues.enquiries import LookUp, look_up
from heard.web.numbers import MobileField
from heard.web.staff import sentences
from heard.web.staff.access import ADMINISTRATOR, ANALYST, Shown, page
from heard.web.staff.acts import REASONS
from heard.web.staff.times import moment
from heard.web.staff.words import STATES

TEMPLATE = "staff/did_we_text.html"
SCOPES = {Scope.SURVEYS: "Surveys only", Scope.EVERYTHING: "Everything that we send"}
WHYS = {why: REASONS[why] for why in ("telephone", "letter", "in person", "unsafe")}


class NumberForm(forms.Form):
    number = MobileField()


class OptOutForm(NumberForm):
    """The number is sent along: nothing is kept between two pages."""

    scope = forms.ChoiceField(
        choices=SCOPES.items(), error_messages={"required": "Choose what they do not want"}
    )
    why = forms.ChoiceField(
        choices=WHYS.items(), error_messages={"required": "Choose how you know"}
    )


@page(ADMINISTRATOR, ANALYST, acts=True)
def show_did_we_text(request: HttpRequest) -> Shown:
    """Look a number up, or note that its owner wants no more; the journal keeps its print."""
    if request.method != "POST":
        return Shown(template=TEMPLATE, context={"form": NumberForm()})
    wish = OptOutForm(request.POST) if "opt-out" in request.POST else None
    form = wish or NumberForm(request.POST)
    if form.is_valid() or "number" in form.cleaned_data:
        found = look_up(form.cleaned_data["number"], now=now())
        noted = wish is not None and wish.is_valid()
        if wish is not None and noted:
            opt_out(
                found.print,
                by="staff",
                scope=Scope(wish.cleaned_data["scope"]),
                who=actor(request.user),  # type: ignore[arg-type] # see access
                why=wish.cleaned_data["why"],
                now=now(),
            )
            found = look_up(form.cleaned_data["number"], now=now())
        return _found(form, found, noted=noted)
    return Shown(template=TEMPLATE, context={"form": form})


def _found(form: forms.Form, found: LookUp, *, noted: bool) -> Shown:
    context = {
        "form": form,
        "found": found,
        "noted": noted,
        "scopes": SCOPES,
        "whys": WHYS,
        "states": STATES,
        "moment": moment,
        "title": sentences.title,
    }
    return Shown(template=TEMPLATE, context=context, about=f"person:{found.print}")
