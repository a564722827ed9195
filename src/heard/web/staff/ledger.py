"""The ledger: from what happened to an answer, with what was lost at each step and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest

from heard.insight.cuts import Cut, Slice
from heard.insight.facts.read import Facts
from heard.insight.ledger import Account, accounts, waiting
from heard.insight.queries import programmes
from heard.web.staff import words
from heard.web.staff.access import ADMINISTRATOR, ANALYST, Shown, page
from heard.web.staff.charts import shapes
from heard.web.staff.charts.draw import drawing
from heard.web.staff.filters import (
    BACKWARDS,
    CUTS,
    NOT_GIVEN,
    area_field,
    area_of,
    choice_field,
    chosen,
    day_field,
    incident_field,
)
from heard.web.staff.seen import facts_for
from heard.web.staff.survey_words import WIDTHS, segment_words
from heard.web.staff.times import moment

BY = (Cut.AREA, Cut.WEEK, Cut.INCIDENT)
SUNDAY = timedelta(days=6)  # after the Monday that names a week


class LedgerFilters(forms.Form):
    """Which touchpoints are accounted for, and by what they are told apart."""

    field_order = ("programme", "from", "to", "area", "incident", "by")

    area = area_field()
    incident = incident_field()
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
            area=area_of(given["area"]),
            incident=given["incident"] or None,
        )

    def narrowed(self, programme: str, cut: Cut, place: date | int | str) -> str:
        """Give the address, from its question mark, of one segment alone; empty if it has none."""
        kept = {name: str(value) for name, value in self.cleaned_data.items() if value}
        kept |= {"programme": programme}
        del kept["by"]
        if isinstance(place, date):
            from_, to = self.cleaned_data["from"], self.cleaned_data["to"]
            kept["from"] = str(max(place, from_ or place))
            kept["to"] = str(min(place + SUNDAY, to or place + SUNDAY))
        else:
            kept[cut] = str(place) or NOT_GIVEN
            try:
                self.fields[cut].clean(kept[cut])
            except forms.ValidationError:
                return ""  # a code that the force sends and never named
        return f"?{urlencode(kept)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One segment of a survey: its name, where its losses are told, how many came to each step."""

    name: str
    address: str
    numbers: Sequence[int]


@page(ADMINISTRATOR, ANALYST)
def show_ledger(request: HttpRequest) -> Shown:
    """Show the ledger. Filters that make no sense are said to be so, and nothing is shown."""
    known = facts_for(request)
    filters = LedgerFilters(request.GET.dict())
    context: dict[str, object] = {"filters": filters, "words": words, "as_of": moment(known.as_of)}
    if filters.is_valid():
        where, cut = filters.where, filters.cleaned_data["by"]
        found = accounts(known, where=where)
        context |= {
            "accounts": found,
            "drawings": {account.id: _drawn(account) for account in found},
            "alt": {account.id: _told(account) for account in found},
            "parts": _parts(known, filters, Cut(cut)) if cut else {},
            "by": CUTS[Cut(cut)] if cut else "",
            "waiting": waiting(),
        }
    return Shown(template="staff/ledger.html", context=context, about=chosen(filters))


def _drawn(account: Account) -> list[object]:
    bars = [shapes.Bar(name=words.STEPS[step.name], n=step.n) for step in account.steps]
    return [drawing(shapes.funnel(bars, width=width)) for width in WIDTHS]


def _told(account: Account) -> str:
    steps = (f"{words.STEPS[step.name]} {step.n:,}" for step in account.steps)
    return f"{account.name}: {', '.join(steps)}."


def _parts(known: Facts, filters: LedgerFilters, cut: Cut) -> dict[str, list[Part]]:
    """Give the segments of each survey."""
    parts: dict[str, list[Part]] = {}
    for account in accounts(known, by=[cut], where=filters.where):
        (place,) = account.segment
        parts.setdefault(account.id, []).append(
            Part(
                name=segment_words(cut, place),
                address=filters.narrowed(account.id, cut, place),
                numbers=[step.n for step in account.steps],
            )
        )
    return parts
