"""The table of the membership at two times, and whether members are the public."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from http import HTTPStatus

from django import forms
from django.conf import settings
from django.http import HttpRequest

from heard.clock.read import now
from heard.core.statistics.gaps import Verdict
from heard.core.timing import london_date
from heard.insight import members
from heard.insight.members_said import said
from heard.membership.table import FORCE, Row
from heard.web import sheets
from heard.web.staff.access import FIGURES, File, Shown, page
from heard.web.staff.charts import members as charts
from heard.web.staff.charts.draw import drawing
from heard.web.staff.filters import BACKWARDS, chosen, day_field
from heard.web.staff.members import files, words
from heard.web.staff.survey_words import WIDTHS
from heard.web.staff.times import moment
from heard.web.staff.words import long_day

AHEAD = "To: enter a day up to today"
NOT_THERE = Shown(template="staff/no_drawing.html", status=HTTPStatus.NOT_FOUND)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DatesForm(forms.Form):
    """Between which days; without them the year to the last 30 November."""

    field_order = ("from", "to")

    def __init__(self, data: Mapping[str, str], *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["from"] = day_field("From the end of")
        self.fields["to"] = day_field("To the end of")

    def clean(self) -> None:
        first, last = self.days()
        if last > self.today:
            self.add_error("to", AHEAD)
        elif first >= last and not self.errors:
            self.add_error("to", BACKWARDS)

    def days(self) -> tuple[date, date]:
        """Give both days, those that were not chosen as they are without."""
        first, last = members.year_to(self.today)
        last = self.cleaned_data.get("to") or last
        first = self.cleaned_data.get("from") or min(first, last - timedelta(days=365))
        return first, last


@page(*FIGURES)
def show_community(request: HttpRequest) -> Shown:
    """Show the table between two days, who came and went, and who cannot be reached now."""
    form = DatesForm(request.GET.dict(), today=london_date(now()))
    context: dict[str, object] = {"filters": form, "as_of": moment(now())}
    if form.is_valid():
        first, last = form.days()
        since, until = members.end_of(first), members.end_of(last)
        reach = members.reach(now=now())
        rows, moved = members.rows(since, until), members.flows(since, until)
        days = (long_day(first), long_day(last))
        times = (f"{first:%B %Y}", f"{last:%B %Y}") if _are_ends(first, last) else days
        named = [*zip(times, (first, last), strict=True)]
        context |= {
            "times": times,
            "days": days,
            "short": tuple(time.replace(f"{day:%B}", f"{day:%b}") for time, day in named),
            "query": f"from={first}&to={last}",
            "table": words.table(rows),
            "flows": words.flows(moved),
            "redrawn": words.redrawn(moved),
            "reach": words.reach(reach),
            "by_sector": sum(one.by_sector for one in reach.values()),
            "public": members.public(until, minimum_base=settings.MINIMUM_BASE),
            "chart": _pairs(rows, times),
        }
    return Shown(template="staff/members/community.html", context=context, about=chosen(form))


@page(*FIGURES)
def show_file(request: HttpRequest, suffix: str) -> Shown:
    """Hand out the table and who came and went as a file."""
    form = DatesForm(request.GET.dict(), today=london_date(now()))
    if suffix not in {"csv", "xlsx"} or not form.is_valid():
        return NOT_THERE
    first, last = form.days()
    since, until, as_of = members.end_of(first), members.end_of(last), now()
    lines = files.lines(
        members.rows(since, until),
        members.flows(since, until),
        days=(first, last),
        as_of=as_of,
    )
    if suffix == "csv":
        content = f"{sheets.MARK}{sheets.as_csv(files.COLUMNS, lines)}".encode()
        kind = "text/csv; charset=utf-8"
    else:
        content = sheets.as_workbook("Members", files.COLUMNS, lines, as_of=as_of)
        kind = XLSX
    name = f"heard-members-{first}-{last}.{suffix}"
    return Shown(file=File(content=content, kind=kind, name=name), about=f"{suffix} {chosen(form)}")


@page(*FIGURES)
def show_public(_request: HttpRequest) -> Shown:
    """Show members against the population: areas, groups, months, and where to sign people up."""
    at = now()
    base = settings.MINIMUM_BASE
    found, told = members.public(at, minimum_base=base), said(now=at, minimum_base=base)
    months = members.by_month(_since(london_date(at)), at, minimum_base=base)
    context = {
        "as_of": moment(at),
        "public": found,
        "areas": [words.standing(one) for one in found.areas] if found else [],
        "indices": _indices(found) if found else None,
        "next_areas": words.next_areas(found) if found else [],
        "next_groups": words.next_groups(told),
        "months": [words.month(one) for one in months],
        "trend": _trend(months),
        "groups": [words.groups(one) for one in told],
    }
    return Shown(template="staff/members/public.html", context=context)


def _since(today: date) -> datetime:
    """Give the last instant before the month of a year ago."""
    return members.end_of(today.replace(year=today.year - 1, day=1) - timedelta(days=1))


def _are_ends(*days: date) -> bool:
    return all((day + timedelta(days=1)).day == 1 for day in days)


def _pairs(rows: Sequence[Row], times: tuple[str, str]) -> Mapping[str, object]:
    shown = [row for row in rows if row.area != FORCE]
    bars = [
        charts.Bar(name=row.name, when=when, n=n)
        for row in shown
        for when, n in zip(times, (row.before, row.after), strict=True)
    ]
    told = [f"{row.name}: {row.before:,}, then {row.after:,}" for row in shown]
    return _drawn(
        [charts.pairs(bars, times=times, width=width) for width in WIDTHS],
        f"Members in {times[0]} and in {times[1]}. {'; '.join(told)}.",
    )


def _indices(found: members.Public) -> Mapping[str, object]:
    dots = [
        charts.Dot(
            name=one.name,
            value=one.index.value or 0,
            low=one.index.low or 0,
            high=one.index.high or 0,
            words=words.index(one.index),
            stands_out=one.gap.verdict is Verdict.UNDER,
        )
        for one in found.areas
        if one.index.shown
    ]
    told = "; ".join(f"{dot.name} {dot.words}" for dot in dots)
    title = "index: 1 is parity"
    return _drawn(
        [charts.indices(dots, width=width, title=title) for width in WIDTHS],
        f"Index of representation by area, where 1 is parity. {told}.",
    )


def _trend(months: Sequence[members.Month]) -> Mapping[str, object]:
    points = [charts.Point(month=f"{one.month:%Y-%m-%d}", n=one.members) for one in months]
    told = "; ".join(f"{one.month:%B %Y} {one.members:,}" for one in months)
    return _drawn(
        [charts.months(points, width=width) for width in WIDTHS],
        f"Members at the end of each month. {told}.",
    )


def _drawn(charts_: Sequence[Mapping[str, object]], told: str) -> Mapping[str, object]:
    drawings = [drawing(one) for one in charts_]
    return {"drawings": drawings, "words": told}
