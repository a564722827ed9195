"""What came of the live chat: who dealt with it, waits, deflection both ways, and the survey."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.http import HttpRequest

from heard.insight import chats
from heard.insight.chats import HANDLERS, Month
from heard.web import sheets
from heard.web.sheets import Cell
from heard.web.staff import chat_words as words
from heard.web.staff.access import FIGURES, File, Shown, page
from heard.web.staff.members.views import NOT_THERE
from heard.web.staff.monthly_words import month

if TYPE_CHECKING:
    from datetime import date

TEMPLATE = "staff/chat_measures.html"
BACKWARDS = "To: the last day must not lie before the first"
COLUMNS = (
    *("month", "handler", "conversations", "offered_assistant", "deflected", "low", "high"),
    *("known", "known_ended_by_assistant", "no_contact_24h", "queued", "abandoned", "silent"),
    *(
        "version",
        "invited",
        "answered",
        "question",
        "positive",
        "positive_low",
        "positive_high",
        "n",
    ),
)


class PeriodForm(forms.Form):
    """Which month is shown in full, and of which days the topics are."""

    month = forms.DateField(
        required=False,
        input_formats=["%Y-%m"],
        error_messages={"invalid": "Month: choose one of the list"},
    )
    first = forms.DateField(
        required=False, error_messages={"invalid": "From: enter a day, like 2020-04-09"}
    )
    last = forms.DateField(
        required=False, error_messages={"invalid": "To: enter a day, like 2020-04-16"}
    )

    def clean(self) -> None:
        first, last = (self.cleaned_data.get(name) for name in ("first", "last"))
        if first and last and last < first:
            self.add_error("last", BACKWARDS)


@page(*FIGURES)
def show_chat_measures(request: HttpRequest) -> Shown:
    """Show all months, one of them in full, and the topics of some days."""
    form = PeriodForm(request.GET)
    form.is_valid()
    found = chats.months(minimum_base=settings.MINIMUM_BASE)
    context: dict[str, object] = {"form": form, "words": words, "month": month, "found": found}
    if not found.months:
        return Shown(template=TEMPLATE, context=context)
    wanted = form.cleaned_data.get("month")
    chosen = next((one for one in found.months if one.first == wanted), found.months[-1])
    return Shown(
        template=TEMPLATE,
        context={
            **context,
            "chosen": chosen,
            "minimum_base": settings.MINIMUM_BASE,
            "chart": words.chart(found),
            **_in_full(chosen),
            **_topics(form, chosen),
        },
        about=f"month={chosen.first:%Y-%m}",
    )


@page(*FIGURES)
def show_chat_measures_file(_request: HttpRequest, suffix: str) -> Shown:
    """Hand out all months as CSV: counts by handler, shares with their bases, and the survey."""
    if suffix != "csv":
        return NOT_THERE
    found = chats.months(minimum_base=settings.MINIMUM_BASE)
    lines = [line for one in found.months for line in _lines(one)]
    content = f"{sheets.MARK}{sheets.as_csv(COLUMNS, lines)}".encode()
    file = File(content=content, kind="text/csv; charset=utf-8", name="heard-chats.csv")
    return Shown(file=file, about=suffix)


def _in_full(chosen: Month) -> dict[str, object]:
    base = settings.MINIMUM_BASE
    waited, answered = chats.waits(chosen.first, minimum_base=base)
    said = chats.scores(chosen.first, minimum_base=base)
    calls = chats.redirected(chosen.first)
    return {"waited": waited, "answered": answered, "scores": said, "calls": calls}


def _topics(form: PeriodForm, chosen: Month) -> dict[str, object]:
    given = form.cleaned_data
    first: date = given.get("first") or chosen.first
    last: date = given.get("last") or max(first, chosen.last)
    total, found = chats.topics(first, last, minimum_base=settings.MINIMUM_BASE)
    return {"begins": first, "ends": last, "total": total, "topics": found}


def _lines(one: Month) -> Iterator[Sequence[Cell]]:
    """Give a line for each handler, and for each question about which something was said."""
    month, deflected, stayed = f"{one.first:%Y-%m}", one.deflected, one.stayed_away
    survey = (None,) * 8
    for handler in HANDLERS:
        named = handler or "nobody"
        yield (month, named, one.by_handler.get(handler, 0), *(None,) * 10, *survey)
    counts = (one.queued, one.abandoned, one.silent)
    whole = (one.n, one.offered, deflected.value, deflected.low, deflected.high)
    yield (month, "all", *whole, one.known, stayed.n, stayed.value, *counts, *survey)
    for scores in chats.scores(one.first, minimum_base=settings.MINIMUM_BASE):
        for score in (scores.all, *scores.by_handler):
            asked = (scores.version, score.invited, score.answered)
            for question, estimate in score.shares.items():
                shown = (estimate.value, estimate.low, estimate.high)
                said = (question, *shown, estimate.n if estimate.shown else None)
                yield (month, score.handler or "nobody", *(None,) * 11, *asked, *said)
