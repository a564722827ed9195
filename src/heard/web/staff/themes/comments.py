"""The comments behind a theme, redacted, and one of them with all that was made of it."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.accounts.models import User
from heard.clock.read import now
from heard.core.text.redact import redact
from heard.responses.models import Comment
from heard.themes.by_hand import NotCoded, keep, next_for, of_comment
from heard.themes.cells import Cell, cells, find, is_enough
from heard.themes.count import Coded, coded
from heard.themes.own import themes
from heard.themes.showcase import choose, chosen, proposed
from heard.web.staff.access import (
    ADMINISTRATOR,
    ANALYST,
    COMMANDER,
    PART_ANALYST,
    PART_REVIEWER,
    REFERENCE_REVIEWER,
    TEAM_SUPERVISOR,
    Shown,
    holds,
    page,
)
from heard.web.staff.filters import chosen as chosen_filters
from heard.web.staff.seen import words_scope
from heard.web.staff.themes.forms import CodingForm, ThemesForm
from heard.web.staff.themes.words import FEELINGS, month_words
from heard.web.staff.times import moment

MOST = 50  # of the newest comments
READERS = (ADMINISTRATOR, ANALYST, COMMANDER, TEAM_SUPERVISOR, PART_ANALYST)
_NOT_THERE = Shown(template="staff/no_words.html", status=HTTPStatus.NOT_FOUND)


@page(*READERS)
def show_comments(request: HttpRequest) -> Shown:
    """Show the newest comments of a survey and month that name a theme, or all of them.

    Of the whole force, or of the areas and teams of whoever looks.
    """
    mine = words_scope(request, ADMINISTRATOR, ANALYST)
    filters = ThemesForm(request.GET.dict(), cells(within=mine), themes=themes())
    least = settings.MINIMUM_BASE
    cell = filters.cell(minimum_base=least) if filters.is_valid() else None
    context: dict[str, object] = {"filters": filters, "minimum_base": least, "feelings": FEELINGS}
    context |= {"opens": holds(request, ADMINISTRATOR, ANALYST), "is_part": not mine.cases}
    if cell is not None:
        theme = filters.cleaned_data["theme"]
        context |= {
            "cell": cell,
            "month": month_words(cell.month),
            "theme": theme,
            "names": _names(),
            "is_shown": is_enough(cell, minimum_base=least),
        }
        if context["is_shown"]:
            context |= _listed(cell, theme)
    about = chosen_filters(filters)
    return Shown(template="staff/themes/comments.html", context=context, about=about)


@page(ADMINISTRATOR, ANALYST, acts=True)
def show_comment(request: HttpRequest, *, number: int) -> Shown:
    """Show one comment; a form codes it by hand, another lets it be shown as an example."""
    found = find(number, minimum_base=settings.MINIMUM_BASE)
    if found is None:
        return _NOT_THERE
    comment, cell = found
    made = next((one for one in coded(cell) if one.number == number), None)
    if request.method == "POST" and request.POST.get("does") in {"show", "hide"}:
        _choose(request, comment, made)
        return Shown(leads_to=reverse("staff:theme-comment", args=[number]))
    problem = _keep(request, comment, is_blind=False) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return Shown(leads_to=reverse("staff:theme-comment", args=[number]))
    names = _names()
    context = {
        **_form(comment, problem, made),
        "cell": cell,
        "month": month_words(cell.month),
        "made": made,
        "machine": {names[code]: p for code, p in made.scores.items()} if made else {},
        "by_hand": of_comment(comment),
        "names": names,
        "shown": {code for code in names if number in chosen(cell, code)},
        "moment": moment,
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    about = f"comment:{number}"
    return Shown(template="staff/themes/comment.html", context=context, about=about, status=status)


@page(ADMINISTRATOR, ANALYST, REFERENCE_REVIEWER, PART_ANALYST, PART_REVIEWER, acts=True)
def code_comments(request: HttpRequest) -> Shown:
    """Show the next comment without what the machine made of it; a form codes it, and so on."""
    user, least = coder(request), settings.MINIMUM_BASE
    problem = ""
    mine = words_scope(request, ADMINISTRATOR, ANALYST, REFERENCE_REVIEWER)
    comment = next_for(user, minimum_base=least, within=mine)
    if request.method == "POST":
        given = request.POST.get("number", "")
        if comment is None or given != str(comment.pk):
            return Shown(leads_to=reverse("staff:theme-code"))
        problem = _keep(request, comment, is_blind=True)
        if not problem:
            return Shown(leads_to=reverse("staff:theme-code"))
    context = {"comment": None} if comment is None else _form(comment, problem, None)
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    about = f"comment:{comment.pk}" if comment else ""
    return Shown(template="staff/themes/code.html", context=context, about=about, status=status)


def _listed(cell: Cell, theme: str) -> dict[str, object]:
    """Give the comments with their words, and those that may be what good looks like."""
    found = coded(cell)
    naming = [one for one in found if not theme or theme in one.themes]
    good = proposed(found, theme) if theme else []
    shown = naming[:MOST]
    near = [one for number in good for one in naming if one.number == number]
    texts = Comment.objects.in_bulk([one.number for one in (*shown, *near)])
    words = {number: redact(comment.text) for number, comment in texts.items()}
    return {
        "naming": naming,
        "of": len(found),
        "shown": shown,
        "near": near,
        "words": words,
        "chosen": chosen(cell, theme) if theme else set(),
    }


def _form(comment: Comment, problem: str, made: Coded | None) -> dict[str, object]:
    """Give what the form of a coding needs, filled in with what counts so far."""
    return {
        "comment": comment,
        "words": redact(comment.text),
        "problem": problem,
        "themes": themes(),
        "feelings": FEELINGS,
        "named": made.themes if made else frozenset(),
        "feeling": made.feeling.value if made else "",
    }


def _keep(request: HttpRequest, comment: Comment, *, is_blind: bool) -> str:
    """Keep the coding that was sent; give what is wrong with it, if anything is."""
    form = CodingForm(themes(), request.POST)
    if not form.is_valid():
        return str(form.errors["named"][0])
    given = form.cleaned_data
    try:
        keep(
            comment,
            named=given["named"],
            feeling=given["feeling"],
            is_blind=is_blind,
            by=coder(request),
            now=now(),
        )
    except NotCoded as refused:
        return str(refused)
    return ""


def _choose(request: HttpRequest, comment: Comment, made: Coded | None) -> None:
    """Keep that a comment may be shown under a theme that it names, or may not any more."""
    theme, may_show = request.POST.get("theme", ""), request.POST["does"] == "show"
    if made is not None and theme in (made.themes if may_show else _names()):
        choose(comment, theme, may_show=may_show, by=coder(request), now=now())


def _names() -> dict[str, str]:
    return {theme.code: theme.name for theme in themes()}


def coder(request: HttpRequest) -> User:
    """Give who codes, or chooses."""
    if not isinstance(request.user, User):
        raise TypeError("a page for staff was reached by nobody")
    return request.user
