"""Themes: what those who wrote something named, against the month before."""

from django.conf import settings
from django.http import HttpRequest

from heard.themes.agreement import agreement
from heard.themes.cells import Cell, cells
from heard.themes.count import count
from heard.themes.own import themes
from heard.themes.showcase import Example, examples
from heard.web.staff.access import ADMINISTRATOR, ANALYST, FIGURES, REFERENCE_REVIEWER, Shown, page
from heard.web.staff.filters import chosen
from heard.web.staff.themes import words
from heard.web.staff.themes.forms import ThemesForm
from heard.web.staff.ways import may_write
from heard.web.staff.words import LOW_BASE, row


@page(*FIGURES)
def show_themes(request: HttpRequest) -> Shown:
    """Show one survey and month. Filters that make no sense are said to be so."""
    filters = ThemesForm(request.GET.dict(), cells())
    least = settings.MINIMUM_BASE
    cell = filters.cell(minimum_base=least) if filters.is_valid() else None
    context: dict[str, object] = {
        "filters": filters,
        "minimum_base": least,
        "low_base": LOW_BASE,
        "with_words": may_write(request),
    }
    if cell is not None:
        context |= _told(cell, minimum_base=least)
    return Shown(template="staff/themes/themes.html", context=context, about=chosen(filters))


@page(ADMINISTRATOR, ANALYST, REFERENCE_REVIEWER)
def show_agreement(_request: HttpRequest) -> Shown:
    """Show how far the machine and people agree, and people among themselves."""
    rows = [
        (
            one.theme.name if one.theme else "How they feel",
            *((words.kappa(said), words.strength(said)) for said in (one.machine, one.people)),
        )
        for one in agreement()
    ]
    return Shown(template="staff/themes/agreement.html", context={"rows": rows})


def _told(cell: Cell, *, minimum_base: int) -> dict[str, object]:
    found = count(cell, minimum_base=minimum_base)
    agreed = {one.theme.code: one for one in agreement() if one.theme}
    names = {theme.code: theme.name for theme in themes()}
    return {
        "cell": cell,
        "found": found,
        "is_shown": found.none.shown,
        "month": words.month_words(cell.month),
        "before": words.month_words(cell.before.month),
        "wrote": words.wrote(found),
        "lines": words.lines(found, agreed),
        "unnamed": words.unnamed(found),
        "unthemed": row("None of these themes", found.none),
        "feelings": words.feelings(found),
        "examples": _by_name(examples(cell), names) if found.none.shown else {},
    }


def _by_name(found: list[Example], names: dict[str, str]) -> dict[str, list[str]]:
    """Give examples by the names of their themes; of a theme that was ended there are none."""
    by_name: dict[str, list[str]] = {}
    for one in found:
        if one.theme in names:
            by_name.setdefault(names[one.theme], []).append(one.words)
    return by_name
