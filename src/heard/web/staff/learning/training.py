"""The catalogue of training, how many of each team have done it, and what came before and after."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.eligibility.models import Programme
from heard.improvement import training
from heard.improvement.models import Completion
from heard.insight.before_after import SOONEST, BeforeAfter, before_after
from heard.insight.compared import Compared, judged
from heard.insight.facts.read import Facts
from heard.insight.queries import programmes
from heard.insight.teams import questions
from heard.web.staff.access import REFUSED, Shown, holds, page
from heard.web.staff.learning.forms import CompletionForm, ModuleForm
from heard.web.staff.learning.roles import LEADS, TEAMS, user_of
from heard.web.staff.seen import facts_for
from heard.web.staff.times import moment
from heard.web.staff.verdict_words import CHANGE, Line, line
from heard.web.staff.words import long_day, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """A team and a module: since when, and a line for each question that it is for."""

    team: str
    title: str
    since: str
    survey: str
    lines: Sequence[Line]


@page(*TEAMS, acts=True)
def show_training(request: HttpRequest) -> Shown:
    """Show the catalogue and the teams; forms add a module, end one, and take in completions."""
    does = request.POST.get("does", "") if request.method == "POST" else ""
    if request.method == "POST" and not holds(request, *LEADS):
        return REFUSED
    words = drivers()
    module = ModuleForm(words, request.POST if does == "add" else None)
    lines = CompletionForm(request.POST if does == "enter" else None)
    if does == "end":
        number = request.POST.get("number", "")
        training.end(int(number) if number.isdecimal() else 0, by=user_of(request), now=now())
        return Shown(leads_to=reverse("staff:training"))
    done = (
        _tried(module, "title", lambda: _add(request, module))
        if does == "add"
        else _tried(lines, "lines", lambda: _enter(request, lines))
    )
    if done:
        return Shown(leads_to=reverse("staff:training"))
    known = facts_for(request)
    context = {
        "catalogue": training.catalogue(),
        "words": words,
        "module": module,
        "lines": lines,
        "edits": holds(request, *LEADS),
        "completions": [(one, _share(one), long_day(one.on)) for one in training.completions()],
        "after": _after(known),
        "soonest": SOONEST,
        "as_of": moment(known.as_of),
    }
    status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
    return Shown(template="staff/learning/training.html", context=context, status=status)


def drivers() -> Mapping[str, str]:
    """Give what the surveys ask on a scale, by the id of the question."""
    return {item.question: words for one in programmes() for item, words in questions(one).items()}


def _add(request: HttpRequest, form: ModuleForm) -> None:
    training.add(form.given, by=user_of(request), now=now())


def _enter(request: HttpRequest, form: CompletionForm) -> None:
    training.enter(form.cleaned_data["lines"], by=user_of(request), now=now())


def _tried(form: Form, field: str, act: Callable[[], None]) -> bool:
    """Do what a form that was sent asks for, and tell whether it was done."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except training.NoCompletions as wrong:
        for problem in wrong.problems:
            form.add_error(field, problem)
        return False
    except training.NoModule as wrong:
        form.add_error(field, str(wrong))
        return False
    return True


def _share(one: Completion) -> str:
    return percent(one.done / one.of, base=one.of)


def _after(known: Facts) -> list[After]:
    """Hold each team against itself before the day on which half of it had done a module.

    All comparisons of the page are judged together.
    """
    found: list[tuple[Completion, BeforeAfter]] = []
    for one in training.completions():
        since = training.trained_on(one.module, one.team)
        for programme in programmes() if since else ():
            if since and {*one.module.drivers} & _asked(programme):
                about = one.module.drivers
                changed = before_after(known, programme, one.team, since, questions=about)
                found.append((one, changed))
    every = [figure for _, one in found if one.change for figure in one.change.figures]
    anew = iter(judged(every))
    return [_told(one, changed, anew) for one, changed in found]


def _asked(programme: Programme) -> set[str]:
    return {item.question for item in questions(programme)}


def _told(one: Completion, changed: BeforeAfter, anew: Iterator[Compared]) -> After:
    held = [next(anew) for _ in changed.change.figures] if changed.change else []
    return After(
        team=one.team,
        title=one.module.title,
        since=long_day(changed.on),
        survey=changed.programme.name,
        lines=[
            line(
                at.figure.label,
                at.figure.estimate,
                at.against,
                at.verdict,
                CHANGE,
                broken=at.broken,
            )
            for at in held
        ],
    )
