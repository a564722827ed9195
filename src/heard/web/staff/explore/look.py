"""What a request to Explore asks for and what is found, for its page, its files and its images."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from heard.accounts.scope import Scope
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut
from heard.insight.explored import Explored, explored, questions
from heard.insight.facts.read import Facts
from heard.insight.queries import labels, surveyed
from heard.insight.teams import named
from heard.web.pages import is_simulation
from heard.web.staff import days_words, grid_words, survey_words, trend_words
from heard.web.staff.access import holds
from heard.web.staff.explore import drawings
from heard.web.staff.explore.form import ExploreForm, Mine
from heard.web.staff.filters import CUTS
from heard.web.staff.listed_words import is_listed, listed
from heard.web.staff.seen import facts_for
from heard.web.staff.teams import READERS
from heard.web.staff.words import LOW_BASE

PAIR = 2  # cuts, which make a map of fields
SIMULATED = "The people are simulated."


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """The form, and where it makes sense what was found; None where no survey asks anything."""

    known: Facts
    form: ExploreForm | None
    survey: Programme | None
    found: Explored | None

    @property
    def by(self) -> Sequence[Cut]:
        return self.form.asked.view.by if self.form and self.found else ()

    @property
    def title(self) -> str:
        """Name what is looked at: 'Text after a call: treatment by area'."""
        if self.survey is None or self.found is None:
            return "Explore"
        cuts = " and ".join(CUTS[cut] for cut in self.by)
        short = survey_words.short(self.found.chosen).lower()
        return f"{self.survey.name}: {short}{f' by {cuts}' if cuts else ''}"


def look(request: HttpRequest) -> Looked:
    """Read what is asked for, and find it; without anything asked for, what is of use first."""
    return look_at(request.GET.dict(), facts_for(request), sees_teams=holds(request, *READERS))


def look_at(given: Mapping[str, str], known: Facts, *, sees_teams: bool = False) -> Looked:
    """Find what is given, as whoever sees these facts sees it."""
    asked = labels()
    surveys = {one.slug: one for one in surveyed() if questions(asked, one)}
    survey = surveys.get(given.get("survey", "")) or next(iter(surveys.values()), None)
    if survey is None:
        return Looked(known=known, form=None, survey=None, found=None)
    form = ExploreForm(
        given or _first(known.scope),
        surveys=[*surveys.values()],
        survey=survey,
        asked=questions(asked, survey),
        mine=Mine(
            scope=known.scope,
            teams=named(known, [survey]) if sees_teams else None,
        ),
    )
    found = (
        explored(known, [survey], form.asked, minimum_base=settings.MINIMUM_BASE)
        if form.is_valid()
        else None
    )
    return Looked(known=known, form=form, survey=survey, found=found)


def _first(scope: Scope) -> Mapping[str, str]:
    """Give what is shown to whoever asks for nothing: the areas, if they may see any apart."""
    return {"by": Cut.AREA.value} if scope.areas is None or scope.areas else {}


Shape = survey_words.Chart | grid_words.Grid | drawings.Multiples


def charts(looked: Looked) -> Mapping[str, Shape]:
    """Give all that is drawn, by name, in the order of the page; of nothing that is held back."""
    drawn = {name: draw() for name, draw in _drawers(looked).items()}
    return {name: one for name, one in drawn.items() if one is not None}


def chart(looked: Looked, name: str) -> Shape | None:
    """Give one of these, without drawing the others; None where there is none."""
    draw = _drawers(looked).get(name)
    return draw() if draw else None


def _drawers(looked: Looked) -> Mapping[str, Callable[[], Shape | None]]:
    found, by = looked.found, looked.by
    if found is None or found.chosen.estimate.is_held:
        return {}
    return {
        "map": lambda: drawings.mapped(found, by, looked.known),
        "cut": lambda: _cut(found, by),
        "funnel": lambda: drawings.funnel(found, by),
        "multiples": lambda: drawings.small(found, by),
        "weeks": lambda: trend_words.control_chart(found.trend, found.chosen, unit=found.unit),
        "hours": lambda: grid_words.hours(found),
    }


def _cut(found: Explored, by: Sequence[Cut]) -> survey_words.Chart | grid_words.Grid | None:
    if not by or is_listed(by):
        return None
    return grid_words.crossed(found, by) if len(by) == PAIR else survey_words.apart(found, by[0])


def table(looked: Looked) -> object:
    """Give a cut that is too long for a drawing as a table; None for any other."""
    found, by = looked.found, looked.by
    if found is None or found.chosen.estimate.is_held or not is_listed(by):
        return None
    return listed(found, by)


def days(looked: Looked) -> str:
    """Say which days are counted, where days were asked for."""
    if looked.found is None or looked.form is None:
        return ""
    return days_words.counted(looked.found.dates, looked.form.asked.view.where)


def caveat() -> str:
    """Say what every reader of a figure has to know."""
    return " ".join(
        [
            "Among those who answered at least half of the survey; not weighted.",
            "95% range by Wilson.",
            f"A share on fewer than {LOW_BASE} answers is a low base.",
            "What could tell what few people said is held back.",
            *([SIMULATED] if is_simulation() else []),
        ]
    )


def address(looked: Looked) -> str:
    """Give what stands after the question mark of this view, without what was left empty."""
    form = looked.form
    given = form.data.items() if form else ()
    return urlencode(
        {name: value for name, value in given if value and form and name in form.fields}
    )
