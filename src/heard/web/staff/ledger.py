"""The ledger: from what happened to an answer, with what was lost at each step and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.insight.cuts import Cut, Slice
from heard.insight.facts.read import facts
from heard.insight.ledger import Account, accounts, waiting
from heard.insight.queries import programmes
from heard.places.areas import names
from heard.web.staff import words
from heard.web.staff.access import ADMINISTRATOR, ANALYST, page
from heard.web.staff.charts import shapes
from heard.web.staff.charts.draw import svg
from heard.web.staff.filters import BACKWARDS, CUTS, choice_field, day_field
from heard.web.staff.survey_words import WIDTHS, segment_words
from heard.web.staff.times import moment

BY = (Cut.AREA, Cut.WEEK, Cut.INCIDENT)


class LedgerFilters(forms.Form):
    """Which touchpoints are accounted for, and by what they are told apart."""

    field_order = ("programme", "from", "to", "area", "by")

    area = choice_field("Area", names().items())
    by = choice_field("Show by", [(cut.value, CUTS[cut]) for cut in BY], none="Nothing")

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data)
        surveys = [(programme.slug, programme.name) for programme in programmes()]
        self.fields["programme"] = choice_field("Survey", surveys)
        self.fields["from"] = day_field("From")
        self.fields["to"] = day_field("To")
        self.order_fields(self.field_order)

    def clean(self) -> None:
        from_, to = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if from_ and to and from_ > to:
            self.add_error("to", BACKWARDS)

    @property
    def where(self) -> Slice:
        """What a valid form narrows the ledger down to."""
        given = self.cleaned_data
        return Slice(
            programmes=(given["programme"],) if given["programme"] else (),
            from_=given["from"],
            to=given["to"],
            area=given["area"] or None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One segment of a survey: its name, and how many came to each step."""

    name: str
    numbers: Sequence[int]


def about(request: HttpRequest) -> str:
    """Say for the journal what was looked at: filters are chosen from lists, or days."""
    filters = LedgerFilters(request.GET.dict())
    filters.is_valid()
    return " ".join(f"{name}={chosen}" for name, chosen in filters.cleaned_data.items() if chosen)


@page(ADMINISTRATOR, ANALYST, about=about)
def show_ledger(request: HttpRequest) -> HttpResponse:
    """Show the ledger. Filters that make no sense are said to be so, and nothing is shown."""
    known = facts(settings.FACTS)
    filters = LedgerFilters(request.GET.dict())
    context: dict[str, object] = {"filters": filters, "words": words, "as_of": moment(known.as_of)}
    if filters.is_valid():
        where, cut = filters.where, filters.cleaned_data["by"]
        found = accounts(known, where=where)
        context |= {
            "accounts": found,
            "drawings": {account.id: _drawn(account) for account in found},
            "alt": {account.id: _told(account) for account in found},
            "parts": _parts(accounts(known, by=[Cut(cut)], where=where), Cut(cut)) if cut else {},
            "by": CUTS[Cut(cut)] if cut else "",
            "waiting": waiting(),
        }
    return render(request, "staff/ledger.html", context)


def _drawn(account: Account) -> list[object]:
    bars = [shapes.Bar(name=words.STEPS[step.name], n=step.n) for step in account.steps]
    return [svg(shapes.funnel(bars, width=width)) for width in WIDTHS]


def _told(account: Account) -> str:
    steps = (f"{words.STEPS[step.name]} {step.n:,}" for step in account.steps)
    return f"{account.name}: {', '.join(steps)}."


def _parts(found: Sequence[Account], cut: Cut) -> dict[str, list[Part]]:
    """Give the segments of each survey."""
    parts: dict[str, list[Part]] = {}
    for account in found:
        parts.setdefault(account.id, []).append(
            Part(
                name=segment_words(cut, account.segment[0]),
                numbers=[step.n for step in account.steps],
            )
        )
    return parts
