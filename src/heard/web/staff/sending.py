"""Whether texts may leave: for whoever has to stop them, and for what needs a person."""

import math
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest

from heard.clock.read import now
from heard.delivery import switch
from heard.delivery.reconcile import WORDS
from heard.delivery.settle import settle_unknown
from heard.insight.sending import scopes, sending
from heard.journal.write import Actor
from heard.web.staff import sentences
from heard.web.staff.access import ADMINISTRATOR, Shown, act, page
from heard.web.staff.columns import short
from heard.web.staff.forms import ListForm
from heard.web.staff.sending_forms import ScopeForm, SettleForm, StopForm

PAGE = "sending"


@page(ADMINISTRATOR)
def show_sending(request: HttpRequest) -> Shown:
    return _shown(StopForm(), ListForm(request.GET.dict()))


@act(ADMINISTRATOR, back=PAGE)
def stop(request: HttpRequest, *, by: Actor) -> Shown | None:
    """Stop at once what is within a scope."""
    form = StopForm(request.POST)
    if not form.is_valid():
        return _shown(form)
    switch.stop(form.cleaned_data["scope"], by=by, reason=form.cleaned_data["reason"], now=now())
    return None


@act(ADMINISTRATOR, back=PAGE)
def ask_to_lift(request: HttpRequest, *, by: Actor) -> Shown | None:
    """Ask that what is within a scope may leave again."""
    return _lift(request, partial(switch.ask_to_lift, by=by, now=now()))


@act(ADMINISTRATOR, back=PAGE)
def lift(request: HttpRequest, *, by: Actor) -> Shown | None:
    """Confirm that what is within a scope may leave again."""
    return _lift(request, partial(switch.lift, by=by, now=now()))


@act(ADMINISTRATOR, back=PAGE)
def settle(request: HttpRequest, *, by: Actor) -> Shown | None:
    """Write down what somebody found out about a text of which nobody knew whether it had left."""
    form = SettleForm(request.POST)
    if form.is_valid() and settle_unknown(
        form.cleaned_data["reference"], arrived=form.cleaned_data["arrived"], by=by, now=now()
    ):
        return None
    return _shown(StopForm(), said="This text is settled already, or there is no such text.")


def _lift(request: HttpRequest, verb: Callable[[str], None]) -> Shown | None:
    form = ScopeForm(request.POST)
    try:
        verb(form.cleaned_data["scope"] if form.is_valid() else "")
    except switch.NotLifted as refused:
        return _shown(StopForm(), said=str(refused))
    return None


def _shown(form: StopForm, cut: ListForm | None = None, *, said: str = "") -> Shown:
    """Show the page; where something was not done, with the sentence that says why."""
    cut = cut or ListForm({})
    wrong = form.is_bound or bool(said)
    return Shown(
        template="staff/sending.html",
        context={
            "form": form,
            "said": said,
            "cut": cut,
            "found": sending(now=now(), before=cut.before if cut.is_valid() else None),
            "scopes": scopes(),
            "short": short,
            "title": sentences.title,
            "why": sentences.why,
            "differs": WORDS,
            "infinite": math.inf,
        },
        status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK,
    )
