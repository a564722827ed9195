"""Explore: the page, what can be taken away from it, and its drawings by themselves."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest

from heard.reports.pictures import SHARERS
from heard.web.staff import adjusted_words, verdict_words
from heard.web.staff.access import FIGURES, File, Shown, holds, page
from heard.web.staff.charts.captioned import png
from heard.web.staff.explore import files, words
from heard.web.staff.explore.look import Looked, address, caveat, chart, charts, days, look, table
from heard.web.staff.explore.pictured import pictured
from heard.web.staff.filters import chosen
from heard.web.staff.times import moment
from heard.web.staff.words import LOW_BASE

NAMES: Mapping[str, str] = {
    "map": "the map",
    "cut": "the cut",
    "funnel": "the funnel",
    "multiples": "the small charts",
    "weeks": "the chart over time",
    "hours": "the hours of the week",
}
KINDS: Mapping[str, tuple[str, Callable[[Sequence[files.Line], Looked], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", lambda lines, _: files.as_csv(lines)),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda lines, looked: files.as_xlsx(lines, as_of=looked.known.as_of),
    ),
    "parquet": (
        "application/vnd.apache.parquet",
        lambda lines, _: files.as_parquet(lines),
    ),
}
NOT_THERE = Shown(template="staff/no_drawing.html", status=HTTPStatus.NOT_FOUND)


@page(*FIGURES)
def show_explore(request: HttpRequest) -> Shown:
    """Show one question of one survey. Filters that make no sense are said to be so."""
    looked = look(request)
    form = looked.form
    context: dict[str, object] = {"filters": form, "as_of": moment(looked.known.as_of)}
    if looked.found is not None and form is not None:
        context |= {"looked": looked, **_told(looked), **_ways_out(looked, request)}
    return Shown(template="staff/explore.html", context=context, about=chosen(form) if form else "")


def _told(looked: Looked) -> dict[str, object]:
    found, by = looked.found, looked.by
    assert found is not None and looked.form is not None  # noqa: S101, PT018 - asked before
    return {
        "title": looked.title,
        "question": looked.form.title,
        "headline": words.headline(found),
        "verdicts": words.verdicts(found, by),
        "days": days(looked),
        "narrowed": looked.form.narrowed(),
        "charts": charts(looked),
        "listed": table(looked),
        "adjusted": adjusted_words.adjusted(found.adjusted, found.chosen, looked.form.asked.view),
        "gaps": verdict_words.gaps(found, by),
        "changes": verdict_words.changes(found, by),
        "verdicts_note": verdict_words.ABOUT,
        "hidden": words.hidden(found),
        "minimum_base": settings.MINIMUM_BASE,
        "low_base": LOW_BASE,
    }


def _ways_out(looked: Looked, request: HttpRequest) -> dict[str, object]:
    """Give the addresses of this view and of what can be taken away from it."""
    query = address(looked)
    return {
        "query": query,
        "may_share": holds(request, *SHARERS),
        "address": f"{settings.SITE_URL}/staff/explore?{query}",
        "files": [(kind.upper(), f"/staff/explore/file/{kind}?{query}") for kind in KINDS],
        "images": [
            (
                NAMES[name],
                f"/staff/explore/image/{name}/svg?{query}",
                f"/staff/explore/image/{name}/png?{query}",
                f"/staff/pictures/new?drawing={name}&{query}",
            )
            for name in charts(looked)
        ],
    }


@page(*FIGURES)
def take_away(request: HttpRequest, suffix: str) -> Shown:
    """Hand out all figures of a view as a file, under the rules of the page."""
    looked = look(request)
    if looked.found is None or looked.form is None or looked.survey is None or suffix not in KINDS:
        return NOT_THERE
    about = files.About(
        survey=looked.survey.name,
        words=looked.form.title,
        by=looked.by,
        mix=adjusted_words.mixed_words(looked.form.asked.view.adjust),
        filters=looked.form.narrowed(),
        caveat=caveat(),
        address=f"{settings.SITE_URL}/staff/explore?{address(looked)}",
    )
    kind, write = KINDS[suffix]
    content = write(files.rows(looked.found, about), looked)
    name = f"heard-{looked.survey.slug}-{looked.found.chosen.question}.{suffix}"
    return Shown(
        file=File(content=content, kind=kind, name=name.replace("_", "-")),
        about=f"{suffix} {chosen(looked.form)}",
    )


@page(*FIGURES)
def show_image(request: HttpRequest, drawing: str, suffix: str) -> Shown:
    """Show one drawing with its caption, to put into a document or another page."""
    looked = look(request)
    found = chart(looked, drawing)
    if found is None or looked.form is None or suffix not in {"svg", "png"}:
        return NOT_THERE
    drawn = pictured(looked, found)
    content = drawn.encode() if suffix == "svg" else png(drawn)
    kind = "image/svg+xml" if suffix == "svg" else "image/png"
    return Shown(
        file=File(content=content, kind=kind), about=f"{drawing} {suffix} {chosen(looked.form)}"
    )
