"""Teams beside what is expected of them, in a funnel: no page, no list and no figure of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest

from heard.core.statistics.pooling import MINIMUM_PEOPLE, MINIMUM_REPLIES, Pooled, Position
from heard.eligibility.models import Programme
from heard.insight.queries import Item, programmes
from heard.insight.teams import Teams, questions, teams
from heard.places.areas import names
from heard.web.staff.access import (
    ADMINISTRATOR,
    ANALYST,
    COMMANDER,
    PART_ANALYST,
    TEAM_SUPERVISOR,
    TRAINING_LEAD,
    Shown,
    page,
)
from heard.web.staff.charts.draw import Drawing, drawing
from heard.web.staff.charts.funnel_plot import Point, funnel_plot
from heard.web.staff.filters import choice_field, chosen
from heard.web.staff.seen import facts_for
from heard.web.staff.survey_words import WIDTHS
from heard.web.staff.times import moment
from heard.web.staff.words import Row, percent, row

# Who may look at teams, here and as a cut of the surveys, as far as their scope goes.
READERS = (ADMINISTRATOR, ANALYST, COMMANDER, TEAM_SUPERVISOR, TRAINING_LEAD, PART_ANALYST)
POSITIONS: Mapping[Position, str] = {
    Position.WITHIN: "Within what chance makes",
    Position.ABOVE: "Above the 95% limit",
    Position.BELOW: "Below the 95% limit",
    Position.FAR_ABOVE: "Above the 99.8% limit",
    Position.FAR_BELOW: "Below the 99.8% limit",
}


class TeamsForm(forms.Form):
    """By which question of which survey teams are looked at; without one it is the first."""

    def __init__(
        self,
        data: Mapping[str, str],
        surveys: Mapping[str, Programme],
        asked: Mapping[str, tuple[Item, str]],
    ) -> None:
        super().__init__(data)
        offered = {
            "survey": [(one.slug, one.name) for one in surveys.values()],
            "question": [(name, words) for name, (_, words) in asked.items()],
        }
        for name, label in (("survey", "Survey"), ("question", "Question")):
            first, *others = offered[name] or [("", "None yet")]
            self.fields[name] = choice_field(label, others, none=first[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One team: its own share, what is expected of it, its adjusted share, and its place."""

    name: str
    people: str
    own: Row
    expected: str
    adjusted: Row
    verdict: str
    is_outside: bool


@page(*READERS)
def show_teams(request: HttpRequest) -> Shown:
    """Show the teams of one survey. Filters that make no sense are said to be so."""
    known = facts_for(request)
    surveys = {one.slug: one for one in programmes()}
    survey = surveys.get(request.GET.get("survey", "")) or next(iter(surveys.values()), None)
    asked = {item.question: (item, words) for item, words in _asked(survey).items()}
    filters = TeamsForm(request.GET.dict(), surveys, asked)
    context: dict[str, object] = {
        "filters": filters,
        "as_of": moment(known.as_of),
        "minimum_replies": MINIMUM_REPLIES,
        "minimum_people": MINIMUM_PEOPLE,
    }
    if filters.is_valid() and survey is not None and asked:
        question = filters.cleaned_data["question"] or next(iter(asked))
        found = teams(known, survey, asked[question][0])
        context |= {"survey": survey.name, **_told(found)}
    return Shown(template="staff/teams.html", context=context, about=chosen(filters))


def _asked(survey: Programme | None) -> Mapping[Item, str]:
    return questions(survey) if survey else {}


def _told(found: Teams) -> dict[str, object]:
    groups = [[_name(name) for name in group] for group in found.order]
    return {
        "question": found.question,
        "share": f"{found.measure[0].upper()}{found.measure[1:]}",
        "everybody": row("Everybody", found.everybody),
        "unnamed": f"{found.unnamed:,}",
        "lines": [_line(one) for one in found.found],
        "drawings": _drawn(found),
        "words": f"Funnel plot of {len(found.found)} teams: "
        + ", ".join(f"{_name(one.name)} {POSITIONS[one.position].lower()}" for one in found.found)
        + ".",
        "order": ["; ".join(group) for group in groups] if len(groups) > 1 else [],
    }


def _drawn(found: Teams) -> Sequence[Drawing]:
    """Draw the funnel, broad and narrow; nothing where nothing is shown."""
    centre = found.everybody.value
    if centre is None or not found.found:
        return []
    points = [
        Point(name=_name(one.name), n=one.own.n, value=one.plotted, is_outside=_is_outside(one))
        for one in found.found
    ]
    title = f"{found.measure}, adjusted for what it was about"
    return [drawing(funnel_plot(points, centre=centre, title=title, width=w)) for w in WIDTHS]


def _line(one: Pooled) -> Line:
    name = _name(one.name)
    return Line(
        name=name,
        people=f"{one.people:,}",
        own=row(name, one.own),
        expected=percent(one.expected, base=one.own.n),
        adjusted=row(name, one.adjusted),
        verdict=POSITIONS[one.position],
        is_outside=_is_outside(one),
    )


def _is_outside(one: Pooled) -> bool:
    return one.position is not Position.WITHIN


def _name(name: str) -> str:
    """Name a team; those that were put together by their area, or as what is left of the force."""
    if not name.startswith("other teams"):
        return name
    code = name.removeprefix("other teams").strip()
    return f"Other teams, {names().get(code, code)}" if code else "Other teams"
